/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_cells sums runs of pages into the cells of a page map, in one pass and in order of address,
 * so that only one cell is open at a time. Pure.
 *
 * Where only a sample was read for whether a page is mapped elsewhere too, runs come in as if none
 * were; each cell is then divided as its own sample was, or, without one, as the sample before. */
#pragma once

#include <stdbool.h>

#include "strata/pages.h"

struct page_cells {
	struct page_map *map;
	size_t index;                   /* of the open cell */
	uint64_t page_size;             /* bytes */
	uint64_t pages[PAGE_STATES];    /* of the open cell */
	unsigned attributes;            /* of the open cell */
	uint64_t sampled, shared;       /* of the sample in the open cell */
	uint64_t before, shared_before; /* of the last sample before it */
};

/* Begins to fill `map`, whose window stands and whose totals are 0. */
void page_cells_init(struct page_cells *cells, struct page_map *map, uint64_t page_size);
/* A run inside the window, above the last one. */
void page_cells_add(struct page_cells *cells, const struct page_run *run);
/* The page at `address`, of the last run, was read for whether it is mapped elsewhere too. */
void page_cells_sample(struct page_cells *cells, uint64_t address, bool is_shared);
/* No more runs: closes all cells. */
void page_cells_finish(struct page_cells *cells);
