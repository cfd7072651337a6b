/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "export_rows.h"

static void put_title(struct sink *sink, const char *name, const char *suffix)
{
	sink_character(sink, ',');
	sink_string(sink, name);
	sink_string(sink, suffix);
}

static void begin(struct sink *sink)
{
	sink_string(sink, "time,monotonic_ns,pid,comm");
	for (size_t i = 0; i < ROW_METRICS; i++)
		put_title(sink, metric_table[row_metric(i)].name, "");
	for (enum region_kind kind = 0; kind < REGION_KINDS; kind++) {
		put_title(sink, region_kind_name(kind), "_size");
		put_title(sink, region_kind_name(kind), "_rss");
	}
	export_csv_end_row(sink);
}

static void put_row(
	struct sink *sink, const struct export_row *row, const struct export_row *before)
{
	char time[EXPORT_TIME];
	(void)before;
	sink_string(sink, export_time(row->wall_ns, time));
	export_csv_number(sink, row->clock_ns);
	export_csv_number(sink, (uint64_t)row->process->pid);
	export_csv_string(sink, row->process->comm, strlen(row->process->comm));
	for (size_t i = 0; i < ROW_METRICS; i++)
		export_csv_number(sink, row->metrics[row_metric(i)]);
	for (enum region_kind kind = 0; kind < REGION_KINDS; kind++) {
		export_csv_number(sink, row->kinds[kind].size);
		export_csv_number(sink, row->kinds[kind].rss);
	}
	export_csv_end_row(sink);
}

const struct row_format row_csv = { .begin = begin, .row = put_row };
