/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_scan asks by the ioctl PAGEMAP_SCAN (Linux 6.7): ranges of pages in equal categories, the
 * empty parts of the page tables passed over.
 *
 * Every call holds the process's mmap lock from its begin to its end, so each is bounded: by pages
 * found, by bytes passed, and by how long the last ones took. Categories this kernel does not know
 * are left out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_SCAN_RANGES 1024
/* Bytes of one call, if in doubt: the page tables may all be there, but empty. */
#define PAGE_SCAN_REACH (1ull << 30)

/* Pages of equal bits (page_bits.h). The kernel writes its categories into the same form. */
struct page_range {
	uint64_t start, end;
	uint64_t bits;
};

struct page_scan {
	int fd; /* of pagemap; not owned */
	bool is_missing;
	uint64_t unknown;    /* categories that this kernel does not know */
	bool wants_written;  /* ask for PAGE_BIT_WRITTEN */
	unsigned caution;    /* bounds are divided by so many powers of two */
	uint64_t longest_ns; /* of all calls */
	struct page_range ranges[PAGE_SCAN_RANGES];
};

/* Scans from `start` on, up to `end` or `reach` bytes, and reports how far it came. Pages that are
 * neither present nor swapped nor guards are in no range. `wants_file` asks for PAGE_BIT_FILE,
 * which costs many times the rest. 0, -ENOTTY where the kernel has no such call, or -errno. */
int page_scan_next(struct page_scan *scan, uint64_t start, uint64_t end, uint64_t reach,
	bool wants_file, size_t *ret_count, uint64_t *ret_end);
