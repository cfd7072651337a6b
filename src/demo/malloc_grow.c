/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where malloc gets its memory: the heap (brk) or a mapping of its own (mmap). */
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "demo/worker.h"

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

static const struct demo_step steps[] = {
	{ .title = "Before the first malloc",
		.before = "The program runs and has not called malloc.",
		.lesson = "There is no [heap] at all: it does not exist before the first malloc.",
		.textbook = "the heap has an initial size when a program starts",
		.measured = "no [heap] mapping; the first printf or malloc makes it",
		.expectations = no_heap },
	{ .title = "malloc(100)",
		.before = "100 bytes are asked for.",
		.lesson = "100 bytes became a [heap] of 132 KiB: the request and 128 KiB more "
			  "(top pad), in whole pages. Only its first page is resident. The block "
			  "holds 104 bytes behind a header of 8.",
		.expectations = first_block },
	{ .title = "malloc(40 KiB)",
		.before = "A block that fits into what is left.",
		.lesson = "Cut from the top of the heap without a system call. One page was "
			  "touched: the one that holds the next header.",
		.textbook = "a big malloc makes the heap grow",
		.measured = "[heap] +0: it had 132 KiB",
		.expectations = from_top },
	{ .title = "malloc(100 KiB)",
		.before = "More than is left at the top.",
		.lesson = "The top is exhausted, so brk moves: by what is missing and 128 KiB "
			  "again.",
		.expectations = top_exhausted },
	{ .title = "malloc(131,047), then malloc(131,048)",
		.before = "Two blocks just below 128 KiB.",
		.lesson = "The first fitted into the top (heap_kib: [heap] grew by 0), the second "
			  "did not: brk again, [heap] +256 KiB. Still no mapping of their own.",
		.expectations = below_threshold },
	{ .title = "malloc(128 KiB)",
		.before = "Exactly the threshold for mmap.",
		.lesson = "Even 128 KiB come from the heap when its top can hold them: the "
			  "threshold is asked only when the free lists and the top have failed.",
		.textbook = "128 KiB and more come from mmap",
		.measured = "[heap] +0, no new mapping",
		.expectations = at_threshold },
	{ .title = "malloc(400 KiB)",
		.before = "More than the threshold, and more than the top holds.",
		.lesson = "A mapping of its own, at 0x7f…: VSZ +404 KiB, [heap] +0. No new row "
			  "need appear: neighbours with equal rights are merged, so a row grew.",
		.textbook = "malloc(400 KB) takes [heap] from 132 to 516 KiB",
		.measured = "[heap] +0: over 128 KiB malloc calls mmap",
		.expectations = own_mapping },
	{ .title = "malloc(4 MiB), then write it",
		.before = "4 MiB are asked for, then one byte is written into every page.",
		.lesson = "After malloc one page was resident (pages): the one with the header. "
			  "After writing all are. Virtual first, physical on touch.",
		.expectations = big_touched },
	{ .title = "free(4 MiB)",
		.before = "The block is freed.",
		.lesson = "munmap: addresses and pages went back at once.",
		.textbook = "free() does not give memory back to the system",
		.measured = "VSZ and RSS fall by 4 MiB in the same call",
		.expectations = big_freed },
	{ .title = "malloc(4 MiB - 4 KiB)",
		.before = "Nearly the same request again.",
		.lesson = "This time from the heap: freeing a mapped block raised the threshold "
			  "to its size (up to 32 MiB). The same request, another place.",
		.textbook = "blocks of several MiB come from mmap",
		.measured = "[heap] +4,220 KiB, no mapping",
		.expectations = raised_threshold },
	{ .title = "free it",
		.before = "The block at the top of the heap is freed.",
		.lesson = "Nothing changes: the heap is trimmed only when its free top is larger "
			  "than twice the threshold, now 8 MiB. Free to malloc, not to the kernel.",
		.expectations = kept },
	{ .title = "malloc(33 MiB), then free",
		.before = "More than the threshold can ever be.",
		.lesson = "Above 32 MiB it is always mmap: VSZ grew by 33,796 KiB (mapped_kib) "
			  "and fell again.",
		.expectations = always_mmap },
};

/* Blocks that stay to the end. */
struct blocks {
	void *kept[8];
	size_t count;
};

static void *allocate(struct worker *worker, size_t size)
{
	void *block = malloc(size);
	if (!block)
		worker_skip(worker, "malloc gives no more memory");
	return block;
}

/* A block with a marker. */
static char *place(struct worker *worker, const char *key, size_t size, const char *label)
{
	void *block = allocate(worker, size);
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
	block = allocate(worker, 33 * MIB);
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
	.title = "malloc: brk or mmap?",
	.group = "Heap",
	.summary = "Small blocks come from the heap, large ones are mappings of their own",
	.view = "map",
	.needs = "libc=glibc",
	.minutes = 6,
	.cap = "64M",
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
