/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Metrics as Prometheus reads them. A family is its lines of HELP and TYPE and all its samples. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "export_formats.h"
#include "strata/text.h"

struct metrics {
	struct sink *sink;
	const struct snapshot *snapshot;
	bool is_openmetrics;
	char comm[256]; /* safe, escaped */
};

static void put(struct metrics *metrics, const char *text)
{
	sink_string(metrics->sink, text);
}

/* In OpenMetrics a counter's family is called without its _total. */
static void put_family(struct metrics *metrics, const char *name, const char *unit, bool is_counter,
	const char *help)
{
	const char *suffix = is_counter && !metrics->is_openmetrics ? "_total" : "";
	const char *const lines[] = { "# HELP ", name, suffix, " ", help, "\n# TYPE ", name, suffix,
		is_counter ? " counter\n" : " gauge\n" };
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		put(metrics, lines[i]);
	if (!unit || !metrics->is_openmetrics)
		return;
	const char *const line[] = { "# UNIT ", name, " ", unit, "\n" };
	for (size_t i = 0; i < sizeof line / sizeof *line; i++)
		put(metrics, line[i]);
}

/* `name{pid="4121",`, then a label of its own and the value; what is not known is left out. */
static void put_sample(
	struct metrics *metrics, const char *name, const char *labels, uint64_t value)
{
	if (value == UNKNOWN)
		return;
	put(metrics, name);
	put(metrics, "{pid=\"");
	sink_decimal(metrics->sink, (uint64_t)metrics->snapshot->process.pid);
	put(metrics, "\"");
	put(metrics, labels);
	put(metrics, "} ");
	sink_decimal(metrics->sink, value);
	put(metrics, "\n");
}

static const char *labels_of(
	const struct metrics *metrics, const char *memtype, char out[sizeof metrics->comm + 64])
{
	size_t size = sizeof metrics->comm + 64;
	if (memtype)
		snprintf(out, size, ",comm=\"%s\",memtype=\"%s\"", metrics->comm, memtype);
	else
		snprintf(out, size, ",comm=\"%s\"", metrics->comm);
	return out;
}

static void put_process_memory(struct metrics *metrics)
{
	static const enum metric kinds[] = { METRIC_VSZ, METRIC_RSS, METRIC_RSS_ANON,
		METRIC_RSS_FILE, METRIC_RSS_SHMEM, METRIC_PSS, METRIC_USS, METRIC_SWAP,
		METRIC_LOCKED, METRIC_PAGE_TABLES, METRIC_PEAK_VSZ, METRIC_PEAK_RSS };
	char labels[sizeof metrics->comm + 64];
	put_family(metrics, "strata_process_memory_bytes", "bytes", false,
		"Memory of the process; rss = rss_anon + rss_file + rss_shmem, pss and uss are its "
		"fair and its own share.");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		put_sample(metrics, "strata_process_memory_bytes",
			labels_of(metrics, metric_table[kinds[i]].name, labels),
			metrics->snapshot->metrics[kinds[i]]);
}

static void put_kind(struct metrics *metrics, enum region_kind kind)
{
	const struct kind_total *total = &metrics->snapshot->table->kinds[kind];
	const struct {
		const char *name;
		uint64_t bytes;
	} figures[] = { { "size", total->size }, { "rss", total->rss }, { "pss", total->pss },
		{ "uss", total->uss }, { "swap", total->swap } };
	char labels[96];
	for (size_t i = 0; i < sizeof figures / sizeof *figures && total->regions; i++) {
		snprintf(labels, sizeof labels, ",kind=\"%s\",memtype=\"%s\"",
			region_kind_name(kind), figures[i].name);
		put_sample(metrics, "strata_mapping_memory_bytes", labels, figures[i].bytes);
	}
}

static void put_kinds(struct metrics *metrics)
{
	char labels[96];
	put_family(metrics, "strata_mapping_memory_bytes", "bytes", false,
		"Memory of all mappings of a kind: text, data, heap, stack and others.");
	for (enum region_kind kind = 0; kind < REGION_KINDS; kind++)
		put_kind(metrics, kind);
	put_family(metrics, "strata_mappings", NULL, false, "Mappings of a kind.");
	for (enum region_kind kind = 0; kind < REGION_KINDS; kind++) {
		uint64_t count = metrics->snapshot->table->kinds[kind].regions;
		snprintf(labels, sizeof labels, ",kind=\"%s\"", region_kind_name(kind));
		if (count > 0)
			put_sample(metrics, "strata_mappings", labels, count);
	}
}

static void put_counts(struct metrics *metrics)
{
	static const struct {
		const char *family, *sample, *help;
		enum metric metric;
		bool is_counter;
	} counts[] = {
		{ "strata_process_minor_page_faults", "strata_process_minor_page_faults_total",
			"Page faults that needed no reading from a disk.", METRIC_MINFLT, true },
		{ "strata_process_major_page_faults", "strata_process_major_page_faults_total",
			"Page faults that waited for a disk.", METRIC_MAJFLT, true },
		{ "strata_process_threads", "strata_process_threads", "Threads of the process.",
			METRIC_THREADS, false },
	};
	char labels[sizeof metrics->comm + 64];
	labels_of(metrics, NULL, labels);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		put_family(metrics, counts[i].family, NULL, counts[i].is_counter, counts[i].help);
		put_sample(metrics, counts[i].sample, labels,
			metrics->snapshot->metrics[counts[i].metric]);
	}
}

static void put_start(struct metrics *metrics)
{
	uint64_t start_ns = metrics->snapshot->process.start_wall_ns;
	char labels[sizeof metrics->comm + 64];
	put_family(metrics, "strata_process_start_time_seconds", "seconds", false,
		"When the process was started, in seconds since 1970.");
	put_sample(metrics, "strata_process_start_time_seconds", labels_of(metrics, NULL, labels),
		start_ns ? start_ns / 1000000000 : UNKNOWN);
}

static void escape(const char *raw, char *out, size_t size)
{
	char safe[64];
	size_t used = 0;
	text_sanitise(raw, strlen(raw), safe, sizeof safe);
	for (const char *at = safe; *at && used + 3 < size; at++) {
		if (*at == '\\' || *at == '"')
			out[used++] = '\\';
		out[used++] = *at;
	}
	out[used] = '\0';
}

int export_metrics(const struct snapshot *snapshot, bool is_openmetrics, FILE *stream)
{
	struct sink *sink = malloc(sizeof *sink);
	struct metrics metrics = { sink, snapshot, is_openmetrics, "" };
	if (!sink)
		return -ENOMEM;
	sink_init(sink, stream, false);
	escape(snapshot->process.comm, metrics.comm, sizeof metrics.comm);
	put_process_memory(&metrics);
	put_kinds(&metrics);
	put_counts(&metrics);
	put_start(&metrics);
	if (is_openmetrics)
		put(&metrics, "# EOF\n");
	int error = sink_finish(sink);
	free(sink);
	return error;
}
