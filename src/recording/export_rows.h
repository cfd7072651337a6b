/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A row is one sample reduced to its figures, wherever it comes from; a format writes rows. */
#pragma once

#include "export_formats.h"
#include "strata/diff.h"

struct row_kind {
	uint64_t size, rss;
};

struct export_row {
	uint64_t wall_ns, clock_ns;
	const struct process *process;
	uint64_t metrics[METRICS];
	struct row_kind kinds[REGION_KINDS];
};

/* Of the metrics these stand in a row, in this order. */
#define ROW_METRICS (METRIC_EXPORTED + 1)
enum metric row_metric(size_t index);

struct row_format {
	void (*begin)(struct sink *sink); /* NULL: nothing */
	/* `before` is the row before; NULL for the first. */
	void (*row)(
		struct sink *sink, const struct export_row *row, const struct export_row *before);
	/* At that time of CLOCK_MONOTONIC. NULL: it has no events. */
	void (*event)(struct sink *sink, const struct event *event, uint64_t clock_ns, pid_t pid);
	void (*end)(struct sink *sink); /* NULL: nothing */
};

extern const struct row_format row_csv, row_jsonl, row_trace;
