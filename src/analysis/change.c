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

/* Rows of both tables that overlap each other, directly or through others. */
struct group {
	const struct region_table *before, *after;
	size_t before_first, before_end, after_first, after_end;
};

static uint64_t start_at(const struct region_table *table, size_t at)
{
	return at < table->count ? table->regions[at].start : UINT64_MAX;
}

/* Moves `group` on to the next rows; false when there are none. */
static bool group_next(struct group *group)
{
	group->before_first = group->before_end;
	group->after_first = group->after_end;
	uint64_t former = start_at(group->before, group->before_end);
	uint64_t later = start_at(group->after, group->after_end);
	uint64_t reach = former < later ? former : later;
	if (reach == UINT64_MAX)
		return false;
	for (reach++; former < reach || later < reach;) {
		const struct region *region =
			later < reach ? &group->after->regions[group->after_end++]
				      : &group->before->regions[group->before_end++];
		reach = region->end > reach ? region->end : reach;
		former = start_at(group->before, group->before_end);
		later = start_at(group->after, group->after_end);
	}
	return true;
}

/* Most rows are as they were, and this is the quick way to know it. */
static bool group_is_unchanged(const struct group *group)
{
	if (group->before_end - group->before_first != 1 ||
		group->after_end - group->after_first != 1)
		return false;
	const struct region *former = &group->before->regions[group->before_first];
	const struct region *region = &group->after->regions[group->after_first];
	return former->start == region->start && former->end == region->end &&
	       former->permissions == region->permissions && former->kind == region->kind &&
	       overlap_is_same_thing(former, region);
}

static void compare_later(const struct group *group, struct tally tallies[CHANGES])
{
	size_t cursor = group->before_first;
	for (size_t i = group->after_first; i < group->after_end; i++) {
		const struct region *region = &group->after->regions[i];
		struct overlap overlap = overlap_next(group->before, &cursor, region);
		uint64_t rss = region->counters[COUNTER_RSS];
		uint64_t bytes = bytes_missing(region, &overlap);
		tally_add(&tallies[CHANGE_PROTECTED],
			overlap.protected - overlap.opened - overlap.closed, rss, region,
			overlap.changed);
		if (overlap.first || !is_told_elsewhere(group->after, i))
			tally_add(&tallies[growth_of(region, &overlap)], bytes, rss, region, NULL);
	}
}

static void compare_earlier(const struct group *group, struct tally tallies[CHANGES])
{
	size_t cursor = group->after_first;
	for (size_t i = group->before_first; i < group->before_end; i++) {
		const struct region *region = &group->before->regions[i];
		struct overlap overlap = overlap_next(group->after, &cursor, region);
		uint64_t rss = region->counters[COUNTER_RSS];
		uint64_t bytes = bytes_missing(region, &overlap);
		if (overlap.first || !is_told_elsewhere(group->before, i))
			tally_add(&tallies[loss_of(region, &overlap)], bytes, rss, region, NULL);
	}
}

/* Size and resident bytes of rows, and the largest of them. Of shared mappings nothing is private. */
struct sum {
	uint64_t size, rss, private_dirty, shared, anonymous;
	const struct region *largest;
	bool is_stale;
};

static void sum_ownership(struct sum *sum, const struct region *region)
{
	const uint64_t *counters = region->counters;
	if (region->permissions & PERMISSION_SHARED)
		return;
	sum->private_dirty += counters[COUNTER_PRIVATE_DIRTY];
	sum->shared += counters[COUNTER_SHARED_CLEAN] + counters[COUNTER_SHARED_DIRTY];
	sum->anonymous += counters[COUNTER_ANONYMOUS];
}

static struct sum sum_rows(const struct region_table *table, size_t first, size_t end)
{
	struct sum sum = { 0 };
	for (size_t i = first; i < end; i++) {
		const struct region *region = &table->regions[i];
		sum.size += region_size(region);
		sum.rss += region->counters[COUNTER_RSS];
		sum.is_stale |= region->stale || region->counters[COUNTER_RSS] == UNKNOWN;
		sum_ownership(&sum, region);
		if (!sum.largest || region_size(region) > region_size(sum.largest))
			sum.largest = region;
	}
	return sum;
}

static int64_t rise(uint64_t former, uint64_t later)
{
	return (int64_t)(later - former);
}

/* What was resident and is now the process's own: shared before, or a file's. What came with new
 * pages was never anybody else's. */
static uint64_t bytes_unshared(const struct sum *former, const struct sum *sum)
{
	int64_t own = rise(former->private_dirty, sum->private_dirty);
	int64_t left = rise(sum->shared, former->shared);
	int64_t copied = rise(former->anonymous, sum->anonymous);
	int64_t grown = rise(former->rss, sum->rss);
	int64_t unshared = own < left ? own : left;
	unshared = copied > unshared ? copied : unshared;
	unshared -= grown > 0 ? grown : 0;
	return unshared > 0 ? (uint64_t)unshared : 0;
}

/* New and vanished memory is told as such, and what was resident of it with it. */
static void compare_rss(const struct group *group, struct changes *changes)
{
	struct sum former = sum_rows(group->before, group->before_first, group->before_end);
	struct sum sum = sum_rows(group->after, group->after_first, group->after_end);
	struct tally *tallies = changes->tallies;
	changes->rss_known &= !former.is_stale && !sum.is_stale;
	if (sum.size == 0 || former.size == 0)
		return;
	tally_add(&tallies[CHANGE_UNSHARED], bytes_unshared(&former, &sum), sum.rss, sum.largest,
		NULL);
	if (sum.rss > former.rss)
		tally_add(&tallies[CHANGE_RESIDENT], sum.rss - former.rss, sum.rss, sum.largest,
			NULL);
	else if (sum.rss < former.rss && former.rss - sum.rss + sum.size > former.size)
		tally_add(&tallies[CHANGE_RELEASED], former.rss - sum.rss, sum.rss, sum.largest,
			NULL);
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
	struct group group = { .before = before, .after = after };
	*ret_changes = (struct changes){ .rss_known = before->count > 0 && after->count > 0 };
	struct tally *tallies = ret_changes->tallies;
	compare_modules(after, before, &tallies[CHANGE_LOADED]);
	compare_modules(before, after, &tallies[CHANGE_UNLOADED]);
	while (group_next(&group)) {
		compare_rss(&group, ret_changes);
		if (group_is_unchanged(&group))
			continue;
		compare_later(&group, tallies);
		compare_earlier(&group, tallies);
	}
	if (!ret_changes->rss_known)
		tallies[CHANGE_RESIDENT] = tallies[CHANGE_RELEASED] = tallies[CHANGE_UNSHARED] =
			(struct tally){ 0 };
}
