/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/growth.h"

#include <stdlib.h>
#include <string.h>

#define SECOND_NS 1000000000.0

/* What has changed; whenever its room is full, all but the `capacity` first are dropped. */
struct collection {
	struct growth *growths;
	size_t count, room, capacity;
	uint64_t since_ns, until_ns;
	bool is_cut; /* the `capacity` first are in order: the last of them is to be beaten */
	double grown, shrunk; /* in all */
};

static int compare_deltas(const void *a, const void *b)
{
	const struct growth *left = a, *right = b;
	bool left_grew = left->delta > 0, right_grew = right->delta > 0;
	if (left_grew != right_grew)
		return left_grew ? -1 : 1;
	int order = (left->delta < right->delta) - (left->delta > right->delta);
	return left_grew ? order : -order;
}

static void cut(struct collection *collection)
{
	qsort(collection->growths, collection->count, sizeof *collection->growths, compare_deltas);
	if (collection->count <= collection->capacity)
		return;
	collection->count = collection->capacity;
	collection->is_cut = true;
}

static void add(struct collection *collection, struct growth growth)
{
	growth.delta = (int64_t)(growth.now - growth.before);
	if (growth.delta == 0)
		return;
	*(growth.delta > 0 ? &collection->grown : &collection->shrunk) += (double)growth.delta;
	if (collection->is_cut &&
		compare_deltas(&growth, &collection->growths[collection->capacity - 1]) >= 0)
		return;
	if (collection->count == collection->room)
		cut(collection);
	collection->growths[collection->count++] = growth;
}

static uint64_t known(uint64_t value)
{
	return value == UNKNOWN ? 0 : value;
}

static struct growth of_track(
	const struct track *track, enum past_figure figure, const struct collection *collection)
{
	const struct series *series = &track->figures[figure];
	uint64_t since = collection->since_ns, until = collection->until_ns;
	bool is_new = !track->was_there && track->born_ns > since;
	bool is_gone = track->gone_ns && track->gone_ns <= until;
	uint64_t from = track->born_ns > since ? track->born_ns : since;
	return (struct growth){
		.track = track,
		.kind = (enum region_kind)track->kind,
		.before = is_new ? 0 : known(series_at(series, from)),
		.now = is_gone ? 0 : known(series_at(series, until)),
		.is_new = is_new,
		.is_gone = is_gone,
		.is_merged = is_gone && track->into,
		.is_split = is_new && track->out_of,
		.series = series,
	};
}

static bool is_within(const struct track *track, const struct collection *collection)
{
	bool is_over = track->gone_ns && track->gone_ns <= collection->since_ns;
	bool is_still = !track->gone_ns && track->changed_ns <= collection->since_ns;
	return !is_over && !is_still && track->born_ns <= collection->until_ns;
}

static void add_tracks(
	struct collection *collection, const struct past *past, enum past_figure figure)
{
	for (size_t i = 0; i < past_track_count(past); i++) {
		const struct track *track = past_track(past, i);
		if (is_within(track, collection))
			add(collection, of_track(track, figure, collection));
	}
}

static void add_kinds(
	struct collection *collection, const struct past *past, enum past_figure figure)
{
	for (size_t kind = 0; kind < REGION_KINDS; kind++) {
		const struct series *series = past_kind(past, (enum region_kind)kind, figure);
		uint64_t now = series_at(series, collection->until_ns);
		uint64_t before = series_at(series, collection->since_ns);
		if (before == UNKNOWN && series->count > 0)
			before = series->points[0].last;
		add(collection, (struct growth){
					.kind = (enum region_kind)kind,
					.before = known(before),
					.now = known(now),
					.series = series,
				});
	}
}

static int compare_modules(const void *a, const void *b)
{
	const struct growth *left = a, *right = b;
	return strcmp(left->track->module, right->track->module);
}

/* Regions of one module become one. */
static void sum_modules(struct collection *collection)
{
	struct growth *growths = collection->growths;
	size_t regions = collection->count, count = 0;
	qsort(growths, regions, sizeof *growths, compare_modules);
	for (size_t i = 0; i < regions; i++) {
		const char *module = growths[i].track->module;
		if (!*module)
			continue;
		if (count > 0 && strcmp(growths[count - 1].module, module) == 0) {
			growths[count - 1].before += growths[i].before;
			growths[count - 1].now += growths[i].now;
			growths[count - 1].is_new &= growths[i].is_new;
			growths[count - 1].is_gone &= growths[i].is_gone;
			continue;
		}
		growths[count] = growths[i];
		growths[count].module = module;
		growths[count].series = NULL;
		count++;
	}
	collection->count = 0;
	collection->grown = collection->shrunk = 0;
	for (size_t i = 0; i < count; i++) {
		growths[i].track = NULL;
		add(collection, growths[i]);
	}
}

static void finish(struct collection *collection)
{
	double seconds = (double)(collection->until_ns - collection->since_ns) / SECOND_NS;
	cut(collection);
	for (size_t i = 0; i < collection->count; i++) {
		struct growth *growth = &collection->growths[i];
		double all = growth->delta > 0 ? collection->grown : collection->shrunk;
		growth->rate = seconds > 0 ? (double)growth->delta / seconds : 0;
		growth->share = (double)growth->delta / all;
	}
}

size_t growth_rank(const struct past *past, enum growth_scope scope, enum past_figure figure,
	uint64_t since_ns, uint64_t until_ns, struct growth *growths, size_t capacity)
{
	if (capacity == 0)
		return 0;
	size_t room = scope == GROWTH_MODULES ? past_track_count(past) : 2 * capacity;
	struct collection collection = {
		.growths = malloc((room + 1) * sizeof *collection.growths),
		.room = room + 1,
		.capacity = capacity,
		.since_ns = since_ns,
		.until_ns = until_ns,
	};
	if (!collection.growths)
		return 0;
	if (scope == GROWTH_KINDS)
		add_kinds(&collection, past, figure);
	else
		add_tracks(&collection, past, figure);
	if (scope == GROWTH_MODULES)
		sum_modules(&collection);
	finish(&collection);
	memcpy(growths, collection.growths, collection.count * sizeof *growths);
	free(collection.growths);
	return collection.count;
}
