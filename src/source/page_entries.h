/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_entries reads the entries of /proc/PID/pagemap, 64 bits a page, and keeps the last ones.
 *
 * Reading ahead: one entry asked for alone costs one entry; asked for one after another, they are
 * read in pieces that double, up to PAGE_ENTRIES, which bounds the time of one call. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define PAGE_ENTRIES 4096

struct page_entries {
	int fd;              /* of pagemap; not owned */
	uint64_t page_size;  /* bytes */
	uint64_t zero_frame; /* frame of the page of zeros; 0: frames are not told */
	uint64_t start, end; /* addresses whose entries are held */
	size_t ahead;        /* to be read next time */
	uint64_t longest_ns; /* of all calls */
	uint64_t words[PAGE_ENTRIES];
};

/* Forgets what was read: another look, another file. */
void page_entries_reset(struct page_entries *entries, int fd);
/* The entries from `address` on, at least one and none at or above `limit`. Beyond what the process
 * has, they are 0. 0 or -errno. */
int page_entries_get(struct page_entries *entries, uint64_t address, uint64_t limit,
	const uint64_t **ret_words, size_t *ret_count);
/* The bits (page_bits.h) of the first of `count` entries, and how many in front have the same. */
size_t page_entries_run(const struct page_entries *entries, const uint64_t *words, size_t count,
	unsigned *ret_bits);
