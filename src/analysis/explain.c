/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/explain.h"

#include <string.h>

#include "prose.h"
#include "topics.h"

static const struct {
	const struct topic *topics;
	size_t count;
} tables[] = {
	{ topics_regions, REGION_KINDS },
	{ topics_places, TOPIC_PLACES },
	{ topics_metrics, METRICS },
	{ topics_counters, COUNTERS },
	{ topics_flags, TOPIC_FLAGS },
	{ topics_permissions, TOPIC_PERMISSIONS },
	{ topics_events, TOPIC_EVENTS },
	{ topics_columns, TOPIC_COLUMNS },
	{ topics_resources, TOPIC_RESOURCES },
};

const size_t topic_count = REGION_KINDS + TOPIC_PLACES + METRICS + COUNTERS + TOPIC_FLAGS +
			   TOPIC_PERMISSIONS + TOPIC_EVENTS + TOPIC_COLUMNS + TOPIC_RESOURCES;

const struct topic *explain_topic_at(size_t index)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		if (index < tables[i].count)
			return &tables[i].topics[index];
		index -= tables[i].count;
	}
	return NULL;
}

const struct topic *explain_event(enum event_kind kind)
{
	return &topics_events[kind];
}

const struct topic *explain_topic(enum topic_kind kind, const char *name)
{
	for (size_t i = 0; i < topic_count; i++) {
		const struct topic *topic = explain_topic_at(i);
		if (topic->kind == kind && strcmp(topic->name, name) == 0)
			return topic;
	}
	return NULL;
}

const char *explain_kind(enum topic_kind kind)
{
	static const char *const names[] = {
		[TOPIC_REGION] = N_("region"),
		[TOPIC_METRIC] = N_("metric"),
		[TOPIC_COUNTER] = N_("counter"),
		[TOPIC_FLAG] = N_("flag"),
		[TOPIC_PERMISSION] = N_("permission"),
		[TOPIC_EVENT] = N_("event"),
		[TOPIC_COLUMN] = N_("column"),
		[TOPIC_PROCESS] = N_("process"),
	};
	return translate(names[kind]);
}

const char *explain_flag(const char *flag)
{
	const struct topic *topic = explain_topic(TOPIC_FLAG, flag);
	return topic ? topic->title : NULL;
}
