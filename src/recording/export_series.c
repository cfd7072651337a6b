/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>

#include "export_rows.h"

struct export_series {
	const struct row_format *format;
	struct sink sink;
	int error; /* the first of all */
	bool has_begun, has_row;
	struct export_row last; /* its process is not looked at */
	pid_t pid;
};

static const struct row_format *const formats[] = {
	[EXPORT_SERIES_CSV] = &row_csv,
	[EXPORT_SERIES_JSONL] = &row_jsonl,
	[EXPORT_SERIES_TRACE] = &row_trace,
};

enum metric row_metric(size_t index)
{
	return index < METRIC_EXPORTED ? (enum metric)index : METRIC_THREADS;
}

int export_series_create(
	enum export_series_format format, FILE *stream, struct export_series **ret_series)
{
	struct export_series *series = calloc(1, sizeof *series);
	if (!series)
		return -ENOMEM;
	series->format = formats[format];
	sink_init(&series->sink, stream, false);
	*ret_series = series;
	return 0;
}

/* What has been written is with the stream from now on. */
static int hand_over(struct export_series *series)
{
	FILE *stream = series->sink.stream;
	int error = sink_finish(&series->sink);
	if (series->error == 0)
		series->error = error;
	sink_init(&series->sink, stream, false);
	return series->error;
}

static void begin(struct export_series *series)
{
	if (!series->has_begun && series->format->begin)
		series->format->begin(&series->sink);
	series->has_begun = true;
}

/* Where the regions may not be read, nobody knows that there are none of a kind. */
static void mark_unknown(struct export_row *row)
{
	for (size_t i = 0; row->metrics[METRIC_REGIONS] == UNKNOWN && i < REGION_KINDS; i++)
		row->kinds[i] = (struct row_kind){ UNKNOWN, UNKNOWN };
}

static int put_row(struct export_series *series, struct export_row *row)
{
	begin(series);
	mark_unknown(row);
	series->format->row(&series->sink, row, series->has_row ? &series->last : NULL);
	series->last = *row;
	series->has_row = true;
	series->pid = row->process->pid;
	return hand_over(series);
}

int export_series_add(struct export_series *series, const struct snapshot *snapshot)
{
	struct export_row row = { snapshot->wall_ns, snapshot->clock_ns, &snapshot->process, { 0 },
		{ { 0 } } };
	if (snapshot->life != LIFE_ALIVE)
		return series->error;
	for (size_t i = 0; i < METRICS; i++)
		row.metrics[i] = snapshot->metrics[i];
	for (size_t i = 0; i < REGION_KINDS; i++)
		row.kinds[i] = (struct row_kind){ snapshot->table->kinds[i].size,
			snapshot->table->kinds[i].rss };
	return put_row(series, &row);
}

/* Events know the wall's clock alone. */
int export_series_note(struct export_series *series, const struct event *event)
{
	int64_t since = series->has_row ? (int64_t)(event->wall_ns - series->last.wall_ns) : 0;
	if (!series->format->event || !series->has_row)
		return series->error;
	begin(series);
	series->format->event(
		&series->sink, event, series->last.clock_ns + (uint64_t)since, series->pid);
	return hand_over(series);
}

static uint64_t size_of_kind(
	const struct past *past, enum region_kind kind, enum past_figure figure, uint64_t clock_ns)
{
	const struct series *series = past_kind(past, kind, figure);
	return series->count ? series_at(series, clock_ns) : 0;
}

int export_series_add_past(
	struct export_series *series, const struct past *past, const struct process *process)
{
	uint64_t first_ns, last_ns, step_ns = past_period(past);
	if (!past_span(past, &first_ns, &last_ns))
		return series->error;
	for (uint64_t at_ns = first_ns; at_ns <= last_ns; at_ns += step_ns ? step_ns : 1) {
		struct export_row row = { past_wall(past, at_ns), at_ns, process, { 0 },
			{ { 0 } } };
		for (enum metric metric = 0; metric < METRICS; metric++)
			row.metrics[metric] = series_at(past_metric(past, metric), at_ns);
		for (enum region_kind kind = 0; kind < REGION_KINDS; kind++)
			row.kinds[kind] =
				(struct row_kind){ size_of_kind(past, kind, PAST_SIZE, at_ns),
					size_of_kind(past, kind, PAST_RSS, at_ns) };
		if (put_row(series, &row) < 0)
			break;
	}
	return series->error;
}

int export_series_finish(struct export_series *series)
{
	if (!series)
		return 0;
	begin(series);
	if (series->format->end)
		series->format->end(&series->sink);
	int error = hand_over(series);
	free(series);
	return error;
}
