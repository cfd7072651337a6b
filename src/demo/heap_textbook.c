/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The experiment textbooks print to show that the heap grows: what it really shows. */
#include <stdio.h>
#include <stdlib.h>

#include "demo/worker.h"
#include "demo/worker_heap.h"

#define SMALL 40960
#define LARGE 409600

#define PRINTED "variant=printed"
#define UNBUFFERED "variant!=printed"
#define MAPPED "variant!=threshold"
#define THRESHOLD "variant=threshold"

static const struct demo_expectation after_printf[] = {
	{ .metric = "heap", .is_absolute = true, .value = "132K", .when = PRINTED },
	{ .metric = "heap", .is_absolute = true, .value = "0", .when = UNBUFFERED },
	{ 0 },
};
static const struct demo_expectation small_block[] = {
	{ .metric = "heap", .value = "0", .when = PRINTED },
	{ .metric = "heap", .value = "132K", .when = UNBUFFERED },
	{ .metric = "p1.kind", .value = "heap" },
	{ 0 },
};
static const struct demo_expectation large_block[] = {
	{ .metric = "heap", .value = "0", .when = MAPPED },
	{ .metric = "vsz", .value = "404K", .when = MAPPED },
	{ .metric = "p2.kind", .value = "anon", .when = MAPPED },
	{ .metric = "heap", .value = "440K", .when = THRESHOLD },
	{ .metric = "p2.kind", .value = "heap", .when = THRESHOLD },
	{ 0 },
};
static const struct demo_expectation small_freed[] = {
	{ .metric = "heap", .value = "0", .tolerance = "0" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0", .tolerance = "page" },
	{ 0 },
};
static const struct demo_expectation large_freed[] = {
	{ .metric = "vsz", .value = "-404K", .when = MAPPED },
	{ .metric = "heap", .value = "0", .when = MAPPED },
	{ .metric = "p2.kind", .value = "unmapped", .when = MAPPED },
	{ .metric = "heap", .value = "-440K", .when = THRESHOLD },
	{ 0 },
};
static const struct demo_expectation large_again[] = {
	{ .metric = "heap", .value = "400K" },
	{ .metric = "p3.kind", .value = "heap" },
	{ 0 },
};

static const struct demo_prediction will_heap_grow = {
	.question = N_("By how much will [heap] grow?"),
	.metric = "heap",
	.choices = { { N_("not at all"), "0" }, { N_("by 400 KiB"), "400K" },
		{ N_("by 528 KiB: the request and 128 KiB more"), "528K" } },
};
static const struct demo_prediction will_memory_return = {
	.question = N_("By how much will VSZ, the sum of all addresses, change?"),
	.metric = "vsz",
	.choices = { { N_("not at all: free() keeps what it gets"), "0" },
		{ N_("it falls by about 400 KiB"), "-400K" } },
};
static const struct demo_prediction where_again = {
	.question = N_("Where will the same request be served now?"),
	.metric = "p3.kind",
	.choices = { { N_("in a mapping of its own, as before"), "anon" },
		{ N_("in the heap"), "heap" } },
};

static const struct demo_step steps[] = {
	{ .title = N_("The first printf"),
		.before = N_("The program prints one line, as the textbook's program does, and "
			     "looks at its memory."),
		.lesson = N_("There is a [heap] of 132 KiB already, and the program has not called "
			     "malloc: printf did, for the buffer of its output. Looking changed "
			     "what is looked at."),
		.textbook = N_("before the first malloc there is no heap, or a small one"),
		.measured = N_("[heap] 132 KiB, made by printf"),
		.when = PRINTED,
		.expectations = after_printf },
	{ .title = N_("The first printf, without a buffer"),
		.before = N_("Output is set to unbuffered, then one line is printed."),
		.lesson = N_("No [heap]: without a buffer printf has no need of malloc. What "
			     "follows is seen undisturbed."),
		.when = UNBUFFERED,
		.expectations = after_printf },

	{ .title = "p1 = malloc(40960)",
		.before = N_("40 KiB are asked for."),
		.lesson = N_("[heap] stays as it is: 40 KiB fit into the 132 KiB that are there. "
			     "malloc took a piece of its stock and did not call the kernel."),
		.textbook = N_("the heap grows by the size of the block"),
		.measured = N_("[heap] +0"),
		.when = PRINTED,
		.look = "p1",
		.prediction = &will_heap_grow,
		.expectations = small_block },
	{ .title = "p1 = malloc(40960)",
		.before = N_("40 KiB are asked for: the first call of malloc."),
		.lesson = N_("A [heap] of 132 KiB appears, more than three times what was asked "
			     "for: malloc buys a stock. The next small blocks will cost no system "
			     "call."),
		.textbook = N_("the heap grows by the size of the block"),
		.measured = N_("[heap] 0 to 132 KiB"),
		.when = UNBUFFERED,
		.look = "p1",
		.expectations = small_block },

	{ .title = "p2 = malloc(409600)",
		.before = N_("400 KiB are asked for, more than [heap] has left."),
		.lesson = N_(
			"[heap] did not grow. A block of 128 KiB or more that the stock cannot "
			"hold becomes a mapping of its own: VSZ +404 KiB, at an address far from "
			"the heap."),
		.textbook = N_("[heap] grows from 132 to 516 KiB"),
		.measured = N_("[heap] +0; a mapping at 0x7f…, VSZ +404 KiB"),
		.when = MAPPED,
		.look = "p2",
		.prediction = &will_heap_grow,
		.expectations = large_block },
	{ .title = "p2 = malloc(409600)",
		.before = N_("400 KiB are asked for; mappings are allowed from 1 MiB on only "
			     "(mallopt, M_MMAP_THRESHOLD)."),
		.lesson =
			N_("Now [heap] grows as the textbook says: by what is missing and "
			   "128 KiB of new stock, in whole pages: +440 KiB. It took an order that "
			   "ordinary programs do not give."),
		.when = THRESHOLD,
		.look = "p2",
		.prediction = &will_heap_grow,
		.expectations = large_block },

	{ .title = "free(p1)",
		.before = N_("The small block is freed."),
		.lesson = N_("Nothing changes, in addresses or in RAM. The block is back in "
			     "malloc's stock, and the kernel was not told."),
		.look = "p1",
		.expectations = small_freed },

	{ .title = "free(p2)",
		.before = N_("The large block is freed."),
		.lesson =
			N_("VSZ -404 KiB in the same call: a block with a mapping of its own goes "
			   "back to the kernel when it is freed."),
		.textbook = N_("free() does not give memory back to the kernel"),
		.measured = N_("VSZ -404 KiB, at once"),
		.when = MAPPED,
		.look = "p2",
		.prediction = &will_memory_return,
		.expectations = large_freed },
	{ .title = "free(p2)",
		.before = N_("The large block is freed: the last one in the heap."),
		.lesson = N_("[heap] -440 KiB. When more than 128 KiB are free at the top of the "
			     "heap, free() moves the break down at once. What keeps memory is a "
			     "block in use above it."),
		.textbook = N_("free() does not shrink the heap"),
		.measured = N_("[heap] -440 KiB, at once"),
		.when = THRESHOLD,
		.look = "p1",
		.prediction = &will_memory_return,
		.expectations = large_freed },

	{ .title = "p3 = malloc(409600)",
		.before = N_("The very same request for 400 KiB once more."),
		.lesson = N_("This time it comes from the heap: [heap] +400 KiB. Freeing a mapped "
			     "block taught malloc that such blocks come and go, and it raised the "
			     "threshold for mappings to that size."),
		.textbook = N_("the size alone decides between heap and mapping"),
		.measured = N_("the same size, first a mapping, then the heap"),
		.when = MAPPED,
		.look = "p3",
		.prediction = &where_again,
		.expectations = large_again },
};

static void print_first(struct worker *worker)
{
	if (worker_choice(worker, "variant") > 0)
		setvbuf(stdout, NULL, _IONBF, 0);
	if (worker_choice(worker, "variant") == 2)
		heap_map_from(1 << 20);
	printf("the heap before the first malloc\n");
	worker_step(worker);
}

static void *place(struct worker *worker, const char *key, size_t size, const char *label)
{
	void *block = worker_malloc(worker, size);
	worker_mark(worker, key, "process", block, size, label);
	worker_step(worker);
	return block;
}

static void work(struct worker *worker)
{
	print_first(worker);
	void *small = place(worker, "p1", SMALL, "p1 = malloc(40960)");
	void *large = place(worker, "p2", LARGE, "p2 = malloc(409600)");
	free(small);
	worker_step(worker);
	free(large);
	worker_step(worker);
	if (worker_choice(worker, "variant") < 2)
		free(place(worker, "p3", LARGE, "p3 = malloc(409600)"));
}

const struct demo demo_heap_textbook = {
	.id = "heap-textbook",
	.title = N_("The textbook heap experiment, and what really happens"),
	.group = "Heap",
	.summary = N_("Print, malloc, free as the books do, and see the heap disagree"),
	.view = "map",
	.needs = "libc=glibc",
	.without = N_("With another C library than glibc the numbers differ: musl has no stock of "
		      "132 KiB and maps large blocks by other limits."),
	.cap = "8M",
	.minutes = 4,
	.parameters = {
		{ .name = "variant", .value = "printed", .choices = "printed|unbuffered|threshold",
			.help = N_("as the books print it, with unbuffered output, or with mappings "
				   "from 1 MiB on only") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
