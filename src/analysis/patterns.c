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
	return is_plain(used) && used->start % ARENA_SIZE == 0 && used->start > middle &&
	       has_no_access(rest) && rest->start == used->end && rest->end >= boundary &&
	       rest->end <= boundary + GUARD_LARGEST;
}

static bool is_stack_shaped(const struct region *guard, const struct region *stack)
{
	return guard->kind == REGION_GUARD && guard->end == stack->start && is_plain(stack) &&
	       region_size(stack) >= STACK_SMALLEST && region_size(stack) <= STACK_LARGEST;
}

static bool stacks_are_marked(const struct region_table *table)
{
	for (size_t i = 1; i < table->count; i++)
		if (is_stack_shaped(&table->regions[i - 1], &table->regions[i]) &&
			region_has_flag(&table->regions[i], "nh"))
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

static void find_stacks(struct region_table *table)
{
	bool are_marked = stacks_are_marked(table);
	struct region *regions = table->regions;
	for (size_t i = 1; i < table->count; i++)
		if (is_stack_shaped(&regions[i - 1], &regions[i]) &&
			(!are_marked || !regions[i].flags || region_has_flag(&regions[i], "nh")))
			regions[i].kind = REGION_THREAD_STACK;
}

void patterns_apply(const struct process *process, struct region_table *table)
{
	find_arenas(table, middle_of_user_space(process, table));
	find_stacks(table);
}
