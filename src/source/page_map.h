/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_map makes page maps, and makes them again in the memory of those that nobody holds any more.
 *
 * Model: as the pool of snapshots, a few of the last maps are kept by one reference each; one whose
 * only reference that is, is free. */
#pragma once

#include "strata/pages.h"

#define PAGE_MAPS 4

struct page_maps {
	struct page_map *kept[PAGE_MAPS]; /* NULL for none */
	unsigned next;                    /* to be let go when all are in use */
};

/* Is it a window that can be looked at? */
bool page_window_is_valid(const struct page_window *window, uint64_t page_size);
/* A map of this window, its cells and all else 0, with one reference. NULL when memory is exhausted. */
struct page_map *page_map_create(const struct page_window *window);
void page_maps_finish(struct page_maps *maps);
/* The same in memory that is there already; the caller has a reference of its own. */
struct page_map *page_maps_take(struct page_maps *maps, const struct page_window *window);
/* Cells and all else 0 again. */
void page_map_clear(struct page_map *map);
