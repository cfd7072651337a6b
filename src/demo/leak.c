/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A leak is a line that rises; a line that is high is none. */
#include <stdlib.h>

#include "demo/worker.h"
#include "demo/worker_heap.h"

#define CHUNK "((block+8)/16*16)" /* what malloc takes for a block */
#define COUNT "(size/block)"      /* blocks of one step */
#define RING 256                  /* blocks that are in use at the same time */
#define LONG 12                   /* steps' worth that the one long step leaks */
#define LONG_RATE ((uint64_t)2 << 20)
#define GROWTH "136K" /* the heap grows in steps of 132 KiB and more */

#define STEPS "variant=steps"
#define CONTINUOUS "variant=continuous"

static const struct demo_expectation leaked[] = {
	{ .metric = "heap", .value = COUNT "*" CHUNK, .tolerance = GROWTH },
	{ .metric = "rss_anon", .value = COUNT "*" CHUNK },
	{ .metric = "minflt", .value = COUNT "*" CHUNK "/page" },
	{ 0 },
};
static const struct demo_expectation leaked_long[] = {
	{ .metric = "heap", .value = "12*" COUNT "*" CHUNK, .tolerance = GROWTH },
	{ .metric = "rss_anon", .value = "12*" COUNT "*" CHUNK },
	{ .metric = "value:leaked_kib", .is_absolute = true, .value = "12*" COUNT "*block/1K" },
	{ 0 },
};
static const struct demo_expectation ring_filled[] = {
	{ .metric = "heap", .value = "256*" CHUNK, .tolerance = GROWTH },
	{ .metric = "rss_anon", .value = "256*" CHUNK },
	{ 0 },
};
static const struct demo_expectation plateau[] = {
	{ .metric = "heap", .value = "0", .tolerance = "0" },
	{ .metric = "rss_anon", .value = "0", .tolerance = "0" },
	{ .metric = "minflt", .value = "0", .tolerance = "0" },
	{ 0 },
};

static const struct demo_prediction how_much_again = {
	.question = N_("The same loop runs again. By how much does RSS grow?"),
	.metric = "rss_anon",
	.choices = { { N_("not at all: the memory is reused"), "0" },
		{ N_("by as much as before"), COUNT "*" CHUNK } },
};
static const struct demo_prediction ring_grows = {
	.question = N_("As many blocks as before are asked for, but only the latest 256 are kept. "
		       "By how much does RSS grow?"),
	.metric = "rss_anon",
	.choices = { { N_("by as much as before"), COUNT "*" CHUNK },
		{ N_("by 256 blocks"), "256*" CHUNK }, { N_("not at all"), "0" } },
};
static const struct demo_prediction ring_again = {
	.question = N_("And once more through the same ring: by how much does RSS grow?"),
	.metric = "rss_anon",
	.choices = { { N_("by 256 blocks"), "256*" CHUNK }, { N_("not at all"), "0" } },
};

static const struct demo_step steps[] = {
	{ .title = N_("Leak"),
		.before =
			N_("Blocks are asked for and written, and their addresses are forgotten."),
		.lesson = N_("[heap] and RSS grew by all of the blocks. Nobody can reach or free "
			     "them any more, but the kernel cannot know that: what a process has "
			     "written must be kept."),
		.when = STEPS,
		.look = "leaked",
		.expectations = leaked },
	{ .title = N_("Leak again"),
		.before = N_("The same loop runs once more."),
		.lesson =
			N_("The same growth again. A program that does the same work twice should "
			   "need no more memory the second time."),
		.when = STEPS,
		.look = "leaked",
		.prediction = &how_much_again,
		.expectations = leaked },
	{ .title = N_("Leak again"),
		.before = N_("And once more."),
		.lesson = N_("The line of RSS is straight: its slope is the rate of the leak."),
		.when = STEPS,
		.look = "leaked",
		.expectations = leaked },
	{ .title = N_("Leak again"),
		.before = N_("And a last time."),
		.lesson = N_("From the slope can be told when memory will run out. The cure: every "
			     "block has one owner, and the owner frees it."),
		.when = STEPS,
		.look = "leaked",
		.expectations = leaked },
	{ .title = N_("Leak without a pause"),
		.before = N_("Blocks are asked for, written and forgotten, at a steady rate, until "
			     "the demo's limit is near. Watch the line of RSS."),
		.lesson = N_("A straight line: its slope is the rate of the leak (kib_per_second), "
			     "and tells when memory will run out (seconds_left). The kernel cannot "
			     "know that nobody can reach these blocks any more."),
		.when = CONTINUOUS,
		.look = "leaked",
		.expectations = leaked_long },

	{ .title = N_("A ring: the oldest block is freed"),
		.before = N_("As many blocks as before are asked for, but only the latest 256 are "
			     "kept: each new one takes the place of the oldest, which is freed."),
		.lesson = N_("Growth once, by 256 blocks: the ring had to be filled. After that "
			     "every new block got the memory of the one just freed."),
		.look = "ring",
		.prediction = &ring_grows,
		.expectations = ring_filled },
	{ .title = N_("The same ring again"),
		.before = N_("As many blocks go through the same ring."),
		.lesson = N_("Nothing changes, not by a page: a plateau. The program asks for as "
			     "much memory as the leak did, and gives as much back."),
		.textbook = N_("a program whose memory use is high has a leak"),
		.measured = N_("a high line is no leak; a line that keeps rising is one"),
		.look = "ring",
		.prediction = &ring_again,
		.expectations = plateau },
	{ .title = N_("The same ring again"),
		.before = N_("And again."),
		.lesson =
			N_("Still nothing. What was leaked before is still there too: the line is "
			   "high, and flat."),
		.look = "ring",
		.when = STEPS,
		.expectations = plateau },
	{ .title = N_("The same ring again"),
		.before = N_("And a last time."),
		.lesson =
			N_("To find a leak, do the same work several times and compare: what grows "
			   "by the same amount each time is the leak."),
		.look = "ring",
		.when = STEPS,
		.expectations = plateau },
};

