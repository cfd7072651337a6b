/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page lane: how the worker looks at the pages of one target.
 *
 * A look holds the target's mmap lock in short calls, so looks are rare enough to stay within the
 * budget: after a look that took d the next one comes d / budget later at the earliest. A wish that
 * has moved (the user pans, zooms) may take ten times that share for the moment, but not for long: a
 * region that grows moves it, too. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "strata/snapshot.h"
#include "view/page_look.h"

struct page_lane {
	struct page_reader *reader;       /* NULL until the first look */
	const struct region_table *table; /* what is mapped, one reference; NULL */
	struct page_wish seen;            /* the wish last looked for */
	uint64_t named;                   /* the page whose symbols were found last; 0: none */
	uint64_t named_layout;            /* and of which layout */
	struct symbols symbols;           /* they */
	uint64_t sought;                  /* the last search found */
	double duty;                      /* share of the time looks took, lately */
	uint64_t began_ns;                /* the last look */
	uint64_t ended_ns, cost_ns;       /* of the last look */
	bool is_owed;                     /* a look is wished for and not yet allowed */
};

void page_lane_close(struct page_lane *lane);
/* What is mapped from now on; NULL for not known. */
void page_lane_set_table(struct page_lane *lane, const struct region_table *table);
/* When a look at `wish` is allowed, in ns of CLOCK_MONOTONIC. */
uint64_t page_lane_due(const struct page_lane *lane, const struct page_wish *wish, double budget);
/* All pages as they are now, whatever that costs (pages.h has the bounds). */
int page_lane_record(struct page_lane *lane, pid_t pid, struct page_record **ret_record);
/* 0, or -errno when nothing could be looked at. The lane must have a table. */
int page_lane_look(struct page_lane *lane, pid_t pid, const struct page_wish *wish,
	struct page_look *ret_look);
/* One look at the pages of this snapshot's process, without a lane; nothing where it is not allowed. */
void page_lane_glance(
	const struct snapshot *snapshot, const struct page_wish *wish, struct page_look *ret_look);
