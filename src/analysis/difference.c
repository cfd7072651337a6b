/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/difference.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "past_match.h"

const struct difference_name difference_table[DIFFERENCE_NAMES] = {
	{ DIFFERENCE_NEW, "new" },
	{ DIFFERENCE_GONE, "gone" },
	{ DIFFERENCE_GREW, "grew" },
	{ DIFFERENCE_SHRANK, "shrank" },
	{ DIFFERENCE_MOVED, "moved" },
	{ DIFFERENCE_PROTECTED, "permissions" },
	{ DIFFERENCE_MERGED, "merged" },
	{ DIFFERENCE_SPLIT, "split" },
	{ DIFFERENCE_COUNTERS, "counters" },
};

struct comparison {
	const struct region_table *before, *after;
	struct match match;
	struct difference *list;
	size_t count;
};

static uint64_t counter_of(const struct region *region, enum counter counter)
{
	return region ? region->counters[counter] : 0;
}

bool difference_counter(
	const struct difference *difference, enum counter counter, int64_t *ret_change)
{
	uint64_t before = counter_of(difference->before, counter);
	uint64_t after = counter_of(difference->after, counter);
	if (before == UNKNOWN || after == UNKNOWN)
		return false;
	*ret_change = (int64_t)(after - before);
	return true;
}

static bool have_counters_changed(const struct difference *difference)
{
	for (size_t i = 0; i < COUNTERS; i++) {
		int64_t change;
		if (difference_counter(difference, (enum counter)i, &change) && change != 0)
			return true;
	}
	return false;
}

/* What became of a region that is there on both sides. */
static unsigned fate_of(const struct difference *difference)
{
	const struct region *before = difference->before, *after = difference->after;
	uint64_t start = before->start > after->start ? before->start : after->start;
	uint64_t end = before->end < after->end ? before->end : after->end;
	unsigned what = 0;
	if (difference->size != 0)
		what |= difference->size > 0 ? DIFFERENCE_GREW : DIFFERENCE_SHRANK;
	if (start >= end)
		what |= DIFFERENCE_MOVED;
	if (before->permissions != after->permissions)
		what |= DIFFERENCE_PROTECTED;
	return have_counters_changed(difference) ? what | DIFFERENCE_COUNTERS : what;
}

static void add_pair(
	struct comparison *comparison, const struct region *before, const struct region *after)
{
	struct difference difference = {
		.before = before,
		.after = after,
		.size = (int64_t)(region_size(after) - region_size(before)),
	};
	difference.what = fate_of(&difference);
	if (difference.what)
		comparison->list[comparison->count++] = difference;
}

static void add_single(struct comparison *comparison, const struct region *before,
	const struct region *after, unsigned what)
{
	comparison->list[comparison->count++] = (struct difference){
		.before = before,
		.after = after,
		.what = what,
		.size = after ? (int64_t)region_size(after) : -(int64_t)region_size(before),
	};
}

static int compare_names(const struct region *a, const struct region *b)
{
	int order = strcmp(a->path, b->path);
	if (order == 0 && a->offset != b->offset)
		order = a->offset < b->offset ? -1 : 1;
	return order ? order : (int)a->permissions - (int)b->permissions;
}

static int compare_pointers(const void *a, const void *b)
{
	const struct region *left = *(const struct region *const *)a;
	const struct region *right = *(const struct region *const *)b;
	int order = compare_names(left, right);
	return order ? order : (left->start > right->start) - (left->start < right->start);
}

/* Regions that have a name and nothing on the other side, sorted by name. */
static const struct region **unpaired(const struct region_table *table,
	const struct comparison *comparison, bool is_before, size_t *ret_count)
{
	const struct match *match = &comparison->match;
	const struct region **list = malloc((table->count + 1) * sizeof(void *));
	size_t count = 0;
	for (size_t i = 0; list && i < table->count; i++) {
		bool is_alone =
			is_before ? !match->is_inherited[i] && match->merged_into[i] == MATCH_NONE
				  : match->part_of[i] == MATCH_NONE &&
					    match->heir_of[i] == MATCH_NONE;
		if (is_alone && table->regions[i].path_length > 0)
			list[count++] = &table->regions[i];
	}
	if (list)
		qsort(list, count, sizeof(void *), compare_pointers);
	*ret_count = count;
	return list;
}

/* Pairs what is left by name. */
static int pair_by_name(struct comparison *comparison)
{
	size_t old_count, new_count, i = 0, k = 0;
	const struct region **old = unpaired(comparison->before, comparison, true, &old_count);
	const struct region **new = unpaired(comparison->after, comparison, false, &new_count);
	while (old && new &&i < old_count && k < new_count) {
		int order = compare_names(old[i], new[k]);
		if (order == 0) {
			size_t at = (size_t)(new[k] - comparison->after->regions);
			size_t from = (size_t)(old[i] - comparison->before->regions);
			comparison->match.heir_of[at] = (uint32_t)from;
			comparison->match.is_inherited[from] = true;
		}
		i += order <= 0;
		k += order >= 0;
	}
	int status = old && new ? 0 : -ENOMEM;
	free(old);
	free(new);
	return status;
}

static void list_after(struct comparison *comparison)
{
	const struct match *match = &comparison->match;
	const struct region *old = comparison->before->regions;
	for (size_t i = 0; i < comparison->after->count; i++) {
		const struct region *region = &comparison->after->regions[i];
		if (match->heir_of[i] != MATCH_NONE)
			add_pair(comparison, &old[match->heir_of[i]], region);
		else
			add_single(comparison, NULL, region,
				match->part_of[i] == MATCH_NONE ? DIFFERENCE_NEW
								: DIFFERENCE_SPLIT);
	}
}

static void list_before(struct comparison *comparison)
{
	const struct match *match = &comparison->match;
	for (size_t i = 0; i < comparison->before->count; i++)
		if (!match->is_inherited[i])
			add_single(comparison, &comparison->before->regions[i], NULL,
				match->merged_into[i] == MATCH_NONE ? DIFFERENCE_GONE
								    : DIFFERENCE_MERGED);
}

static uint64_t start_of(const struct difference *difference)
{
	return difference->after ? difference->after->start : difference->before->start;
}

static int compare_starts(const void *a, const void *b)
{
	uint64_t left = start_of(a), right = start_of(b);
	return (left > right) - (left < right);
}

int difference_find(const struct region_table *before, const struct region_table *after,
	struct difference **ret_list, size_t *ret_count)
{
	struct comparison comparison = { .before = before, .after = after };
	size_t most = before->count + after->count + 1;
	comparison.list = malloc(most * sizeof *comparison.list);
	int status = comparison.list ? match_init(&comparison.match, before, after) : -ENOMEM;
	if (status == 0)
		status = pair_by_name(&comparison);
	if (status < 0) {
		match_finish(&comparison.match);
		free(comparison.list);
		return status;
	}
	list_after(&comparison);
	list_before(&comparison);
	match_finish(&comparison.match);
	qsort(comparison.list, comparison.count, sizeof *comparison.list, compare_starts);
	*ret_list = comparison.list;
	*ret_count = comparison.count;
	return 0;
}
