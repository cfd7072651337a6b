/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/page_lane.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/page_seek.h"

#define BUDGET 0.01      /* where none is said */
#define IMPATIENCE 10    /* how much more of it a wish that has moved may take */
#define OVERDRAFT 2      /* but not once looks took this much of it lately */
#define MOST_BUDGET 0.25 /* of the target's time, whatever is asked */

static uint64_t clock_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void page_lane_set_table(struct page_lane *lane, const struct region_table *table)
{
	if (table == lane->table)
		return;
	region_table_unref(lane->table);
	lane->table = table ? region_table_ref(table) : NULL;
}

void page_lane_close(struct page_lane *lane)
{
	page_lane_set_table(lane, NULL);
	page_reader_destroy(lane->reader);
	*lane = (struct page_lane){ 0 };
}

uint64_t page_lane_due(const struct page_lane *lane, const struct page_wish *wish, double budget)
{
	double share = budget > 0 ? budget : BUDGET;
	if (lane->duty < OVERDRAFT * share && memcmp(wish, &lane->seen, sizeof *wish) != 0)
		share *= IMPATIENCE;
	share = share < MOST_BUDGET ? share : MOST_BUDGET;
	return lane->ended_ns + (uint64_t)((double)lane->cost_ns / share);
}

static int open_reader(struct page_lane *lane, pid_t pid)
{
	struct page_reader_options options = { .pid = pid };
	return lane->reader ? 0 : page_reader_create(&options, &lane->reader);
}

int page_lane_record(struct page_lane *lane, pid_t pid, struct page_record **ret_record)
{
	int error = open_reader(lane, pid);
	return error < 0 ? error : page_reader_record(lane->reader, lane->table, ret_record);
}

/* The symbols of a page stay what they are while nothing is mapped anew. */
static const struct symbols *find_symbols(struct page_lane *lane, pid_t pid, uint64_t address)
{
	char name[32];
	if (lane->named == address && lane->named_layout == lane->table->layout)
		return &lane->symbols;
	snprintf(name, sizeof name, "/proc/%d", (int)pid);
	int dir = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	symbols_find(lane->table, dir, address, address + (uint64_t)sysconf(_SC_PAGESIZE),
		&lane->symbols);
	if (dir >= 0)
		close(dir);
	lane->named = address;
	lane->named_layout = lane->table->layout;
	return &lane->symbols;
}

/* An ordinary user gets none: then they are missing from the look, which is no error. */
static const struct page_frames *take_frames(
	const struct page_lane *lane, const struct page_wish *wish)
{
	struct page_frames *frames = NULL;
	if (wish->frames_end)
		page_reader_frames(lane->reader, wish->frames_start, wish->frames_end, &frames);
	return frames;
}

int page_lane_look(
	struct page_lane *lane, pid_t pid, const struct page_wish *wish, struct page_look *ret_look)
{
	struct page_look look = { .clock_ns = clock_now() };
	uint64_t since_ns = look.clock_ns - lane->began_ns;
	int error = open_reader(lane, pid);
	bool is_gone = false;
	bool is_seeking = wish->seek_turn != lane->seen.seek_turn;
	/* What fails is tried again with the next sample, not at once. */
	lane->seen = *wish;
	lane->ended_ns = look.clock_ns;
	if (error < 0)
		return error;
	page_reader_show_written(lane->reader, wish->shows_written);
	for (; look.count < wish->count; look.count++) {
		struct page_map *map = NULL;
		page_reader_look(lane->reader, lane->table, &wish->windows[look.count], &map);
		look.maps[look.count] = map;
		is_gone |= map && map->error == ESRCH;
	}
	if (is_gone) {
		page_look_finish(&look);
		return -ESRCH;
	}
	if (wish->inspect)
		page_reader_inspect(lane->reader, lane->table, wish->inspect, &look.detail);
	look.frames = take_frames(lane, wish);
	if (is_seeking)
		lane->sought = page_seek(lane->reader, lane->table, wish);
	look.sought_turn = wish->seek_turn;
	look.sought = lane->sought;
	lane->ended_ns = clock_now();
	lane->cost_ns = lane->ended_ns - look.clock_ns;
	/* Smoothed, as looks come when somebody pans, too. */
	double share = lane->began_ns ? (double)lane->cost_ns / (double)since_ns : 0;
	lane->duty += (share - lane->duty) / 4;
	lane->began_ns = look.clock_ns;
	look.duty = lane->duty;
	/* Reads a file: nothing that the process feels. */
	if (wish->inspect)
		look.symbols = *find_symbols(lane, pid, wish->inspect);
	*ret_look = look;
	return 0;
}

void page_lane_glance(
	const struct snapshot *snapshot, const struct page_wish *wish, struct page_look *ret_look)
{
	struct page_lane lane = { 0 };
	page_lane_set_table(&lane, snapshot->table);
	page_lane_look(&lane, snapshot->process.pid, wish, ret_look);
	page_lane_close(&lane);
}
