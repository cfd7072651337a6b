/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <string.h>

#include "overlap.h"

static void tally_add(struct tally *tally, uint64_t bytes, uint64_t rss,
	const struct region *region, const struct region *former)
{
	if (bytes == 0)
		return;
	tally->count++;
	tally->bytes += bytes;
	tally->rss = known_sum(tally->rss, rss);
	if (bytes <= tally->most)
		return;
	tally->most = bytes;
	tally->region = region;
	tally->former = former;
}

/* For regions asked in ascending order. */
static struct overlap overlap_next(
	const struct region_table *table, size_t *cursor, const struct region *region)
{
	while (*cursor < table->count && table->regions[*cursor].end <= region->start)
		++*cursor;
	return overlap_find(table, *cursor, region);
}

static bool is_told_elsewhere(const struct region_table *table, size_t at)
{
	const struct region *region = &table->regions[at];
	bool is_arena_rest = at > 0 && region->kind == REGION_RESERVE &&
			     region[-1].kind == REGION_ARENA && region[-1].end == region->start;
	return region->module[0] || region->kind == REGION_GUARD || is_arena_rest;
}

/* Bytes of `region` that the other table has not, or not accessible. */
static uint64_t bytes_missing(const struct region *region, const struct overlap *overlap)
{
	return region_size(region) - overlap->same - overlap->protected + overlap->opened;
}

static enum change growth_of(const struct region *region, const struct overlap *overlap)
{
	if (region->kind == REGION_HEAP)
		return CHANGE_HEAP_GREW;
	if (overlap->first)
		return CHANGE_GREW;
	return region->kind == REGION_THREAD_STACK ? CHANGE_STACKS : CHANGE_MAPPED;
}

static enum change loss_of(const struct region *region, const struct overlap *overlap)
{
	if (region->kind == REGION_HEAP)
		return CHANGE_HEAP_SHRANK;
	return overlap->first ? CHANGE_SHRANK : CHANGE_UNMAPPED;
}

static void compare_later(const struct region_table *before, const struct region_table *after,
	struct tally tallies[CHANGES])
{
	size_t cursor = 0;
	for (size_t i = 0; i < after->count; i++) {
		const struct region *region = &after->regions[i];
		struct overlap overlap = overlap_next(before, &cursor, region);
		uint64_t rss = region->counters[COUNTER_RSS];
		uint64_t bytes = bytes_missing(region, &overlap);
		tally_add(&tallies[CHANGE_PROTECTED],
			overlap.protected - overlap.opened - overlap.closed, rss, region,
			overlap.changed);
		if (overlap.first || !is_told_elsewhere(after, i))
			tally_add(&tallies[growth_of(region, &overlap)], bytes, rss, region, NULL);
	}
}

static void compare_earlier(const struct region_table *before, const struct region_table *after,
	struct tally tallies[CHANGES])
{
	size_t cursor = 0;
	for (size_t i = 0; i < before->count; i++) {
		const struct region *region = &before->regions[i];
		struct overlap overlap = overlap_next(after, &cursor, region);
		uint64_t rss = region->counters[COUNTER_RSS];
		uint64_t bytes = bytes_missing(region, &overlap);
		if (overlap.first || !is_told_elsewhere(before, i))
			tally_add(&tallies[loss_of(region, &overlap)], bytes, rss, region, NULL);
	}
}

/* Rows of both tables that overlap each other, directly or through others. */
struct group {
	uint64_t reach; /* end of the highest of them */
	uint64_t size, rss, former_size, former_rss;
	const struct region *largest; /* of the later table */
};

static void group_add(struct group *group, const struct region *region)
{
	group->size += region_size(region);
	group->rss += region->counters[COUNTER_RSS];
	if (!group->largest || region_size(region) > region_size(group->largest))
		group->largest = region;
	if (region->end > group->reach)
		group->reach = region->end;
}

static void group_add_former(struct group *group, const struct region *region)
{
	group->former_size += region_size(region);
	group->former_rss += region->counters[COUNTER_RSS];
	if (region->end > group->reach)
		group->reach = region->end;
}

static uint64_t start_at(const struct region_table *table, size_t at)
{
	return at < table->count ? table->regions[at].start : UINT64_MAX;
}

/* Takes the next group, from row `*i` of `before` and row `*j` of `after` on. */
static struct group group_next(
	const struct region_table *before, size_t *i, const struct region_table *after, size_t *j)
{
	struct group group = { 0 };
	uint64_t former = start_at(before, *i), later = start_at(after, *j);
	group.reach = (former < later ? former : later) + 1;
	while (former < group.reach || later < group.reach) {
		if (later < group.reach)
			group_add(&group, &after->regions[(*j)++]);
		else
			group_add_former(&group, &before->regions[(*i)++]);
		former = start_at(before, *i);
		later = start_at(after, *j);
	}
	return group;
}

/* New and vanished memory is told as such, and what was resident of it with it. */
static void compare_rss(const struct region_table *before, const struct region_table *after,
	struct tally tallies[CHANGES])
{
	for (size_t i = 0, j = 0; i < before->count || j < after->count;) {
		struct group group = group_next(before, &i, after, &j);
		if (group.size == 0 || group.former_size == 0)
			continue;
		if (group.rss > group.former_rss)
			tally_add(&tallies[CHANGE_RESIDENT], group.rss - group.former_rss,
				group.rss, group.largest, NULL);
		else if (group.former_rss - group.rss + group.size > group.former_size)
			tally_add(&tallies[CHANGE_RELEASED], group.former_rss - group.rss,
				group.rss, group.largest, NULL);
	}
}

static bool has_fresh_counters(const struct region_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->regions[i].stale || table->regions[i].counters[COUNTER_RSS] == UNKNOWN)
			return false;
	return table->count > 0;
}

static uint64_t module_size(const struct region_table *table, const struct module *module)
{
	uint64_t size = 0;
	for (uint32_t i = module->first; i <= module->last; i++)
		if (table->regions[i].module[0])
			size += region_size(&table->regions[i]);
	return size;
}

static bool is_same_module(const struct region_table *a, const struct module *in_a,
	const struct region_table *b, const struct module *in_b)
{
	return a->regions[in_a->first].start == b->regions[in_b->first].start &&
	       strcmp(in_a->path, in_b->path) == 0;
}

/* Libraries of `table` that `other` has not. */
static void compare_modules(
	const struct region_table *table, const struct region_table *other, struct tally *tally)
{
	size_t at = 0;
	for (size_t i = 0; i < table->module_count; i++) {
		const struct module *module = &table->modules[i];
		const struct region *first = &table->regions[module->first];
		while (at < other->module_count &&
			other->regions[other->modules[at].first].start < first->start)
			at++;
		if (at == other->module_count ||
			!is_same_module(table, module, other, &other->modules[at]))
			tally_add(tally, module_size(table, module), 0, first, NULL);
	}
}

void changes_find(const struct region_table *before, const struct region_table *after,
	struct changes *ret_changes)
{
	*ret_changes = (struct changes){ .rss_known = has_fresh_counters(before) &&
						      has_fresh_counters(after) };
	struct tally *tallies = ret_changes->tallies;
	compare_modules(after, before, &tallies[CHANGE_LOADED]);
	compare_modules(before, after, &tallies[CHANGE_UNLOADED]);
	compare_later(before, after, tallies);
	compare_earlier(before, after, tallies);
	if (ret_changes->rss_known)
		compare_rss(before, after, tallies);
}
