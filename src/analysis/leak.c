/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/leak.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES 240
#define SECOND_NS 1000000000.0
#define NOISE (64u << 10) /* bytes that come and go with any program */
#define TOLD 0.5          /* of a kind's growth: then its regions tell the story */
#define AS_LONG 0.5       /* as the kind: a region whose growth is the kind's */
#define LINE_SLACK 0.5    /* of the rate: a larger error says nothing */

static const char *const names[VERDICTS] = {
	[VERDICT_LEAK] = "leak",
	[VERDICT_GROWING] = "growing",
	[VERDICT_PLATEAU] = "plateau",
	[VERDICT_SAWTOOTH] = "sawtooth",
	[VERDICT_UNSURE] = "unsure",
};

const char *verdict_name(enum verdict verdict)
{
	return names[verdict];
}

/* What is looked at, and how far apart samples are there. */
struct stretch {
	uint64_t since_ns, until_ns, step_ns;
};

/* No finer than the process was sampled: a value that is only held is no second witness. */
static struct stretch stretch_of(const struct past *past, uint64_t since_ns, uint64_t until_ns)
{
	uint64_t step = (until_ns - since_ns) / SAMPLES, period = past_period(past);
	return (struct stretch){ since_ns, until_ns, step > period ? step : period };
}

/* The series in equal steps, the last of them at the end. Nothing before it began. */
static size_t take_samples(const struct series *series, const struct stretch *stretch,
	struct trend_sample samples[SAMPLES])
{
	size_t count = 0;
	uint32_t place = 0;
	uint64_t steps = (stretch->until_ns - stretch->since_ns) / stretch->step_ns;
	for (uint64_t left = steps < SAMPLES ? steps + 1 : SAMPLES; left-- > 0;) {
		uint64_t end = stretch->until_ns - left * stretch->step_ns;
		uint64_t from = end > stretch->step_ns ? end - stretch->step_ns + 1 : 0;
		struct series_window window = series_sweep(series, from, end, &place);
		if (window.last == UNKNOWN || window.least == UNKNOWN)
			continue;
		samples[count++] = (struct trend_sample){
			.seconds = -(double)(stretch->until_ns - end) / SECOND_NS,
			.value = (double)window.last,
			.least = (double)window.least,
		};
	}
	return count;
}

static enum verdict verdict_of(const struct trend *trend)
{
	bool is_sharp = trend->rate > 0 && trend->rate_error < trend->rate * LINE_SLACK;
	switch (trend->shape) {
	case TREND_STEADY:
		return is_sharp && trend->confidence >= LEAK_CONFIDENCE &&
				       trend->lasting >= LEAK_SECONDS
			       ? VERDICT_LEAK
			       : VERDICT_GROWING;
	case TREND_SLOWING:
		return VERDICT_GROWING;
	case TREND_PLATEAU:
		return VERDICT_PLATEAU;
	case TREND_SAWTOOTH:
		return VERDICT_SAWTOOTH;
	default:
		return VERDICT_UNSURE;
	}
}

static void find_limit(struct suspect *suspect, const struct limits *limits)
{
	suspect->limit = LIMITS;
	suspect->limit_in = INFINITY;
	if (suspect->verdict > VERDICT_GROWING || suspect->trend.rate <= 0)
		return;
	for (size_t i = 0; i < LIMITS; i++) {
		double seconds = (double)limits->left[i] / suspect->trend.rate;
		if (limits->left[i] == UNKNOWN || seconds >= suspect->limit_in)
			continue;
		suspect->limit = (enum limit)i;
		suspect->limit_in = seconds;
	}
}

/* Has it ever changed by enough? Asked first, for most regions never did. */
static bool is_moving(const struct series *series)
{
	return series->most != UNKNOWN && series->most - series->least >= LEAK_LEAST;
}

/* Judges one series; false when it has nothing to be suspected of. */
static bool judge(const struct series *series, const struct stretch *stretch,
	const struct limits *limits, struct suspect *suspect)
{
	struct trend_sample samples[SAMPLES];
	struct series_window window = series_window(series, stretch->since_ns, stretch->until_ns);
	if (window.most == UNKNOWN || window.most - window.least < LEAK_LEAST)
		return false;
	size_t count = take_samples(series, stretch, samples);
	trend_find(samples, count, NOISE, &suspect->trend);
	suspect->verdict = verdict_of(&suspect->trend);
	suspect->confidence = suspect->trend.confidence;
	suspect->bytes = window.last;
	find_limit(suspect, limits);
	return suspect->trend.growth >= LEAK_LEAST || suspect->verdict == VERDICT_SAWTOOTH;
}

