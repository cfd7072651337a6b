/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When free() gives memory back to the kernel: what lies above decides. */
#include <stdlib.h>

#include "demo/worker.h"
#include "demo/worker_heap.h"

#define BLOCK 4080       /* a chunk of 4096 bytes with its header */
#define FEW 16           /* blocks: 64 KiB, less than malloc keeps in stock */
#define HELD "n*4K"      /* what the blocks take */
#define STEPS "(n+1)/33" /* of 132 KiB each, in which the heap grew: 33 blocks fit into one */
#define HEAP "(" STEPS "*132K)"

#define MANY "variant!=small"
#define LAST "variant=last"
#define LIFO "variant=lifo"
#define SMALL "variant=small"

static const struct demo_expectation allocated[] = {
	{ .metric = "heap", .value = HEAP, .when = MANY },
	{ .metric = "rss_anon", .value = HELD, .when = MANY },
	{ .metric = "minflt", .value = HELD "/page", .when = MANY },
	{ .metric = "heap", .value = "132K", .when = SMALL },
	{ .metric = "rss_anon", .value = "64K", .when = SMALL },
	{ 0 },
};
static const struct demo_expectation pinned[] = {
	{ .metric = "heap", .value = "0", .tolerance = "0" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0", .tolerance = "page" },
	{ .metric = "value:free_kib",
		.is_absolute = true,
		.value = "(" HEAP "-4K)/1K",
		.tolerance = "4" },
	{ 0 },
};
static const struct demo_expectation trimmed[] = {
	{ .metric = "rss_anon", .value = "-" HELD },
	{ .metric = "heap", .value = "n*4K+4K-" HEAP },
	{ .metric = "last.kind", .value = "heap" },
	{ 0 },
};
static const struct demo_expectation shrunk[] = {
	{ .metric = "heap", .is_absolute = true, .value = "132K" },
	{ .metric = "vsz", .value = "-n*4K+128K", .tolerance = "2*page" },
	{ 0 },
};
static const struct demo_expectation shrunk_at_once[] = {
	{ .metric = "heap", .is_absolute = true, .value = "132K" },
	{ .metric = "vsz", .value = "132K-" HEAP, .tolerance = "page" },
	{ .metric = "rss_anon", .value = "128K-" HELD },
	{ 0 },
};
static const struct demo_expectation in_stock[] = {
	{ .metric = "heap", .is_absolute = true, .value = "132K" },
	{ .metric = "rss_anon", .value = "0", .tolerance = "page" },
	{ 0 },
};

static const struct demo_prediction how_much_returns = {
	.question = N_("All blocks but the last are freed. By how much will RSS fall?"),
	.metric = "rss_anon",
	.choices = { { N_("not at all"), "0" }, { N_("by half"), "-" HELD "/2" },
		{ N_("by nearly everything"), "-" HELD } },
};
static const struct demo_prediction how_much_is_trimmed = {
	.question = N_("malloc_trim(0) gives back what is free. By how much will [heap] shrink?"),
	.metric = "heap",
	.choices = { { N_("by nearly all of it"), "-" HELD },
		{ N_("hardly: the last block is still at its end"), "0" } },
};
static const struct demo_prediction how_much_stays = {
	.question = N_("All blocks are freed. What will be left of [heap]?"),
	.metric = "heap",
	.is_absolute = true,
	.choices = { {
			     N_("all of it"),
			     HEAP,
		     },
		{ N_("132 KiB"), "132K" }, { N_("nothing"), "0" } },
};

static const struct demo_step steps[] = {
	{ .title = N_("Many blocks"),
		.before = N_("Blocks of 4,080 bytes are asked for, one after another, and "
			     "written."),
		.lesson = N_("[heap] grew in steps of 132 KiB as it was needed: each block takes "
			     "4,096 bytes with its header. All of it is resident."),
		.when = MANY,
		.look = "last",
		.expectations = allocated },
	{ .title = N_("Sixteen blocks"),
		.before = N_("16 blocks of 4,080 bytes are asked for and written."),
		.lesson = N_("64 KiB fit into the 132 KiB that the first malloc bought."),
		.when = SMALL,
		.look = "last",
		.expectations = allocated },

	{ .title = N_("Free all but the last"),
		.before = N_("Every block is freed except the one that was asked for last."),
		.lesson = N_("Nothing changes for the kernel. free_kib says what malloc holds and "
			     "nobody uses: all but one block. The heap can only shrink from its "
			     "end, and there one block of 4 KiB is in use."),
		.textbook = N_("free() returns memory to the system"),
		.measured = N_("RSS +0, [heap] +0: one block at the top pins all below it"),
		.when = LAST,
		.look = "last",
		.prediction = &how_much_returns,
		.expectations = pinned },
	{ .title = "malloc_trim(0)",
		.before = N_("The program asks malloc to give back all that is free."),
		.lesson =
			N_("RSS falls by nearly everything, [heap] hardly: malloc told the kernel "
			   "which whole pages hold nothing (madvise, MADV_DONTNEED). The "
			   "addresses stay, without memory behind them."),
		.when = LAST,
		.view = "pages",
		.look = "last",
		.prediction = &how_much_is_trimmed,
		.expectations = trimmed },
	{ .title = N_("Free the last block"),
		.before = N_("The block that pinned the heap is freed."),
		.lesson = N_("Now the whole top is free, and more than 128 KiB of it: free() moves "
			     "the break down by itself. [heap] is 132 KiB, as after the first "
			     "malloc."),
		.when = LAST,
		.expectations = shrunk },

	{ .title = N_("Free all, the last one first"),
		.before = N_("Every block is freed, beginning with the one at the top."),
		.lesson =
			N_("Each free() made the free top larger, and whenever it was larger than "
			   "128 KiB the break moved down. Addresses and memory are back at the "
			   "kernel; 128 KiB stay as stock."),
		.textbook = N_("free() does not shrink the heap"),
		.measured = N_("[heap] back to 132 KiB, without malloc_trim"),
		.when = LIFO,
		.prediction = &how_much_stays,
		.expectations = shrunk_at_once },
	{ .title = N_("Free them all"),
		.before = N_("All sixteen are freed."),
		.lesson =
			N_("Nothing goes back: less than 128 KiB are free at the top, and that "
			   "much malloc keeps, so that the next block costs no system call. Small "
			   "programs never give memory back, and nobody misses it."),
		.when = SMALL,
		.prediction = &how_much_stays,
		.expectations = in_stock },
};

static void free_in_two_goes(struct worker *worker, struct block *last)
{
	worker_thin(last->below, 0);
	heap_say_free(worker);
	worker_step(worker);
	heap_trim();
	heap_say_free(worker);
	worker_step(worker);
	worker_unmark(worker, "last");
	free(last);
	heap_say_free(worker);
	worker_step(worker);
}

static void work(struct worker *worker)
{
	bool is_small = worker_choice(worker, "variant") == 2;
	size_t count = is_small ? FEW : worker_number(worker, "n");
	struct block *last = worker_pile(worker, NULL, count, BLOCK);
	worker_mark(worker, "last", "process", last, BLOCK, N_("the last block"));
	worker_step(worker);
	if (worker_choice(worker, "variant") == 0) {
		free_in_two_goes(worker, last);
		return;
	}
	worker_unmark(worker, "last");
	worker_thin(last, 0);
	worker_step(worker);
}

const struct demo demo_malloc_trim = {
	.id = "malloc-trim",
	.title = N_("free() and giving memory back"),
	.group = "Heap",
	.summary = N_("One block in use at the top keeps all free memory below it"),
	.view = "map",
	.needs = "libc=glibc",
	.without = N_("With another C library than glibc free memory returns by other rules; "
		      "malloc_trim is glibc's."),
	.cap = "n*4K+16M",
	.minutes = 5,
	.parameters = {
		{ .name = "n", .value = "4096", .least = 256, .most = 65536,
			.help = N_("how many blocks of 4,080 bytes") },
		{ .name = "variant", .value = "last", .choices = "last|lifo|small",
			.help = N_("the last block is freed last, or first, or there are only 16") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
