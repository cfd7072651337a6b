/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Giving memory back without giving up its addresses: at once (MADV_DONTNEED), or when the kernel
 * wants it (MADV_FREE). */
#include <sys/mman.h>

#include "demo/worker.h"

#define SIZE "(size/(4*page)*(4*page))" /* as the worker rounds it */
#define QUARTER "(size/(4*page)*page)"
#define LAGS "64*page" /* pages that still wait in the kernel's lists of each processor */

static const struct demo_expectation written[] = {
	{ .metric = "vsz", .value = SIZE },
	{ .metric = "rss_anon", .value = SIZE },
	{ .metric = "minflt", .value = SIZE "/page" },
	{ .metric = "value:byte", .is_absolute = true, .value = "77" },
	{ 0 },
};

static const struct demo_expectation dropped[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "-" SIZE },
	{ .metric = "data.rss", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ .metric = "value:byte", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_expectation written_again[] = {
	{ .metric = "minflt", .value = SIZE "/page" },
	{ .metric = "rss_anon", .value = SIZE },
	{ .metric = "data.private_dirty", .is_absolute = true, .value = SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation given_up[] = {
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "data.rss", .is_absolute = true, .value = SIZE, .tolerance = "0" },
	{ .metric = "data.lazy_free", .is_absolute = true, .value = SIZE, .tolerance = LAGS },
	{ .metric = "data.private_dirty", .value = "-" SIZE },
	{ .metric = "data.private_clean", .value = SIZE },
	{ .metric = "value:byte", .is_absolute = true, .value = "1" },
	{ 0 },
};

static const struct demo_expectation taken_back[] = {
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "data.lazy_free", .value = "-" QUARTER, .tolerance = LAGS },
	{ .metric = "data.private_dirty", .value = QUARTER },
	{ 0 },
};

static const struct demo_expectation reclaimed[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "-3*" QUARTER, .tolerance = LAGS },
	{ .metric = "data.lazy_free", .is_absolute = true, .value = "0", .tolerance = LAGS },
	{ 0 },
};

static const struct demo_expectation read_back[] = {
	{ .metric = "minflt", .value = "3*" QUARTER "/page", .tolerance = "64" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "value:byte", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_prediction what_is_read = {
	.question = N_("Every byte is 77. After MADV_DONTNEED the first one is read. What is it?"),
	.metric = "value:byte",
	.is_absolute = true,
	.choices = {
		{ N_("77, as it was written"), "77" },
		{ N_("0"), "0" },
	},
};
static const struct demo_prediction what_is_freed = {
	.question = N_("MADV_FREE for all of it. What does RSS do?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("it falls by all of it"), "-size" },
		{ N_("nothing"), "0" },
		{ N_("it falls by half"), "-size/2" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("Write 77 everywhere"),
		.before = N_("The program maps memory and writes 77 into every page."),
		.lesson = N_("All of it is resident and dirty."),
		.expectations = written },
	{ .title = N_("MADV_DONTNEED: drop it now"),
		.before =
			N_("The program tells the kernel that it does not need the contents, then "
			   "reads the first byte (byte)."),
		.lesson = N_("The pages are gone at once, the addresses stay, and what was in them "
			     "is lost: the byte is 0, as in new memory. It is no hint: it does "
			     "what it says."),
		.textbook = N_("madvise gives the kernel a hint and changes no contents"),
		.measured = N_("77 became 0, and RSS fell by 64 MiB"),
		.prediction = &what_is_read,
		.expectations = dropped },
	{ .title = N_("Write it again"),
		.before = N_("One byte is written into every page."),
		.lesson = N_("A fault for every page, as the first time: this is the price of "
			     "giving memory back too early."),
		.expectations = written_again },
	{ .title = N_("MADV_FREE: drop it when you like"),
		.before =
			N_("The program tells the kernel that it may take the pages when it needs "
			   "them, then reads the first byte."),
		.lesson = N_("RSS did not move. The pages are still here, and so is what is in "
			     "them, but they are clean now and stand in LazyFree: the kernel takes "
			     "them without asking when memory is short. RSS may hold memory that "
			     "the program has already given up: look at LazyFree. This is why the "
			     "RSS of Go or jemalloc does not go down."),
		.textbook = N_("RSS is memory that the program needs"),
		.measured = N_("64 MiB given up, and RSS +0"),
		.prediction = &what_is_freed,
		.expectations = given_up },
	{ .title = N_("Use a quarter after all"),
		.before = N_("The first quarter is written again."),
		.lesson = N_("Writing takes a page back: it is dirty again and no longer in "
			     "LazyFree. No page had to be brought in: this is what MADV_FREE "
			     "saves."),
		.expectations = taken_back },
	{ .title = N_("The kernel takes the rest"),
		.before = N_("The program asks the kernel to reclaim the other three quarters "
			     "(MADV_PAGEOUT), as it would do by itself when memory is short."),
		.lesson = N_("Pages in LazyFree are thrown away without being written anywhere: it "
			     "works without swap. The quarter that was written again stays."),
		.expectations = reclaimed },
	{ .title = N_("Read it back"),
		.before = N_("One byte of every page of the three quarters is read."),
		.lesson = N_("Zeros, from the one page of zeros: a fault for every page, and RSS "
			     "stands still. What was given up and taken is gone."),
		.expectations = read_back },
};

struct memory {
	char *bytes;
	size_t size, quarter;
};

static void fill(const struct memory *memory, size_t page)
{
	for (size_t at = 0; at < memory->size; at += page)
		*(volatile char *)(memory->bytes + at) = 77;
}

static void step(struct worker *worker, const volatile char *byte)
{
	worker_value(worker, "byte", *byte);
	worker_step(worker);
}

static void drop(struct worker *worker, const struct memory *memory)
{
	fill(memory, worker_unit(worker, PAGES_SMALL));
	step(worker, memory->bytes);
	madvise(memory->bytes, memory->size, MADV_DONTNEED);
	step(worker, memory->bytes);
	worker_touch(worker, memory->bytes, memory->size);
	step(worker, memory->bytes);
}

static void free_lazily(struct worker *worker, const struct memory *memory)
{
	char *rest = memory->bytes + memory->quarter;
	size_t rest_size = memory->size - memory->quarter;
	madvise(memory->bytes, memory->size, MADV_FREE);
	step(worker, memory->bytes);
	worker_touch(worker, memory->bytes, memory->quarter);
	step(worker, memory->bytes);
	if (madvise(rest, rest_size, MADV_PAGEOUT) < 0)
		worker_skip(worker, N_("this kernel has no MADV_PAGEOUT; it came with Linux 5.4"));
	worker_step(worker);
	worker_read(worker, rest, rest_size);
	step(worker, rest);
}

static void work(struct worker *worker)
{
	struct memory memory = {
		.size = worker_size(worker, 4 * worker_unit(worker, PAGES_SMALL)),
	};
	memory.quarter = memory.size / 4;
	memory.bytes = worker_map(worker, memory.size, PAGES_SMALL);
	worker_mark(worker, "data", "process", memory.bytes, memory.size, N_("given back"));
	drop(worker, &memory);
	free_lazily(worker, &memory);
}

const struct demo demo_madvise = {
	.id = "madvise",
	.title = N_("DONTNEED and FREE"),
	.group = "Paging",
	.summary = N_("Pages can be given back at once, or lazily while RSS still shows them"),
	.view = "pages",
	.minutes = 5,
	.cap = "size+16M",
	.parameters = {
		{ .name = "size", .value = "64M", .least = 8 << 20, .most = 1 << 30,
			.help = N_("how much memory is written and given back") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
