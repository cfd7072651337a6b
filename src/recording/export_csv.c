/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV after RFC 4180. A row of 60,000 is written as fast as the kernel tells of it: no printf, no
 * copies. */
#include <string.h>

#include "export_formats.h"

void export_csv_end_row(struct sink *sink)
{
	sink_bytes(sink, "\r\n", 2);
}

void export_csv_string(struct sink *sink, const char *raw, size_t length)
{
	sink_character(sink, ',');
	bool is_quoted = memchr(raw, ',', length) || memchr(raw, '"', length);
	if (is_quoted)
		sink_character(sink, '"');
	sink_safe(sink, raw, length, '"');
	if (is_quoted)
		sink_character(sink, '"');
}

void export_csv_number(struct sink *sink, uint64_t number)
{
	sink_character(sink, ',');
	if (number != UNKNOWN)
		sink_decimal(sink, number);
}

static void put_address(struct sink *sink, uint64_t address)
{
	sink_bytes(sink, "0x", 2);
	sink_hexadecimal(sink, address, 1);
}

static void put_boolean(struct sink *sink, bool value)
{
	sink_string(sink, value ? ",true" : ",false");
}

/* "data:.data:0x5000-0x5a00 bss:.bss:0x5a00-0x6000" */
static void put_parts(struct sink *sink, const struct region *region)
{
	sink_character(sink, ',');
	if (region->part_count == 0)
		return;
	sink_character(sink, '"');
	for (uint32_t i = 0; i < region->part_count; i++) {
		const struct region_part *part = &region->parts[i];
		if (i > 0)
			sink_character(sink, ' ');
		sink_string(sink, region_kind_name(part->kind));
		sink_character(sink, ':');
		sink_safe(sink, part->name, strlen(part->name), '"');
		sink_character(sink, ':');
		put_address(sink, part->start);
		sink_character(sink, '-');
		put_address(sink, part->end);
	}
	sink_character(sink, '"');
}

static void put_region(struct sink *sink, const struct region *region)
{
	char permissions[5];
	region_permissions_text(region->permissions, permissions);
	put_address(sink, region->start);
	sink_character(sink, ',');
	put_address(sink, region->end);
	export_csv_number(sink, region_size(region));
	sink_character(sink, ',');
	sink_bytes(sink, permissions, 4);
	export_csv_number(sink, region->offset);
	sink_character(sink, ',');
	sink_hexadecimal(sink, region->device_major, 2);
	sink_character(sink, ':');
	sink_hexadecimal(sink, region->device_minor, 2);
	export_csv_number(sink, region->inode);
	export_csv_string(sink, region->path, region->path_length);
	put_boolean(sink, region->deleted);
	sink_character(sink, ',');
	sink_string(sink, region_kind_name(region->kind));
	export_csv_string(sink, region->module, strlen(region->module));
	put_parts(sink, region);
	for (unsigned counter = 0; counter <= COUNTER_PAGE_SIZE; counter++)
		export_csv_number(sink, region->counters[counter]);
	sink_character(sink, ',');
	if (region->flags)
		sink_string(sink, region->flags);
	export_csv_end_row(sink);
}

static void put_regions(struct sink *sink, const struct region_table *table)
{
	sink_string(
		sink, "start,end,size,perms,offset,device,inode,path,deleted,kind,module,parts");
	for (unsigned counter = 0; counter <= COUNTER_PAGE_SIZE; counter++) {
		sink_character(sink, ',');
		sink_string(sink, counter_table[counter].name);
	}
	sink_string(sink, ",flags");
	export_csv_end_row(sink);
	for (size_t i = 0; i < table->count; i++)
		put_region(sink, &table->regions[i]);
}

static void put_totals(struct sink *sink, const struct snapshot *snapshot)
{
	char time[EXPORT_TIME];
	sink_string(sink, "time,pid,comm");
	for (unsigned metric = 0; metric < METRIC_EXPORTED; metric++) {
		sink_character(sink, ',');
		sink_string(sink, metric_table[metric].name);
	}
	export_csv_end_row(sink);
	sink_string(sink, export_time(snapshot->wall_ns, time));
	export_csv_number(sink, (uint64_t)snapshot->process.pid);
	export_csv_string(sink, snapshot->process.comm, strlen(snapshot->process.comm));
	for (unsigned metric = 0; metric < METRIC_EXPORTED; metric++)
		export_csv_number(sink, snapshot->metrics[metric]);
	export_csv_end_row(sink);
}

void export_csv_snapshot(
	struct sink *sink, const struct snapshot *snapshot, const struct export_options *options)
{
	if (options->pages)
		export_csv_pages(sink, options->pages);
	else if (options->totals)
		put_totals(sink, snapshot);
	else
		put_regions(sink, snapshot->table);
}

void export_csv_processes(
	struct sink *sink, const struct process_list *list, const struct export_options *options)
{
	(void)options;
	sink_string(sink, "pid,ppid,comm,cmdline,user,uid,state,threads,rss,vsz,kernel_thread,own,"
			  "errno");
	export_csv_end_row(sink);
	for (size_t i = 0; i < list->count; i++) {
		const struct process_entry *entry = &list->entries[i];
		sink_decimal(sink, (uint64_t)entry->pid);
		export_csv_number(sink, (uint64_t)entry->ppid);
		export_csv_string(sink, entry->comm, strlen(entry->comm));
		export_csv_string(sink, entry->cmdline, strlen(entry->cmdline));
		export_csv_string(sink, entry->user, strlen(entry->user));
		export_csv_number(sink, entry->uid);
		export_csv_string(sink, &entry->state, 1);
		export_csv_number(sink, entry->threads);
		export_csv_number(sink, entry->rss);
		export_csv_number(sink, entry->vsz);
		put_boolean(sink, entry->is_kernel_thread);
		put_boolean(sink, entry->is_own);
		sink_character(sink, ',');
		if (entry->error)
			sink_string(sink, export_error_name(entry->error));
		export_csv_end_row(sink);
	}
}
