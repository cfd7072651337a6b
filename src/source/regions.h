/* SPDX-License-Identifier: GPL-2.0-or-later */
/* regions reads the mappings of one process, sample after sample: which of maps and smaps, and how
 * much of the last sample still holds.
 *
 *  - maps with the layout of the last table: that table is shared; nothing is parsed or allocated.
 *  - maps with another layout: a new table; counters of what stayed are carried over, marked stale.
 *  - smaps, when its lane allows and something may have moved: a new table, also in place of maps
 *    (it holds the same lines). Findings are carried when the layout is the last one's.
 * The sums over counters (PSS, USS, ...) are always those of the last smaps as a whole. */
#pragma once

#include "strata/pool.h"
#include "strata/source.h"

#include "buffer.h"
#include "lane.h"

/* What moves when memory does, read without holding anything up. */
#define REGIONS_SIGNS 6

struct regions {
	struct pool *pool;               /* not owned */
	struct buffer *buffer;           /* not owned */
	struct classifier *classifier;   /* not owned, may be NULL */
	struct lane lane;                /* of smaps */
	const struct region_table *last; /* NULL: none yet; a reference */
	const char *broken;            /* the file `last` is of had broken text; NULL: it had not */
	bool is_restless;              /* counters move without a sign: marks were wiped */
	bool has_counted;              /* `last` is of smaps itself: its findings saw all flags */
	uint64_t signs[REGIONS_SIGNS]; /* when smaps was read for `last` */
};

void regions_init(struct regions *regions, struct pool *pool, struct buffer *buffer,
	const struct live_options *options);
void regions_finish(struct regions *regions);
/* Forgets the last table and what reading cost: the process executes another program. */
void regions_forget(struct regions *regions);
/* Gives `snapshot`, whose status is in, its table as of now. `dir` is /proc/PID. What could not be
 * read becomes a gap. 0, -ENOMEM, or -EAGAIN when maps is not there: the process may be gone. */
int regions_take(struct regions *regions, int dir, unsigned detail, struct snapshot *snapshot);
