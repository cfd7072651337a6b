/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "prose.h"
#include "strata/explain.h"
#include "topics.h"

#define MAPPINGS_MOST 65530 /* vm.max_map_count, unless it was changed */

static void tell_value(struct prose *prose, const struct snapshot *snapshot, enum metric metric)
{
	if (metric_table[metric].is_bytes)
		prose_bytes(prose, snapshot->metrics[metric]);
	else
		prose_count(prose, snapshot->metrics[metric]);
}

/* A part of another metric: "49 % of RSS". */
static const struct {
	enum metric part, whole;
	const char *text;
} shares[] = {
	{ METRIC_RSS, METRIC_VSZ, "of VSZ" },
	{ METRIC_PSS, METRIC_RSS, "of RSS" },
	{ METRIC_USS, METRIC_RSS, "of RSS" },
	{ METRIC_RSS_ANON, METRIC_RSS, "of RSS" },
	{ METRIC_RSS_FILE, METRIC_RSS, "of RSS" },
	{ METRIC_RSS_SHMEM, METRIC_RSS, "of RSS" },
	{ METRIC_ANON_HUGE, METRIC_RSS_ANON, "of RssAnon" },
	{ METRIC_SHARED_CLEAN, METRIC_RSS, "of RSS" },
	{ METRIC_SHARED_DIRTY, METRIC_RSS, "of RSS" },
	{ METRIC_PRIVATE_CLEAN, METRIC_RSS, "of RSS" },
	{ METRIC_PRIVATE_DIRTY, METRIC_RSS, "of RSS" },
};

static void tell_share(struct prose *prose, const struct snapshot *snapshot, enum metric metric)
{
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		uint64_t whole = snapshot->metrics[shares[i].whole];
		if (shares[i].part == metric && whole != UNKNOWN && whole != 0)
			prose_add(prose, ", %.0f %% %s",
				100.0 * (double)snapshot->metrics[metric] / (double)whole,
				shares[i].text);
	}
}

static void tell_sum(struct prose *prose, const struct snapshot *snapshot, enum metric metric)
{
	static const enum metric kinds[] = { METRIC_RSS_ANON, METRIC_RSS_FILE, METRIC_RSS_SHMEM };
	if (metric != METRIC_RSS || snapshot->metrics[METRIC_RSS_ANON] == UNKNOWN)
		return;
	for (size_t i = 0; i < 3; i++) {
		prose_add(prose, "%s%s ", i == 0 ? ": " : " + ", metric_table[kinds[i]].title);
		tell_value(prose, snapshot, kinds[i]);
	}
}

static void tell_limit(struct prose *prose, const struct snapshot *snapshot, enum metric metric)
{
	if (metric == METRIC_REGIONS && snapshot->metrics[metric] > MAPPINGS_MOST / 2)
		prose_add(prose, ", %.0f %% of the usual limit",
			100.0 * (double)snapshot->metrics[metric] / MAPPINGS_MOST);
	if (metric == METRIC_VM_STACK && snapshot->process.stack_limit != UNKNOWN) {
		prose_add(prose, ", limit ");
		prose_bytes(prose, snapshot->process.stack_limit);
	}
}

/* "/proc/PID/smaps, sum of Pss" -> the gap of smaps. */
static int why_unknown(const struct snapshot *snapshot, enum metric metric)
{
	bool is_smaps = strstr(metric_table[metric].source, "/smaps");
	bool is_maps = strstr(metric_table[metric].source, "/maps");
	return snapshot_gap(snapshot, is_smaps ? "smaps" : is_maps ? "maps" : "status");
}

static void tell_unknown(struct prose *prose, const struct snapshot *snapshot, enum metric metric)
{
	int error = why_unknown(snapshot, metric);
	prose_add(prose, "%s is not known", metric_table[metric].title);
	if (error)
		prose_add(prose, ": %s, %s.", metric_table[metric].source, strerrordesc_np(error));
	else
		prose_add(prose, ": it was not read, or this kernel does not tell.");
}

size_t explain_metric(const struct snapshot *snapshot, enum metric metric, char *out, size_t size)
{
	struct prose prose = prose_begin(out, size);
	if (snapshot->metrics[metric] == UNKNOWN) {
		tell_unknown(&prose, snapshot, metric);
	} else {
		prose_add(&prose, "%s is ", metric_table[metric].title);
		tell_value(&prose, snapshot, metric);
		tell_share(&prose, snapshot, metric);
		tell_sum(&prose, snapshot, metric);
		tell_limit(&prose, snapshot, metric);
		prose_add(&prose, ".");
	}
	prose_add(&prose, "\n%s", topics_metrics[metric].text);
	return prose.length;
}
