/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sequence.h"

#include <stdlib.h>
#include <string.h>

#include "strata/history.h"

#define SECOND UINT64_C(1000000000)
#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)
#define SPIKE 180 /* in this second */
#define LOADED 90 /* from this second on there is a library more */
#define SWAMPED 240
#define PINNED 60

static uint64_t heap_at(unsigned second)
{
	return 4 * MIB + second * 100 * KIB;
}

/* Filled for forty seconds, then collected. */
static uint64_t anon_at(unsigned second)
{
	return 6 * MIB + second % 40 * 256 * KIB;
}

struct made {
	enum region_kind kind;
	uint64_t start, size, rss;
	const char *path;
	uint8_t permissions;
};

static void add(struct region_table *table, const struct made *made)
{
	struct region *region = region_table_add(table);
	bool is_anonymous = made->kind == REGION_ANON || made->kind == REGION_HEAP ||
			    made->kind == REGION_STACK;
	region->start = made->start;
	region->end = made->start + made->size;
	region->kind = (uint8_t)made->kind;
	region->permissions = made->permissions;
	region->path = made->path;
	region->path_length = (uint32_t)strlen(made->path);
	region->module = *made->path == '/' ? made->path : "";
	region->inode = *made->path == '/' ? 7 : 0;
	for (unsigned i = 0; i < COUNTERS; i++)
		region->counters[i] = 0;
	region->counters[COUNTER_RSS] = region->counters[COUNTER_PSS] = made->rss;
	region->counters[is_anonymous ? COUNTER_PRIVATE_DIRTY : COUNTER_PRIVATE_CLEAN] = made->rss;
	region->counters[COUNTER_ANONYMOUS] = is_anonymous ? made->rss : 0;
	region->counters[COUNTER_PAGE_SIZE] = 4096;
	table->layout = table->layout * 31 + made->start + made->size;
}

static struct region_table *table_at(unsigned second)
{
	const uint8_t code = PERMISSION_READ | PERMISSION_EXECUTE;
	const uint8_t data = PERMISSION_READ | PERMISSION_WRITE;
	const struct made all[] = {
		{ REGION_TEXT, 0x560000000000, 3 * MIB, 2 * MIB, "/opt/shop/bin/shop", code },
		{ REGION_DATA, 0x560000400000, MIB, 768 * KIB, "/opt/shop/bin/shop", data },
		{ REGION_HEAP, 0x560001000000, heap_at(second), heap_at(second), "[heap]", data },
		{ REGION_ANON, 0x7f0000000000, 64 * MIB, anon_at(second), "", data },
		{ REGION_TEXT, 0x7f1000000000, 2 * MIB, MIB, "/usr/lib/libimage.so", code },
		{ REGION_STACK, 0x7ffd00000000, 132 * KIB, 48 * KIB, "[stack]", data },
	};
	struct region_table *table = region_table_create();
	for (size_t i = 0; table && i < sizeof all / sizeof *all; i++)
		if (all[i].start != 0x7f1000000000 || second >= LOADED)
			add(table, &all[i]);
	return table;
}

static void set_metrics(struct snapshot *snapshot, unsigned second)
{
	uint64_t *metrics = snapshot->metrics;
	uint64_t anon = heap_at(second) + anon_at(second) + 48 * KIB;
	metrics[METRIC_RSS_ANON] = second == SPIKE ? anon + 30 * MIB : anon;
	metrics[METRIC_RSS_FILE] = (second < LOADED ? 2816 : 3840) * KIB;
	metrics[METRIC_RSS_SHMEM] = metrics[METRIC_SWAP] = 0;
	metrics[METRIC_RSS] = metrics[METRIC_RSS_ANON] + metrics[METRIC_RSS_FILE];
	metrics[METRIC_VSZ] = 72 * MIB + heap_at(second);
	metrics[METRIC_MINFLT] = second * 90 + second / 40 * 900;
	metrics[METRIC_MAJFLT] = second < SWAMPED        ? 3
				 : second < SWAMPED + 12 ? second
							 : SWAMPED + 12;
}

