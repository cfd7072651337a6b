/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "patterns.h"

#include <stdbool.h>

#define ARENA_SIZE (UINT64_C(64) << 20)
#define STACK_SMALLEST (UINT64_C(12) << 10) /* PTHREAD_STACK_MIN less its guard */
#define STACK_LARGEST (UINT64_C(1) << 30)

static bool has_no_access(const struct region *region)
{
	return region->kind == REGION_GUARD || region->kind == REGION_RESERVE;
}

/* Readable and writable memory, private, without a name? */
static bool is_plain(const struct region *region)
{
	return region->kind == REGION_ANON &&
	       region->permissions == (PERMISSION_READ | PERMISSION_WRITE);
}

/* The reserved rest may have grown together with a guard above it. */
static bool is_arena(const struct region *used, const struct region *rest, uint64_t middle)
{
	uint64_t boundary = used->start + ARENA_SIZE;
	return used->start % ARENA_SIZE == 0 && used->start > middle && is_plain(used) &&
	       has_no_access(rest) && rest->start == used->end && rest->end >= boundary &&
	       rest->end <= boundary + GUARD_LARGEST;
}

static bool is_stack_sized(const struct region *region)
{
	return is_plain(region) && region_size(region) >= STACK_SMALLEST &&
	       region_size(region) <= STACK_LARGEST;
}

/* A guard, or one that became one mapping with the rest of an arena below it. */
static bool has_guard_below(const struct region_table *table, size_t at)
{
	const struct region *region = &table->regions[at];
	if (at == 0 || region[-1].end != region->start)
		return false;
	bool is_rest =
		at > 1 && region[-1].kind == REGION_RESERVE && region[-2].kind == REGION_ARENA;
	return region[-1].kind == REGION_GUARD || (is_rest && region->start % ARENA_SIZE != 0);
}

static bool is_marked(const struct region *region)
{
	return region_has_flag(region, "nh");
}

/* Newer C libraries put the guard inside the mapping: then only the mark and the size tell, which
 * is too little where there is one thread alone. */
static bool holds_its_guard(const struct region *region, const struct process *process)
{
	bool has_usual_size = region_size(region) == process->stack_limit && process->threads > 1;
	return is_marked(region) && (has_usual_size || region_has_flag(region, "gu"));
}

static bool stacks_are_marked(const struct region_table *table)
{
	for (size_t i = 1; i < table->count; i++)
		if (is_stack_sized(&table->regions[i]) && has_guard_below(table, i) &&
			is_marked(&table->regions[i]))
			return true;
	return false;
}

/* Heaps of other runtimes may have the same shape at low addresses; arenas come from mmap, which
 * works downwards from the stack. */
static uint64_t middle_of_user_space(
	const struct process *process, const struct region_table *table)
{
	uint64_t top = process->start_stack;
	for (size_t i = table->count; top == 0 && i-- > 0;)
		if (table->regions[i].kind == REGION_STACK)
			top = table->regions[i].end;
	return top / 2;
}

static void find_arenas(struct region_table *table, uint64_t middle)
{
	struct region *regions = table->regions;
	for (size_t i = 0; i + 1 < table->count; i++)
		if (is_arena(&regions[i], &regions[i + 1], middle)) {
			regions[i].kind = REGION_ARENA;
			regions[i + 1].kind = REGION_RESERVE;
		}
}

/* Where there is one thread, nearly always nothing is the stack of another: what lasts after one is
 * believed by its mark alone. */
static void find_stacks(struct region_table *table, const struct process *process)
{
	bool are_marked = process->threads == 1 || stacks_are_marked(table);
	for (size_t i = 0; i < table->count; i++) {
		struct region *region = &table->regions[i];
		bool is_other = are_marked && region->flags && !is_marked(region);
		if (is_stack_sized(region) && ((has_guard_below(table, i) && !is_other) ||
						      holds_its_guard(region, process)))
			region->kind = REGION_THREAD_STACK;
	}
}

void patterns_apply(const struct process *process, struct region_table *table)
{
	find_arenas(table, middle_of_user_space(process, table));
	find_stacks(table, process);
}
