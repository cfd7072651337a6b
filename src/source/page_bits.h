/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_bits is what the kernel tells of a page, in one form for both ways of asking, and what state
 * that makes in the mapping the page is in. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "strata/pages.h"

enum page_bit {
	PAGE_BIT_PRESENT = 1,
	PAGE_BIT_SWAPPED = 2,
	PAGE_BIT_FILE = 4,      /* of the page cache, or of shared memory */
	PAGE_BIT_EXCLUSIVE = 8, /* mapped once */
	PAGE_BIT_ZERO = 16,
	PAGE_BIT_HUGE = 32,
	PAGE_BIT_GUARD = 64,
	PAGE_BIT_WRITTEN = 128, /* soft-dirty, of what is there */
};

#define PAGE_ENTRY_PRESENT (1ull << 63)
#define PAGE_ENTRY_SOFT_DIRTY (1ull << 55)
#define PAGE_ENTRY_FRAME ((1ull << 55) - 1)

/* What of a mapping decides about its pages. */
struct page_traits {
	bool is_shared;
	bool is_file;
	bool is_locked;
	bool is_huge;   /* hugetlb */
	bool is_closed; /* without any access */
};

/* An entry of pagemap as bits. `zero_frame` is the frame of the page of zeros, 0 where frames are
 * not told. */
unsigned page_bits_of_entry(uint64_t entry, uint64_t zero_frame);
struct page_traits page_traits_of(const struct region *region);
/* The state and attributes of a page of a mapping, in a run from `start` to `end`. */
struct page_run page_run_of(
	const struct page_traits *traits, unsigned bits, uint64_t start, uint64_t end);
