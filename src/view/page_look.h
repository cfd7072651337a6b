/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a view wants to see of the pages of one process, and what was seen.
 *
 * A wish is a plain value: windows of the address space (pages.h), each a window on the screen, and
 * one page to know all about, and pages whose frames to tell. Unused windows are zero, so wishes compare as bytes. A look answers
 * the windows in their order with one page map each (or NULL); it owns one reference to each. */
#pragma once

#include "strata/pages.h"
#include "strata/symbols.h"

#define PAGE_WINDOWS 64

struct page_wish {
	struct page_window windows[PAGE_WINDOWS];
	size_t count;
	uint64_t inspect;                  /* address; 0: none */
	uint64_t shows_written;            /* not 0: tell what was written since a wipe */
	uint64_t frames_start, frames_end; /* frame numbers of these pages; both 0: none */
	uint64_t seek_turn;                /* counts searches for a page in RAM; 0: none yet */
	uint64_t seek_from,
		seek_to; /* upwards the first in [from, to), else the last in [to, from) */
};

struct page_look {
	const struct page_map *maps[PAGE_WINDOWS];
	size_t count;
	struct page_detail detail;        /* of the page at detail.address; 0: none */
	struct symbols symbols;           /* of that page */
	const struct page_frames *frames; /* NULL: not asked for, or withheld */
	uint64_t sought_turn;             /* the last search that was made */
	uint64_t sought;                  /* and the page it found; UINT64_MAX: none */
	double duty;                      /* share of the time that looking took (0..1) */
	uint64_t clock_ns;                /* CLOCK_MONOTONIC; 0: nothing was looked at */
};

/* Does a cell of the map, of this size, begin at `address`? */
bool page_look_covers(const struct page_map *map, uint64_t address, uint64_t cell);
/* The cell of this size that begins at `address`, or NULL. */
const struct page_cell *page_look_cell(
	const struct page_look *look, uint64_t address, uint64_t cell);
/* The map that has it, or NULL. */
const struct page_map *page_look_map(const struct page_look *look, uint64_t address, uint64_t cell);
/* Has a cell of this map changed from what it was then? Of what was only sampled, by what does not
 * hang on the sample. */
bool page_cell_differs(
	const struct page_map *map, const struct page_cell *now, const struct page_cell *then);
/* Is any cell both have seen not the same? */
bool page_look_differs(const struct page_look *a, const struct page_look *b);
struct page_look page_look_ref(const struct page_look *look);
/* Drops its references and empties it. */
void page_look_finish(struct page_look *look);
