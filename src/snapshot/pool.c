/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/pool.h"

void pool_init(struct pool *pool)
{
	*pool = (struct pool){ 0 };
}

void pool_finish(struct pool *pool)
{
	for (unsigned i = 0; i < POOL_SIZE; i++) {
		snapshot_unref(pool->snapshots[i]);
		region_table_unref(pool->tables[i]);
	}
	pool_init(pool);
}

struct snapshot *pool_snapshot(struct pool *pool)
{
	/* All free ones are emptied, not only the one that is used: each holds on to a table. */
	struct snapshot **found = NULL;
	for (unsigned i = 0; i < POOL_SIZE; i++)
		if (pool->snapshots[i] && snapshot_reuse(pool->snapshots[i]))
			found = &pool->snapshots[i];
	if (!found) {
		found = &pool->snapshots[pool->next_snapshot++ % POOL_SIZE];
		snapshot_unref(*found);
		*found = snapshot_create();
	}
	return *found ? snapshot_ref(*found) : NULL;
}

struct region_table *pool_table(struct pool *pool)
{
	struct region_table **found = NULL;
	for (unsigned i = 0; i < POOL_SIZE; i++) {
		if (!pool->tables[i] || !region_table_reuse(pool->tables[i]))
			continue;
		if (found) {
			region_table_unref(*found);
			*found = NULL;
		}
		found = &pool->tables[i];
	}
	if (!found) {
		found = &pool->tables[pool->next_table++ % POOL_SIZE];
		region_table_unref(*found);
		*found = region_table_create();
	}
	return *found ? region_table_ref(*found) : NULL;
}
