/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "strata/translate.h"
#include "view/timeline.h"
#include "view/words.h"

#define SPIKE_SHARE 16 /* by such a part a spike is higher, at least */
#define LATE_NS 3000000000ull
#define SPAN_LEAST 10000000000ull /* less would be a single column */

enum growth_scope timeline_scope(const struct scene *scene)
{
	return (enum growth_scope)((scene->state->time.by + GROWTH_KINDS) % GROWTH_SCOPES);
}

bool timeline_span(const struct scene *scene, uint64_t *ret_from_ns, uint64_t *ret_until_ns)
{
	const struct time_place *place = &scene->state->time;
	uint64_t first_ns, last_ns;
	if (!scene->past || !past_span(scene->past, &first_ns, &last_ns))
		return false;
	uint64_t until_ns = place->end_ns ? place->end_ns : last_ns;
	uint64_t span_ns = place->span_ns ? place->span_ns : last_ns - first_ns;
	if (span_ns < SPAN_LEAST)
		span_ns = SPAN_LEAST;
	*ret_until_ns = until_ns;
	*ret_from_ns = until_ns > span_ns ? until_ns - span_ns : 0;
	return true;
}

uint64_t timeline_end_of(const struct timeline *timeline, int column)
{
	return timeline->from_ns + (uint64_t)(column + 1) * timeline->step_ns;
}

int timeline_column(const struct timeline *timeline, uint64_t clock_ns)
{
	if (clock_ns <= timeline->from_ns)
		return -1;
	uint64_t column = (clock_ns - timeline->from_ns - 1) / timeline->step_ns;
	return column < (uint64_t)timeline->columns ? (int)column : -1;
}

uint64_t timeline_clock(const struct scene *scene, uint64_t wall_ns)
{
	uint64_t first_ns = 0, last_ns = 0;
	past_span(scene->past, &first_ns, &last_ns);
	return wall_ns - (past_wall(scene->past, last_ns) - last_ns);
}

/* Adds a series to a band, column by column. */
static void add_series(struct timeline *timeline, struct band *band, const struct series *series)
{
	uint64_t first = series->count ? series->points[0].clock_ns : UINT64_MAX;
	bool is_constant = series->count == 1;
	for (int i = 0; i < timeline->columns; i++) {
		uint64_t end_ns = timeline_end_of(timeline, i);
		if (end_ns < first)
			continue;
		uint64_t value = is_constant ? series->points[0].last : series_at(series, end_ns);
		band->values[i] += value == UNKNOWN ? 0 : value;
	}
}

/* A candidate for a band of its own. */
struct candidate {
	const char *name;
	enum region_kind kind;
	uint64_t most;
	const struct track *track; /* NULL: all of the kind, or of the module `name` */
};

static int compare_sizes(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;
	return (left->most < right->most) - (left->most > right->most);
}

static int compare_kinds(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;
	return (int)left->kind - (int)right->kind;
}

enum past_figure timeline_figure(const struct scene *scene)
{
	return (enum past_figure)scene->state->time.figure;
}

static uint64_t most_of(const struct series *series, const struct timeline *timeline)
{
	struct series_window window = series_window(
		series, timeline->from_ns, timeline_end_of(timeline, timeline->columns - 1));
	return window.most == UNKNOWN ? 0 : window.most;
}

/* A list of the largest, kept in order. */
struct largest {
	struct candidate all[TIMELINE_BANDS];
	size_t count;
};

static void offer(struct largest *largest, struct candidate candidate)
{
	if (candidate.most == 0)
		return;
	if (largest->count < TIMELINE_BANDS - 1)
		largest->all[largest->count++] = candidate;
	else if (largest->all[largest->count - 1].most < candidate.most)
		largest->all[largest->count - 1] = candidate;
	qsort(largest->all, largest->count, sizeof candidate, compare_sizes);
}

