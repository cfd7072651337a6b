/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "strata/snapshot.h"

#define FIRST_CAPACITY 64
#define WASTEFUL 4 /* a reused array this many times too large is given back */

struct region_table *region_table_create(void)
{
	struct region_table *table = calloc(1, sizeof *table);
	if (table)
		table->references = 1;
	return table;
}

struct region_table *region_table_ref(const struct region_table *table)
{
	/* Only the count changes, and a table with a count was never a constant. */
	struct region_table *mine = (struct region_table *)(uintptr_t)table;
	if (__atomic_load_n(&mine->references, __ATOMIC_RELAXED) > 0)
		__atomic_add_fetch(&mine->references, 1, __ATOMIC_RELAXED);
	return mine;
}

void region_table_unref(const struct region_table *table)
{
	struct region_table *mine = (struct region_table *)(uintptr_t)table;
	if (!mine || __atomic_load_n(&mine->references, __ATOMIC_RELAXED) == 0)
		return;
	if (__atomic_sub_fetch(&mine->references, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	arena_finish(&mine->arena);
	free(mine->regions);
	free(mine);
}

bool region_table_reuse(struct region_table *table)
{
	if (__atomic_load_n(&table->references, __ATOMIC_ACQUIRE) != 1)
		return false;
	arena_reset(&table->arena);
	struct region_table empty = {
		.regions = table->regions,
		.capacity = table->capacity,
		.arena = table->arena,
		.references = 1,
	};
	if (table->capacity > FIRST_CAPACITY && table->count < table->capacity / WASTEFUL) {
		free(table->regions);
		empty.regions = NULL;
		empty.capacity = 0;
	}
	*table = empty;
	return true;
}

static bool grow(struct region_table *table)
{
	/* realloc() moves large arrays by remapping them: no copy, and what is not yet used of the
	 * new half costs no memory. */
	size_t capacity = table->capacity ? table->capacity + table->capacity / 2 : FIRST_CAPACITY;
	struct region *regions = reallocarray(table->regions, capacity, sizeof *regions);
	if (!regions)
		return false;
	table->regions = regions;
	table->capacity = capacity;
	return true;
}

struct region *region_table_add(struct region_table *table)
{
	if (table->count == table->capacity && !grow(table))
		return NULL;
	struct region *region = &table->regions[table->count++];
	memset(region, 0, offsetof(struct region, counters));
	memset(region->counters, 0xff, sizeof region->counters);
	region->kind = REGION_UNKNOWN;
	region->path = region->module = "";
	return region;
}

static void add_to_kind(struct kind_total *total, const struct region *region)
{
	total->regions++;
	total->size += region_size(region);
	total->rss = known_sum(total->rss, region->counters[COUNTER_RSS]);
	total->pss = known_sum(total->pss, region->counters[COUNTER_PSS]);
	total->uss = known_sum(total->uss, region_uss(region));
	total->swap = known_sum(total->swap, region->counters[COUNTER_SWAP]);
}

/* Sums and, for each counter, all bits of all its values: the highest says that one was UNKNOWN,
 * for no size has it. So the loop needs no branch. */
struct counting {
	uint64_t sums[COUNTERS];
	uint64_t bits[COUNTERS];
};

static void count_region(struct counting *counting, const struct region *region)
{
	for (unsigned counter = 0; counter < COUNTERS; counter++) {
		counting->sums[counter] += region->counters[counter];
		counting->bits[counter] |= region->counters[counter];
	}
}

static void keep_sums(struct region_table *table, const struct counting *counting)
{
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		table->sums[counter] =
			counting->bits[counter] >> 63 ? UNKNOWN : counting->sums[counter];
	table->sums[COUNTER_PAGE_SIZE] = UNKNOWN;
}

void region_table_seal(struct region_table *table)
{
	struct counting counting = { 0 };
	memset(table->kinds, 0, sizeof table->kinds);
	table->heap_size = 0;
	for (size_t i = 0; i < table->count; i++) {
		const struct region *region = &table->regions[i];
		add_to_kind(&table->kinds[region->kind], region);
		if (region_is_special(region, "[heap]"))
			table->heap_size += region_size(region);
		if (!region_is_special(region, "[vsyscall]"))
			count_region(&counting, region);
	}
	keep_sums(table, &counting);
}
