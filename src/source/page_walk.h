/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_walk goes once through the pages of a range, in order, and hands out runs: what the kernel
 * says, cut at the regions of a table, the absent parts between filled in. What the table does not
 * know, because it was mapped since, is left out.
 *
 * Two ways to ask, two questions:
 *  - by PAGEMAP_SCAN, presence; then, where it matters, entries of pagemap for whether a page is
 *    mapped elsewhere too: of every such page, or of each so many (`sample_every`), which go to
 *    `sample` while the runs say that none is.
 *  - by entries alone, which tell both: of all pages, or of a part at the front of each block, then
 *    stretched over it (`stretch`). */
#pragma once

#include <stdbool.h>

#include "page_bits.h"
#include "page_entries.h"
#include "page_scan.h"

struct page_sink {
	void *context;
	/* Non-zero ends the walk, which returns it. */
	int (*take)(void *context, const struct page_run *run);
	/* A page of the last run; NULL where all pages are asked about. */
	void (*sample)(void *context, uint64_t address, bool is_shared);
};

struct page_walk {
	const struct region_table *table;
	uint64_t start, end;
	bool is_scan;
	uint64_t sample_every; /* pages; 1: all are read */
	uint64_t block;        /* bytes: no single call goes further; entries are stretched to it */
	uint64_t stretch;      /* 1: all entries are read */
	bool shows_written;    /* runs tell what was written since */
	struct page_scan *scan;
	struct page_entries *entries;
	const struct page_sink *sink;

	/* Its progress. */
	size_t region;             /* that holds `at` or is the next above it */
	uint64_t at;               /* all below was handed out */
	struct page_traits traits; /* of `region` */
	uint64_t until_sample;     /* pages that count, before the next one to read */
	uint64_t sampled;
};

/* The first region of the table that ends above `address`; its count when there is none. */
size_t page_walk_first(const struct region_table *table, uint64_t address);
/* 0, -ENOTTY where the kernel has no PAGEMAP_SCAN, -errno, or what `take` returned. */
int page_walk_run(struct page_walk *walk);
