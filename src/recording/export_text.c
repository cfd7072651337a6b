/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The form for people: who it is, the totals, the kinds, every region, and in words what could not
 * be read. Columns line up; names stand last, so that they may be as long as they are. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cell.h"
#include "export_formats.h"
#include "strata/translate.h"

static void put_safe(struct sink *sink, const char *raw)
{
	sink_safe(sink, raw, strlen(raw), '\0');
}

static void put_threads(struct sink *sink, uint64_t threads)
{
	if (threads == UNKNOWN)
		return;
	char text[UNITS_TEXT], words[2 * UNITS_TEXT];
	snprintf(words, sizeof words, translate_many(" · %s thread", " · %s threads", threads),
		units_count(threads, UNITS_WIDE, text));
	sink_text(sink, words);
}

static void put_uptime(struct sink *sink, const struct snapshot *snapshot)
{
	uint64_t start = snapshot->process.start_wall_ns;
	if (start == 0 || snapshot->wall_ns < start)
		return;
	char text[UNITS_TEXT], words[2 * UNITS_TEXT];
	snprintf(words, sizeof words, _(" · up %s"), units_span(snapshot->wall_ns - start, text));
	sink_text(sink, words);
}

/* "redis-server 4121 · redis · sleeping · 4 threads · up 3:12:44", and its command line. */
void export_text_identity(struct sink *sink, const struct snapshot *snapshot)
{
	const struct process *process = &snapshot->process;
	char time[EXPORT_TIME];
	put_safe(sink, process->comm);
	sink_character(sink, ' ');
	sink_decimal(sink, (uint64_t)process->pid);
	sink_text(sink, " · ");
	if (*process->user)
		put_safe(sink, process->user);
	else
		sink_decimal(sink, process->uid);
	sink_text(sink, " · ");
	sink_text(sink, translate(snapshot_state(snapshot)));
	put_threads(sink, snapshot->metrics[METRIC_THREADS]);
	put_uptime(sink, snapshot);
	sink_text(sink, " · ");
	sink_text(sink, export_time(snapshot->wall_ns, time));
	sink_character(sink, '\n');
	for (size_t i = 0; i < process->cmdline_count; i++) {
		if (i > 0)
			sink_character(sink, ' ');
		put_safe(sink, process->cmdline[i]);
	}
	sink_string(sink, process->cmdline_count ? "\n\n" : "\n");
}

/* The totals, two columns wide and in reading order. */
static const enum metric shown_totals[][2] = {
	{ METRIC_VSZ, METRIC_PEAK_VSZ },
	{ METRIC_RSS, METRIC_PEAK_RSS },
	{ METRIC_PSS, METRIC_RSS_ANON },
	{ METRIC_USS, METRIC_RSS_FILE },
	{ METRIC_SWAP, METRIC_RSS_SHMEM },
	{ METRIC_LOCKED, METRIC_PAGE_TABLES },
	{ METRIC_MINFLT, METRIC_MAJFLT },
};

static void put_metric(struct sink *sink, const struct snapshot *snapshot, enum metric metric)
{
	cell_left(sink, metric_table[metric].title, 10);
	if (metric_table[metric].is_bytes)
		cell_size(sink, snapshot->metrics[metric], 12);
	else
		cell_count(sink, snapshot->metrics[metric], 12);
}

static void put_totals(struct sink *sink, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < sizeof(shown_totals) / sizeof(shown_totals[0]); i++) {
		put_metric(sink, snapshot, shown_totals[i][0]);
		sink_blanks(sink, 6);
		put_metric(sink, snapshot, shown_totals[i][1]);
		sink_character(sink, '\n');
	}
}

static void put_kind(struct sink *sink, const char *name, const struct kind_total *total)
{
	cell_left(sink, name, 12);
	cell_count(sink, total->regions, 8);
	cell_size(sink, total->size, 9);
	cell_size(sink, total->rss, 9);
	cell_size(sink, total->pss, 9);
	cell_size(sink, total->uss, 9);
	cell_size(sink, total->swap, 9);
	sink_character(sink, '\n');
}

static void put_kinds(struct sink *sink, const struct region_table *table)
{
	sink_string(sink, "\nKIND         REGIONS     SIZE      RSS      PSS      USS     SWAP\n");
	for (unsigned kind = 0; kind < REGION_KINDS; kind++)
		if (table->kinds[kind].regions > 0)
			put_kind(sink, region_kind_name(kind), &table->kinds[kind]);
}

