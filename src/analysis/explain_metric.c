/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "prose.h"
#include "strata/explain.h"
#include "topics.h"

#define MAPPINGS_MOST 65530 /* vm.max_map_count, unless it was changed */

static const char *value_of(
	const struct snapshot *snapshot, enum metric metric, char out[UNITS_TEXT])
{
	uint64_t value = snapshot->metrics[metric];
	return metric_table[metric].is_bytes ? units_bytes(value, UNITS_WIDE, out)
					     : units_count(value, UNITS_WIDE, out);
}

/* A part of another metric: "49 % of RSS". */
static const struct {
	enum metric part, whole;
} shares[] = {
	{ METRIC_RSS, METRIC_VSZ },
	{ METRIC_PSS, METRIC_RSS },
	{ METRIC_USS, METRIC_RSS },
	{ METRIC_RSS_ANON, METRIC_RSS },
	{ METRIC_RSS_FILE, METRIC_RSS },
	{ METRIC_RSS_SHMEM, METRIC_RSS },
	{ METRIC_ANON_HUGE, METRIC_RSS_ANON },
	{ METRIC_SHARED_CLEAN, METRIC_RSS },
	{ METRIC_SHARED_DIRTY, METRIC_RSS },
	{ METRIC_PRIVATE_CLEAN, METRIC_RSS },
	{ METRIC_PRIVATE_DIRTY, METRIC_RSS },
};

static void tell_share(struct prose *prose, const struct snapshot *snapshot, enum metric metric)
{
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		uint64_t whole = snapshot->metrics[shares[i].whole];
		if (shares[i].part == metric && whole != UNKNOWN && whole != 0)
			prose_add(prose, _(", %.0f %% of %s"),
				100.0 * (double)snapshot->metrics[metric] / (double)whole,
				metric_table[shares[i].whole].title);
	}
}

static void tell_sum(struct prose *prose, const struct snapshot *snapshot, enum metric metric)
{
	static const enum metric kinds[] = { METRIC_RSS_ANON, METRIC_RSS_FILE, METRIC_RSS_SHMEM };
	if (metric != METRIC_RSS || snapshot->metrics[METRIC_RSS_ANON] == UNKNOWN)
		return;
	char value[UNITS_TEXT];
	for (size_t i = 0; i < 3; i++)
		prose_add(prose, "%s%s %s", i == 0 ? ": " : " + ", metric_table[kinds[i]].title,
			value_of(snapshot, kinds[i], value));
}

static void tell_limit(struct prose *prose, const struct snapshot *snapshot, enum metric metric)
{
	if (metric == METRIC_REGIONS && snapshot->metrics[metric] > MAPPINGS_MOST / 2)
		prose_add(prose, _(", %.0f %% of the usual limit"),
			100.0 * (double)snapshot->metrics[metric] / MAPPINGS_MOST);
	if (metric == METRIC_VM_STACK && snapshot->process.stack_limit != UNKNOWN)
		prose_add(prose, _(", limit %s"), PROSE_BYTES(snapshot->process.stack_limit));
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
	const char *title = metric_table[metric].title;
	if (error)
		prose_add(prose, _("%s is not known: %s, %s."), title, metric_table[metric].source,
			strerrordesc_np(error));
	else
		prose_add(prose,
			_("%s is not known: it was not read, or this kernel does not tell."),
			title);
}

size_t explain_metric(const struct snapshot *snapshot, enum metric metric, char *out, size_t size)
{
	struct prose prose = prose_begin(out, size);
	char value[UNITS_TEXT];
	if (snapshot->metrics[metric] == UNKNOWN) {
		tell_unknown(&prose, snapshot, metric);
	} else {
		prose_add(&prose, _("%s is %s"), metric_table[metric].title,
			value_of(snapshot, metric, value));
		tell_share(&prose, snapshot, metric);
		tell_sum(&prose, snapshot, metric);
		tell_limit(&prose, snapshot, metric);
		prose_add(&prose, ".");
	}
	prose_add(&prose, "\n%s", translate(topics_metrics[metric].text));
	return prose.length;
}
