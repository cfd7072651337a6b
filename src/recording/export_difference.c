/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two pictures, and what they have not in common. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "export_formats.h"
#include "json_value.h"
#include "strata/difference.h"
#include "strata/translate.h"

struct pair {
	const struct snapshot *before, *after;
	const struct difference *list;
	size_t count;
};

static bool metric_change(const struct pair *pair, enum metric metric, int64_t *ret_change)
{
	uint64_t before = pair->before->metrics[metric], after = pair->after->metrics[metric];
	if (before == UNKNOWN || after == UNKNOWN)
		return false;
	*ret_change = (int64_t)(after - before);
	return true;
}

static void put_change(struct sink *sink, int64_t change, bool is_bytes, int columns)
{
	char text[UNITS_TEXT];
	if (is_bytes)
		units_delta(change, UNITS_WIDE, text);
	else
		snprintf(text, sizeof text, "%+lld", (long long)change);
	cell_right(sink, text, columns);
}

static void put_totals(struct sink *sink, const struct pair *pair)
{
	for (unsigned i = 0; i < METRIC_EXPORTED; i++) {
		const struct metric_info *info = &metric_table[i];
		int64_t change;
		if (!metric_change(pair, (enum metric)i, &change) || change == 0)
			continue;
		cell_left(sink, info->title, 12);
		if (info->is_bytes) {
			cell_size(sink, pair->before->metrics[i], 14);
			cell_size(sink, pair->after->metrics[i], 14);
		} else {
			cell_count(sink, pair->before->metrics[i], 14);
			cell_count(sink, pair->after->metrics[i], 14);
		}
		put_change(sink, change, info->is_bytes, 14);
		sink_character(sink, '\n');
	}
	sink_character(sink, '\n');
}

static void put_what(struct sink *sink, unsigned what)
{
	char text[96];
	size_t length = 0;
	text[0] = '\0';
	for (size_t i = 0; i < DIFFERENCE_NAMES; i++) {
		bool is_said = difference_table[i].what != DIFFERENCE_COUNTERS ||
			       what == DIFFERENCE_COUNTERS;
		if ((what & difference_table[i].what) && is_said)
			length += (size_t)snprintf(text + length, sizeof text - length, "%s%s",
				length ? "," : "", difference_table[i].name);
	}
	cell_left(sink, text, 20);
}

static void put_counters(struct sink *sink, const struct difference *difference)
{
	for (unsigned i = 0; i <= COUNTER_LOCKED; i++) {
		int64_t change;
		char text[UNITS_TEXT];
		if (!difference_counter(difference, (enum counter)i, &change) || change == 0)
			continue;
		sink_string(sink, "  ");
		sink_string(sink, counter_table[i].name);
		sink_character(sink, ' ');
		sink_string(sink, units_delta(change, UNITS_NARROW, text));
	}
}

static void put_row(struct sink *sink, const struct difference *difference)
{
	const struct region *region = difference->after ? difference->after : difference->before;
	char permissions[5], address[UNITS_TEXT];
	region_permissions_text(region->permissions, permissions);
	put_what(sink, difference->what);
	cell_left(sink, units_address(region->start, address), 20);
	cell_left(sink, permissions, 6);
	cell_left(sink, region_kind_name((enum region_kind)region->kind), 13);
	put_change(sink, difference->size, true, 12);
	put_counters(sink, difference);
	sink_string(sink, region->path_length ? "  " : "");
	cell_name(sink, region->path, region->path_length, "", 0);
	sink_character(sink, '\n');
}

static void put_text(struct sink *sink, const struct pair *pair)
{
	export_text_identity(sink, pair->before);
	export_text_identity(sink, pair->after);
	put_totals(sink, pair);
	for (size_t i = 0; i < pair->count; i++)
		put_row(sink, &pair->list[i]);
	if (pair->count == 0)
		sink_text(sink, _("no region differs\n"));
}

static struct json_object *number(int64_t value)
{
	return json_object_new_int64(value);
}

