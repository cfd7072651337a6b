/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "past_match.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "overlap.h"

/* The two tables, and the bytes of the largest overlap found so far for each region. */
struct walk {
	const struct region_table *before, *after;
	struct match *match;
	uint64_t *most_before, *most_after;
};

static int make_room(struct match *match, size_t before, size_t after)
{
	size_t words = 2 * after + before, flags = before + after;
	*match = (struct match){ .memory = malloc(words * sizeof(uint32_t) + flags) };
	if (!match->memory)
		return -ENOMEM;
	match->heir_of = match->memory;
	match->part_of = match->heir_of + after;
	match->merged_into = match->part_of + after;
	match->has_moved = (bool *)(match->merged_into + before);
	match->is_inherited = match->has_moved + after;
	memset(match->memory, 0xff, words * sizeof(uint32_t));
	memset(match->has_moved, 0, flags);
	return 0;
}

static void consider(struct walk *walk, uint32_t old, uint32_t new)
{
	const struct region *a = &walk->before->regions[old], *b = &walk->after->regions[new];
	uint64_t start = a->start > b->start ? a->start : b->start;
	uint64_t end = a->end < b->end ? a->end : b->end;
	if (!overlap_is_same_thing(a, b))
		return;
	if (end - start > walk->most_before[old]) {
		walk->most_before[old] = end - start;
		walk->match->merged_into[old] = new;
	}
	if (end - start > walk->most_after[new]) {
		walk->most_after[new] = end - start;
		walk->match->part_of[new] = old;
	}
}

static void find_overlaps(struct walk *walk)
{
	size_t from = 0;
	for (size_t new = 0; new < walk->after->count; new ++) {
		const struct region *region = &walk->after->regions[new];
		while (from < walk->before->count &&
			walk->before->regions[from].end <= region->start)
			from++;
		for (size_t old = from;
			old < walk->before->count && walk->before->regions[old].start < region->end;
			old++)
			consider(walk, (uint32_t)old, (uint32_t) new);
	}
}

/* Where each is the other's largest, the one goes on in the other. */
static void find_heirs(struct walk *walk)
{
	struct match *match = walk->match;
	for (size_t new = 0; new < walk->after->count; new ++) {
		uint32_t old = match->part_of[new];
		if (old == MATCH_NONE || match->merged_into[old] != new)
			continue;
		match->heir_of[new] = old;
		match->is_inherited[old] = true;
	}
}

/* The order in which regions that could be the same one, moved, stand side by side. */
static int compare_likeness(const struct region *a, const struct region *b)
{
	const uint64_t keys[][2] = {
		{ a->inode, b->inode },
		{ a->inode ? a->offset : 0, b->inode ? b->offset : 0 },
		{ a->permissions, b->permissions },
		{ a->counters[COUNTER_RSS], b->counters[COUNTER_RSS] },
		{ a->counters[COUNTER_RSS] ? 0 : region_size(a),
			b->counters[COUNTER_RSS] ? 0 : region_size(b) },
	};
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	return a->inode ? 0 : strcmp(a->path, b->path);
}

struct candidate {
	const struct region *region;
	uint32_t index;
};

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;
	int order = compare_likeness(left->region, right->region);
	if (order != 0)
		return order;
	return left->region->start < right->region->start ? -1 : 1;
}

/* Those that overlap nothing of the other table, sorted. */
static size_t collect(
	const struct region_table *table, const uint64_t *most, struct candidate *candidates)
{
	size_t count = 0;
	for (size_t i = 0; i < table->count; i++)
		if (most[i] == 0 && table->regions[i].counters[COUNTER_RSS] != UNKNOWN)
			candidates[count++] = (struct candidate){ &table->regions[i], (uint32_t)i };
	qsort(candidates, count, sizeof *candidates, compare_candidates);
	return count;
}

static void find_moved(struct walk *walk, struct candidate *old, struct candidate *new)
{
	size_t old_count = collect(walk->before, walk->most_before, old);
	size_t new_count = collect(walk->after, walk->most_after, new);
	for (size_t i = 0, k = 0; i < old_count && k < new_count;) {
		int order = compare_likeness(old[i].region, new[k].region);
		if (order < 0) {
			i++;
		} else if (order > 0) {
			k++;
		} else {
			walk->match->heir_of[new[k].index] = old[i].index;
			walk->match->has_moved[new[k].index] = true;
			walk->match->is_inherited[old[i].index] = true;
			i++, k++;
		}
	}
}

static int find_all(struct walk *walk)
{
	size_t before = walk->before->count, after = walk->after->count;
	uint64_t *most = calloc(before + after + 1, sizeof *most);
	struct candidate *candidates = malloc((before + after + 1) * sizeof *candidates);
	if (most && candidates) {
		walk->most_before = most;
		walk->most_after = most + before;
		find_overlaps(walk);
		find_heirs(walk);
		find_moved(walk, candidates, candidates + before);
	}
	int status = most && candidates ? 0 : -ENOMEM;
	free(most);
	free(candidates);
	return status;
}

int match_init(
	struct match *match, const struct region_table *before, const struct region_table *after)
{
	struct walk walk = { .before = before, .after = after, .match = match };
	int status = make_room(match, before ? before->count : 0, after->count);
	return status < 0 || !before ? status : find_all(&walk);
}

void match_finish(struct match *match)
{
	free(match->memory);
	*match = (struct match){ 0 };
}
