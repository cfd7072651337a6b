/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where malloc gets its memory: the heap (brk) or a mapping of its own (mmap). */
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "demo/worker.h"
#include "demo/worker_heap.h"

#define KIB ((size_t)1 << 10)
#define MIB ((size_t)1 << 20)

static const struct demo_expectation no_heap[] = {
	{ .metric = "heap", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ .metric = "vsz", .value = "0" },
	{ 0 },
};

static const struct demo_expectation first_block[] = {
	{ .metric = "heap", .is_absolute = true, .value = "132K" },
	{ .metric = "vsz", .value = "132K", .tolerance = "page" },
	{ .metric = "rss_anon", .value = "page" },
	{ .metric = "regions", .value = "1", .tolerance = "0" },
	{ .metric = "value:usable", .is_absolute = true, .value = "104" },
	{ 0 },
};

static const struct demo_expectation from_top[] = {
	{ .metric = "heap", .value = "0" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "minflt", .value = "1" },
	{ 0 },
};

static const struct demo_expectation top_exhausted[] = {
	{ .metric = "heap", .value = "140K" },
	{ .metric = "vsz", .value = "140K", .tolerance = "page" },
	{ 0 },
};

static const struct demo_expectation below_threshold[] = {
	{ .metric = "value:heap_kib", .is_absolute = true, .value = "0" },
	{ .metric = "heap", .value = "256K" },
	{ .metric = "regions", .value = "0", .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation at_threshold[] = {
	{ .metric = "heap", .value = "0" },
	{ .metric = "vsz", .value = "0" },
	{ 0 },
};

static const struct demo_expectation own_mapping[] = {
	{ .metric = "mapped.kind", .value = "anon" },
	{ .metric = "heap", .value = "0" },
	{ .metric = "vsz", .value = "404K", .tolerance = "page" },
	{ .metric = "regions", .value = "0" },
	{ 0 },
};

static const struct demo_expectation big_touched[] = {
	{ .metric = "heap", .value = "0" },
	{ .metric = "vsz", .value = "4100K", .tolerance = "page" },
	{ .metric = "value:pages", .is_absolute = true, .value = "1" },
	{ .metric = "rss_anon", .value = "4M" },
	{ .metric = "minflt", .value = "4M/page" },
	{ 0 },
};

static const struct demo_expectation big_freed[] = {
	{ .metric = "vsz", .value = "-4100K", .tolerance = "page" },
	{ .metric = "rss_anon", .value = "-4M" },
	{ .metric = "heap", .value = "0" },
	{ 0 },
};

static const struct demo_expectation raised_threshold[] = {
	{ .metric = "again.kind", .value = "heap" },
	{ .metric = "heap", .value = "4220K" },
	{ .metric = "vsz", .value = "4220K", .tolerance = "page" },
	{ .metric = "rss_anon", .value = "page" },
	{ 0 },
};

static const struct demo_expectation kept[] = {
	{ .metric = "heap", .value = "0" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ 0 },
};

static const struct demo_expectation always_mmap[] = {
	{ .metric = "value:mapped_kib", .is_absolute = true, .value = "33796", .tolerance = "64" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "heap", .value = "0" },
	{ 0 },
};

static const struct demo_prediction is_there_a_heap = {
	.question = N_("How large is [heap] before the first malloc?"),
	.metric = "heap",
	.is_absolute = true,
	.choices = { { N_("there is none"), "0" }, { N_("132 KiB"), "132K" },
		{ N_("8 MiB, like the stack"), "8M" } },
};
static const struct demo_prediction how_much_for_100_bytes = {
	.question = N_("100 bytes are asked for. How large will [heap] be?"),
	.metric = "heap",
	.is_absolute = true,
	.choices = { { N_("100 bytes"), "100" }, { N_("one page, 4 KiB"), "4K" },
		{ N_("132 KiB"), "132K" } },
};
static const struct demo_prediction where_do_400_kib_go = {
	.question = N_("By how much will [heap] grow for a block of 400 KiB?"),
	.metric = "heap",
	.choices = { { N_("not at all"), "0" }, { N_("by 400 KiB"), "400K" } },
};
static const struct demo_prediction does_free_return = {
	.question = N_("The block of 4 MiB is freed. By how much will RSS change?"),
	.metric = "rss",
	.choices = { { N_("not at all"), "0" }, { N_("it falls by 4 MiB"), "-4M" } },
};
static const struct demo_prediction where_this_time = {
	.question = N_("Nearly the same request again. Where will the block be?"),
	.metric = "again.kind",
	.choices = { { N_("in a mapping of its own, as before"), "anon" },
		{ N_("in the heap"), "heap" } },
};

static const struct demo_step steps[] = {
	{ .title = N_("Before the first malloc"),
		.before = N_("The program runs and has not called malloc."),
		.lesson =
			N_("There is no [heap] at all: it does not exist before the first malloc."),
		.textbook = N_("the heap has an initial size when a program starts"),
		.measured = N_("no [heap] mapping; the first printf or malloc makes it"),
		.prediction = &is_there_a_heap,
		.expectations = no_heap },
	{ .title = "malloc(100)",
		.before = N_("100 bytes are asked for."),
		.lesson =
			N_("100 bytes became a [heap] of 132 KiB: the request and 128 KiB more "
			   "(top pad), in whole pages. Only its first page is resident. The block "
			   "holds 104 bytes behind a header of 8."),
		.look = "first",
		.prediction = &how_much_for_100_bytes,
		.expectations = first_block },
	{ .title = "malloc(40 KiB)",
		.before = N_("A block that fits into what is left."),
		.lesson = N_("Cut from the top of the heap without a system call. One page was "
			     "touched: the one that holds the next header."),
		.textbook = N_("a big malloc makes the heap grow"),
		.measured = N_("[heap] +0: it had 132 KiB"),
		.expectations = from_top },
	{ .title = "malloc(100 KiB)",
		.before = N_("More than is left at the top."),
		.lesson = N_("The top is exhausted, so brk moves: by what is missing and 128 KiB "
			     "again."),
		.expectations = top_exhausted },
	{ .title = N_("malloc(131,047), then malloc(131,048)"),
		.before = N_("Two blocks just below 128 KiB."),
		.lesson =
			N_("The first fitted into the top (heap_kib: [heap] grew by 0), the second "
			   "did not: brk again, [heap] +256 KiB. Still no mapping of their own."),
		.expectations = below_threshold },
	{ .title = "malloc(128 KiB)",
		.before = N_("Exactly the threshold for mmap."),
		.lesson =
			N_("Even 128 KiB come from the heap when its top can hold them: the "
			   "threshold is asked only when the free lists and the top have failed."),
		.textbook = N_("128 KiB and more come from mmap"),
		.measured = N_("[heap] +0, no new mapping"),
		.expectations = at_threshold },
	{ .title = "malloc(400 KiB)",
		.before = N_("More than the threshold, and more than the top holds."),
		.lesson =
			N_("A mapping of its own, at 0x7f…: VSZ +404 KiB, [heap] +0. No new row "
			   "need appear: neighbours with equal rights are merged, so a row grew."),
		.textbook = N_("malloc(400 KB) takes [heap] from 132 to 516 KiB"),
		.measured = N_("[heap] +0: over 128 KiB malloc calls mmap"),
		.look = "mapped",
		.prediction = &where_do_400_kib_go,
		.expectations = own_mapping },
	{ .title = N_("malloc(4 MiB), then write it"),
		.before = N_("4 MiB are asked for, then one byte is written into every page."),
		.lesson = N_("After malloc one page was resident (pages): the one with the header. "
			     "After writing all are. Virtual first, physical on touch."),
		.expectations = big_touched },
	{ .title = "free(4 MiB)",
		.before = N_("The block is freed."),
		.lesson = N_("munmap: addresses and pages went back at once."),
		.textbook = N_("free() does not give memory back to the system"),
		.measured = N_("VSZ and RSS fall by 4 MiB in the same call"),
		.prediction = &does_free_return,
		.expectations = big_freed },
	{ .title = "malloc(4 MiB - 4 KiB)",
		.before = N_("Nearly the same request again."),
		.lesson = N_("This time from the heap: freeing a mapped block raised the threshold "
			     "to its size (up to 32 MiB). The same request, another place."),
		.textbook = N_("blocks of several MiB come from mmap"),
		.measured = N_("[heap] +4,220 KiB, no mapping"),
		.look = "again",
		.prediction = &where_this_time,
		.expectations = raised_threshold },
	{ .title = N_("free it"),
		.before = N_("The block at the top of the heap is freed."),
		.lesson = N_(
			"Nothing changes: the heap is trimmed only when its free top is larger "
			"than twice the threshold, now 8 MiB. Free to malloc, not to the kernel."),
		.expectations = kept },
	{ .title = N_("malloc(33 MiB), then free"),
		.before = N_("More than the threshold can ever be."),
		.lesson = N_("Above 32 MiB it is always mmap: VSZ grew by 33,796 KiB (mapped_kib) "
			     "and fell again."),
		.expectations = always_mmap },
};

/* Blocks that stay to the end. */
struct blocks {
	void *kept[8];
	size_t count;
};

/* A block with a marker. */
static char *place(struct worker *worker, const char *key, size_t size, const char *label)
{
	void *block = worker_malloc(worker, size);
	worker_mark(worker, key, "process", block, size, label);
	return block;
}

static void *keep(struct worker *worker, struct blocks *blocks, const char *key, size_t size,
	const char *label)
{
	void *block = place(worker, key, size, label);
	blocks->kept[blocks->count++] = block;
	return block;
}

static void small_blocks(struct worker *worker, struct blocks *blocks)
{
	void *block = keep(worker, blocks, "first", 100, "malloc(100)");
	worker_value(worker, "usable", (int64_t)malloc_usable_size(block));
	worker_step(worker);
	keep(worker, blocks, "second", 40 * KIB, "malloc(40 KiB)");
	worker_step(worker);
	keep(worker, blocks, "third", 100 * KIB, "malloc(100 KiB)");
	worker_step(worker);
}

static void threshold_blocks(struct worker *worker, struct blocks *blocks)
{
	const char *top = sbrk(0);
	keep(worker, blocks, "fourth", 131047, "malloc(131,047)");
	worker_value(worker, "heap_kib", ((char *)sbrk(0) - top) / (int64_t)KIB);
	keep(worker, blocks, "fifth", 131048, "malloc(131,048)");
	worker_step(worker);
	keep(worker, blocks, "sixth", 128 * KIB, "malloc(128 KiB)");
	worker_step(worker);
	keep(worker, blocks, "mapped", 400 * KIB, "malloc(400 KiB)");
	worker_step(worker);
}

/* How many pages of a block are in memory. */
static int64_t resident_pages(struct worker *worker, char *block, size_t size)
{
	uintptr_t page = worker_unit(worker, PAGES_SMALL), start = (uintptr_t)block & -page;
	int64_t count = 0;
	for (uintptr_t at = start; at < (uintptr_t)block + size; at += page) {
		unsigned char state = 0;
		mincore((void *)at, page, &state);
		count += state & 1;
	}
	return count;
}

static void big_block(struct worker *worker)
{
	char *block = place(worker, "big", 4 * MIB, "malloc(4 MiB)");
	worker_value(worker, "pages", resident_pages(worker, block, 4 * MIB));
	worker_touch(worker, block, 4 * MIB);
	worker_step(worker);
	worker_unmark(worker, "big");
	free(block);
	worker_step(worker);
}

static void moved_threshold(struct worker *worker)
{
	char *block = place(worker, "again", 4 * MIB - 4 * KIB, "malloc(4 MiB - 4 KiB)");
	worker_step(worker);
	worker_unmark(worker, "again");
	free(block);
	worker_step(worker);
	uint64_t before = worker_virtual_size(worker);
	block = worker_malloc(worker, 33 * MIB);
	worker_value(worker, "mapped_kib", (int64_t)((worker_virtual_size(worker) - before) / KIB));
	free(block);
	worker_step(worker);
}

static void work(struct worker *worker)
{
	struct blocks blocks = { .count = 0 };
	worker_step(worker);
	small_blocks(worker, &blocks);
	threshold_blocks(worker, &blocks);
	big_block(worker);
	moved_threshold(worker);
	while (blocks.count > 0)
		free(blocks.kept[--blocks.count]);
}

const struct demo demo_malloc_grow = {
	.id = "malloc-grow",
	.title = N_("malloc: brk or mmap?"),
	.group = "Heap",
	.summary = N_("Small blocks come from the heap, large ones are mappings of their own"),
	.view = "map",
	.needs = "libc=glibc",
	.without = N_("With another C library than glibc the sizes and limits differ; that small "
		      "blocks share a heap and large ones are mapped is much the same."),
	.cap = "64M",
	.minutes = 6,
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
