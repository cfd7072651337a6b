/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growing memory by moving it to other addresses: page-table entries move, bytes do not. */
#include <stdlib.h>
#include <sys/mman.h>

#include "demo/worker.h"
#include "demo/worker_heap.h"

#define SIZE "(size/page*page)"
#define GROWTH 16      /* times the size, by mremap */
#define BLOCK_GROWTH 4 /* times the size, by realloc */

static const struct demo_expectation touched[] = {
	{ .metric = "vsz", .value = SIZE },
	{ .metric = "data.rss", .is_absolute = true, .value = SIZE, .tolerance = "0" },
	{ .metric = "minflt", .value = "size/page" },
	{ 0 },
};
static const struct demo_expectation moved[] = {
	{ .metric = "vsz", .value = "15*" SIZE },
	{ .metric = "value:moved", .is_absolute = true, .value = "1" },
	{ .metric = "old.kind", .value = "unmapped" },
	{ .metric = "data.rss", .is_absolute = true, .value = SIZE, .tolerance = "0" },
	{ .metric = "minflt", .value = "0", .tolerance = "2" },
	{ .metric = "value:last_page", .is_absolute = true, .value = "1" },
	{ 0 },
};
static const struct demo_expectation block_touched[] = {
	{ .metric = "vsz", .value = SIZE "+page+132K" },
	{ .metric = "heap", .is_absolute = true, .value = "132K" },
	{ .metric = "rss_anon", .value = SIZE },
	{ .metric = "minflt", .value = "size/page" },
	{ 0 },
};
static const struct demo_expectation reallocated[] = {
	{ .metric = "vsz", .value = "3*" SIZE },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "minflt", .value = "0", .tolerance = "2" },
	{ .metric = "value:last_page", .is_absolute = true, .value = "1" },
	{ 0 },
};
static const struct demo_expectation freed[] = {
	{ .metric = "vsz", .value = "-4*" SIZE "-page" },
	{ .metric = "rss_anon", .value = "-" SIZE },
	{ .metric = "data.rss", .is_absolute = true, .value = SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_prediction how_many_faults = {
	.question = N_("The mapping becomes 16 times as large and moves. How many page faults?"),
	.metric = "minflt",
	.choices = { { N_("none"), "0" }, { N_("one for each page that moves"), "size/page" },
		{ N_("one for each page of the new size"), "16*size/page" } },
};
static const struct demo_prediction what_realloc_costs = {
	.question = N_("realloc makes the block four times as large. By how much does RSS grow?"),
	.metric = "rss_anon",
	.choices = { { N_("not at all"), "0" }, { N_("by three times the block"), "3*" SIZE },
		{ N_("by the block, for its copy"), SIZE } },
};

static const struct demo_step steps[] = {
	{ .title = N_("A mapping, written"),
		.before = N_("Memory is mapped and every page of it is written."),
		.lesson = N_("As always: one fault and one page of RAM for each page written."),
		.look = "data",
		.expectations = touched },
	{ .title = N_("mremap: 16 times as large"),
		.before = N_("The mapping is to become 16 times as large, wherever there is room "
			     "for it (MREMAP_MAYMOVE)."),
		.lesson =
			N_("It lies at another address now, and where it was is nothing. VSZ grew "
			   "by 15 times the size; RSS did not, and there was no fault: not a byte "
			   "was copied. The kernel moved the entries of the page table, so the "
			   "same pages of RAM are seen at new addresses, in move_us "
			   "microseconds."),
		.textbook = N_("growing an array means copying it"),
		.measured = N_("minflt +0, RSS +0, and the contents are there"),
		.look = "data",
		.prediction = &how_many_faults,
		.expectations = moved },
	{ .title = N_("A large block from malloc, written"),
		.before =
			N_("malloc is asked for a block of the same size; every page is written."),
		.lesson = N_(
			"A large block is a mapping of its own, one page larger than the block for "
			"the sake of its header. [heap] appeared too, 132 KiB of addresses: the "
			"first "
			"malloc makes it, whatever it is asked for."),
		.look = "block",
		.expectations = block_touched },
	{ .title = N_("realloc: four times as large"),
		.before = N_("realloc is asked to make the block four times as large."),
		.lesson = N_("RSS +0, no faults: realloc gave the work to mremap. For large blocks "
			     "it is cheap to grow step by step. Pointers into the old block are "
			     "wrong now, as always after realloc."),
		.textbook = N_("realloc allocates anew, copies and frees"),
		.measured = N_("RSS +0, minflt +0: pages were moved, not copied"),
		.look = "block",
		.prediction = &what_realloc_costs,
		.expectations = reallocated },
	{ .title = "free()",
		.before = N_("The block is freed."),
		.lesson = N_("All of its addresses go, and the pages that had been written. The "
			     "mapping that mremap moved is untouched."),
		.look = "data",
		.expectations = freed },
};

/* What the last page before `end` holds. */
static void say_contents(struct worker *worker, const volatile char *end)
{
	worker_value(worker, "last_page", end[-(ptrdiff_t)worker_unit(worker, PAGES_SMALL)]);
}

/* Maps, writes, grows. */
static void move_mapping(struct worker *worker, size_t size)
{
	char *old = worker_map(worker, size, PAGES_SMALL);
	worker_clock_us(); /* its own faults come before the step that counts none */
	worker_touch(worker, old, size);
	worker_mark(worker, "data", "process", old, size, N_("the mapping"));
	worker_step(worker);
	int64_t start = worker_clock_us();
	char *memory = mremap(old, size, GROWTH * size, MREMAP_MAYMOVE);
	int64_t finish = worker_clock_us();
	if (memory == MAP_FAILED)
		worker_skip(worker, N_("the kernel gives no more addresses to this process"));
	worker_mark(worker, "old", "process", old, size, N_("where it was"));
	worker_mark(worker, "data", "process", memory, GROWTH * size, N_("the mapping"));
	worker_value(worker, "moved", memory != old);
	say_contents(worker, memory + size);
	worker_value(worker, "move_us", finish - start);
	worker_step(worker);
	worker_unmark(worker, "old");
}

static void move_block(struct worker *worker, size_t size)
{
	char *block = worker_malloc(worker, size);
	worker_touch(worker, block, size);
	worker_mark(worker, "block", "process", block, size, "malloc");
	worker_step(worker);
	block = realloc(block, BLOCK_GROWTH * size);
	if (!block)
		worker_skip(worker, N_("malloc gives no more memory"));
	worker_mark(worker, "block", "process", block, BLOCK_GROWTH * size, "realloc");
	say_contents(worker, block + size);
	worker_step(worker);
	worker_unmark(worker, "block");
	free(block);
	worker_step(worker);
}

static void work(struct worker *worker)
{
	size_t size = worker_size(worker, worker_unit(worker, PAGES_SMALL));
	move_mapping(worker, size);
	move_block(worker, size);
}

const struct demo demo_remap = {
	.id = "remap",
	.title = N_("realloc and mremap: moving without copying"),
	.group = "Heap",
	.summary = N_("Memory grows at another address, and no byte is copied"),
	.view = "map",
	.needs = "libc=glibc",
	.without = N_("With another C library than glibc realloc may copy; mremap is the kernel's "
		      "and does the same everywhere."),
	.cap = "2*size+64M",
	.reserve = "20*size",
	.minutes = 5,
	.parameters = {
		{ .name = "size", .value = "16M", .least = 1 << 20, .most = 64 << 20,
			.help = N_("how much memory is written, and moved") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
