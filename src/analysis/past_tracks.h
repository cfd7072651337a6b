/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tracks: the lives of the regions of one process, matched from sample to sample (past.h says by what
 * rules). Owned one by one, so that they can be pointed at. */
#pragma once

#include "strata/past.h"

struct tracks {
	const struct region_table *table; /* the last one seen; one reference; NULL */
	struct track **alive;             /* one for each of its regions */
	size_t alive_capacity;
	struct track *gone[PAST_GONE]; /* a ring */
	size_t gone_count, gone_next;
	uint64_t last_id;
};

void tracks_finish(struct tracks *tracks);
/* The process has executed another program: whatever was is gone. */
void tracks_end(struct tracks *tracks, uint64_t clock_ns);
/* The regions at this moment. -ENOMEM: as before. */
int tracks_follow(struct tracks *tracks, const struct region_table *table, uint64_t clock_ns);
/* Adds the figures of the regions of the table followed last; and what they are in all, UNKNOWN where
 * one is. */
int tracks_measure(
	struct tracks *tracks, uint64_t clock_ns, uint64_t sums[REGION_KINDS][PAST_FIGURES]);

/* The latest of the gone is 0; NULL from gone_count on. */
const struct track *tracks_gone(const struct tracks *tracks, size_t index);
