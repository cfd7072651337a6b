/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_map.h"

#include <stdlib.h>
#include <string.h>

/* A map and the room behind it. */
struct room {
	struct page_map map; /* first: a map is one */
	size_t capacity;
	struct page_cell cells[];
};

static struct page_map *map_create(size_t count)
{
	struct room *room = NULL;
	size_t size;
	if (!__builtin_mul_overflow(count, sizeof room->cells[0], &size) &&
		!__builtin_add_overflow(size, sizeof *room, &size))
		room = malloc(size);
	if (!room)
		return NULL;
	room->capacity = count;
	room->map.references = 1;
	return &room->map;
}

void page_map_clear(struct page_map *map)
{
	struct page_cell *cells = ((struct room *)map)->cells;
	memset(cells, 0, map->window.count * sizeof *cells);
	*map = (struct page_map){
		.window = map->window,
		.cells = cells,
		.references = map->references,
	};
}

bool page_window_is_valid(const struct page_window *window, uint64_t page_size)
{
	uint64_t cell = window->cell;
	return window->start < window->end && window->start % page_size == 0 &&
	       window->end % page_size == 0 && cell >= page_size && (cell & (cell - 1)) == 0 &&
	       (window->end - window->start - 1) / cell < window->count;
}

struct page_map *page_map_create(const struct page_window *window)
{
	struct page_map *map = map_create(window->count);
	if (!map)
		return NULL;
	map->window = *window;
	page_map_clear(map);
	return map;
}

struct page_map *page_map_ref(const struct page_map *map)
{
	/* Only the count changes, and no map was ever a constant. */
	struct page_map *mine = (struct page_map *)(uintptr_t)map;
	__atomic_add_fetch(&mine->references, 1, __ATOMIC_RELAXED);
	return mine;
}

void page_map_unref(const struct page_map *map)
{
	struct page_map *mine = (struct page_map *)(uintptr_t)map;
	if (mine && __atomic_sub_fetch(&mine->references, 1, __ATOMIC_ACQ_REL) == 0)
		free(mine);
}

void page_maps_finish(struct page_maps *maps)
{
	for (unsigned i = 0; i < PAGE_MAPS; i++)
		page_map_unref(maps->kept[i]);
	*maps = (struct page_maps){ 0 };
}

static bool is_free(const struct page_map *map, size_t count)
{
	return map && __atomic_load_n(&map->references, __ATOMIC_ACQUIRE) == 1 &&
	       ((const struct room *)map)->capacity >= count;
}

struct page_map *page_maps_take(struct page_maps *maps, const struct page_window *window)
{
	unsigned found = 0;
	while (found < PAGE_MAPS && !is_free(maps->kept[found], window->count))
		found++;
	if (found == PAGE_MAPS) {
		found = maps->next++ % PAGE_MAPS;
		page_map_unref(maps->kept[found]);
		maps->kept[found] = map_create(window->count);
	}
	struct page_map *map = maps->kept[found];
	if (!map)
		return NULL;
	map->window = *window;
	page_map_clear(map);
	return page_map_ref(map);
}
