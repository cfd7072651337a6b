/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two snapshots that must be equal, field by field. Included after cmocka. */
#pragma once

#include <string.h>

#include "strata/snapshot.h"

static inline void assert_same_regions(const struct region *a, const struct region *b)
{
	assert_int_equal(a->start, b->start);
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->offset, b->offset);
	assert_int_equal(a->inode, b->inode);
	assert_int_equal(a->device_major, b->device_major);
	assert_int_equal(a->device_minor, b->device_minor);
	assert_int_equal(a->permissions, b->permissions);
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->deleted, b->deleted);
	assert_int_equal(a->stale, b->stale);
	assert_int_equal(a->path_length, b->path_length);
	assert_string_equal(a->path, b->path);
	assert_string_equal(a->module, b->module);
	assert_int_equal(!a->flags, !b->flags);
	if (a->flags)
		assert_string_equal(a->flags, b->flags);
	assert_memory_equal(a->counters, b->counters, sizeof a->counters);
	assert_int_equal(a->part_count, b->part_count);
	for (uint32_t i = 0; i < a->part_count; i++) {
		assert_int_equal(a->parts[i].start, b->parts[i].start);
		assert_int_equal(a->parts[i].end, b->parts[i].end);
		assert_int_equal(a->parts[i].kind, b->parts[i].kind);
		assert_string_equal(a->parts[i].name, b->parts[i].name);
	}
}

static inline void assert_same_tables(const struct region_table *a, const struct region_table *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++)
		assert_same_regions(&a->regions[i], &b->regions[i]);
	assert_int_equal(a->module_count, b->module_count);
	for (size_t i = 0; i < a->module_count; i++) {
		assert_string_equal(a->modules[i].path, b->modules[i].path);
		assert_int_equal(a->modules[i].first, b->modules[i].first);
		assert_int_equal(a->modules[i].last, b->modules[i].last);
		assert_int_equal(a->modules[i].bias, b->modules[i].bias);
		assert_int_equal(
			a->modules[i].is_executable_file, b->modules[i].is_executable_file);
		assert_ptr_equal(b->regions[b->modules[i].first].module, b->modules[i].path);
	}
	assert_memory_equal(a->kinds, b->kinds, sizeof a->kinds);
	assert_memory_equal(a->sums, b->sums, sizeof a->sums);
	assert_int_equal(a->heap_size, b->heap_size);
	assert_int_equal(a->layout, b->layout);
	assert_int_equal(a->counters_clock_ns, b->counters_clock_ns);
}

static inline void assert_same_processes(const struct process *a, const struct process *b)
{
	assert_int_equal(a->pid, b->pid);
	assert_int_equal(a->ppid, b->ppid);
	assert_int_equal(a->inner_pid, b->inner_pid);
	assert_int_equal(a->uid, b->uid);
	assert_string_equal(a->user, b->user);
	assert_string_equal(a->comm, b->comm);
	assert_int_equal(a->cmdline_count, b->cmdline_count);
	for (size_t i = 0; i < a->cmdline_count; i++)
		assert_string_equal(a->cmdline[i], b->cmdline[i]);
	assert_null(b->cmdline[b->cmdline_count]);
	assert_string_equal(a->exe, b->exe);
	assert_int_equal(a->exe_deleted, b->exe_deleted);
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->is_kernel_thread, b->is_kernel_thread);
	assert_int_equal(a->is_exiting, b->is_exiting);
	assert_int_equal(a->start_ticks, b->start_ticks);
	assert_int_equal(a->start_wall_ns, b->start_wall_ns);
	assert_int_equal(a->start_code, b->start_code);
	assert_int_equal(a->end_code, b->end_code);
	assert_int_equal(a->start_data, b->start_data);
	assert_int_equal(a->end_data, b->end_data);
	assert_int_equal(a->start_brk, b->start_brk);
	assert_int_equal(a->start_stack, b->start_stack);
	assert_int_equal(a->stack_limit, b->stack_limit);
	assert_int_equal(a->threads, b->threads);
	assert_int_equal(a->exec_count, b->exec_count);
	assert_int_equal(a->child_count, b->child_count);
	for (size_t i = 0; i < a->child_count; i++) {
		assert_int_equal(a->children[i].pid, b->children[i].pid);
		assert_string_equal(a->children[i].comm, b->children[i].comm);
	}
}

static inline void assert_same_snapshots(const struct snapshot *a, const struct snapshot *b)
{
	assert_same_processes(&a->process, &b->process);
	assert_int_equal(a->life, b->life);
	assert_int_equal(a->wall_ns, b->wall_ns);
	assert_int_equal(a->clock_ns, b->clock_ns);
	assert_int_equal(a->counters_clock_ns, b->counters_clock_ns);
	assert_int_equal(a->cost_fast_ns, b->cost_fast_ns);
	assert_int_equal(a->cost_slow_ns, b->cost_slow_ns);
	assert_memory_equal(&a->duty, &b->duty, sizeof a->duty);
	assert_memory_equal(a->metrics, b->metrics, sizeof a->metrics);
	assert_int_equal(a->gap_count, b->gap_count);
	for (size_t i = 0; i < a->gap_count; i++) {
		assert_string_equal(a->gaps[i].what, b->gaps[i].what);
		assert_int_equal(a->gaps[i].error, b->gaps[i].error);
	}
	assert_same_tables(a->table, b->table);
}
