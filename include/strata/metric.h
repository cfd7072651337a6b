/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Metrics are the figures of a whole process, one table row each: name, unit and source.
 *
 * Names are the kernel's where it has one. Values are bytes or plain counts; UNKNOWN where the
 * kernel does not give the figure or reading was denied. Everything that speaks of metrics (header,
 * history, exports, expectations of demos, explanations) reads this table. */
#pragma once

#include <stdbool.h>

enum metric {
	METRIC_VSZ,
	METRIC_RSS,
	METRIC_RSS_ANON,
	METRIC_RSS_FILE,
	METRIC_RSS_SHMEM,
	METRIC_PSS,
	METRIC_USS,
	METRIC_SWAP,
	METRIC_LOCKED,
	METRIC_PAGE_TABLES,
	METRIC_PEAK_VSZ,
	METRIC_PEAK_RSS,
	METRIC_MINFLT,
	METRIC_MAJFLT,
	METRIC_REGIONS,
	METRIC_EXPORTED, /* the ones above are the "totals" of the JSON export, in this order */
	METRIC_SHARED_CLEAN = METRIC_EXPORTED,
	METRIC_SHARED_DIRTY,
	METRIC_PRIVATE_CLEAN,
	METRIC_PRIVATE_DIRTY,
	METRIC_ANONYMOUS,
	METRIC_REFERENCED,
	METRIC_LAZY_FREE,
	METRIC_ANON_HUGE,
	METRIC_HEAP, /* size of the [heap] mapping; 0 when there is none */
	METRIC_VM_DATA,
	METRIC_VM_STACK,
	METRIC_VM_EXE,
	METRIC_VM_LIB,
	METRIC_HUGETLB,
	METRIC_THREADS,
	METRIC_VOLUNTARY,
	METRIC_NONVOLUNTARY,
	METRICS,
};

struct metric_info {
	const char *name;   /* "rss_anon": exports, expectations, --sort */
	const char *title;  /* "RssAnon": on screen */
	bool is_bytes;      /* otherwise a count */
	bool is_cumulative; /* counts up for ever: a rate makes sense */
	const char *source; /* "/proc/PID/status RssAnon" */
};
extern const struct metric_info metric_table[METRICS];

/* The metric with this name, or METRICS where there is none. */
enum metric metric_of(const char *name);
