/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process has of a thing now. */
#include <string.h>

#include "prose.h"
#include "strata/explain.h"
#include "strata/translate.h"

/* Regions that have something in common, and what they have. */
struct sum {
	uint64_t count, size, rss;
};

static bool has_permission(const struct region *region, const char *letter)
{
	char text[5];
	region_permissions_text(region->permissions, text);
	return strchr(text, *letter);
}

static bool fits(const struct region *region, const struct topic *topic)
{
	switch (topic->kind) {
	case TOPIC_REGION:
		return strcmp(region_kind_name(region->kind), topic->name) == 0;
	case TOPIC_FLAG:
		return region_has_flag(region, topic->name);
	case TOPIC_PERMISSION:
		return has_permission(region, topic->name);
	default:
		return false;
	}
}

static struct sum sum_of(const struct region_table *table, const struct topic *topic)
{
	struct sum sum = { 0 };
	for (size_t i = 0; i < table->count; i++) {
		const struct region *region = &table->regions[i];
		if (!fits(region, topic))
			continue;
		sum.count++;
		sum.size += region_size(region);
		sum.rss = known_sum(sum.rss, region->counters[COUNTER_RSS]);
	}
	return sum;
}

static void tell_regions(
	struct prose *prose, const struct snapshot *snapshot, const struct topic *topic)
{
	struct sum sum = sum_of(snapshot->table, topic);
	if (sum.count == 0)
		prose_add(prose, "%s", _("This process has none."));
	else
		prose_add(prose, _("Here: %s, %s of addresses, %s resident."),
			PROSE_COUNTED(sum.count, "%s mapping", "%s mappings"),
			PROSE_BYTES(sum.size), PROSE_BYTES(sum.rss));
}

static void tell_counter(
	struct prose *prose, const struct snapshot *snapshot, const struct topic *topic)
{
	unsigned counter = 0;
	uint64_t sum = 0, largest = 0, value;
	const struct region *most = NULL;
	while (counter < COUNTERS && strcmp(counter_table[counter].name, topic->name) != 0)
		counter++;
	if (counter == COUNTERS || counter == COUNTER_PAGE_SIZE)
		return;
	for (size_t i = 0; i < snapshot->table->count; i++) {
		value = snapshot->table->regions[i].counters[counter];
		sum = known_sum(sum, value);
		if (value != UNKNOWN && value > largest) {
			largest = value;
			most = &snapshot->table->regions[i];
		}
	}
	if (most)
		prose_add(prose, _("Here: %s in all, most of it in %s: %s."), PROSE_BYTES(sum),
			PROSE_REGION(most), PROSE_BYTES(largest));
	else
		prose_add(prose, _("Here: %s."), PROSE_BYTES(sum));
}

size_t explain_here(
	const struct snapshot *snapshot, const struct topic *topic, char *out, size_t size)
{
	struct prose prose = prose_begin(out, size);
	bool is_of_regions = topic->kind == TOPIC_REGION || topic->kind == TOPIC_FLAG ||
			     topic->kind == TOPIC_PERMISSION;
	if (topic->kind == TOPIC_COUNTER)
		tell_counter(&prose, snapshot, topic);
	else if (is_of_regions &&
		 (topic->kind != TOPIC_REGION || region_kind_of(topic->name) != REGION_UNKNOWN))
		tell_regions(&prose, snapshot, topic);
	return prose.length;
}
