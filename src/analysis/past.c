/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/past.h"

#include <errno.h>
#include <stdlib.h>

#include "past_instants.h"
#include "past_tracks.h"

#define POINTS 2048
#define CLOCK_POINTS 64
#define SECOND_NS 1000000000.0
#define RATE_MOST 0x1p63        /* beyond, a recording lies */
#define RATE_LEAST_NS 50000000u /* over less, one fault would be a flood */
#define CLOCK_SET_NS 100000000u /* the two clocks are not read at the same moment */

static const enum metric rated[] = { METRIC_MINFLT, METRIC_MAJFLT };
#define RATES (sizeof rated / sizeof rated[0])

struct past {
	struct series metrics[METRICS], rates[RATES], kinds[REGION_KINDS][PAST_FIGURES];
	struct series wall; /* less the monotonic clock: changes when the clock is set */
	struct tracks tracks;
	struct instants instants;
	uint64_t first_ns, last_ns; /* both 0: no sample yet */
	uint64_t samples;
	uint64_t counters_ns;             /* of the smaps that was followed last */
	uint64_t rated_ns, counts[RATES]; /* what the rates were taken from last */
	unsigned exec_count;
};

static void init_kind(struct series figures[PAST_FIGURES])
{
	for (size_t i = 0; i < PAST_FIGURES; i++)
		series_init(&figures[i], POINTS);
}

int past_create(struct past **ret_past)
{
	struct past *past = calloc(1, sizeof *past);
	if (!past)
		return -ENOMEM;
	for (size_t i = 0; i < METRICS; i++)
		series_init(&past->metrics[i], POINTS);
	for (size_t i = 0; i < RATES; i++)
		series_init(&past->rates[i], POINTS);
	for (size_t i = 0; i < REGION_KINDS; i++)
		init_kind(past->kinds[i]);
	series_init(&past->wall, CLOCK_POINTS);
	*ret_past = past;
	return 0;
}

void past_destroy(struct past *past)
{
	if (!past)
		return;
	for (size_t i = 0; i < METRICS; i++)
		series_finish(&past->metrics[i]);
	for (size_t i = 0; i < RATES; i++)
		series_finish(&past->rates[i]);
	for (size_t i = 0; i < REGION_KINDS * PAST_FIGURES; i++)
		series_finish(&past->kinds[i / PAST_FIGURES][i % PAST_FIGURES]);
	series_finish(&past->wall);
	tracks_finish(&past->tracks);
	instants_finish(&past->instants);
	free(past);
}

static int add_metrics(struct past *past, const struct snapshot *snapshot)
{
	int status = 0;
	for (size_t i = 0; i < METRICS; i++)
		if (series_add(&past->metrics[i], snapshot->clock_ns, snapshot->metrics[i]) < 0)
			status = -ENOMEM;
	return status;
}

static uint64_t rate_of(uint64_t count, uint64_t before, uint64_t span_ns)
{
	if (count == UNKNOWN || before == UNKNOWN || count < before)
		return UNKNOWN;
	double rate = (double)(count - before) * SECOND_NS / (double)span_ns + 0.5;
	return rate < RATE_MOST ? (uint64_t)rate : UNKNOWN;
}

static int add_rates(struct past *past, const struct snapshot *snapshot)
{
	uint64_t span_ns = snapshot->clock_ns - past->rated_ns;
	bool is_first = past->first_ns == 0;
	if (!is_first && span_ns < RATE_LEAST_NS)
		return 0;
	int status = 0;
	for (size_t i = 0; i < RATES; i++) {
		uint64_t count = snapshot->metrics[rated[i]];
		if (!is_first && series_add(&past->rates[i], past->rated_ns,
					 rate_of(count, past->counts[i], span_ns)) < 0)
			status = -ENOMEM;
		past->counts[i] = count;
	}
	past->rated_ns = snapshot->clock_ns;
	return status;
}

