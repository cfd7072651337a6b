/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What looking at pages costs: the looker beside one plain PAGEMAP_SCAN, and the one looked at. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "strata/pages.h"
#include "strata/source.h"

#define LOOKS 15
#define GIB (1024.0 * 1024 * 1024)
#define CELLS 24000 /* two each in a grid of 200 by 60 */

/* A target, its mappings, the largest of which is looked at, and a reader. */
struct scope {
	struct target target;
	struct snapshot *snapshot;
	struct page_window window;
	struct page_reader *reader;
};

static const struct region *largest(const struct region_table *table)
{
	const struct region *found = &table->regions[0];
	for (size_t i = 1; i < table->count; i++)
		if (region_size(&table->regions[i]) > region_size(found))
			found = &table->regions[i];
	return found;
}

/* At most `most` bytes of the region, on a screen of CELLS cells. */
static struct page_window window_of(const struct region *region, uint64_t most)
{
	struct page_window window = { region->start, region->end, 4096, 0 };
	if (window.end - window.start > most)
		window.end = window.start + most;
	while ((window.end - window.start) / window.cell > CELLS)
		window.cell *= 2;
	window.count = (size_t)((window.end - window.start + window.cell - 1) / window.cell);
	return window;
}

static void scope_open(
	struct scope *scope, const char *mode, const char *const *words, uint64_t most)
{
	struct live_options options;
	struct source *source;
	target_start(&scope->target, mode, words);
	options = (struct live_options){ .pid = scope->target.pid };
	if (live_open(&options, &source) ||
		source_next(source, DETAIL_SMAPS | DETAIL_NOW, &scope->snapshot))
		abort();
	source_close(source);
	scope->window = window_of(largest(scope->snapshot->table), most);
	const struct page_reader_options reading = { .pid = scope->target.pid };
	if (page_reader_create(&reading, &scope->reader))
		abort();
}

static void scope_close(struct scope *scope)
{
	page_reader_destroy(scope->reader);
	snapshot_unref(scope->snapshot);
	target_finish(&scope->target);
}

static struct page_map *look(struct scope *scope)
{
	struct page_map *map;
	if (page_reader_look(scope->reader, scope->snapshot->table, &scope->window, &map) ||
		map->error)
		abort();
	return map;
}

/* CPU seconds of one look. */
static double time_look(struct scope *scope)
{
	double start = clock_thread_cpu();
	page_map_unref(look(scope));
	return clock_thread_cpu() - start;
}

struct plain_scan {
	uint64_t size, flags, start, end, walk_end, ranges, range_count, most_pages;
	uint64_t inverted, all_of, any_of, wanted;
};
#define PRESENT_OR_SWAPPED (8 | 16)

/* CPU seconds of one PAGEMAP_SCAN(PRESENT|SWAPPED) over the window; 0 where there is none. */
static double time_scan(const struct scope *scope)
{
	static uint64_t ranges[3 * 4096];
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)scope->target.pid);
	struct plain_scan scan = {
		.size = sizeof(scan),
		.start = scope->window.start,
		.end = scope->window.end,
		.ranges = (uintptr_t)ranges,
		.range_count = 4096,
		.any_of = PRESENT_OR_SWAPPED,
		.wanted = PRESENT_OR_SWAPPED,
	};
	double start = clock_thread_cpu();
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int count = ioctl(fd, _IOWR('f', 16, struct plain_scan), &scan);
	close(fd);
	return count >= 0 ? clock_thread_cpu() - start : 0;
}

/* What can be had of 8 GiB without pushing anything out. */
static unsigned large_gib(void)
{
	double available = (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) / GIB;
	return available > 10 ? 8 : available > 6 ? 4 : 1;
}

void bench_pages_large(struct figure *figure)
{
	struct scope scope;
	struct rounds ours = { 0 }, plain = { 0 };
	unsigned gib = large_gib();
	char words[16];
	snprintf(words, sizeof(words), "%u", gib * 1024);
	scope_open(&scope, "resident", (const char *const[]){ words, NULL }, UINT64_MAX);
	time_look(&scope);
	for (int i = 0; i < LOOKS; i++) {
		rounds_add(&plain, time_scan(&scope));
		rounds_add(&ours, time_look(&scope));
	}
	size_t cells = scope.window.count;
	scope_close(&scope);
	double our_time = rounds_median(&ours), plain_time = rounds_median(&plain);
	figure->value = our_time / plain_time;
	figure->is_known = plain_time > 0;
	snprintf(figure->how, sizeof(figure->how), "%.2f ms / %.2f ms, %u GiB, %zu cells",
		our_time * 1e3, plain_time * 1e3, gib, cells);
}

