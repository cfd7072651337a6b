/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/snapshot.h"
#include "strata/translate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a snapshot shows before it has regions. Without references: nobody owns a constant. */
static const struct region_table no_regions;
static const char *const no_arguments[] = { NULL };

static const struct {
	enum metric metric;
	enum counter counter;
} summed[] = {
	{ METRIC_PSS, COUNTER_PSS },
	{ METRIC_SHARED_CLEAN, COUNTER_SHARED_CLEAN },
	{ METRIC_SHARED_DIRTY, COUNTER_SHARED_DIRTY },
	{ METRIC_PRIVATE_CLEAN, COUNTER_PRIVATE_CLEAN },
	{ METRIC_PRIVATE_DIRTY, COUNTER_PRIVATE_DIRTY },
	{ METRIC_ANONYMOUS, COUNTER_ANONYMOUS },
	{ METRIC_REFERENCED, COUNTER_REFERENCED },
	{ METRIC_LAZY_FREE, COUNTER_LAZY_FREE },
	{ METRIC_ANON_HUGE, COUNTER_ANON_HUGE },
};

/* /proc/PID/stat, field 3 */
static const struct {
	char letter;
	const char *words;
} states[] = {
	{ 'R', N_("running") },
	{ 'S', N_("sleeping") },
	{ 'D', N_("disk sleep") },
	{ 'T', N_("stopped") },
	{ 't', N_("traced") },
	{ 'Z', N_("zombie") },
	{ 'I', N_("idle") },
	{ 'P', N_("parked") },
	{ 'X', N_("dead") },
};

static void make_empty(struct snapshot *snapshot, struct arena arena)
{
	*snapshot = (struct snapshot){
		.process = {
			.user = "",
			.comm = "",
			.cmdline = no_arguments,
			.exe = "",
			.state = '?',
			.stack_limit = UNKNOWN,
		},
		.table = &no_regions,
		.arena = arena,
		.references = 1,
	};
	memset(snapshot->metrics, 0xff, sizeof snapshot->metrics);
}

struct snapshot *snapshot_create(void)
{
	struct snapshot *snapshot = malloc(sizeof *snapshot);
	if (snapshot)
		make_empty(snapshot, (struct arena){ 0 });
	return snapshot;
}

struct snapshot *snapshot_ref(const struct snapshot *snapshot)
{
	/* Only the count changes, and no snapshot was ever a constant. */
	struct snapshot *mine = (struct snapshot *)(uintptr_t)snapshot;
	__atomic_add_fetch(&mine->references, 1, __ATOMIC_RELAXED);
	return mine;
}

void snapshot_unref(const struct snapshot *snapshot)
{
	struct snapshot *mine = (struct snapshot *)(uintptr_t)snapshot;
	while (mine && __atomic_sub_fetch(&mine->references, 1, __ATOMIC_ACQ_REL) == 0) {
		struct snapshot *from = (struct snapshot *)(uintptr_t)mine->resources_from;
		region_table_unref(mine->table);
		arena_finish(&mine->arena);
		free(mine);
		mine = from;
	}
}

bool snapshot_reuse(struct snapshot *snapshot)
{
	if (__atomic_load_n(&snapshot->references, __ATOMIC_ACQUIRE) != 1)
		return false;
	region_table_unref(snapshot->table);
	snapshot_unref(snapshot->resources_from);
	arena_reset(&snapshot->arena);
	make_empty(snapshot, snapshot->arena);
	return true;
}

int snapshot_add_gap(struct snapshot *snapshot, const char *what, int error)
{
	if (snapshot_gap(snapshot, what))
		return 0;
	size_t size = snapshot->gap_count * sizeof *snapshot->gaps;
	struct gap *gaps =
		arena_resize(&snapshot->arena, snapshot->gaps, size, size + sizeof *snapshot->gaps);
	if (!gaps)
		return -ENOMEM;
	gaps[snapshot->gap_count++] = (struct gap){ .what = what, .error = error };
	snapshot->gaps = gaps;
	return 0;
}

int snapshot_gap(const struct snapshot *snapshot, const char *what)
{
	for (size_t i = 0; i < snapshot->gap_count; i++)
		if (strcmp(snapshot->gaps[i].what, what) == 0)
			return snapshot->gaps[i].error;
	return 0;
}

uint64_t snapshot_resources_clock(const struct snapshot *snapshot)
{
	if (!snapshot->resources)
		return 0;
	return snapshot->resources_from ? snapshot->resources_from->clock_ns : snapshot->clock_ns;
}

const char *snapshot_state(const struct snapshot *snapshot)
{
	if (snapshot->life == LIFE_EXITED)
		return _("exited");
	if (snapshot->life == LIFE_ZOMBIE)
		return _("zombie");
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
		if (states[i].letter == snapshot->process.state)
			return states[i].words;
	return _("state unknown");
}

void snapshot_set_table(struct snapshot *snapshot, const struct region_table *table)
{
	region_table_unref(snapshot->table);
	snapshot->table = table;
	snapshot->counters_clock_ns = table->counters_clock_ns;
	for (size_t i = 0; i < sizeof summed / sizeof summed[0]; i++)
		snapshot->metrics[summed[i].metric] = table->sums[summed[i].counter];
	snapshot->metrics[METRIC_USS] =
		known_sum(table->sums[COUNTER_PRIVATE_CLEAN], table->sums[COUNTER_PRIVATE_DIRTY]);
	snapshot->metrics[METRIC_HEAP] = table->heap_size;
	snapshot->metrics[METRIC_REGIONS] = table->count;
}
