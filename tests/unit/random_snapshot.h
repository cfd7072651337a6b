/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots of a process that does anything, always the same for the same seed. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "strata/snapshot.h"

#define PAGE 4096u

struct story {
	uint64_t seed, beat;
};

static inline uint64_t story_number(struct story *story, uint64_t below)
{
	story->seed = story->seed * 6364136223846793005u + 1442695040888963407u;
	return (story->seed >> 33) % below;
}

static inline bool story_happens(struct story *story, uint64_t percent)
{
	return story_number(story, 100) < percent;
}

static inline const char *story_word(struct story *story)
{
	static const char *const words[] = { "", "/usr/lib/libc.so.6", "/bin/a b", "[heap]",
		"/tmp/\x1b[31m\xff\n (deleted)", "[stack]", "/memfd:'; DROP TABLE sample; --",
		"/long/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" };
	return words[story_number(story, sizeof words / sizeof *words)];
}

static inline void story_counters(struct story *story, struct region *region)
{
	for (unsigned i = 0; i < COUNTERS; i++)
		region->counters[i] =
			story_happens(story, 10) ? UNKNOWN : PAGE * story_number(story, 1000000);
}

static inline void story_parts(
	struct story *story, struct region_table *table, struct region *region)
{
	uint32_t count = (uint32_t)story_number(story, 3);
	struct region_part *parts = arena_take(&table->arena, 3 * sizeof *parts);
	for (uint32_t i = 0; i < count; i++)
		parts[i] = (struct region_part){ region->start + 512 * i,
			region->start + 512 * (i + 1), (enum region_kind)(story_number(story, 23)),
			i ? ".partname" : "" };
	region->parts = count ? parts : NULL;
	region->part_count = count;
}

static inline void story_new_region(
	struct story *story, struct region_table *table, uint64_t start, uint64_t end)
{
	struct region *region = region_table_add(table);
	region->start = start;
	region->end = end;
	region->offset = PAGE * story_number(story, 16);
	region->inode = story_number(story, 3);
	region->device_major = (uint32_t)story_number(story, 300);
	region->device_minor = (uint32_t)story_number(story, 1u << 20);
	region->permissions = (uint8_t)story_number(story, 16);
	region->kind = (uint8_t)story_number(story, REGION_KINDS);
	region->deleted = story_happens(story, 10);
	region->stale = story_happens(story, 20);
	region->path = story_word(story);
	region->path_length = (uint32_t)strlen(region->path);
	if (story_happens(story, 80))
		region->flags = story_happens(story, 50) ? "rd ex mr" : "";
	story_counters(story, region);
	story_parts(story, table, region);
}

/* Modules of one region each: their strings are the regions'. */
static inline void story_modules(struct story *story, struct region_table *table)
{
	struct module *modules = arena_take(&table->arena, table->count * sizeof *modules + 1);
	for (size_t i = 0; i < table->count; i++) {
		struct region *region = &table->regions[i];
		if (region->start % (16 * PAGE) || region->path[0] != '/')
			continue;
		region->module = region->path;
		modules[table->module_count++] = (struct module){ region->path, (uint32_t)i,
			(uint32_t)i, story_happens(story, 20) ? UNKNOWN : region->start,
			story_happens(story, 20) };
	}
	table->modules = modules;
}

