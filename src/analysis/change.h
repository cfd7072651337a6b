/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes: what differs between two region tables, in bytes, summed by what happened.
 *
 * Bytes are compared, not rows: a merge or a split of neighbouring mappings is no change. Memory
 * that loses or gains all access counts as given back or taken: that is how malloc arenas and
 * runtimes grow into what they have reserved. */
#pragma once

#include "strata/snapshot.h"

enum change {
	CHANGE_LOADED, /* libraries */
	CHANGE_UNLOADED,
	CHANGE_MAPPED,
	CHANGE_STACKS, /* of threads, mapped */
	CHANGE_UNMAPPED,
	CHANGE_HEAP_GREW,
	CHANGE_HEAP_SHRANK,
	CHANGE_GREW,
	CHANGE_SHRANK,
	CHANGE_RESIDENT,
	CHANGE_RELEASED,
	CHANGE_UNSHARED, /* resident before, now the process's own: copied on write, or left to it */
	CHANGE_PROTECTED,
	CHANGES,
};

struct tally {
	uint64_t count;              /* of regions, or of libraries */
	uint64_t bytes;              /* of all */
	uint64_t rss;                /* resident in all of them, now or last; UNKNOWN */
	uint64_t most;               /* bytes of the largest */
	const struct region *region; /* the largest; lives in one of the tables */
	const struct region *former; /* whose permissions it had; NULL */
};

struct changes {
	struct tally tallies[CHANGES];
	bool rss_known; /* both tables have fresh counters: RESIDENT, RELEASED, UNSHARED are told */
};

/* Both tables must outlive the result. Memory of libraries is told by LOADED and UNLOADED alone;
 * guards and the reserved rest of arenas go with what they belong to. */
void changes_find(const struct region_table *before, const struct region_table *after,
	struct changes *ret_changes);
