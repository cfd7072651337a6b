/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pool lets a source use the memory of snapshots again that nobody else holds any more, so that
 * watching a quiet process allocates nothing.
 *
 * Model: the pool keeps one reference to each of the last POOL_SIZE snapshots and tables handed
 * out. One whose only reference is the pool's is free. What is in use elsewhere (a baseline, the
 * picture on screen) is left alone; when all are, one is let go and a new one made. Free tables
 * beyond the one needed are given back: tables are large.
 * A pool belongs to one thread; the snapshots themselves may be given back on any. */
#pragma once

#include "strata/snapshot.h"

#define POOL_SIZE 4

struct pool {
	struct snapshot *snapshots[POOL_SIZE]; /* NULL for none */
	struct region_table *tables[POOL_SIZE];
	unsigned next_snapshot, next_table; /* to be let go when all are in use */
};

void pool_init(struct pool *pool);
void pool_finish(struct pool *pool);
/* As snapshot_create() and region_table_create(): the caller has a reference of its own. */
struct snapshot *pool_snapshot(struct pool *pool);
struct region_table *pool_table(struct pool *pool);
