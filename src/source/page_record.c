/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "page_cells.h"
#include "page_map.h"
#include "page_reader.h"

#define LEAST_RUNS 1024

struct page_record *page_record_ref(const struct page_record *record)
{
	struct page_record *counted = (struct page_record *)(uintptr_t)record;
	__atomic_add_fetch(&counted->references, 1, __ATOMIC_RELAXED);
	return counted;
}

void page_record_unref(const struct page_record *record)
{
	struct page_record *counted = (struct page_record *)(uintptr_t)record;
	if (counted && __atomic_sub_fetch(&counted->references, 1, __ATOMIC_ACQ_REL) == 0)
		free(counted);
}

/* A record being made. */
struct recorder {
	struct page_record *record;
	size_t capacity;
	uint64_t page, pages;
};

static int make_room(struct recorder *recorder)
{
	struct page_record *record = recorder->record;
	if (record && record->count < recorder->capacity)
		return 0;
	size_t capacity = recorder->capacity ? 2 * recorder->capacity : LEAST_RUNS;
	if (capacity > PAGE_RECORD_RUNS)
		return -E2BIG;
	struct page_record *larger =
		realloc(record, sizeof *record + capacity * sizeof *record->runs);
	if (!larger)
		return -ENOMEM;
	if (!record)
		*larger = (struct page_record){ .references = 1 };
	recorder->record = larger;
	recorder->capacity = capacity;
	return 0;
}

static int take(void *context, const struct page_run *run)
{
	struct recorder *recorder = context;
	int error = make_room(recorder);
	if (error)
		return error;
	recorder->record->runs[recorder->record->count++] = *run;
	if (run->state != PAGE_ABSENT && run->state != PAGE_GUARD)
		recorder->pages += (run->end - run->start) / recorder->page;
	return recorder->pages > PAGE_RECORD_PAGES ? -E2BIG : 0;
}

int page_reader_record(struct page_reader *reader, const struct region_table *table,
	struct page_record **ret_record)
{
	struct recorder recorder = { .page = reader->page_size };
	int error = make_room(&recorder);
	if (error == 0)
		error = page_reader_runs(reader, table, 0, UINT64_MAX, take, &recorder);
	if (error) {
		page_record_unref(recorder.record);
		return error;
	}
	*ret_record = recorder.record;
	return 0;
}

/* The first run that ends above the address. */
static size_t first_run(const struct page_record *record, uint64_t address)
{
	size_t low = 0, high = record->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (record->runs[middle].end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void fill(const struct page_record *record, struct page_map *map)
{
	const struct page_window *window = &map->window;
	struct page_cells cells;
	page_cells_init(&cells, map, (uint64_t)sysconf(_SC_PAGESIZE));
	for (size_t i = first_run(record, window->start); i < record->count; i++) {
		struct page_run run = record->runs[i];
		if (run.start >= window->end)
			break;
		run.start = run.start > window->start ? run.start : window->start;
		run.end = run.end < window->end ? run.end : window->end;
		page_cells_add(&cells, &run);
	}
	page_cells_finish(&cells);
}

int page_record_look(const struct page_record *record, const struct page_window *window,
	struct page_map **ret_map)
{
	if (!page_window_is_valid(window, (uint64_t)sysconf(_SC_PAGESIZE)))
		return -EINVAL;
	struct page_map *map = page_map_create(window);
	if (!map)
		return -ENOMEM;
	fill(record, map);
	*ret_map = map;
	return 0;
}
