/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages leave for the swap and come back. */
#include <sys/mman.h>
#include <sys/resource.h>

#include "demo/worker.h"

#define SIZE "(size/(4*page)*(4*page))" /* as the worker rounds it */
#define QUARTER "(size/(4*page)*page)"
#define BUSY N_("some pages were in use elsewhere, or the swap is full")
#define STAYED "64*page" /* pages that wait in the kernel's lists of each processor */

static const struct demo_expectation written[] = {
	{ .metric = "rss_anon", .value = SIZE },
	{ .metric = "swap", .is_absolute = true, .value = "0" },
	{ .metric = "minflt", .value = SIZE "/page" },
	{ 0 },
};

static const struct demo_expectation swapped_out[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "-" SIZE, .tolerance = STAYED, .cause = BUSY },
	{ .metric = "data.swap",
		.is_absolute = true,
		.value = SIZE,
		.tolerance = STAYED,
		.cause = BUSY },
	{ .metric = "data.swap_pss",
		.is_absolute = true,
		.value = SIZE,
		.tolerance = STAYED,
		.cause = BUSY },
	{ 0 },
};

static const struct demo_expectation read_back[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = QUARTER, .tolerance = STAYED },
	{ .metric = "data.swap", .value = "-" QUARTER, .tolerance = STAYED },
	{ .metric = "value:faults",
		.is_absolute = true,
		.value = QUARTER "/page",
		.tolerance = "64" },
	{ .metric = "value:lost_bytes", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_expectation forked[] = {
	{ .role = "child",
		.metric = "copy.swap",
		.is_absolute = true,
		.value = "3*" QUARTER,
		.tolerance = STAYED },
	{ .role = "child",
		.metric = "copy.swap_pss",
		.is_absolute = true,
		.value = "3*" QUARTER "/2",
		.tolerance = STAYED },
	{ .role = "process", .metric = "data.swap", .value = "0", .tolerance = STAYED },
	{ .role = "process",
		.metric = "data.swap_pss",
		.is_absolute = true,
		.value = "3*" QUARTER "/2",
		.tolerance = STAYED },
	{ 0 },
};

static const struct demo_prediction what_kind_of_fault = {
	.question = N_("A quarter is read back at once. How many of its faults wait for the disk "
		       "(majflt)?"),
	.metric = "majflt",
	.choices = {
		{ N_("one for each page"), QUARTER "/page" },
		{ N_("one for every 8 pages"), QUARTER "/(8*page)" },
		{ N_("none"), "0" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("Fill memory"),
		.before = N_("The program maps memory and fills it with bytes that cannot be "
			     "compressed."),
		.lesson = N_("All of it is resident. No file stands behind it: if the kernel needs "
			     "these frames, it can only write the pages to the swap."),
		.expectations = written },
	{ .title = N_("Swap it out"),
		.before =
			N_("The program asks the kernel to do now what it would do when memory is "
			   "short (MADV_PAGEOUT)."),
		.lesson = N_("RSS fell by all of it, and Swap grew by as much. VSZ did not move: "
			     "the addresses are still there, and their page table entries say "
			     "where in the swap each page lies."),
		.expectations = swapped_out },
	{ .title = N_("Read a quarter back"),
		.before = N_("The program reads the first quarter and looks whether "
			     "any byte was lost (lost_bytes)."),
		.lesson = N_("A fault for every page, and no byte was lost. Right after "
			     "they were written out, the pages are often still in memory (in the "
			     "swap cache): then the faults are minor. Major are only those that "
			     "wait for the device."),
		.textbook = N_("bringing a page back from the swap is a major fault"),
		.measured = N_("minor, as long as the page is in the swap cache"),
		.prediction = &what_kind_of_fault,
		.expectations = read_back },
	{ .title = N_("fork"),
		.before = N_("The program forks while three quarters are in the swap."),
		.lesson = N_("Swapped pages are shared like those in memory: each process counts "
			     "all of them under Swap, and half under SwapPss, for the swap holds "
			     "them only once."),
		.view = "compare",
		.expectations = forked },
};

static int64_t faults(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

/* None was 0: a page that was lost would be. */
static int64_t lost_bytes(const char *memory, size_t size)
{
	int64_t count = 0;
	for (size_t at = 0; at < size; at++)
		count += memory[at] == 0;
	return count;
}

static void read_quarter(struct worker *worker, const char *memory, size_t quarter)
{
	int64_t before = faults(), lost = lost_bytes(memory, quarter);
	worker_value(worker, "faults", faults() - before);
	worker_value(worker, "lost_bytes", lost);
}

static void share(struct worker *worker, const char *memory, size_t size)
{
	pid_t child = worker_fork(worker, "child");
	if (child == 0)
		for (;;)
			worker_await(worker);
	worker_mark(worker, "copy", "child", memory, size, N_("the same memory"));
	worker_step(worker);
	worker_end(worker, child);
}

static void work(struct worker *worker)
{
	size_t size = worker_size(worker, 4 * worker_unit(worker, PAGES_SMALL));
	char *data = worker_map(worker, size, PAGES_SMALL);
	worker_mark(worker, "data", "process", data, size, N_("to be swapped out"));
	worker_scramble(data, size);
	worker_step(worker);
	if (madvise(data, size, MADV_PAGEOUT) < 0)
		worker_skip(worker, N_("this kernel has no MADV_PAGEOUT; it came with Linux 5.4"));
	worker_step(worker);
	read_quarter(worker, data, size / 4);
	worker_step(worker);
	share(worker, data, size);
}

const struct demo demo_swap = {
	.id = "swap",
	.title = N_("Pages leave and come back"),
	.group = "Paging",
	.summary = N_("What no file stands behind can leave memory only for the swap"),
	.view = "pages",
	.minutes = 5,
	.needs = "swap>0",
	.without = N_("64 MiB are swapped out: RSS falls by 64 MiB, Swap grows by as much, VSZ stands "
		      "still. Reading 16 MiB back takes 4,096 faults, all minor while the pages are "
		      "in the swap cache. After fork both processes count the swapped pages under "
		      "Swap and half of them under SwapPss. Without swap MADV_PAGEOUT changes "
		      "nothing: the pages have nowhere to go."),
	.cap = "size+16M",
	.parameters = {
		{ .name = "size", .value = "64M", .least = 8 << 20, .most = 1 << 30,
			.help = N_("how much memory is swapped out") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
