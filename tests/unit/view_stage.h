/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small address space by hand and a scene around it; for tests of views. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "view/panel.h"

struct view_stage {
	struct snapshot *now, *baseline;
	struct region_table *table; /* of `now`, while it is built */
	struct scene scene;
	struct view_state state;
};

static inline struct region *stage_add(struct view_stage *stage, uint64_t start, uint64_t size,
	enum region_kind kind, const char *module)
{
	struct region *region = region_table_add(stage->table);
	region->start = start;
	region->end = start + size;
	region->permissions = PERMISSION_READ | PERMISSION_WRITE;
	region->path = region->module = module;
	region->path_length = (uint32_t)strlen(module);
	region->kind = kind;
	region->counters[COUNTER_RSS] = size / 2;
	region->counters[COUNTER_PSS] = size / 4;
	region->counters[COUNTER_PRIVATE_CLEAN] = 0;
	region->counters[COUNTER_PRIVATE_DIRTY] = size / 4;
	region->counters[COUNTER_SWAP] = 0;
	return region;
}

/* To be called when all regions are in. */
static inline void stage_show(struct view_stage *stage)
{
	region_table_seal(stage->table);
	stage->now = snapshot_create();
	snapshot_set_table(stage->now, stage->table);
	stage->now->process.comm = "server";
	stage->now->process.user = stage->now->process.exe = "";
	stage->scene.now = stage->now;
	stage->scene.state = &stage->state;
}

static inline int stage_up(void **context)
{
	struct view_stage *stage = calloc(1, sizeof *stage);
	stage->table = region_table_create();
	state_init(&stage->state);
	*context = stage;
	return 0;
}

static inline int stage_down(void **context)
{
	struct view_stage *stage = *context;
	if (!stage->now)
		region_table_unref(stage->table);
	snapshot_unref(stage->now);
	snapshot_unref(stage->baseline);
	state_finish(&stage->state);
	free(stage);
	return 0;
}

#define STAGE_TEST(name) cmocka_unit_test_setup_teardown(name, stage_up, stage_down)
