/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_cells.h"

#include <string.h>

void page_cells_init(struct page_cells *cells, struct page_map *map, uint64_t page_size)
{
	*cells = (struct page_cells){ .map = map, .page_size = page_size };
}

/* part / whole as 0..255; something is never nothing, less than all never all. */
static uint8_t share(uint64_t part, uint64_t whole)
{
	if (part == 0 || part == whole)
		return part ? 255 : 0;
	uint64_t scaled = (uint64_t)((double)part * 255 / (double)whole);
	return (uint8_t)(scaled < 1 ? 1 : scaled > 254 ? 254 : scaled);
}

/* Moves to PAGE_SHARED what the sample says of the pages in `state`. */
static void divide(struct page_cells *cells, enum page_state state)
{
	if (cells->before == 0)
		return;
	double part = (double)cells->shared_before / (double)cells->before;
	uint64_t shared = (uint64_t)((double)cells->pages[state] * part + 0.5);
	cells->pages[state] -= shared;
	cells->pages[PAGE_SHARED] += shared;
}

static enum page_state dominant(const uint64_t pages[PAGE_STATES])
{
	enum page_state most = PAGE_ABSENT;
	for (unsigned state = PAGE_ABSENT + 1; state < PAGE_STATES; state++)
		if (pages[state] > (most == PAGE_ABSENT ? 0 : pages[most]))
			most = state;
	return most;
}

static void close_cell(struct page_cells *cells)
{
	const uint64_t *pages = cells->pages;
	uint64_t mapped = 0;
	if (cells->sampled > 0) {
		cells->before = cells->sampled;
		cells->shared_before = cells->shared;
	}
	divide(cells, PAGE_RESIDENT);
	divide(cells, PAGE_COW);
	for (unsigned state = 0; state < PAGE_STATES; state++) {
		cells->map->totals[state] += pages[state];
		mapped += pages[state];
	}
	uint64_t missing = pages[PAGE_ABSENT] + pages[PAGE_SWAPPED] + pages[PAGE_GUARD];
	cells->map->cells[cells->index++] = (struct page_cell){
		.dominant = (uint8_t)dominant(pages),
		.attributes = (uint8_t)cells->attributes,
		.present = share(mapped - missing, mapped),
		.shared = share(pages[PAGE_SHARED], mapped),
		.is_mapped = mapped > 0,
	};
	memset(cells->pages, 0, sizeof cells->pages);
	cells->attributes = 0;
	cells->sampled = cells->shared = 0;
}

static void open_cell(struct page_cells *cells, uint64_t address)
{
	const struct page_window *window = &cells->map->window;
	size_t index = (size_t)((address - window->start) / window->cell);
	while (cells->index < index)
		close_cell(cells);
}

void page_cells_add(struct page_cells *cells, const struct page_run *run)
{
	const struct page_window *window = &cells->map->window;
	for (uint64_t at = run->start; at < run->end;) {
		open_cell(cells, at);
		uint64_t left = window->cell - (at - window->start) % window->cell;
		uint64_t taken = run->end - at < left ? run->end - at : left;
		cells->pages[run->state] += taken / cells->page_size;
		cells->attributes |= run->attributes;
		cells->map->huge += run->attributes & PAGE_HUGE ? taken / cells->page_size : 0;
		cells->map->locked += run->attributes & PAGE_LOCKED ? taken / cells->page_size : 0;
		at += taken;
	}
}

void page_cells_sample(struct page_cells *cells, uint64_t address, bool is_shared)
{
	open_cell(cells, address);
	cells->sampled++;
	cells->shared += is_shared;
}

void page_cells_finish(struct page_cells *cells)
{
	while (cells->index < cells->map->window.count)
		close_cell(cells);
}