static const char *const sparse[] = { "1024", "1000", NULL };

void bench_pages_sparse(struct figure *figure)
{
	struct scope scope;
	struct rounds ours = { 0 }, plain = { 0 };
	scope_open(&scope, "sparse", sparse, UINT64_MAX);
	for (int i = 0; i < LOOKS; i++) {
		rounds_add(&plain, time_scan(&scope));
		rounds_add(&ours, time_look(&scope));
	}
	struct page_map *map = look(&scope);
	figure->value = rounds_median(&ours) * 1e3;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "%llu pages, %zu cells; a plain scan %.2f ms",
		(unsigned long long)map->totals[PAGE_RESIDENT], scope.window.count,
		rounds_median(&plain) * 1e3);
	page_map_unref(map);
	scope_close(&scope);
}

void bench_pages_memory(struct figure *figure)
{
	struct scope scope;
	scope_open(&scope, "sparse", sparse, UINT64_MAX);
	double before = process_status(getpid(), "VmRSS:");
	struct page_map *maps[3];
	for (int i = 0; i < 3; i++)
		maps[i] = look(&scope);
	double grown = process_status(getpid(), "VmRSS:") - before;
	for (int i = 0; i < 3; i++)
		page_map_unref(maps[i]);
	figure->value = grown / 1e6;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "a reader and three maps of %zu cells",
		scope.window.count);
	scope_close(&scope);
}

#define WINDOW (64ull << 20)
#define PERIOD_NS 100000000

static void rest_until(double start, int tick)
{
	double end = start + tick * (PERIOD_NS / 1e9), left = end - clock_now();
	if (left > 0)
		nanosleep(&(struct timespec){ .tv_nsec = (long)(left * 1e9) }, NULL);
}

/* Rounds a second of the target while its window is looked at ten times a second, or not. */
static double throughput(struct scope *scope, bool is_watched, int ticks, struct rounds *holds)
{
	unsigned long before = target_poke(&scope->target);
	double start = clock_now();
	for (int tick = 1; tick <= ticks; tick++) {
		if (is_watched) {
			struct page_map *map = look(scope);
			rounds_add(holds, (double)map->longest_hold_ns / 1e6);
			page_map_unref(map);
		}
		rest_until(start, tick);
	}
	return (double)(target_poke(&scope->target) - before) / (clock_now() - start);
}

void bench_pages_window(struct figure *figure)
{
	struct scope scope;
	struct rounds ratios = { 0 }, holds = { 0 };
	scope_open(&scope, "churn", (const char *const[]){ "4096", NULL }, WINDOW);
	for (int i = 0; i < 15; i++) {
		double alone = throughput(&scope, false, 20, &holds);
		rounds_add(&ratios, throughput(&scope, true, 20, &holds) / alone);
	}
	scope_close(&scope);
	figure->value = rounds_median(&ratios) * 100;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how),
		"15 pairs of 2 s, %.1f to %.1f %%; calls of %.2f ms",
		rounds_quantile(&ratios, 0) * 100, rounds_quantile(&ratios, 1) * 100,
		rounds_median(&holds));
}

/* The longest call of each look, by the clock on the wall. Where the looker had to wait for a
 * processor, that says nothing of how much it asks for at once: the figure is of the looks in which
 * it hardly had. */
void bench_pages_hold(struct figure *figure)
{
	struct scope scope;
	struct rounds holds = { 0 };
	scope_open(&scope, "resident", (const char *const[]){ "2048", NULL }, UINT64_MAX);
	for (int i = 0; i < 4 * LOOKS; i++) {
		struct page_map *map = look(&scope);
		rounds_add(&holds, (double)map->longest_hold_ns / 1e6);
		page_map_unref(map);
	}
	scope_close(&scope);
	figure->value = rounds_quantile(&holds, 0.1);
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how),
		"1 of 10 looks at 2 GiB; of 5 in 10 %.2f ms, of all %.2f ms", rounds_median(&holds),
		rounds_quantile(&holds, 1));
}
