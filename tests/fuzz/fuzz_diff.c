/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "regions.h"

#include "source/maps.h"
#include "strata/classify.h"
#include "strata/diff.h"
#include "strata/explain.h"
#include "strata/text.h"

#define EVENTS 8

static void check_text(const char *text)
{
	char safe[4096];
	size_t length = strlen(text), at = 0;
	for (; at < length; at += strcspn(text + at, "\n"), at += at < length) {
		size_t line = strcspn(text + at, "\n");
		text_sanitise(text + at, line, safe, sizeof safe);
		PROMISE(strlen(safe) == line && memcmp(safe, text + at, line) == 0);
	}
}

static struct snapshot *snapshot_of(const char *text, size_t size)
{
	static const struct process process = {
		.comm = "", .exe = "/bin/a", .start_code = 0x401000, .end_data = 0x404800
	};
	struct maps_parser parser;
	struct classifier *classifier;
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = region_table_create();
	PROMISE(snapshot && table && classifier_create(&classifier) == 0);
	maps_init(&parser, table);
	maps_feed(&parser, text, size);
	classifier->classify(classifier, &process, -1, table);
	classifier->destroy(classifier);
	region_table_seal(table);
	check_table(table);
	snapshot_set_table(snapshot, table);
	return snapshot;
}

static void check_regions(const struct snapshot *earlier, const struct snapshot *later)
{
	char text[2048];
	for (size_t i = 0; i < later->table->count; i++) {
		const struct region *region = &later->table->regions[i];
		diff_region(earlier->table, region);
		explain_region(later, region, text, sizeof text);
		check_text(text);
		explain_address(later, region->end, text, sizeof text);
		check_text(text);
		PROMISE(diff_region(later->table, region).size == 0);
	}
}

/* Two texts of maps with a line "=" between them: before and after. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *cut = memmem(data, size, "=\n", 2);
	size_t first = cut ? (size_t)(cut - text) : size, second = cut ? first + 2 : size;
	struct event events[EVENTS];
	struct snapshot *before = snapshot_of(text, first);
	struct snapshot *after = snapshot_of(text + second, size - second);
	size_t count = diff_events(before, after, events, EVENTS);
	PROMISE(count <= EVENTS);
	for (size_t i = 0; i < count; i++)
		check_text(events[i].text);
	PROMISE(diff_events(after, after, events, EVENTS) == 0);
	check_regions(before, after);
	snapshot_unref(before);
	snapshot_unref(after);
	return 0;
}
