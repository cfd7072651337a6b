/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_reader is the reader of strata/pages.h inside: what its parts share.
 *
 * Every look opens pagemap anew: after an exec, an old descriptor shows the old memory. */
#pragma once

#include "page_entries.h"
#include "page_map.h"
#include "page_probe.h"
#include "page_scan.h"

struct page_reader {
	int dir; /* O_PATH of /proc/PID: dies with the process, whatever its number */
	uint64_t page_size;
	struct page_probe probe;
	bool shows_written;
	struct page_maps maps;
	struct page_scan scan;
	struct page_entries entries;
};

/* Opens pagemap for one look: 0 or -errno. */
int page_reader_begin(struct page_reader *reader);
void page_reader_end(struct page_reader *reader);
