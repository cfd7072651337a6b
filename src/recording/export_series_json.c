/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Series as JSON Lines, and as a trace. */
#include <string.h>

#include "event_names.h"
#include "export_rows.h"
#include "json_value.h"

#define MICROSECOND 1000
#define SECOND 1e9

static struct json_object *object_at(struct sink *sink, uint64_t wall_ns, uint64_t clock_ns)
{
	char time[EXPORT_TIME];
	struct json_object *object = value_object(sink);
	value_add_string(sink, object, "time", export_time(wall_ns, time));
	value_add_number(sink, object, "monotonic_ns", clock_ns);
	return object;
}

static struct json_object *kinds_of(struct sink *sink, const struct export_row *row)
{
	struct json_object *kinds = value_object(sink);
	for (enum region_kind kind = 0; kind < REGION_KINDS; kind++) {
		const struct row_kind *figures = &row->kinds[kind];
		if (figures->size == 0 || figures->size == UNKNOWN)
			continue;
		struct json_object *object = value_object(sink);
		value_add_number(sink, object, "size", figures->size);
		value_add_number(sink, object, "rss", figures->rss);
		value_add(sink, kinds, region_kind_name(kind), object);
	}
	return kinds;
}

static void put_line(
	struct sink *sink, const struct export_row *row, const struct export_row *before)
{
	struct json_object *object = object_at(sink, row->wall_ns, row->clock_ns);
	(void)before;
	value_add_number(sink, object, "pid", (uint64_t)row->process->pid);
	value_add_string(sink, object, "comm", row->process->comm);
	for (size_t i = 0; i < ROW_METRICS; i++)
		value_add_number(sink, object, metric_table[row_metric(i)].name,
			row->metrics[row_metric(i)]);
	value_add(sink, object, "kinds", kinds_of(sink, row));
	value_put(sink, object);
	sink_character(sink, '\n');
}

static void put_event_line(
	struct sink *sink, const struct event *event, uint64_t clock_ns, pid_t pid)
{
	struct json_object *object = object_at(sink, event->wall_ns, clock_ns);
	value_add_number(sink, object, "pid", (uint64_t)pid);
	value_add_string(sink, object, "event", event_name(event->kind));
	value_add_string(sink, object, "kind", region_kind_name(event->region_kind));
	value_add_address(sink, object, "address", event->address);
	value_add_string(sink, object, "text", event->text);
	value_put(sink, object);
	sink_character(sink, '\n');
}

const struct row_format row_jsonl = { .row = put_line, .event = put_event_line };

/* What all events of a trace have. */
static struct json_object *trace_event(
	struct sink *sink, const char *name, const char *phase, pid_t pid, uint64_t clock_ns)
{
	struct json_object *object = value_object(sink);
	value_add_string(sink, object, "name", name);
	value_add_string(sink, object, "ph", phase);
	value_add_number(sink, object, "pid", (uint64_t)pid);
	value_add_number(sink, object, "tid", (uint64_t)pid);
	value_add_number(sink, object, "ts", clock_ns / MICROSECOND);
	return object;
}

/* The first of the array is put after "[", the others after a comma. */
static void put_first(struct sink *sink, const struct export_row *row)
{
	struct json_object *object =
		trace_event(sink, "process_name", "M", row->process->pid, row->clock_ns);
	struct json_object *arguments = value_object(sink);
	value_add_string(sink, arguments, "name", row->process->comm);
	value_add(sink, object, "args", arguments);
	sink_string(sink, "\n");
	value_put(sink, object);
}

static void put_counter(struct sink *sink, const char *name, const struct export_row *row,
	struct json_object *values)
{
	struct json_object *object = trace_event(sink, name, "C", row->process->pid, row->clock_ns);
	if (json_object_object_length(values) == 0) {
		json_object_put(values);
		json_object_put(object);
		return;
	}
	value_add(sink, object, "args", values);
	sink_string(sink, ",\n");
	value_put(sink, object);
}

static void add_known(
	struct sink *sink, struct json_object *values, const char *name, uint64_t number)
{
	if (number != UNKNOWN)
		value_add_number(sink, values, name, number);
}

/* Counters that are shown together, each of some metrics. */
static const struct {
	const char *name;
	enum metric metrics[3];
	size_t count;
} counters[] = {
	{ "resident", { METRIC_RSS_ANON, METRIC_RSS_FILE, METRIC_RSS_SHMEM }, 3 },
	{ "share", { METRIC_PSS, METRIC_USS }, 2 },
	{ "swap", { METRIC_SWAP }, 1 },
	{ "virtual", { METRIC_VSZ }, 1 },
	{ "page tables", { METRIC_PAGE_TABLES }, 1 },
	{ "mappings", { METRIC_REGIONS }, 1 },
};

static void put_metrics(struct sink *sink, const struct export_row *row)
{
	for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
		struct json_object *values = value_object(sink);
		for (size_t k = 0; k < counters[i].count; k++) {
			enum metric metric = counters[i].metrics[k];
			add_known(sink, values, metric_table[metric].name, row->metrics[metric]);
		}
		put_counter(sink, counters[i].name, row, values);
	}
}

static void put_kinds(struct sink *sink, const struct export_row *row)
{
	struct json_object *values = value_object(sink);
	for (enum region_kind kind = 0; kind < REGION_KINDS; kind++)
		add_known(sink, values, region_kind_name(kind), row->kinds[kind].rss);
	put_counter(sink, "resident by kind", row, values);
}

/* Faults per second since the row before. */
static void put_faults(
	struct sink *sink, const struct export_row *row, const struct export_row *before)
{
	static const enum metric faults[] = { METRIC_MINFLT, METRIC_MAJFLT };
	struct json_object *values = value_object(sink);
	double seconds = (double)(row->clock_ns - before->clock_ns) / SECOND;
	for (size_t i = 0; i < 2; i++) {
		uint64_t now = row->metrics[faults[i]], then = before->metrics[faults[i]];
		if (now != UNKNOWN && then != UNKNOWN && now >= then && seconds > 0)
			value_add_number(sink, values, metric_table[faults[i]].name,
				(uint64_t)((double)(now - then) / seconds + 0.5));
	}
	put_counter(sink, "faults per second", row, values);
}

static void begin_trace(struct sink *sink)
{
	sink_string(sink, "[");
}

static void put_samples(
	struct sink *sink, const struct export_row *row, const struct export_row *before)
{
	if (!before)
		put_first(sink, row);
	put_metrics(sink, row);
	put_kinds(sink, row);
	if (before)
		put_faults(sink, row, before);
}

static void put_instant(struct sink *sink, const struct event *event, uint64_t clock_ns, pid_t pid)
{
	struct json_object *object = trace_event(sink, event->text, "i", pid, clock_ns);
	value_add_string(sink, object, "s", "p");
	value_add_string(sink, object, "cat", event_name(event->kind));
	sink_string(sink, ",\n");
	value_put(sink, object);
}

static void end_trace(struct sink *sink)
{
	sink_string(sink, "\n]\n");
}

const struct row_format row_trace = {
	.begin = begin_trace,
	.row = put_samples,
	.event = put_instant,
	.end = end_trace,
};
