/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON: values by json-c, one region at a time, so that a process with 60,000 of them costs no more
 * memory than one with ten. */
#include <string.h>

#include "export_formats.h"
#include "json_value.h"

/* Between the members of a list: the first is preceded by nothing. */
static void begin_member(struct sink *sink, bool is_first)
{
	sink_string(sink, is_first ? "\n  " : ",\n  ");
}

static struct json_object *start_time_of(struct sink *sink, const struct process *process)
{
	char text[EXPORT_TIME];
	if (process->start_wall_ns == 0)
		return NULL;
	export_time(process->start_wall_ns, text);
	return value_string(sink, text, strlen(text));
}

void export_json_process(struct sink *sink, const struct snapshot *snapshot)
{
	const struct process *process = &snapshot->process;
	struct json_object *object = value_object(sink);
	struct json_object *arguments = value_list(sink);
	for (size_t i = 0; i < process->cmdline_count; i++)
		value_append(sink, arguments,
			value_string(sink, process->cmdline[i], strlen(process->cmdline[i])));
	value_add_number(sink, object, "pid", (uint64_t)process->pid);
	value_add_number(sink, object, "ppid", (uint64_t)process->ppid);
	value_add_string(sink, object, "comm", process->comm);
	value_add(sink, object, "cmdline", arguments);
	value_add_string(sink, object, "exe", process->exe);
	value_add_string(sink, object, "user", process->user);
	value_add_number(sink, object, "uid", process->uid);
	value_add(sink, object, "state", value_string(sink, &process->state, 1));
	value_add_number(sink, object, "threads", snapshot->metrics[METRIC_THREADS]);
	value_add(sink, object, "start_time", start_time_of(sink, process));
	value_put(sink, object);
}

static void put_totals(struct sink *sink, const struct snapshot *snapshot)
{
	struct json_object *object = value_object(sink);
	for (unsigned metric = 0; metric < METRIC_EXPORTED; metric++)
		value_add_number(
			sink, object, metric_table[metric].name, snapshot->metrics[metric]);
	value_put(sink, object);
}

static void put_kinds(struct sink *sink, const struct region_table *table)
{
	bool is_first = true;
	for (unsigned kind = 0; kind < REGION_KINDS; kind++) {
		const struct kind_total *total = &table->kinds[kind];
		if (total->regions == 0)
			continue;
		struct json_object *object = value_object(sink);
		value_add_string(sink, object, "kind", region_kind_name(kind));
		value_add_number(sink, object, "regions", total->regions);
		value_add_number(sink, object, "size", total->size);
		value_add_number(sink, object, "rss", total->rss);
		value_add_number(sink, object, "pss", total->pss);
		value_add_number(sink, object, "uss", total->uss);
		value_add_number(sink, object, "swap", total->swap);
		begin_member(sink, is_first);
		value_put(sink, object);
		is_first = false;
	}
}

static struct json_object *parts_of(struct sink *sink, const struct region *region)
{
	struct json_object *parts = value_list(sink);
	for (uint32_t i = 0; i < region->part_count; i++) {
		const struct region_part *part = &region->parts[i];
		struct json_object *object = value_object(sink);
		value_add_address(sink, object, "start", part->start);
		value_add_address(sink, object, "end", part->end);
		value_add_string(sink, object, "kind", region_kind_name(part->kind));
		value_add_string(sink, object, "name", part->name);
		value_append(sink, parts, object);
	}
	return parts;
}

static struct json_object *flags_of(struct sink *sink, const char *flags)
{
	if (!flags)
		return NULL;
	struct json_object *list = value_list(sink);
	for (size_t length; *flags; flags += length + (flags[length] == ' ')) {
		length = strcspn(flags, " ");
		if (length > 0)
			value_append(sink, list, value_string(sink, flags, length));
	}
	return list;
}