static struct json_object *place_of(struct sink *sink, const struct region *region)
{
	char permissions[5];
	if (!region)
		return NULL;
	struct json_object *object = value_object(sink);
	region_permissions_text(region->permissions, permissions);
	value_add_address(sink, object, "start", region->start);
	value_add_address(sink, object, "end", region->end);
	value_add_string(sink, object, "perms", permissions);
	return object;
}

static struct json_object *names_of(struct sink *sink, unsigned what)
{
	struct json_object *list = value_list(sink);
	for (size_t i = 0; i < DIFFERENCE_NAMES; i++)
		if (what & difference_table[i].what)
			value_append(sink, list,
				value_string(sink, difference_table[i].name,
					strlen(difference_table[i].name)));
	return list;
}

static void put_difference(struct sink *sink, const struct difference *difference)
{
	const struct region *region = difference->after ? difference->after : difference->before;
	struct json_object *object = value_object(sink), *counters = value_object(sink);
	for (unsigned i = 0; i < COUNTERS; i++) {
		int64_t change;
		if (i != COUNTER_PAGE_SIZE &&
			difference_counter(difference, (enum counter)i, &change) && change != 0)
			value_add(sink, counters, counter_table[i].name, number(change));
	}
	value_add(sink, object, "what", names_of(sink, difference->what));
	value_add_string(sink, object, "kind", region_kind_name((enum region_kind)region->kind));
	value_add_string(sink, object, "module", region->module);
	value_add(sink, object, "path", value_string(sink, region->path, region->path_length));
	value_add(sink, object, "before", place_of(sink, difference->before));
	value_add(sink, object, "after", place_of(sink, difference->after));
	value_add(sink, object, "size", number(difference->size));
	value_add(sink, object, "counters", counters);
	value_put(sink, object);
}

static void put_side(struct sink *sink, const char *name, const struct snapshot *snapshot)
{
	char time[EXPORT_TIME];
	sink_string(sink, ",\n \"");
	sink_string(sink, name);
	sink_string(sink, "\": {\"time\": \"");
	sink_string(sink, export_time(snapshot->wall_ns, time));
	sink_string(sink, "\", \"process\": ");
	export_json_process(sink, snapshot);
	sink_string(sink, "}");
}

static void put_json_totals(struct sink *sink, const struct pair *pair)
{
	struct json_object *object = value_object(sink);
	for (unsigned i = 0; i < METRIC_EXPORTED; i++) {
		int64_t change;
		bool is_known = metric_change(pair, (enum metric)i, &change);
		value_add(sink, object, metric_table[i].name, is_known ? number(change) : NULL);
	}
	value_put(sink, object);
}

static void put_json(struct sink *sink, const struct pair *pair)
{
	char head[32];
	snprintf(head, sizeof head, "{\"schema\": %d", EXPORT_SCHEMA);
	sink_string(sink, head);
	put_side(sink, "before", pair->before);
	put_side(sink, "after", pair->after);
	sink_string(sink, ",\n \"totals\": ");
	put_json_totals(sink, pair);
	sink_string(sink, ",\n \"regions\": [");
	for (size_t i = 0; i < pair->count; i++) {
		sink_string(sink, i == 0 ? "\n  " : ",\n  ");
		put_difference(sink, &pair->list[i]);
	}
	sink_string(sink, "]}\n");
}

int export_difference(const struct snapshot *before, const struct snapshot *after,
	const struct export_options *options, FILE *stream)
{
	struct difference *list;
	struct pair pair = { before, after, NULL, 0 };
	struct sink sink;
	int status = difference_find(before->table, after->table, &list, &pair.count);
	if (status < 0)
		return status;
	pair.list = list;
	sink_init(&sink, stream, options->is_ascii);
	if (options->format == EXPORT_JSON)
		put_json(&sink, &pair);
	else
		put_text(&sink, &pair);
	free(list);
	return sink_finish(&sink);
}
