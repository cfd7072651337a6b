/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct row {
	const char *name, *what, *unit;
	double target;
	bool is_least; /* the target is a floor, not a ceiling */
	void (*measure)(struct figure *figure);
} rows[] = {
	{ "sample-60000", "full sample of 60,000 mappings / reading the same files", "x", 1.25,
		.measure = bench_sample_large },
	{ "sample-3000", "the same, 3,000 mappings with 500 MB resident", "x", 1.20,
		.measure = bench_sample_middle },
	{ "snapshot", "snapshot --format csv, 30,000 mappings / cat smaps", "x", 2.0,
		.measure = bench_snapshot },
	{ "watch", "viewer on a small process at 1 Hz, CPU / htop -p", "x", 0.25,
		.measure = bench_watch },
	{ "refresh", "viewer on 30,000 mappings: CPU per refresh", "ms", 60,
		.measure = bench_refresh },
	{ "memory", "viewer on 30,000 mappings: memory", "MB", 40, .measure = bench_memory },
	{ "reservation", "viewer's memory, 1 TiB reserved / a small target", "x", 1.10,
		.measure = bench_reservation },
	{ "paint", "paint of the busiest view, 200x60, 60,000 regions", "ms", 2,
		.measure = bench_paint },
	{ "key", "key to screen during slow samples, 99th percentile", "ms", 30,
		.measure = bench_key },
	{ "tick", "heap allocations in a steady tick", "", 0, .measure = bench_tick },
	{ "disturbance", "throughput of a 4 GiB mmap loop, watched / unwatched", "%", 98,
		.is_least = true, .measure = bench_disturbance },
	{ "start", "start to the first full screen", "ms", 50, .measure = bench_start },
	{ "pages-large", "a look at 8 GiB / PAGEMAP_SCAN(PRESENT|SWAPPED)", "x", 1.3,
		.measure = bench_pages_large },
	{ "pages-sparse", "a look at 1 TiB with 1,000 pages touched", "ms", 20,
		.measure = bench_pages_sparse },
	{ "pages-memory", "memory for that", "MB", 1, .measure = bench_pages_memory },
	{ "pages-window", "throughput of a 4 GiB mmap loop, 64 MiB looked at, 10 Hz", "%", 99,
		.is_least = true, .measure = bench_pages_window },
	{ "pages-hold", "longest call of a look", "ms", 1, .measure = bench_pages_hold },
	{ "grid-paint", "paint of a grid of pages, 200x60, all changed", "ms", 2,
		.measure = bench_grid_paint },
	{ "grid-bytes", "to the terminal when 1 % of such a grid change", "kB", 30,
		.measure = bench_grid_bytes },
	{ "past-memory", "what is remembered of 24 h at 1 Hz, 111 mappings", "MB", 16,
		.measure = bench_past_memory },
	{ "past-tick", "remembering a sample of 111 mappings", "ms", 0.2,
		.measure = bench_past_tick },
	{ "growth", "what grew and leaks, per tick, 30,000 regions", "ms", 5,
		.measure = bench_growth },
	{ "record-small", "recording a steady process of 111 mappings / its smaps", "%", 2,
		.measure = bench_record_small },
	{ "record-large", "the same, 30,000 mappings", "%", 0.5, .measure = bench_record_large },
	{ "record-cpu", "CPU of strata record at 111 mappings, a sample", "ms", 3,
		.measure = bench_record_cpu },
	{ "replay-open", "open a recording of 24 h and read any instant", "ms", 300,
		.measure = bench_replay_open },
	{ "replay-seek", "longest of 101 seeks in it", "ms", 50, .measure = bench_replay_seek },
};

#define ROWS (sizeof(rows) / sizeof(*rows))

static bool is_wanted(const struct row *row, int count, char **names)
{
	for (int i = 1; i < count; i++)
		if (strcmp(names[i], row->name) == 0)
			return true;
	return count <= 1;
}

static bool print_row(const struct row *row, const struct figure *figure)
{
	bool is_met = row->is_least ? figure->value >= row->target : figure->value <= row->target;
	if (!figure->is_known) {
		printf("%-58s %9s  %s %g %-2s  skipped  %s\n", row->what, "-",
			row->is_least ? ">=" : "<=", row->target, row->unit, figure->how);
		return true;
	}
	printf("%-58s %9.2f  %s %g %-2s  %-7s  %s\n", row->what, figure->value,
		row->is_least ? ">=" : "<=", row->target, row->unit, is_met ? "ok" : "MISSED",
		figure->how);
	return is_met;
}

/* Run by hand, the programs of its own build folder are meant. */
static void find_programs(void)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 32);
	for (int i = 0; i < 3 && length > 0; i++)
		length = (char *)memrchr(path, '/', (size_t)length) - path;
	strcpy(path + length, "/src/strata");
	setenv("STRATA", path, 0);
	strcpy(path + length, "/tests/e2e/victim");
	setenv("STRATA_VICTIM", path, 0);
}

/* Arguments: names of the rows wanted; all without. */
int main(int count, char **arguments)
{
	size_t missed = 0;
	find_programs();
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < ROWS; i++) {
		if (!is_wanted(&rows[i], count, arguments))
			continue;
		struct figure figure = { 0 };
		rows[i].measure(&figure);
		missed += !print_row(&rows[i], &figure);
	}
	printf("%zu missed\n", missed);
	return missed != 0;
}