static struct largest largest_kinds(const struct scene *scene, const struct timeline *timeline)
{
	struct largest largest = { .count = 0 };
	for (size_t kind = 0; kind < REGION_KINDS; kind++) {
		const struct series *series =
			past_kind(scene->past, (enum region_kind)kind, timeline_figure(scene));
		offer(&largest, (struct candidate){ .name = region_kind_name(kind),
					.kind = (enum region_kind)kind,
					.most = most_of(series, timeline) });
	}
	return largest;
}

static struct largest largest_regions(const struct scene *scene, const struct timeline *timeline)
{
	struct largest largest = { .count = 0 };
	for (size_t i = 0; i < past_track_count(scene->past); i++) {
		const struct track *track = past_track(scene->past, i);
		bool is_over = track->gone_ns && track->gone_ns <= timeline->from_ns;
		if (is_over)
			continue;
		offer(&largest,
			(struct candidate){ .name = words_basename(track->path),
				.kind = (enum region_kind)track->kind,
				.most = most_of(&track->figures[timeline_figure(scene)], timeline),
				.track = track });
	}
	return largest;
}

/* By what they have now. */
static struct largest largest_modules(const struct scene *scene)
{
	struct largest largest = { .count = 0 };
	const struct region_table *table = scene->now ? scene->now->table : NULL;
	for (size_t i = 0; table && i < table->module_count; i++) {
		const struct module *module = &table->modules[i];
		uint64_t rss = 0;
		for (uint32_t k = module->first; k <= module->last; k++)
			if (table->regions[k].module == module->path &&
				table->regions[k].counters[COUNTER_RSS] != UNKNOWN)
				rss += table->regions[k].counters[COUNTER_RSS];
		offer(&largest,
			(struct candidate){ .name = module->path,
				.kind = module->is_executable_file ? REGION_TEXT : REGION_DATA,
				.most = rss });
	}
	return largest;
}

static void add_module(struct timeline *timeline, const struct scene *scene, struct band *band)
{
	for (size_t i = 0; i < past_track_count(scene->past); i++) {
		const struct track *track = past_track(scene->past, i);
		if (track->module[0] && strcmp(track->module, band->name) == 0)
			add_series(timeline, band, &track->figures[timeline_figure(scene)]);
	}
}

static void add_band(
	struct timeline *timeline, const struct scene *scene, const struct candidate *candidate)
{
	struct band *band = &timeline->bands[timeline->count];
	enum growth_scope by = timeline_scope(scene);
	*band = (struct band){ .name = candidate->name, .ink = role_of_kind(candidate->kind) };
	if (by == GROWTH_KINDS)
		add_series(timeline, band,
			past_kind(scene->past, candidate->kind, timeline_figure(scene)));
	else if (by == GROWTH_MODULES)
		add_module(timeline, scene, band);
	else
		add_series(timeline, band, &candidate->track->figures[timeline_figure(scene)]);
	if (by == GROWTH_MODULES) {
		static const enum role inks[] = { ROLE_GRAPH_1, ROLE_GRAPH_2, ROLE_GRAPH_3,
			ROLE_GRAPH_4 };
		band->ink = inks[timeline->count % (sizeof inks / sizeof *inks)];
		band->name = words_basename(candidate->name);
	}
	if (!band->name[0])
		band->name = region_kind_name(candidate->kind);
	band->letter = (char)('a' + timeline->count);
	timeline->count++;
}

/* What all kinds have beyond the bands. */
static void add_rest(struct timeline *timeline, const struct scene *scene)
{
	struct band *rest = &timeline->bands[timeline->count];
	uint64_t any = 0;
	*rest = (struct band){ .name = _("the rest"), .ink = ROLE_DIM, .letter = '.' };
	for (size_t kind = 0; kind < REGION_KINDS; kind++)
		add_series(timeline, rest,
			past_kind(scene->past, (enum region_kind)kind, timeline_figure(scene)));
	for (int i = 0; i < timeline->columns; i++) {
		for (size_t k = 0; k < timeline->count; k++) {
			uint64_t value = timeline->bands[k].values[i];
			rest->values[i] -= value < rest->values[i] ? value : rest->values[i];
		}
		any |= rest->values[i];
	}
	if (any == 0)
		return;
	/* At the bottom, where it does not ride on what moves. */
	struct band moved = *rest;
	memmove(&timeline->bands[1], &timeline->bands[0], timeline->count * sizeof moved);
	timeline->bands[0] = moved;
	timeline->count++;
}

