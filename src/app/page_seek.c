/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/page_seek.h"

#include <unistd.h>

#define CELLS 1024 /* of a look */

struct seek {
	struct page_reader *reader;
	const struct region_table *table;
	uint64_t page;
	bool is_down;
};

static bool seek_in(const struct seek *seek, uint64_t start, uint64_t end, uint64_t *ret_address);

/* Is it in this cell of the map? A cell of one page is found. */
static bool seek_cell(
	const struct seek *seek, const struct page_map *map, size_t index, uint64_t *ret_address)
{
	const struct page_window *window = &map->window;
	uint64_t start = window->start + index * window->cell;
	if (!map->cells[index].present)
		return false;
	if (window->cell == seek->page) {
		*ret_address = start;
		return true;
	}
	uint64_t left = window->end - start;
	return seek_in(
		seek, start, left < window->cell ? window->end : start + window->cell, ret_address);
}

static bool seek_in(const struct seek *seek, uint64_t start, uint64_t end, uint64_t *ret_address)
{
	struct page_window window = { .start = start, .end = end, .cell = seek->page };
	struct page_map *map;
	while ((end - start - 1) / window.cell >= CELLS)
		window.cell *= 2;
	window.count = (end - start - 1) / window.cell + 1;
	if (page_reader_look(seek->reader, seek->table, &window, &map) < 0)
		return false;
	bool is_found = false;
	/* Where presence was sampled, a cell may disappoint: then the next one is tried. */
	for (size_t i = 0; i < window.count && !is_found; i++)
		is_found =
			seek_cell(seek, map, seek->is_down ? window.count - 1 - i : i, ret_address);
	page_map_unref(map);
	return is_found;
}

uint64_t page_seek(
	struct page_reader *reader, const struct region_table *table, const struct page_wish *wish)
{
	const struct seek seek = { reader, table, (uint64_t)sysconf(_SC_PAGESIZE),
		wish->seek_to < wish->seek_from };
	uint64_t start = seek.is_down ? wish->seek_to : wish->seek_from;
	uint64_t end = seek.is_down ? wish->seek_from : wish->seek_to, address = UINT64_MAX;
	if (start < end)
		seek_in(&seek, start, end, &address);
	return address;
}