/* The best `capacity` of all that are offered. */
struct ranking {
	struct suspect *suspects;
	size_t count, capacity;
};

static bool is_worse(const struct suspect *a, const struct suspect *b)
{
	if (a->verdict != b->verdict)
		return a->verdict > b->verdict;
	if (fabs(a->confidence - b->confidence) > 0.05)
		return a->confidence < b->confidence;
	return a->trend.growth < b->trend.growth;
}

static void offer(struct ranking *ranking, const struct suspect *suspect)
{
	size_t at = ranking->count;
	while (at > 0 && is_worse(&ranking->suspects[at - 1], suspect))
		at--;
	if (at == ranking->capacity)
		return;
	if (ranking->count < ranking->capacity)
		ranking->count++;
	memmove(&ranking->suspects[at + 1], &ranking->suspects[at],
		(ranking->count - at - 1) * sizeof *suspect);
	ranking->suspects[at] = *suspect;
}

/* What is known of the kinds while their regions are gone through. */
struct kinds {
	struct suspect suspects[REGION_KINDS];
	bool is_suspect[REGION_KINDS];
	double told[REGION_KINDS]; /* how much of its growth, or rate, regions account for */
};

static void judge_kinds(struct kinds *kinds, const struct past *past, const struct stretch *stretch,
	const struct limits *limits)
{
	for (size_t i = 0; i < REGION_KINDS; i++) {
		struct suspect *suspect = &kinds->suspects[i];
		suspect->kind = (enum region_kind)i;
		kinds->is_suspect[i] =
			judge(past_kind(past, suspect->kind, PAST_OWN), stretch, limits, suspect) &&
			suspect->trend.growth > 0;
	}
}

/* An allocator goes from region to region: one that grew for a while does not explain what goes on for
 * longer. */
static void tell(struct kinds *kinds, const struct suspect *suspect)
{
	const struct suspect *kind = &kinds->suspects[suspect->kind];
	if (kind->verdict != VERDICT_LEAK)
		kinds->told[suspect->kind] += fmax(suspect->trend.growth, 0);
	else if (suspect->verdict == VERDICT_LEAK &&
		 suspect->trend.lasting >= kind->trend.lasting * AS_LONG)
		kinds->told[suspect->kind] += suspect->trend.rate;
}

static bool is_told(const struct kinds *kinds, size_t kind)
{
	const struct trend *trend = &kinds->suspects[kind].trend;
	bool is_leak = kinds->suspects[kind].verdict == VERDICT_LEAK;
	return kinds->told[kind] >= TOLD * (is_leak ? trend->rate : trend->growth);
}

static void withdraw(struct ranking *ranking, enum region_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < ranking->count; i++)
		if (ranking->suspects[i].kind != kind)
			ranking->suspects[count++] = ranking->suspects[i];
	ranking->count = count;
}

static void offer_kinds(const struct kinds *kinds, struct ranking *ranking)
{
	for (size_t i = 0; i < REGION_KINDS; i++) {
		const struct suspect *suspect = &kinds->suspects[i];
		if (!kinds->is_suspect[i] || is_told(kinds, i))
			continue;
		if (suspect->verdict == VERDICT_LEAK)
			withdraw(ranking, suspect->kind);
		offer(ranking, suspect);
	}
}

size_t leak_find(const struct past *past, const struct limits *limits, uint64_t since_ns,
	uint64_t until_ns, struct suspect *suspects, size_t capacity)
{
	struct ranking ranking = { .suspects = suspects, .capacity = capacity };
	/* What has not been looked at has not been still. */
	uint64_t known_ns = past_known(past);
	if (until_ns > known_ns)
		until_ns = known_ns;
	if (until_ns <= since_ns)
		return 0;
	const struct stretch stretch = stretch_of(past, since_ns, until_ns);
	struct kinds kinds = { 0 };
	if (stretch.step_ns == 0)
		return 0;
	judge_kinds(&kinds, past, &stretch, limits);
	for (size_t i = 0; i < past_track_count(past); i++) {
		const struct track *track = past_track(past, i);
		const struct series *series = &track->figures[PAST_OWN];
		if (track->gone_ns || track->changed_ns <= since_ns || !is_moving(series))
			continue;
		struct suspect suspect = { .track = track, .kind = (enum region_kind)track->kind };
		if (!judge(series, &stretch, limits, &suspect))
			continue;
		tell(&kinds, &suspect);
		offer(&ranking, &suspect);
	}
	offer_kinds(&kinds, &ranking);
	return ranking.count;
}
