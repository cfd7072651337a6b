/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Difference: what two pictures of a process, or of two runs of one program, have not in common,
 * region by region and counter by counter.
 *
 * Regions of one address space are told apart as tracks are (past.h). What is left over on both sides
 * is paired by name: the same place of the same file, or the same special mapping, with the same
 * permissions; so two runs can be compared whose addresses differ. Regions in which nothing differs are
 * left out. The tables must outlive the differences. Sizes are bytes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "strata/snapshot.h"

enum difference_what {
	DIFFERENCE_NEW = 1 << 0,
	DIFFERENCE_GONE = 1 << 1,
	DIFFERENCE_GREW = 1 << 2,
	DIFFERENCE_SHRANK = 1 << 3,
	DIFFERENCE_MOVED = 1 << 4,
	DIFFERENCE_PROTECTED = 1 << 5, /* its permissions are others */
	DIFFERENCE_MERGED = 1 << 6,    /* it is part of `after` now, which goes on from another */
	DIFFERENCE_SPLIT = 1 << 7,     /* it was part of `before`, from which another goes on */
	DIFFERENCE_COUNTERS = 1 << 8,  /* its counters are others */
};

struct difference_name {
	unsigned what;
	const char *name; /* in exports: "new", "permissions" */
};
#define DIFFERENCE_NAMES 9
extern const struct difference_name difference_table[DIFFERENCE_NAMES];

struct difference {
	const struct region *before, *after; /* one may be NULL */
	unsigned what;                       /* enum difference_what, or-ed */
	int64_t size; /* by how much it is larger; all of it where it is new */
};

/* In order of address. The list is to be freed. -ENOMEM. */
int difference_find(const struct region_table *before, const struct region_table *after,
	struct difference **ret_list, size_t *ret_count);
/* By how much a counter is larger, what is not there counting 0; false: it is not known. */
bool difference_counter(
	const struct difference *difference, enum counter counter, int64_t *ret_change);