static int add_kinds(
	struct past *past, uint64_t sums[REGION_KINDS][PAST_FIGURES], uint64_t clock_ns)
{
	for (size_t i = 0; i < REGION_KINDS * PAST_FIGURES; i++) {
		uint64_t sum = sums[i / PAST_FIGURES][i % PAST_FIGURES];
		struct series *series = &past->kinds[i / PAST_FIGURES][i % PAST_FIGURES];
		if (sum != UNKNOWN && series_add(series, clock_ns, sum) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* Regions are taken in from smaps to smaps; where there is none, from layout to layout. */
static int add_regions(struct past *past, const struct snapshot *snapshot)
{
	const struct region_table *table = snapshot->table;
	bool has_counters = table->counters_clock_ns > 0;
	bool is_news = has_counters ? table->counters_clock_ns > past->counters_ns
				    : table != past->tracks.table;
	if (table->count == 0 || table == past->tracks.table || !is_news)
		return 0;
	uint64_t clock_ns = has_counters ? table->counters_clock_ns : snapshot->clock_ns;
	past->counters_ns = table->counters_clock_ns;
	uint64_t sums[REGION_KINDS][PAST_FIGURES];
	int status = tracks_follow(&past->tracks, table, clock_ns);
	if (status == 0)
		status = tracks_measure(&past->tracks, clock_ns, sums);
	return status == 0 ? add_kinds(past, sums, clock_ns) : status;
}

static int add_wall(struct past *past, const struct snapshot *snapshot)
{
	uint64_t offset = snapshot->wall_ns - snapshot->clock_ns;
	uint64_t known = series_at(&past->wall, UINT64_MAX);
	if (known != UNKNOWN && offset - known + CLOCK_SET_NS < 2 * (uint64_t)CLOCK_SET_NS)
		return 0;
	return series_add(&past->wall, snapshot->clock_ns, offset);
}

int past_add(struct past *past, const struct snapshot *snapshot)
{
	if (snapshot->life != LIFE_ALIVE || snapshot->clock_ns < past->last_ns)
		return 0;
	if (past->exec_count != snapshot->process.exec_count)
		tracks_end(&past->tracks, snapshot->clock_ns);
	past->exec_count = snapshot->process.exec_count;
	int statuses[] = {
		add_rates(past, snapshot),
		add_metrics(past, snapshot),
		add_regions(past, snapshot),
		add_wall(past, snapshot),
	};
	instants_add(&past->instants, snapshot);
	if (past->first_ns == 0)
		past->first_ns = snapshot->clock_ns;
	past->last_ns = snapshot->clock_ns;
	past->samples++;
	for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
		if (statuses[i] < 0)
			return statuses[i];
	return 0;
}

uint64_t past_known(const struct past *past)
{
	bool has_moved = past->counters_ns > 0 &&
			 series_changed(&past->metrics[METRIC_RSS]) > past->counters_ns;
	return has_moved ? past->counters_ns : past->last_ns;
}

bool past_span(const struct past *past, uint64_t *ret_first_ns, uint64_t *ret_last_ns)
{
	if (past->first_ns == 0)
		return false;
	*ret_first_ns = past->first_ns;
	*ret_last_ns = past->last_ns;
	return true;
}

uint64_t past_period(const struct past *past)
{
	return past->samples < 2 ? 0 : (past->last_ns - past->first_ns) / (past->samples - 1);
}

uint64_t past_wall(const struct past *past, uint64_t clock_ns)
{
	uint64_t known_ns = clock_ns < past->first_ns ? past->first_ns : clock_ns;
	return clock_ns + series_at(&past->wall, known_ns);
}

const struct series *past_metric(const struct past *past, enum metric metric)
{
	return &past->metrics[metric];
}

const struct series *past_rate(const struct past *past, enum metric metric)
{
	for (size_t i = 0; i < RATES; i++)
		if (rated[i] == metric)
			return &past->rates[i];
	return NULL;
}

const struct series *past_kind(
	const struct past *past, enum region_kind kind, enum past_figure figure)
{
	return &past->kinds[kind][figure];
}

static size_t alive_count(const struct past *past)
{
	return past->tracks.table ? past->tracks.table->count : 0;
}

size_t past_track_count(const struct past *past)
{
	return alive_count(past) + past->tracks.gone_count;
}

const struct track *past_track(const struct past *past, size_t index)
{
	size_t alive = alive_count(past);
	return index < alive ? past->tracks.alive[index]
			     : tracks_gone(&past->tracks, index - alive);
}

const struct track *past_track_of(const struct past *past, uint64_t start)
{
	const struct region_table *table = past->tracks.table;
	const struct region *region =
		table ? region_find(table->regions, table->count, start) : NULL;
	return region ? past->tracks.alive[region - table->regions] : NULL;
}

const struct snapshot *past_instant(const struct past *past, uint64_t clock_ns)
{
	const struct instants *instants = &past->instants;
	return instants->count ? instants->kept[instants_find(instants, clock_ns)] : NULL;
}

const struct snapshot *past_neighbour(
	const struct past *past, const struct snapshot *instant, bool is_later)
{
	const struct instants *instants = &past->instants;
	size_t at = instants_find(instants, instant->clock_ns);
	if (is_later)
		return at + 1 < instants->count ? instants->kept[at + 1] : NULL;
	return at > 0 ? instants->kept[at - 1] : NULL;
}
