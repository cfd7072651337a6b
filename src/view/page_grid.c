/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/page_grid.h"

#include <unistd.h>

#define LARGEST_BITS 34 /* of pages in a cell: two hold the user's part of the address space */

int page_grid_columns(int width)
{
	int step = width < 32 ? 8 : 16;
	return width < step ? step : width / step * step;
}

uint64_t page_grid_row_bytes(const struct page_grid *grid)
{
	return grid->cell * (uint64_t)grid->columns;
}

static uint64_t divide_up(uint64_t number, uint64_t by)
{
	return number / by + (number % by != 0);
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

bool page_grid_next(const struct page_grid *grid, const struct region_table *table, uint64_t start,
	uint64_t end, size_t *index, struct page_stretch *ret_stretch)
{
	size_t i = *index;
	while (i < table->count && table->regions[i].end <= start)
		i++;
	if (i == table->count || table->regions[i].start >= end)
		return false;
	uint64_t fold = page_grid_row_bytes(grid);
	struct page_stretch next = {
		.start = most(table->regions[i].start, start),
		.line = ret_stretch->line + ret_stretch->lines,
	};
	for (; i < table->count && table->regions[i].start < end; i++) {
		const struct region *region = &table->regions[i];
		if (next.end && region->start - next.end > fold)
			break;
		next.end = least(region->end, end);
	}
	next.lines = divide_up(next.end - next.start, fold * (uint64_t)grid->rows);
	*index = i;
	*ret_stretch = next;
	return true;
}

uint64_t page_grid_lines(const struct page_grid *grid, const struct region_table *table,
	uint64_t start, uint64_t end)
{
	struct page_stretch stretch = { 0 };
	for (size_t index = 0; page_grid_next(grid, table, start, end, &index, &stretch);)
		;
	return stretch.line + stretch.lines;
}

uint64_t page_grid_fit(const struct page_grid *grid, const struct region_table *table,
	uint64_t start, uint64_t end, uint64_t lines)
{
	struct page_grid tried = *grid;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	unsigned low = 0, high = LARGEST_BITS;
	while (low < high) {
		unsigned middle = (low + high) / 2;
		tried.cell = page << middle;
		if (page_grid_lines(&tried, table, start, end) <= lines)
			high = middle;
		else
			low = middle + 1;
	}
	return page << high;
}

struct page_spot page_grid_spot(
	const struct page_grid *grid, const struct page_stretch *stretch, uint64_t address)
{
	uint64_t at = (address - stretch->start) / grid->cell;
	uint64_t row = at / (uint64_t)grid->columns;
	return (struct page_spot){
		.line = stretch->line + row / (uint64_t)grid->rows,
		.row = (int)(row % (uint64_t)grid->rows),
		.column = (int)(at % (uint64_t)grid->columns),
	};
}

bool page_grid_address(const struct page_grid *grid, const struct page_stretch *stretch,
	struct page_spot spot, uint64_t *ret_address)
{
	if (spot.line < stretch->line || spot.line - stretch->line >= stretch->lines)
		return false;
	uint64_t row = (spot.line - stretch->line) * (uint64_t)grid->rows + (uint64_t)spot.row;
	uint64_t cell = row * (uint64_t)grid->columns + (uint64_t)spot.column;
	/* Division, as the product may not fit at the top of the address space. */
	if (cell > (stretch->end - 1 - stretch->start) / grid->cell)
		return false;
	*ret_address = stretch->start + cell * grid->cell;
	return true;
}
