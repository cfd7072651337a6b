/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Differences between two snapshots: by address range, not by row (neighbouring mappings merge and
 * split, so rows come and go while memory does not). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/snapshot.h"

/* What became of a region since an earlier snapshot. */
struct delta {
	bool is_new;    /* nothing of it existed */
	int64_t size;   /* bytes, of the range that overlaps or adjoins */
	int64_t rss;    /* bytes; 0 where unknown: see rss_known */
	bool rss_known; /* both sides knew */
	bool permissions_changed;
};

/* The region of `earlier` that became `region`: same identity (file or anonymity) and overlapping
 * addresses; NULL when there is none. O(log n). */
const struct region *diff_counterpart(
	const struct region_table *earlier, const struct region *region);
/* Delta of one region of the later table. A `later` that equals `earlier` has zero deltas. */
struct delta diff_region(const struct region_table *earlier, const struct region *region);

enum event_kind {
	EVENT_MAPPED,
	EVENT_UNMAPPED,
	EVENT_GREW,
	EVENT_SHRANK,
	EVENT_RESIDENT,
	EVENT_RELEASED,
	EVENT_UNSHARED,  /* was resident, and became the process's own: copied on write */
	EVENT_PROTECTED, /* permissions changed */
	EVENT_LIBRARY,
	EVENT_THREADS,
	EVENT_EXEC,
	EVENT_EXIT,
	EVENT_STATE,
	EVENT_NOTE, /* from the program itself: paused, baseline set, demo step */
};

/* One line of narration. */
struct event {
	uint64_t wall_ns;
	enum event_kind kind;
	enum region_kind region_kind; /* for its colour; REGION_UNKNOWN */
	uint64_t address;             /* 0 where none */
	char text[240];               /* sanitised */
};

/* What happened between two snapshots of one process, most important first, at most `capacity`;
 * returns how many. Small things are summed into one event rather than listed. */
size_t diff_events(const struct snapshot *before, const struct snapshot *after,
	struct event *events, size_t capacity);