static bool see(struct sequence *sequence, unsigned second, uint64_t ago_ns, uint64_t clock_ns,
	uint64_t wall_ns)
{
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = table_at(second);
	if (!snapshot || !table)
		return false;
	snapshot->clock_ns = snapshot->counters_clock_ns = table->counters_clock_ns =
		clock_ns - ago_ns;
	snapshot->wall_ns = wall_ns - ago_ns;
	snapshot->process = (struct process){ .pid = 4121,
		.ppid = 1,
		.user = "teacher",
		.comm = "shop",
		.exe = "/opt/shop/bin/shop",
		.state = 'S',
		.threads = 3,
		.start_ticks = 7,
		.start_wall_ns = wall_ns - 3600 * SECOND };
	region_table_seal(table);
	snapshot_set_table(snapshot, table);
	set_metrics(snapshot, second);
	history_add(sequence->history, snapshot);
	bool is_good = past_add(sequence->past, snapshot) == 0;
	snapshot_unref(snapshot);
	return is_good;
}

static void tell(struct sequence *sequence, uint64_t wall_ns)
{
	static const struct {
		unsigned second;
		struct event event;
	} told[SEQUENCE_EVENTS] = {
		{ 0, { .kind = EVENT_NOTE, .text = "watching shop 4121" } },
		{ PINNED, { .kind = EVENT_NOTE, .text = "pin A" } },
		{ LOADED, { .kind = EVENT_LIBRARY,
				  .region_kind = REGION_TEXT,
				  .text = "library libimage.so loaded" } },
		{ SPIKE, { .kind = EVENT_MAPPED,
				 .region_kind = REGION_ANON,
				 .text = "mapped anon 7f20_0000_0000, 30 MiB" } },
	};
	for (size_t i = 0; i < SEQUENCE_EVENTS; i++) {
		sequence->events[i] = told[i].event;
		sequence->events[i].wall_ns =
			wall_ns - (SEQUENCE_SAMPLES - 1 - told[i].second) * SECOND;
		if (told[i].event.kind == EVENT_NOTE)
			sequence->events[i].region_kind = REGION_UNKNOWN;
	}
}

/* The pictures are the past's. */
static bool compare(struct sequence *sequence, uint64_t clock_ns)
{
	struct differing *differing = &sequence->differing;
	*differing = (struct differing){ .name = 'A',
		.before = past_instant(sequence->past, sequence->pin.clock_ns),
		.after = past_instant(sequence->past, clock_ns) };
	return difference_find(differing->before->table, differing->after->table, &differing->list,
		       &differing->count) == 0;
}

bool sequence_init(struct sequence *sequence, uint64_t clock_ns, uint64_t wall_ns)
{
	*sequence = (struct sequence){ 0 };
	bool is_good = past_create(&sequence->past) == 0 && history_create(&sequence->history) == 0;
	for (unsigned second = 0; is_good && second < SEQUENCE_SAMPLES; second++)
		is_good = see(sequence, second, (SEQUENCE_SAMPLES - 1 - second) * SECOND, clock_ns,
			wall_ns);
	tell(sequence, wall_ns);
	sequence->pin =
		(struct pin_mark){ 'A', clock_ns - (SEQUENCE_SAMPLES - 1 - PINNED) * SECOND };
	return is_good && compare(sequence, clock_ns);
}

void sequence_finish(struct sequence *sequence)
{
	free(sequence->differing.list);
	past_destroy(sequence->past);
	history_destroy(sequence->history);
}

void sequence_show(const struct sequence *sequence, uint64_t travel_ns, struct scene *scene)
{
	uint64_t first_ns, last_ns;
	past_span(sequence->past, &first_ns, &last_ns);
	scene->now = past_instant(sequence->past, travel_ns ? travel_ns : last_ns);
	scene->before = past_neighbour(sequence->past, scene->now, false);
	scene->past = sequence->past;
	scene->history = sequence->history;
	scene->travel_ns = travel_ns;
	scene->log = (struct event_log){ sequence->events, SEQUENCE_EVENTS };
	scene->pins = &sequence->pin;
	scene->pin_count = 1;
	scene->differing = &sequence->differing;
}
