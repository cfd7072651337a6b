/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages, in all formats. There may be millions of runs, and none holds a name: numbers and words of
 * the program's own, straight into the sink. */
#include "cell.h"
#include "export_formats.h"

static void put_address(struct sink *sink, uint64_t address)
{
	sink_bytes(sink, "0x", 2);
	sink_hexadecimal(sink, address, 1);
}

static const char *truth(const struct page_run *run, enum page_attribute attribute)
{
	return run->attributes & attribute ? "true" : "false";
}

void export_json_pages(struct sink *sink, const struct export_pages *pages)
{
	for (size_t i = 0; i < pages->count; i++) {
		const struct page_run *run = &pages->runs[i];
		sink_string(sink, i == 0 ? "\n  {\"start\": \"" : ",\n  {\"start\": \"");
		put_address(sink, run->start);
		sink_string(sink, "\", \"end\": \"");
		put_address(sink, run->end);
		sink_string(sink, "\", \"state\": \"");
		sink_string(sink, page_state_name(run->state));
		sink_string(sink, "\", \"huge\": ");
		sink_string(sink, truth(run, PAGE_HUGE));
		sink_string(sink, ", \"locked\": ");
		sink_string(sink, truth(run, PAGE_LOCKED));
		sink_character(sink, '}');
	}
}

void export_csv_pages(struct sink *sink, const struct export_pages *pages)
{
	sink_string(sink, "start,end,state,huge,locked\r\n");
	for (size_t i = 0; i < pages->count; i++) {
		const struct page_run *run = &pages->runs[i];
		put_address(sink, run->start);
		sink_character(sink, ',');
		put_address(sink, run->end);
		sink_character(sink, ',');
		sink_string(sink, page_state_name(run->state));
		sink_character(sink, ',');
		sink_string(sink, truth(run, PAGE_HUGE));
		sink_character(sink, ',');
		sink_string(sink, truth(run, PAGE_LOCKED));
		sink_bytes(sink, "\r\n", 2);
	}
}

#define BEFORE_NAME 60 /* columns of a run before the name */

static const char *attribute_words(unsigned attributes)
{
	static const char *const words[] = { "", "huge", "locked", "huge locked" };
	return words[attributes & (PAGE_HUGE | PAGE_LOCKED)];
}

/* What a region is called, where it begins: its file, or else its kind. */
static void put_region(struct sink *sink, const struct region *region, int width)
{
	if (region->path_length > 0)
		cell_name(sink, region->path, region->path_length, "", width - BEFORE_NAME);
	else
		sink_string(sink, region_kind_name(region->kind));
}

/* `region` NULL: named before. Nothing is padded that nothing follows. */
static void put_run(
	struct sink *sink, const struct page_run *run, const struct region *region, int width)
{
	const char *attributes = attribute_words(run->attributes);
	sink_hexadecimal(sink, run->start, 12);
	sink_character(sink, ' ');
	sink_hexadecimal(sink, run->end, 12);
	cell_size(sink, run->end - run->start, 9);
	sink_blanks(sink, 2);
	cell_left(sink, page_state_name(run->state), *attributes || region ? 9 : 0);
	cell_left(sink, attributes, region ? 12 : 0);
	if (region)
		put_region(sink, region, width);
	sink_character(sink, '\n');
}

void export_text_pages(
	struct sink *sink, const struct snapshot *snapshot, const struct export_options *options)
{
	const struct region_table *table = snapshot->table;
	const struct region *before = NULL;
	sink_string(sink, "\nADDRESS      END               SIZE  STATE    ATTRIBUTES  REGION\n");
	for (size_t i = 0; i < options->pages->count; i++) {
		const struct page_run *run = &options->pages->runs[i];
		const struct region *region = region_find(table->regions, table->count, run->start);
		put_run(sink, run, region == before ? NULL : region, options->width);
		before = region;
	}
}
