/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "past_tracks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "past_match.h"

#define FIGURE_POINTS 256

static const char no_name[] = "";

/* Most regions have none. */
static const char *keep_name(const char *name)
{
	return *name ? strdup(name) : no_name;
}

static void forget_name(const char *name)
{
	if (name != no_name)
		free((char *)(uintptr_t)name);
}

static void track_destroy(struct track *track)
{
	if (!track)
		return;
	for (size_t i = 0; i < PAST_FIGURES; i++)
		series_finish(&track->figures[i]);
	if (track->module != track->path)
		forget_name(track->module);
	forget_name(track->path);
	free(track);
}

void tracks_finish(struct tracks *tracks)
{
	for (size_t i = 0; tracks->table && i < tracks->table->count; i++)
		track_destroy(tracks->alive[i]);
	for (size_t i = 0; i < tracks->gone_count; i++)
		track_destroy(tracks->gone[i]);
	free(tracks->alive);
	region_table_unref(tracks->table);
	*tracks = (struct tracks){ 0 };
}

static void bury(struct tracks *tracks, struct track *track, uint64_t clock_ns)
{
	track->gone_ns = clock_ns;
	if (tracks->gone_count == PAST_GONE)
		track_destroy(tracks->gone[tracks->gone_next]);
	else
		tracks->gone_count++;
	tracks->gone[tracks->gone_next] = track;
	tracks->gone_next = (tracks->gone_next + 1) % PAST_GONE;
}

const struct track *tracks_gone(const struct tracks *tracks, size_t index)
{
	return index < tracks->gone_count
		       ? tracks->gone[(tracks->gone_next + PAST_GONE - 1 - index) % PAST_GONE]
		       : NULL;
}

void tracks_end(struct tracks *tracks, uint64_t clock_ns)
{
	for (size_t i = 0; tracks->table && i < tracks->table->count; i++)
		bury(tracks, tracks->alive[i], clock_ns);
	region_table_unref(tracks->table);
	tracks->table = NULL;
}

static struct track *track_create(
	struct tracks *tracks, const struct region *region, uint64_t clock_ns)
{
	struct track *track = calloc(1, sizeof *track);
	if (!track)
		return NULL;
	track->path = keep_name(region->path);
	track->module =
		strcmp(region->module, region->path) == 0 ? track->path : keep_name(region->module);
	for (size_t i = 0; i < PAST_FIGURES; i++)
		series_init(&track->figures[i], FIGURE_POINTS);
	if (!track->path || !track->module) {
		track_destroy(track);
		return NULL;
	}
	track->id = ++tracks->last_id;
	track->born_ns = track->changed_ns = clock_ns;
	return track;
}

static void track_update(struct track *track, const struct region *region)
{
	track->start = region->start;
	track->end = region->end;
	track->kind = region->kind;
	track->permissions = region->permissions;
}

/* The heirs' tracks into `next`, new ones for the rest. On failure none of them is there. */
static int inherit(struct tracks *tracks, const struct match *match,
	const struct region_table *table, uint64_t clock_ns, struct track **next)
{
	for (size_t i = 0; i < table->count; i++) {
		bool is_heir = match->heir_of[i] != MATCH_NONE;
		next[i] = is_heir ? tracks->alive[match->heir_of[i]]
				  : track_create(tracks, &table->regions[i], clock_ns);
		if (next[i])
			continue;
		while (i-- > 0)
			if (match->heir_of[i] == MATCH_NONE)
				track_destroy(next[i]);
		return -ENOMEM;
	}
	return 0;
}

static void settle(struct tracks *tracks, const struct match *match,
	const struct region_table *table, uint64_t clock_ns, struct track **next)
{
	bool is_first = !tracks->table;
	for (size_t i = 0; i < table->count; i++) {
		uint32_t former = match->part_of[i];
		if (is_first)
			next[i]->was_there = true;
		else if (match->heir_of[i] != MATCH_NONE)
			next[i]->moves += match->has_moved[i];
		else if (former != MATCH_NONE)
			next[i]->out_of = tracks->alive[former]->id;
		track_update(next[i], &table->regions[i]);
	}
	for (size_t i = 0; !is_first && i < tracks->table->count; i++) {
		if (match->is_inherited[i])
			continue;
		uint32_t larger = match->merged_into[i];
		tracks->alive[i]->into = larger == MATCH_NONE ? 0 : next[larger]->id;
		bury(tracks, tracks->alive[i], clock_ns);
	}
}

static void take_table(struct tracks *tracks, const struct region_table *table)
{
	region_table_unref(tracks->table);
	tracks->table = region_table_ref(table);
}

static bool is_same_layout(const struct region_table *a, const struct region_table *b)
{
	return a && a->layout == b->layout && a->count == b->count;
}

int tracks_follow(struct tracks *tracks, const struct region_table *table, uint64_t clock_ns)
{
	if (is_same_layout(tracks->table, table)) {
		take_table(tracks, table);
		return 0;
	}
	struct match match;
	struct track **next = calloc(table->count + 1, sizeof(void *));
	int status = match_init(&match, tracks->table, table);
	if (status == 0 && next)
		status = inherit(tracks, &match, table, clock_ns, next);
	if (status == 0 && next) {
		settle(tracks, &match, table, clock_ns, next);
		take_table(tracks, table);
		free(tracks->alive);
		tracks->alive = next;
		next = NULL;
	}
	match_finish(&match);
	free(next);
	return status;
}

static uint64_t track_figure(const struct region *region, enum past_figure figure)
{
	const uint64_t *counters = region->counters;
	if (figure == PAST_SIZE)
		return region_size(region);
	if (figure == PAST_RSS || region->kind == REGION_SHM)
		return counters[COUNTER_RSS];
	if (region->kind == REGION_HUGETLB)
		return counters[COUNTER_PRIVATE_HUGETLB];
	uint64_t own = known_sum(counters[COUNTER_ANONYMOUS], counters[COUNTER_SWAP]);
	uint64_t given_up = counters[COUNTER_LAZY_FREE];
	if (own == UNKNOWN || given_up == UNKNOWN)
		return own;
	return own > given_up ? own - given_up : 0;
}

static int measure(struct track *track, const struct region *region, uint64_t clock_ns,
	uint64_t sums[PAST_FIGURES])
{
	for (size_t i = 0; i < PAST_FIGURES; i++) {
		uint64_t value = track_figure(region, (enum past_figure)i);
		sums[i] = known_sum(sums[i], value);
		if (value == UNKNOWN || value == track->figures[i].last)
			continue;
		track->changed_ns = clock_ns;
		if (series_add(&track->figures[i], clock_ns, value) < 0)
			return -ENOMEM;
	}
	return 0;
}

int tracks_measure(
	struct tracks *tracks, uint64_t clock_ns, uint64_t sums[REGION_KINDS][PAST_FIGURES])
{
	memset(sums, 0, REGION_KINDS * sizeof *sums);
	for (size_t i = 0; i < tracks->table->count; i++) {
		const struct region *region = &tracks->table->regions[i];
		if (measure(tracks->alive[i], region, clock_ns, sums[region->kind]) < 0)
			return -ENOMEM;
	}
	return 0;
}
