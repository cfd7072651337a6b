/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stage: a process made up second by second, and its past. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "strata/past.h"

#define SECOND 1000000000ull
#define WALL (1700000000 * SECOND)
#define MIB 0x100000ull
#define READ_WRITE (PERMISSION_READ | PERMISSION_WRITE)

/* One anonymous region to be: where, how much, resident, permissions. */
struct place {
	uint64_t start, size, rss;
	uint8_t permissions;
};

struct stage {
	struct past *past;
	uint64_t clock_ns;
	uint64_t set_ns; /* by how much the clock on the wall has been set on */
	uint64_t faults;
	unsigned execs;
	enum life life;
};

static inline int stage_create(void **state)
{
	static struct stage stage;
	stage = (struct stage){ .clock_ns = 100 * SECOND };
	*state = &stage;
	return past_create(&stage.past);
}

static inline int stage_destroy(void **state)
{
	past_destroy(((struct stage *)*state)->past);
	return 0;
}

static inline void stage_add_region(struct region_table *table, const struct place *place)
{
	struct region *region = region_table_add(table);
	assert_non_null(region);
	region->start = place->start;
	region->end = place->start + place->size;
	region->permissions = place->permissions ? place->permissions : READ_WRITE;
	region->kind = REGION_ANON;
	region->path = region->module = "";
	region->counters[COUNTER_RSS] = region->counters[COUNTER_ANONYMOUS] = place->rss;
	region->counters[COUNTER_SWAP] = region->counters[COUNTER_LAZY_FREE] = 0;
}

/* A second later the process looks so; places end with one of size 0. */
static inline void see(struct stage *stage, const struct place *places)
{
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = region_table_create();
	assert_non_null(snapshot);
	assert_non_null(table);
	stage->clock_ns += SECOND;
	table->layout = 1;
	for (; places->size; places++) {
		stage_add_region(table, places);
		table->layout =
			table->layout * 31 + places->start + places->size + places->permissions;
	}
	table->counters_clock_ns = stage->clock_ns;
	region_table_seal(table);
	snapshot->clock_ns = snapshot->counters_clock_ns = stage->clock_ns;
	snapshot->wall_ns = WALL + stage->set_ns + stage->clock_ns;
	snapshot->life = stage->life;
	snapshot->metrics[METRIC_MINFLT] = stage->faults;
	snapshot->process.exec_count = stage->execs;
	snapshot_set_table(snapshot, table);
	assert_int_equal(past_add(stage->past, snapshot), 0);
	snapshot_unref(snapshot);
}
#define SEE(stage, ...) see(stage, (const struct place[]){ __VA_ARGS__, { .size = 0 } })
