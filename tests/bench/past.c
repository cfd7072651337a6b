/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is remembered: its memory after a day, and what a tick of it costs. */
#include "bench.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "strata/growth.h"
#include "strata/leak.h"
#include "strata/past.h"

#define SECOND_NS 1000000000ull
#define FEW 111
#define MANY 30000
#define DAY 86400
#define CHANGED 100 /* every so many regions one has changed in each sample */
#define GROWING 100 /* every so many regions one grows for ever */
#define RANKED 64

/* A process of `count` regions, some of which change each second; now and then one comes or goes. */
struct busy {
	size_t count;
	uint64_t second;
};

static void add_region(struct region_table *table, const struct busy *busy, size_t index)
{
	struct region *region = region_table_add(table);
	if (!region)
		abort();
	uint64_t pages = index % 7 + 1, second = busy->second;
	if (index % GROWING == 1)
		pages += second * 16;
	else if ((index + second) % CHANGED == 2)
		pages += second % 5;
	region->start = 0x7f0000000000 + index * 0x100000000;
	region->end = region->start + 0x40000000;
	region->permissions = PERMISSION_READ | PERMISSION_WRITE;
	region->kind = REGION_ANON;
	region->path = region->module = "";
	memset(region->counters, 0, sizeof region->counters);
	region->counters[COUNTER_RSS] = region->counters[COUNTER_ANONYMOUS] = pages * 4096;
}

static struct snapshot *look(struct busy *busy)
{
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = region_table_create();
	if (!snapshot || !table)
		abort();
	uint64_t clock_ns = 1000 * SECOND_NS + ++busy->second * SECOND_NS;
	size_t count = busy->count - busy->second / 10 % 2;
	for (size_t i = 0; i < count; i++)
		add_region(table, busy, i);
	table->layout = count;
	table->counters_clock_ns = snapshot->clock_ns = snapshot->counters_clock_ns = clock_ns;
	snapshot->wall_ns = clock_ns;
	region_table_seal(table);
	snapshot->metrics[METRIC_MINFLT] = busy->second * (busy->second % 97);
	snapshot->metrics[METRIC_PAGE_TABLES] = busy->second % 13 * 4096;
	snapshot_set_table(snapshot, table);
	return snapshot;
}

static void remember(struct past *past, struct busy *busy, struct rounds *times)
{
	struct snapshot *snapshot = look(busy);
	double start = clock_thread_cpu();
	if (past_add(past, snapshot) < 0)
		abort();
	if (times)
		rounds_add(times, clock_thread_cpu() - start);
	snapshot_unref(snapshot);
}

static double heap_in_use(void)
{
	struct mallinfo2 info = mallinfo2();
	return (double)(info.uordblks + info.hblkhd);
}

/* A day of it, and the ticks at its end. */
static double live_a_day(struct rounds *ticks)
{
	struct busy busy = { .count = FEW };
	struct past *past;
	double before = heap_in_use();
	if (past_create(&past) < 0)
		abort();
	for (size_t i = 0; i < DAY; i++)
		remember(past, &busy, i + 1000 > DAY ? ticks : NULL);
	double after = heap_in_use();
	past_destroy(past);
	return after - before;
}

void bench_past_memory(struct figure *figure)
{
	struct rounds ticks = { 0 };
	figure->value = live_a_day(&ticks) / 1e6;
	figure->is_known = true;
	snprintf(figure->how, sizeof figure->how, "a region in %d changes each second", CHANGED);
}

void bench_past_tick(struct figure *figure)
{
	struct rounds ticks = { 0 };
	live_a_day(&ticks);
	figure->value = rounds_median(&ticks) * 1e3;
	figure->is_known = true;
	snprintf(figure->how, sizeof figure->how, "at the end of a day; most %.3f ms",
		rounds_quantile(&ticks, 1) * 1e3);
}

static double rank(const struct past *past)
{
	static struct growth growths[RANKED];
	uint64_t first_ns = 0, last_ns = 0;
	past_span(past, &first_ns, &last_ns);
	double start = clock_thread_cpu();
	growth_rank(past, GROWTH_REGIONS, PAST_RSS, first_ns, last_ns, growths, RANKED);
	return clock_thread_cpu() - start;
}

static double suspect(const struct past *past)
{
	static struct suspect suspects[RANKED];
	struct limits limits;
	uint64_t first_ns = 0, last_ns = 0;
	limits_clear(&limits);
	past_span(past, &first_ns, &last_ns);
	double start = clock_thread_cpu();
	leak_find(past, &limits, first_ns, last_ns, suspects, RANKED);
	return clock_thread_cpu() - start;
}

void bench_growth(struct figure *figure)
{
	struct busy busy = { .count = MANY };
	struct rounds adding = { 0 }, ranking = { 0 }, suspecting = { 0 };
	struct past *past;
	if (past_create(&past) < 0)
		abort();
	for (size_t i = 0; i < 90; i++) {
		remember(past, &busy, i < 60 ? NULL : &adding);
		if (i < 60)
			continue;
		rounds_add(&ranking, rank(past));
		rounds_add(&suspecting, suspect(past));
	}
	past_destroy(past);
	double add = rounds_median(&adding), grow = rounds_median(&ranking),
	       leak = rounds_median(&suspecting);
	figure->value = (add + grow + leak) * 1e3;
	figure->is_known = true;
	snprintf(figure->how, sizeof figure->how,
		"remember %.2f, rank %.2f, suspect %.2f ms; %d regions grow, all changed once",
		add * 1e3, grow * 1e3, leak * 1e3, MANY / GROWING);
}
