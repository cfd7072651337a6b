/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fragmentation: memory that is free and of no use. */
#include <stdlib.h>

#include "demo/worker.h"
#include "demo/worker_heap.h"

#define BLOCK 1008 /* a chunk of 1024 bytes with its header */
#define LARGE ((size_t)64 << 10)
#define HELD "n*1K"
#define HEAP "((n+1)/132*132K)" /* the heap grows in steps of 132 KiB: 132 blocks */

static const struct demo_expectation allocated[] = {
	{ .metric = "heap", .value = HEAP },
	{ .metric = "rss_anon", .value = HELD },
	{ .metric = "minflt", .value = HELD "/page" },
	{ 0 },
};
static const struct demo_expectation full_of_holes[] = {
	{ .metric = "rss_anon", .value = "0", .tolerance = "2*page" },
	{ .metric = "heap", .value = "0", .tolerance = "0" },
	{ .metric = "value:free_kib",
		.is_absolute = true,
		.value = "(" HEAP "-n/2*1K)/1K",
		.tolerance = "10" },
	{ 0 },
};
static const struct demo_expectation nothing_to_give[] = {
	{ .metric = "rss_anon", .value = "0", .tolerance = "2*page" },
	{ .metric = "heap", .value = "n*1K-" HEAP, .tolerance = "2*page" },
	{ 0 },
};
static const struct demo_expectation no_hole_fits[] = {
	{ .metric = "heap", .value = "192K" },
	{ .metric = "large.kind", .value = "heap" },
	{ 0 },
};
static const struct demo_expectation whole_pages[] = {
	{ .metric = "rss_anon",
		.value = "-n/8*4K",
		.when = "page=4096",
		.cause = N_("this C library lays its blocks out otherwise, so that the kept ones "
			    "lie in other pages") },
	{ .metric = "value:free_kib", .value = "n/8*3-128", .tolerance = "10" },
	{ 0 },
};

static const struct demo_prediction will_rss_fall = {
	.question = N_("Half of all blocks are freed. By how much will RSS fall?"),
	.metric = "rss_anon",
	.choices = { { N_("by half"), "-" HELD "/2" }, { N_("not at all"), "0" } },
};
static const struct demo_prediction will_it_fit = {
	.question = N_("Half of the heap is free. By how much does [heap] grow for 64 KiB more?"),
	.metric = "heap",
	.choices = { { N_("not at all: there is plenty of room"), "0" }, { N_("by 64 KiB"), "64K" },
		{ N_("by 192 KiB: the request and 128 KiB of stock"), "192K" } },
};
static const struct demo_prediction what_returns = {
	.question = N_("One block in eight is kept. How much of the RSS can be given back?"),
	.metric = "rss_anon",
	.choices = { { N_("nothing"), "0" }, { N_("seven eighths"), "-" HELD "/8*7" },
		{ N_("half of it"), "-" HELD "/2" } },
};

static const struct demo_step steps[] = {
	{ .title = N_("Many small blocks"),
		.before = N_("Blocks of 1,008 bytes are asked for, four to a page, and written."),
		.lesson = N_("[heap] and RSS grew alike: each block takes 1,024 bytes with its "
			     "header, and the blocks lie side by side."),
		.look = "first",
		.expectations = allocated },
	{ .title = N_("Free every other block"),
		.before = N_("The second, fourth, sixth block and so on is kept, the others are "
			     "freed."),
		.lesson = N_("Half of the heap is free (free_kib), and RSS is what it was. Every "
			     "page still holds two blocks in use."),
		.look = "first",
		.prediction = &will_rss_fall,
		.expectations = full_of_holes },
	{ .title = "malloc_trim(0)",
		.before = N_("malloc is asked to give back all that is free."),
		.lesson = N_("RSS stays: the kernel takes only whole pages, and not one page is "
			     "wholly free. Only the unused stock at the end of the heap went back, "
			     "addresses that had never been touched."),
		.look = "first",
		.expectations = nothing_to_give },
	{ .title = "malloc(64 KiB)",
		.before = N_("One block of 64 KiB is asked for. Far more than that is free."),
		.lesson = N_("The heap grows. The free memory lies in holes of 1 KiB, and a block "
			     "needs one hole that is large enough. Free and usable are two things: "
			     "that is fragmentation."),
		.textbook = N_("malloc uses free memory before it asks for more"),
		.measured = N_("half of the heap is free, and [heap] +192 KiB"),
		.look = "large",
		.prediction = &will_it_fit,
		.expectations = no_hole_fits },
	{ .title = N_("Keep one block in eight"),
		.before =
			N_("Three of four remaining blocks are freed, then malloc_trim is called."),
		.lesson =
			N_("Freed neighbours were joined to holes of 7 KiB, and each of these "
			   "holds one whole page: so half of the memory goes back, although seven "
			   "eighths of it are free. The other half is held by the blocks that were "
			   "kept, one to a page."),
		.view = "pages",
		.look = "first",
		.prediction = &what_returns,
		.expectations = whole_pages },
};

static void work(struct worker *worker)
{
	size_t count = worker_number(worker, "n") / 8 * 8;
	struct block *first = worker_pile(worker, NULL, 1, BLOCK);
	struct block *blocks = worker_pile(worker, first, count - 1, BLOCK);
	worker_mark(worker, "first", "process", first, count * 1024, N_("the blocks"));
	worker_step(worker);
	blocks = worker_thin(blocks, 2);
	heap_say_free(worker);
	worker_step(worker);
	heap_trim();
	heap_say_free(worker);
	worker_step(worker);
	void *large = worker_malloc(worker, LARGE);
	worker_mark(worker, "large", "process", large, LARGE, "malloc(64 KiB)");
	heap_say_free(worker);
	worker_step(worker);
	blocks = worker_thin(blocks, 4);
	heap_trim();
	heap_say_free(worker);
	worker_step(worker);
	free(large);
	worker_thin(blocks, 0);
}

const struct demo demo_fragment = {
	.id = "fragment",
	.title = N_("Fragmentation: free but unusable"),
	.group = "Heap",
	.summary = N_("Half of the heap is free, yet the heap grows and RSS stays"),
	.view = "map",
	.needs = "libc=glibc",
	.without = N_("With another C library than glibc blocks of one size may lie in pages of "
		      "their own, and the numbers differ; the lesson stays."),
	.cap = "n*1K+16M",
	.minutes = 6,
	.parameters = {
		{ .name = "n", .value = "32768", .least = 1024, .most = 262144,
			.help = N_("how many blocks of 1,008 bytes; a multiple of 8") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