#define BEFORE_NAME 68 /* columns of a region before its name */

/* What maps calls it; what it calls nothing but belongs to a module has that in brackets. */
static void put_name(struct sink *sink, const struct region *region, int columns)
{
	const char *deleted = region->deleted ? " (deleted)" : "";
	if (region->path_length > 0) {
		sink_blanks(sink, 2);
		cell_name(sink, region->path, region->path_length, deleted, columns);
	} else if (*region->module) {
		sink_string(sink, "  (");
		cell_name(sink, region->module, strlen(region->module), ")", columns - 1);
	}
}

static void put_region(struct sink *sink, const struct region *region, int width)
{
	char permissions[5];
	/* [vsyscall] lies where addresses are longer: it takes room of the column of kinds. */
	bool is_long = region->start >> 48;
	sink_hexadecimal(sink, region->start, 12);
	sink_character(sink, ' ');
	region_permissions_text(region->permissions, permissions);
	cell_left(sink, permissions, 5);
	cell_left(sink, region_kind_name(region->kind), is_long ? 8 : 12);
	cell_size(sink, region_size(region), 7);
	cell_size(sink, region->counters[COUNTER_RSS], 7);
	cell_size(sink, region->counters[COUNTER_PSS], 7);
	cell_size(sink, region->counters[COUNTER_PRIVATE_DIRTY], 8);
	cell_size(sink, region->counters[COUNTER_SWAP], 7);
	put_name(sink, region, width - BEFORE_NAME);
	sink_character(sink, '\n');
}

static void put_regions(struct sink *sink, const struct region_table *table, int width)
{
	sink_string(sink,
		"\nADDRESS      PERM KIND           SIZE    RSS    PSS P.DIRTY   SWAP  NAME\n");
	for (size_t i = 0; i < table->count; i++)
		put_region(sink, &table->regions[i], width);
}

/* What is missing where a file could not be read. */
static const char *consequence(const char *what)
{
	static const struct {
		const char *what, *consequence;
	} consequences[] = {
		{ "maps", N_("; the regions are not known") },
		{ "smaps", N_("; what is in memory of each region is not known") },
		{ "pagemap", N_("; what stands behind each page is not known") },
		{ "exe", N_("; the program is told by the names of its mappings") },
	};
	for (size_t i = 0; i < sizeof(consequences) / sizeof(consequences[0]); i++)
		if (strcmp(consequences[i].what, what) == 0)
			return consequences[i].consequence;
	return "";
}

static void put_gaps(struct sink *sink, const struct snapshot *snapshot)
{
	char words[64], line[256];
	if (snapshot->gap_count > 0)
		sink_character(sink, '\n');
	for (size_t i = 0; i < snapshot->gap_count; i++) {
		const struct gap *gap = &snapshot->gaps[i];
		bool is_denied = gap->error == EACCES || gap->error == EPERM;
		snprintf(line, sizeof line, _("%s could not be read: %s"), gap->what,
			export_error_words(gap->error, words));
		sink_text(sink, line);
		sink_text(sink, is_denied ? _(" (its owner or root may read it)") : "");
		sink_text(sink, translate(consequence(gap->what)));
		sink_character(sink, '\n');
	}
}

static void put_life(struct sink *sink, const struct snapshot *snapshot)
{
	if (snapshot->process.is_kernel_thread)
		sink_text(sink, _("\nA kernel thread: it has no memory of its own.\n"));
	else if (snapshot->life == LIFE_ZOMBIE)
		sink_text(
			sink, _("\nIt has exited and waits for its parent: its memory is gone.\n"));
	else if (snapshot->life == LIFE_EXITED)
		sink_text(sink, _("\nIt has exited: this is the last that was seen.\n"));
}

void export_text_snapshot(
	struct sink *sink, const struct snapshot *snapshot, const struct export_options *options)
{
	export_text_identity(sink, snapshot);
	put_totals(sink, snapshot);
	if (snapshot->table->count > 0)
		put_kinds(sink, snapshot->table);
	if (snapshot->table->count > 0 && !options->totals)
		put_regions(sink, snapshot->table, options->width);
	if (options->pages)
		export_text_pages(sink, snapshot, options);
	put_gaps(sink, snapshot);
	put_life(sink, snapshot);
}