static uint64_t sum_at(const struct timeline *timeline, int column)
{
	uint64_t sum = 0;
	for (size_t k = 0; k < timeline->count; k++)
		sum += timeline->bands[k].values[column];
	return sum;
}

/* The most that the columns beside this one show: what was there before a drop within it, and what
 * the counters of the regions, which are read less often than the total, know only later. */
static uint64_t most_beside(const struct timeline *timeline, const uint64_t *sums, int column)
{
	uint64_t late_ns = timeline_end_of(timeline, column) + LATE_NS, most = 0;
	for (int i = column > 0 ? column - 1 : 0; i < timeline->columns; i++) {
		if (i > column + 2 && timeline_end_of(timeline, i) > late_ns)
			break;
		most = sums[i] > most ? sums[i] : most;
	}
	return most;
}

static uint64_t spike_in(
	const struct timeline *timeline, const struct series *total, int column, uint64_t seen)
{
	uint64_t end_ns = timeline_end_of(timeline, column);
	uint64_t most = series_window(total, end_ns - timeline->step_ns + 1, end_ns).most;
	return most == UNKNOWN || most < seen + seen / SPIKE_SHARE ? 0 : most;
}

static void find_most(struct timeline *timeline, const struct scene *scene)
{
	static const enum metric totals[PAST_FIGURES] = {
		[PAST_SIZE] = METRIC_VSZ,
		[PAST_RSS] = METRIC_RSS,
		[PAST_OWN] = METRICS,
	};
	enum metric total = totals[timeline_figure(scene)];
	uint64_t sums[TIMELINE_COLUMNS];
	for (int i = 0; i < timeline->columns; i++)
		sums[i] = sum_at(timeline, i);
	for (int i = 0; i < timeline->columns; i++) {
		bool has_before = i > 0 && sums[i - 1] > 0 && sums[i] > 0;
		if (total != METRICS && has_before)
			timeline->spikes[i] = spike_in(timeline, past_metric(scene->past, total), i,
				most_beside(timeline, sums, i));
		uint64_t most = sums[i] > timeline->spikes[i] ? sums[i] : timeline->spikes[i];
		timeline->most = most > timeline->most ? most : timeline->most;
	}
}

bool timeline_gather(const struct scene *scene, int columns, struct timeline *timeline)
{
	uint64_t until_ns;
	*timeline = (struct timeline){ .columns = columns < TIMELINE_COLUMNS ? columns
									     : TIMELINE_COLUMNS };
	if (columns < 1 || !timeline_span(scene, &timeline->from_ns, &until_ns))
		return false;
	timeline->step_ns = (until_ns - timeline->from_ns) / (uint64_t)timeline->columns;
	timeline->from_ns = until_ns - timeline->step_ns * (uint64_t)timeline->columns;
	enum growth_scope by = timeline_scope(scene);
	struct largest largest = by == GROWTH_KINDS     ? largest_kinds(scene, timeline)
				 : by == GROWTH_MODULES ? largest_modules(scene)
							: largest_regions(scene, timeline);
	if (by == GROWTH_KINDS)
		qsort(largest.all, largest.count, sizeof largest.all[0], compare_kinds);
	for (size_t i = 0; i < largest.count; i++)
		add_band(timeline, scene, &largest.all[i]);
	add_rest(timeline, scene);
	find_most(timeline, scene);
	return true;
}
