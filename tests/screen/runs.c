/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "runs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE UINT64_C(4096)

static bool read_run(char *line, struct page_run *run)
{
	char *end, *rest = NULL;
	*run = (struct page_run){ .start = strtoull(line, &end, 16) };
	if (*end != '-')
		return false;
	run->end = strtoull(end + 1, &end, 16);
	char *word = strtok_r(end, " \n", &rest);
	while (word && run->state < PAGE_STATES &&
		strcmp(page_state_name((enum page_state)run->state), word) != 0)
		run->state++;
	while ((word = strtok_r(NULL, " \n", &rest)))
		run->attributes |= strcmp(word, "huge") == 0     ? PAGE_HUGE
				   : strcmp(word, "locked") == 0 ? PAGE_LOCKED
								 : 0;
	return run->start < run->end && run->state < PAGE_STATES;
}

bool runs_read(struct runs *runs, const char *path)
{
	char line[128];
	FILE *file = fopen(path, "re");
	bool is_good = file != NULL;
	runs->count = 0;
	while (is_good && runs->count < RUNS && fgets(line, sizeof line, file))
		is_good = read_run(line, &runs->runs[runs->count++]);
	if (!is_good)
		fprintf(stderr, "%s: line %zu: %s\n", path, runs->count,
			file ? "not understood; see runs.h" : strerror(errno));
	if (file)
		fclose(file);
	return is_good;
}

static const struct page_run *run_at(const struct runs *runs, uint64_t address)
{
	static const struct page_run absent = { .state = PAGE_ABSENT };
	for (size_t i = 0; i < runs->count; i++)
		if (address >= runs->runs[i].start && address < runs->runs[i].end)
			return &runs->runs[i];
	return &absent;
}

static bool is_in_memory(unsigned state)
{
	return state != PAGE_ABSENT && state != PAGE_SWAPPED && state != PAGE_GUARD;
}

static uint8_t share(uint64_t part, uint64_t whole)
{
	uint64_t share = whole ? part * 255 / whole : 0;
	return (uint8_t)(part && share == 0 ? 1 : share);
}

/* Page by page: what is recorded is small. */
static void fill_cell(const struct runs *runs, const struct region_table *table,
	struct page_map *map, size_t index)
{
	struct page_cell *cell = &map->cells[index];
	uint64_t counts[PAGE_STATES] = { 0 }, mapped = 0, present = 0;
	uint64_t start = map->window.start + index * map->window.cell;
	for (uint64_t at = start; at < start + map->window.cell && at < map->window.end;
		at += PAGE) {
		if (!region_find(table->regions, table->count, at))
			continue;
		const struct page_run *run = run_at(runs, at);
		mapped++;
		counts[run->state]++;
		present += is_in_memory(run->state);
		cell->attributes |= run->attributes;
		map->totals[run->state]++;
		map->huge += run->attributes & PAGE_HUGE ? 1 : 0;
		map->locked += run->attributes & PAGE_LOCKED ? 1 : 0;
	}
	for (unsigned state = 1; state < PAGE_STATES; state++)
		if (counts[state] > (cell->dominant ? counts[cell->dominant] : 0))
			cell->dominant = (uint8_t)state;
	cell->is_mapped = mapped > 0;
	cell->present = share(present, mapped);
	cell->shared = share(counts[PAGE_SHARED], mapped);
}

static struct page_map *look_at(
	const struct runs *runs, const struct region_table *table, const struct page_window *window)
{
	struct page_map *map = calloc(1, sizeof *map);
	struct page_cell *cells = calloc(window->count, sizeof *cells);
	if (!map || !cells)
		abort();
	*map = (struct page_map){ .window = *window, .cells = cells };
	for (size_t i = 0; i < window->count; i++)
		fill_cell(runs, table, map, i);
	return map;
}

struct page_look runs_look(
	const struct runs *runs, const struct region_table *table, const struct page_wish *wish)
{
	struct page_look look = { .count = wish->count, .clock_ns = 1 };
	for (size_t i = 0; i < wish->count; i++)
		look.maps[i] = look_at(runs, table, &wish->windows[i]);
	const struct page_run *run = run_at(runs, wish->inspect);
	look.detail = (struct page_detail){
		.address = wish->inspect,
		.state = run->state,
		.attributes = run->attributes,
		.frame = UNKNOWN,
		.map_count = UNKNOWN,
		.flags = UNKNOWN,
	};
	return look;
}

void runs_drop(struct page_look *look)
{
	for (size_t i = 0; i < look->count; i++) {
		struct page_map *map = (struct page_map *)(uintptr_t)look->maps[i];
		free(map->cells);
		free(map);
	}
	*look = (struct page_look){ 0 };
}
