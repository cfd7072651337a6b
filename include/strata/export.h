/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A snapshot as text, JSON or CSV: the batch face. Schema and key order are fixed (strata(1)).
 *
 * Bytes that are not UTF-8 stand in JSON as "\udc80".."\udcff" (as in Python's surrogateescape), so
 * every name survives; text and CSV are sanitised (text.h). CSV follows RFC 4180. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "strata/leak.h"
#include "strata/pages.h"
#include "strata/processes.h"
#include "strata/snapshot.h"

enum export_format {
	EXPORT_TEXT,
	EXPORT_JSON,
	EXPORT_CSV
};

/* Every page of a process, or of one region: runs in order of address. */
struct export_pages {
	const struct page_run *runs;
	size_t count;
};

struct export_options {
	enum export_format format;
	bool totals;   /* no regions: identity, totals, kinds, gaps */
	bool is_ascii; /* text form: unknown is "-", other characters become '?' */
	const struct export_pages *pages; /* to be written behind the regions; CSV: in place of
					     them; NULL for none */
	int width;                        /* columns of the text form; 0: as wide as needed */
};

/* 0, or -errno of the first write that failed. */
int export_snapshot(
	const struct snapshot *snapshot, const struct export_options *options, FILE *stream);
int export_processes(
	const struct process_list *list, const struct export_options *options, FILE *stream);

/* What grew, as leak_find() ranked it. */
struct export_leaks {
	const struct snapshot *snapshot; /* the last one: who it is */
	double seconds;                  /* looked at */
	uint64_t samples;
	const struct suspect *suspects;
	size_t count;
};

/* Text or JSON (strata(1) has the schema); others are text. */
int export_leaks(
	const struct export_leaks *leaks, const struct export_options *options, FILE *stream);
/* Two pictures, and what they have not in common (difference.h). Text or JSON. */
int export_difference(const struct snapshot *before, const struct snapshot *after,
	const struct export_options *options, FILE *stream);

/* Series: what every sample of one process says, as they come: a row each.
 *
 * CSV has the time, the identity, the totals of the JSON of a snapshot, threads, and size and resident
 * bytes of each kind of region; JSON Lines has the same as an object a line, and a line for each event;
 * a trace is the JSON array of counter and instant events that Perfetto and chrome://tracing read, in
 * microseconds of CLOCK_MONOTONIC. Bytes are bytes; what is not known is empty, null, or left out. */
enum export_series_format {
	EXPORT_SERIES_CSV,
	EXPORT_SERIES_JSONL,
	EXPORT_SERIES_TRACE,
};

struct export_series;
struct event;

/* The stream stays the caller's; nothing is flushed. */
int export_series_create(
	enum export_series_format format, FILE *stream, struct export_series **ret_series);
/* A sample; one of a process that has ended is passed over. 0 or the first error of all. */
int export_series_add(struct export_series *series, const struct snapshot *snapshot);
int export_series_note(struct export_series *series, const struct event *event);
/* Everything that is remembered of a process, at the pace of its samples. */
int export_series_add_past(
	struct export_series *series, const struct past *past, const struct process *process);
/* Writes what ends it; 0 or the first error of all. NULL is fine. */
int export_series_finish(struct export_series *series);

/* One sample as metrics for Prometheus: strata_process_memory_bytes{pid,comm,memtype} and others, of
 * few labels and without addresses. As OpenMetrics 1.0, which ends in "# EOF"; or in the text format
 * before it, which node_exporter reads. */
int export_metrics(const struct snapshot *snapshot, bool is_openmetrics, FILE *stream);