static void put_region(struct sink *sink, const struct region *region)
{
	char permissions[5], device[24];
	region_permissions_text(region->permissions, permissions);
	snprintf(device, sizeof(device), "%02x:%02x", region->device_major, region->device_minor);

	struct json_object *object = value_object(sink);
	value_add_address(sink, object, "start", region->start);
	value_add_address(sink, object, "end", region->end);
	value_add_number(sink, object, "size", region_size(region));
	value_add_string(sink, object, "perms", permissions);
	value_add_number(sink, object, "offset", region->offset);
	value_add_string(sink, object, "device", device);
	value_add_number(sink, object, "inode", region->inode);
	value_add(sink, object, "path", value_string(sink, region->path, region->path_length));
	value_add_boolean(sink, object, "deleted", region->deleted);
	value_add_string(sink, object, "kind", region_kind_name(region->kind));
	value_add_string(sink, object, "module", region->module);
	value_add(sink, object, "parts", parts_of(sink, region));
	for (unsigned counter = 0; counter <= COUNTER_PAGE_SIZE; counter++)
		value_add_number(
			sink, object, counter_table[counter].name, region->counters[counter]);
	value_add(sink, object, "flags", flags_of(sink, region->flags));
	value_put(sink, object);
}

static void put_gaps(struct sink *sink, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->gap_count; i++) {
		const struct gap *gap = &snapshot->gaps[i];
		char words[64];
		struct json_object *object = value_object(sink);
		value_add_string(sink, object, "what", gap->what);
		value_add_string(sink, object, "errno", export_error_name(gap->error));
		value_add_string(sink, object, "why", export_error_words(gap->error, words));
		begin_member(sink, i == 0);
		value_put(sink, object);
	}
}

static void put_head(struct sink *sink, uint64_t wall_ns)
{
	char time[EXPORT_TIME];
	sink_string(sink, "{\"schema\": ");
	sink_decimal(sink, EXPORT_SCHEMA);
	sink_string(sink, ", \"time\": \"");
	sink_string(sink, export_time(wall_ns, time));
	sink_string(sink, "\"");
}

void export_json_snapshot(
	struct sink *sink, const struct snapshot *snapshot, const struct export_options *options)
{
	put_head(sink, snapshot->wall_ns);
	sink_string(sink, ",\n \"process\": ");
	export_json_process(sink, snapshot);
	sink_string(sink, ",\n \"totals\": ");
	put_totals(sink, snapshot);
	sink_string(sink, ",\n \"kinds\": [");
	put_kinds(sink, snapshot->table);
	if (!options->totals) {
		sink_string(sink, "],\n \"regions\": [");
		for (size_t i = 0; i < snapshot->table->count; i++) {
			begin_member(sink, i == 0);
			put_region(sink, &snapshot->table->regions[i]);
		}
	}
	if (options->pages) {
		sink_string(sink, "],\n \"pages\": [");
		export_json_pages(sink, options->pages);
	}
	sink_string(sink, "],\n \"gaps\": [");
	put_gaps(sink, snapshot);
	sink_string(sink, "]}\n");
}

static void put_entry(struct sink *sink, const struct process_entry *entry)
{
	char words[64];
	struct json_object *object = value_object(sink);
	value_add_number(sink, object, "pid", (uint64_t)entry->pid);
	value_add_number(sink, object, "ppid", (uint64_t)entry->ppid);
	value_add_string(sink, object, "comm", entry->comm);
	value_add_string(sink, object, "cmdline", entry->cmdline);
	value_add_string(sink, object, "user", entry->user);
	value_add_number(sink, object, "uid", entry->uid);
	value_add(sink, object, "state", value_string(sink, &entry->state, 1));
	value_add_number(sink, object, "threads", entry->threads);
	value_add_number(sink, object, "rss", entry->rss);
	value_add_number(sink, object, "vsz", entry->vsz);
	value_add_boolean(sink, object, "kernel_thread", entry->is_kernel_thread);
	value_add_boolean(sink, object, "own", entry->is_own);
	if (entry->error) {
		value_add_string(sink, object, "errno", export_error_name(entry->error));
		value_add_string(sink, object, "why", export_error_words(entry->error, words));
	} else {
		value_add(sink, object, "errno", NULL);
		value_add(sink, object, "why", NULL);
	}
	value_put(sink, object);
}

void export_json_processes(
	struct sink *sink, const struct process_list *list, const struct export_options *options)
{
	(void)options;
	put_head(sink, list->wall_ns);
	sink_string(sink, ",\n \"processes\": [");
	for (size_t i = 0; i < list->count; i++) {
		begin_member(sink, i == 0);
		put_entry(sink, &list->entries[i]);
	}
	sink_string(sink, "]}\n");
}
