/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recorded pages: a text with a line for each run of pages that is not absent,
 *
 *     7f1c87400000-7f1c87c00000 resident huge
 *
 * in the states and attributes of strata/pages.h, by address. */
#pragma once

#include "strata/snapshot.h"
#include "view/page_look.h"

#define RUNS 64

struct runs {
	struct page_run runs[RUNS];
	size_t count;
};

/* Complains on standard error. */
bool runs_read(struct runs *runs, const char *path);
/* What a look at them would have seen; runs_drop() gives it back. */
struct page_look runs_look(
	const struct runs *runs, const struct region_table *table, const struct page_wish *wish);
void runs_drop(struct page_look *look);