/* The regions of `before` (NULL: none), some of them changed, gone or new. */
static inline struct region_table *story_table(
	struct story *story, const struct region_table *before)
{
	struct region_table *table = region_table_create();
	uint64_t change = story_happens(story, 50) ? 3 : 40;
	for (uint64_t slot = 0; slot < 40; slot++) {
		uint64_t start = slot < 38 ? 0x400000 + slot * 8 * PAGE
					   : 0xffffffffff000000u + slot * 8 * PAGE;
		const struct region *old =
			before ? region_find(before->regions, before->count, start) : NULL;
		if (story_happens(story, change)) {
			if (story_happens(story, 70))
				story_new_region(story, table, start,
					start + PAGE * (1 + story_number(story, 8)));
		} else if (old && old->start == start) {
			*region_table_add(table) = *old;
			struct region *region = &table->regions[table->count - 1];
			region->module = "";
			/* Parts are in the arena of the other table. */
			story_parts(story, table, region);
			if (story_happens(story, change))
				story_counters(story, region);
			if (story_happens(story, 20))
				region->stale = story_happens(story, 50);
		}
	}
	story_modules(story, table);
	region_table_seal(table);
	if (story_happens(story, 30))
		table->sums[COUNTER_PSS] = UNKNOWN;
	table->layout = story->seed;
	table->counters_clock_ns = story_happens(story, 10) ? 0 : story->beat * 900;
	return table;
}

static inline void story_process(struct story *story, struct snapshot *snapshot)
{
	static const char *const cmdline[] = { "a", "", "--x=\xff", NULL };
	struct process *process = &snapshot->process;
	uint64_t turn = story->beat / 7; /* another program now and then */
	process->pid = 4121;
	process->start_ticks = 77;
	process->ppid = 1 + (pid_t)(turn % 2);
	process->inner_pid = 3;
	process->uid = 1000;
	process->user = turn % 3 ? "somebody" : "";
	process->comm = turn % 2 ? "a)b\n" : "otherwise";
	process->exe = turn % 2 ? "/bin/a b" : "";
	process->exe_deleted = turn % 2;
	process->state = "RSDTtZXI?"[story_number(story, 9)];
	process->is_exiting = story_happens(story, 5);
	process->is_kernel_thread = turn % 5 == 4;
	process->start_code = UINT64_C(0x400000) * turn;
	process->start_stack = UINT64_C(0xffffffff00000000);
	process->stack_limit = turn % 2 ? UNKNOWN : 8u << 20;
	process->threads = (unsigned)story_number(story, 9);
	process->exec_count = (unsigned)turn;
	/* Arguments lie one behind the other. */
	char *bytes = arena_copy(&snapshot->arena, "a\0\0--x=\xff", 8);
	const char **arguments = arena_take(&snapshot->arena, sizeof cmdline);
	arguments[0] = bytes;
	arguments[1] = bytes + 2;
	arguments[2] = bytes + 3;
	if (turn % 4) {
		process->cmdline = arguments;
		process->cmdline_count = 3;
	}
	static const struct process_child children[] = { { 5, "lsblk" }, { 6, "" }, { 7, "\xff" } };
	process->child_count = turn % 4;
	process->children = process->child_count ? children : NULL;
}

/* The next sample; `before` NULL for the first. */
static inline struct snapshot *story_snapshot(struct story *story, const struct snapshot *before)
{
	struct snapshot *snapshot = snapshot_create();
	story->beat++;
	story_process(story, snapshot);
	snapshot->life = (enum life)story_number(story, 3);
	snapshot->wall_ns = 1763700000000000000u + story->beat * 1000000007u;
	snapshot->clock_ns = story->beat * 1000;
	snapshot->cost_fast_ns = story_number(story, 1u << 30);
	snapshot->cost_slow_ns = story_number(story, 1u << 30);
	snapshot->duty = (double)story_number(story, 1000) / 999;
	if (before && story_happens(story, 40))
		snapshot_set_table(snapshot, region_table_ref(before->table));
	else if (story->beat > 1 || story_happens(story, 50))
		snapshot_set_table(snapshot, story_table(story, before ? before->table : NULL));
	for (unsigned i = 0; i < METRICS; i++)
		if (story_happens(story, 40))
			snapshot->metrics[i] = story_happens(story, 20)
						       ? UNKNOWN
						       : story_number(story, 1u << 31) << 20;
	if (story_happens(story, 20))
		snapshot_add_gap(snapshot, "smaps", 13);
	if (story_happens(story, 20))
		snapshot_add_gap(snapshot, "exe", 2);
	return snapshot;
}
