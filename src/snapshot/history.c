/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/history.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rates look back this far where samples are closer together: a second, less the jitter of the
 * sampler, so that a period of one second takes the last two samples. */
#define RATE_SPAN_NS 900000000U
#define RATE_LEAST_NS 50000000ull /* over less, one fault would be a flood */

struct sample {
	uint64_t clock_ns;
	uint64_t metrics[METRICS];
};

struct history {
	size_t count;
	size_t next; /* where the next sample goes */
	uint64_t peaks[METRICS];
	struct sample samples[HISTORY_SAMPLES];
};

int history_create(struct history **ret_history)
{
	struct history *history = malloc(sizeof(*history));
	if (!history)
		return -ENOMEM;
	history_clear(history);
	*ret_history = history;
	return 0;
}

void history_destroy(struct history *history)
{
	free(history);
}

void history_clear(struct history *history)
{
	history->count = 0;
	history->next = 0;
	for (size_t metric = 0; metric < METRICS; metric++)
		history->peaks[metric] = UNKNOWN;
}

static void raise_peak(uint64_t *peak, uint64_t value)
{
	if (value != UNKNOWN && (*peak == UNKNOWN || value > *peak))
		*peak = value;
}

void history_add(struct history *history, const struct snapshot *snapshot)
{
	struct sample *sample = &history->samples[history->next];
	sample->clock_ns = snapshot->clock_ns;
	memcpy(sample->metrics, snapshot->metrics, sizeof(sample->metrics));
	for (size_t metric = 0; metric < METRICS; metric++)
		raise_peak(&history->peaks[metric], snapshot->metrics[metric]);

	history->next = (history->next + 1) % HISTORY_SAMPLES;
	if (history->count < HISTORY_SAMPLES)
		history->count++;
}

size_t history_count(const struct history *history)
{
	return history->count;
}

static const struct sample *sample_at(const struct history *history, size_t age)
{
	if (age >= history->count)
		return NULL;
	return &history->samples[(history->next + HISTORY_SAMPLES - 1 - age) % HISTORY_SAMPLES];
}

uint64_t history_value(const struct history *history, enum metric metric, size_t age)
{
	const struct sample *sample = sample_at(history, age);
	return sample ? sample->metrics[metric] : UNKNOWN;
}

uint64_t history_clock(const struct history *history, size_t age)
{
	const struct sample *sample = sample_at(history, age);
	return sample ? sample->clock_ns : UNKNOWN;
}

double history_rate(const struct history *history, enum metric metric)
{
	if (history->count < 2)
		return NAN;
	const struct sample *newest = sample_at(history, 0);
	size_t age = 1;
	while (age + 1 < history->count &&
		newest->clock_ns - history_clock(history, age) < RATE_SPAN_NS)
		age++;

	const struct sample *earlier = sample_at(history, age);
	uint64_t now = newest->metrics[metric], before = earlier->metrics[metric];
	uint64_t span = newest->clock_ns - earlier->clock_ns;
	if (now == UNKNOWN || before == UNKNOWN || span < RATE_LEAST_NS)
		return NAN;
	return (double)(int64_t)(now - before) * 1e9 / (double)span;
}

uint64_t history_peak(const struct history *history, enum metric metric)
{
	return history->peaks[metric];
}
