/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "clock.h"
#include "page_cells.h"
#include "page_reader.h"
#include "page_walk.h"
#include "strata/snapshot.h"

#define SAMPLES 2048              /* pages asked about where not all are */
#define ENTRIES_MOST (1ull << 20) /* read at most, by pread(), for one look */

/* What the regions of the window sum up to, bytes. Unknown or outdated, `resident` is less than it
 * is: that settles by itself, for the walk makes the sample rarer as it goes. */
static void measure(const struct region_table *table, const struct page_window *window,
	uint64_t *ret_mapped, uint64_t *ret_resident)
{
	*ret_mapped = *ret_resident = 0;
	for (size_t i = page_walk_first(table, window->start); i < table->count; i++) {
		const struct region *region = &table->regions[i];
		uint64_t resident = region->counters[COUNTER_RSS];
		if (region->start >= window->end)
			break;
		uint64_t start = region->start > window->start ? region->start : window->start;
		uint64_t end = region->end < window->end ? region->end : window->end;
		*ret_mapped += end - start;
		*ret_resident += resident == UNKNOWN ? 0 : resident;
	}
}

/* By pread(), each entry stands for so many pages: 1 where all can be read. */
static uint64_t stretch_of(uint64_t pages, uint64_t pages_of_cell)
{
	uint64_t stretch = 1;
	while (pages / stretch > ENTRIES_MOST && stretch < pages_of_cell)
		stretch *= 2;
	return stretch;
}

/* How the window is to be gone through. */
static struct page_walk plan(struct page_reader *reader, const struct region_table *table,
	const struct page_window *window, const struct page_sink *sink)
{
	uint64_t page = reader->page_size, mapped, resident;
	measure(table, window, &mapped, &resident);
	bool is_scan = !reader->scan.is_missing;
	uint64_t stretch = is_scan ? 1 : stretch_of(mapped / page, window->cell / page);
	bool is_by_cell = stretch > 1 || window->cell > PAGE_SCAN_REACH;
	return (struct page_walk){
		.table = table,
		.start = window->start,
		.end = window->end,
		.is_scan = is_scan,
		.sample_every = sink->sample ? resident / page / SAMPLES + 1 : 1,
		.block = is_by_cell ? window->cell : PAGE_SCAN_REACH,
		.stretch = stretch,
		.shows_written = reader->shows_written,
		.scan = &reader->scan,
		.entries = &reader->entries,
		.sink = sink,
	};
}

static int take_cell(void *context, const struct page_run *run)
{
	page_cells_add(context, run);
	return 0;
}

static void take_sample(void *context, uint64_t address, bool is_shared)
{
	page_cells_sample(context, address, is_shared);
}

static int look_once(
	struct page_reader *reader, const struct region_table *table, struct page_map *map)
{
	const struct page_window *window = &map->window;
	struct page_cells cells;
	bool is_scan = !reader->scan.is_missing;
	bool is_exact = window->end - window->start <= PAGE_EXACT;
	const struct page_sink sink = {
		.context = &cells,
		.take = take_cell,
		.sample = is_scan && !is_exact ? take_sample : NULL,
	};
	reader->scan.wants_written = reader->shows_written;
	struct page_walk walk = plan(reader, table, window, &sink);
	page_cells_init(&cells, map, reader->page_size);
	int error = page_walk_run(&walk);
	page_cells_finish(&cells);
	map->is_scan = is_scan;
	map->is_presence_sampled = walk.stretch > 1;
	map->is_sampled = walk.sample_every > 1 || walk.stretch > 1;
	return error;
}

/* As far as nothing of it can be read: what is mapped, and nothing there. */
static void look_blind(const struct region_table *table, struct page_map *map, uint64_t page_size)
{
	struct page_cells cells;
	page_cells_init(&cells, map, page_size);
	for (size_t i = page_walk_first(table, map->window.start); i < table->count; i++) {
		struct page_run run = { table->regions[i].start, table->regions[i].end };
		if (run.start < map->window.start)
			run.start = map->window.start;
		if (run.end > map->window.end)
			run.end = map->window.end;
		if (run.start >= run.end)
			break;
		page_cells_add(&cells, &run);
	}
	page_cells_finish(&cells);
}

int page_reader_look(struct page_reader *reader, const struct region_table *table,
	const struct page_window *window, struct page_map **ret_map)
{
	uint64_t begin = clock_now(CLOCK_MONOTONIC);
	if (!page_window_is_valid(window, reader->page_size))
		return -EINVAL;
	struct page_map *map = page_maps_take(&reader->maps, window);
	if (!map)
		return -ENOMEM;
	int error = page_reader_begin(reader);
	if (!error) {
		error = look_once(reader, table, map);
		if (error == -ENOTTY && reader->scan.is_missing) {
			page_map_clear(map);
			error = look_once(reader, table, map);
		}
		page_reader_end(reader);
	}
	if (error) {
		page_map_clear(map);
		look_blind(table, map, reader->page_size);
	}
	map->error = -error;
	map->clock_ns = begin;
	map->cost_ns = clock_now(CLOCK_MONOTONIC) - begin;
	map->longest_hold_ns = reader->scan.longest_ns > reader->entries.longest_ns
				       ? reader->scan.longest_ns
				       : reader->entries.longest_ns;
	*ret_map = map;
	return 0;
}