/* The work of one demo: how much of what, how fast, and what has been done. */
struct leak {
	struct worker *worker;
	size_t block, count;    /* of a step */
	uint64_t rate;          /* bytes per second; 0 as fast as it goes */
	uint64_t leaked, limit; /* bytes, so far and when it stops */
	uint64_t start;         /* bytes and time when this step began */
	int64_t start_us;
	void *ring[RING];
	size_t next;
};

/* What the line of RSS tells: how fast it rises, and when it will reach the limit. */
static void forecast(const struct leak *leak)
{
	int64_t elapsed_us = worker_clock_us() - leak->start_us;
	uint64_t grown = leak->leaked - leak->start;
	uint64_t speed = elapsed_us > 0 ? grown * 1000000 / (uint64_t)elapsed_us : 0;
	worker_value(leak->worker, "kib_per_second", (int64_t)(speed >> 10));
	if (speed)
		worker_value(leak->worker, "seconds_left",
			(int64_t)((leak->limit - leak->leaked) / speed));
}

static void forget_blocks(struct leak *leak, size_t count)
{
	struct block *latest = worker_pile(leak->worker, NULL, count, leak->block);
	worker_mark(leak->worker, "leaked", "process", latest, leak->block,
		N_("the latest block that was forgotten"));
	leak->leaked += count * leak->block;
	worker_value(leak->worker, "leaked_kib", (int64_t)(leak->leaked >> 10));
}

static void turn_ring(struct leak *leak, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		void **place = &leak->ring[leak->next++ % RING];
		free(*place);
		*place = worker_pile(leak->worker, NULL, 1, leak->block);
	}
	worker_mark(leak->worker, "ring", "process", leak->ring[0], leak->block,
		N_("the first block of the ring"));
}

/* `count` blocks in one go, or in batches at the rate. */
static void repeat(struct leak *leak, size_t count, void (*use)(struct leak *leak, size_t count))
{
	size_t batch = leak->rate ? RING : count;
	leak->start = leak->leaked;
	leak->start_us = worker_clock_us();
	for (size_t done = 0; done < count; done += batch) {
		size_t piece = count - done < batch ? count - done : batch;
		use(leak, piece);
		if (!leak->rate)
			continue;
		worker_pace(leak->worker, leak->rate, piece * leak->block);
		forecast(leak);
	}
	worker_step(leak->worker);
}

static void work(struct worker *worker)
{
	bool is_long = worker_choice(worker, "variant") == 1;
	size_t block = worker_number(worker, "block");
	struct leak leak = {
		.worker = worker,
		.block = block,
		.count = (worker_number(worker, "size") + block - 1) / block,
		.rate = worker_number(worker, "rate"),
	};
	if (is_long && !leak.rate)
		leak.rate = LONG_RATE;
	int goes = is_long ? 1 : 4;
	size_t count = (is_long ? LONG : 1) * leak.count;
	leak.limit = (uint64_t)goes * count * block;
	for (int i = 0; i < goes; i++)
		repeat(&leak, count, forget_blocks);
	for (int i = 0; i < (is_long ? 2 : 4); i++)
		repeat(&leak, leak.count, turn_ring);
}

const struct demo demo_leak = {
	.id = "leak",
	.title = N_("Leak versus plateau"),
	.group = "Heap",
	.summary = N_("Forgotten blocks make a line that rises; reused ones a flat one"),
	.view = "map",
	.needs = "libc=glibc",
	.without = N_("With another C library than glibc the heap grows in other steps; the two "
		      "lines look the same."),
	.cap = "12*size+256*block+15M",
	.minutes = 6,
	.parameters = {
		{ .name = "size", .value = "4M", .least = 2 << 20, .most = 64 << 20,
			.help = N_("bytes that each step asks for") },
		{ .name = "block", .value = "4K", .least = 64, .most = 8 << 10,
			.help = N_("bytes of one block") },
		{ .name = "variant", .value = "steps", .choices = "steps|continuous",
			.help = N_("leak in four steps, or without a pause") },
		{ .name = "rate", .value = "0", .most = (uint64_t)16 << 30,
			.help = N_("bytes per second; 0: as fast as it goes, and 2 MiB when without "
				   "a pause") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
