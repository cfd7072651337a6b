/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/page_look.h"

#include <string.h>

bool page_look_covers(const struct page_map *map, uint64_t address, uint64_t cell)
{
	const struct page_window *window = &map->window;
	return window->cell == cell && address >= window->start && address < window->end &&
	       (address - window->start) % cell == 0;
}

const struct page_map *page_look_map(const struct page_look *look, uint64_t address, uint64_t cell)
{
	for (size_t i = 0; look && i < look->count; i++)
		if (look->maps[i] && page_look_covers(look->maps[i], address, cell))
			return look->maps[i];
	return NULL;
}

const struct page_cell *page_look_cell(
	const struct page_look *look, uint64_t address, uint64_t cell)
{
	const struct page_map *map = page_look_map(look, address, cell);
	return map ? &map->cells[(address - map->window.start) / cell] : NULL;
}

/* A sample divides these states; that they are in RAM is exact. */
static unsigned roughly(uint8_t state)
{
	return state == PAGE_SHARED || state == PAGE_COW ? PAGE_RESIDENT : state;
}

bool page_cell_differs(
	const struct page_map *map, const struct page_cell *now, const struct page_cell *then)
{
	if (map->is_presence_sampled)
		return now->is_mapped != then->is_mapped;
	if (map->is_sampled)
		return now->is_mapped != then->is_mapped || now->present != then->present ||
		       roughly(now->dominant) != roughly(then->dominant);
	return memcmp(now, then, sizeof *now) != 0;
}

static bool same_window(const struct page_map *a, const struct page_map *b)
{
	return a->window.start == b->window.start && a->window.cell == b->window.cell &&
	       a->window.count == b->window.count;
}

static bool map_differs(const struct page_map *map, const struct page_look *other)
{
	const struct page_map *twin = page_look_map(other, map->window.start, map->window.cell);
	if (twin && same_window(map, twin))
		return memcmp(map->cells, twin->cells, map->window.count * sizeof *map->cells) != 0;
	for (size_t i = 0; i < map->window.count; i++) {
		uint64_t address = map->window.start + i * map->window.cell;
		const struct page_cell *cell = page_look_cell(other, address, map->window.cell);
		if (cell && memcmp(cell, &map->cells[i], sizeof *cell) != 0)
			return true;
	}
	return false;
}

bool page_look_differs(const struct page_look *a, const struct page_look *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->maps[i] && map_differs(a->maps[i], b))
			return true;
	return false;
}

struct page_look page_look_ref(const struct page_look *look)
{
	for (size_t i = 0; i < look->count; i++)
		if (look->maps[i])
			page_map_ref(look->maps[i]);
	if (look->frames)
		page_frames_ref(look->frames);
	return *look;
}

void page_look_finish(struct page_look *look)
{
	for (size_t i = 0; i < look->count; i++)
		if (look->maps[i])
			page_map_unref(look->maps[i]);
	page_frames_unref(look->frames);
	*look = (struct page_look){ 0 };
}
