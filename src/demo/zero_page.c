/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading untouched memory maps one shared page of zeros; only writing allocates. */
#include "demo/worker.h"

#define HUGE_SIZE "(size/huge_page*huge_page)"
#define SMALL "variant=small"
#define HUGE "variant=thp"
#define HUGE_ZEROS HUGE "&huge_zero=1"

static const struct demo_expectation promised[] = {
	{ .metric = "vsz", .value = DEMO_SIZE, .when = SMALL },
	{ .metric = "vsz", .value = HUGE_SIZE, .when = HUGE },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "minflt", .value = "0" },
	{ .metric = "data.rss", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation read_only[] = {
	{ .metric = "minflt", .value = "size/page", .when = SMALL },
	{ .metric = "minflt", .value = "size/huge_page", .when = HUGE },
	{ .metric = "page_tables", .value = DEMO_TABLES("size") },
	{ .metric = "value:sum", .is_absolute = true, .value = "0" },
	{ .metric = "rss_anon", .value = "0", .when = SMALL },
	{ .metric = "data.rss",
		.is_absolute = true,
		.value = "0",
		.tolerance = "0",
		.when = SMALL },
	{ .metric = "rss_anon", .value = "0", .when = HUGE_ZEROS },
	{ .metric = "data.rss",
		.is_absolute = true,
		.value = "0",
		.tolerance = "0",
		.when = HUGE_ZEROS },
	{ 0 },
};

static const struct demo_expectation read_again[] = {
	{ .metric = "minflt", .value = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "page_tables", .value = "0" },
	{ 0 },
};

static const struct demo_expectation written[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "page_tables", .value = "0" },
	{ .metric = "minflt", .value = "size/page", .when = SMALL },
	{ .metric = "rss_anon", .value = DEMO_SIZE, .when = SMALL },
	{ .metric = "data.private_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE,
		.tolerance = "0",
		.when = SMALL },
	{ .metric = "minflt", .value = "size/huge_page", .when = HUGE_ZEROS },
	{ .metric = "rss_anon", .value = HUGE_SIZE, .when = HUGE_ZEROS },
	{ .metric = "anon_huge", .value = HUGE_SIZE, .when = HUGE_ZEROS },
	{ 0 },
};

static const struct demo_prediction what_reading_costs = {
	.question = N_("Every page is read once. By how much does RSS grow?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("by all that was read"), "size" },
		{ N_("by half of it"), "size/2" },
		{ N_("not at all"), "0" },
	},
};
static const struct demo_prediction what_writing_costs = {
	.question = N_("Every page has had its fault. How many faults does writing them all take?"),
	.metric = "minflt",
	.choices = {
		{ N_("none: the pages are there"), "0" },
		{ N_("one for each page again"), "size/page" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("mmap: a promise"),
		.before = N_("The program asks for private anonymous memory."),
		.lesson = N_("VSZ grew, RSS did not: nothing has been touched yet."),
		.expectations = promised },
	{ .title = N_("Read every page"),
		.before = N_("The program reads one byte of every page and adds them up. It "
			     "writes nothing."),
		.lesson = N_("Every page took a fault, and page tables grew, yet RSS stands "
			     "still. The kernel entered the same page of zeros everywhere, "
			     "read-only. It belongs to nobody, so it counts for nobody. The sum "
			     "is 0, as promised for new memory."),
		.textbook = N_("a page fault gives the process a page of memory"),
		.measured = N_("25,600 faults for 100 MiB, and RSS +0"),
		.when = SMALL,
		.prediction = &what_reading_costs,
		.expectations = read_only },
	{ .title = N_("Read every page"),
		.before = N_("The program reads one byte in every 4 KiB, in memory for which it "
			     "asked huge pages (MADV_HUGEPAGE)."),
		.lesson = N_("One fault for every 2 MiB: the kernel has a huge page of zeros "
			     "too, and entered that one everywhere. RSS stands still. Where the "
			     "machine does not use it (use_zero_page is 0), reading allocates "
			     "huge pages of one's own."),
		.textbook = N_("a page fault gives the process a page of memory"),
		.measured = N_("50 faults for 100 MiB, and RSS +0"),
		.when = HUGE,
		.prediction = &what_reading_costs,
		.expectations = read_only },
	{ .title = N_("Read every page again"),
		.before = N_("The same once more."),
		.lesson = N_("No faults: the page table has an entry for every page, and reading "
			     "is allowed."),
		.expectations = read_again },
	{ .title = N_("Write every page"),
		.before = N_("The program writes one byte into every page."),
		.lesson = N_("A second fault for every page: the entries were read-only, and now "
			     "each page needs a frame of its own. Only this made RSS grow. "
			     "Reading maps, writing allocates."),
		.when = SMALL,
		.prediction = &what_writing_costs,
		.expectations = written },
	{ .title = N_("Write every page"),
		.before = N_("The program writes one byte into every 4 KiB."),
		.lesson = N_("One more fault for every 2 MiB, and each brings a huge page of its "
			     "own: RSS grows by all of it."),
		.when = HUGE,
		.expectations = written },
};

static int64_t sum_of(const volatile char *memory, size_t size, size_t page)
{
	int64_t sum = 0;
	for (size_t at = 0; at < size; at += page)
		sum += memory[at];
	return sum;
}

static void work(struct worker *worker)
{
	enum worker_pages pages = worker_choice(worker, "variant") ? PAGES_HUGE : PAGES_SMALL;
	size_t page = worker_unit(worker, PAGES_SMALL);
	size_t size = worker_size(worker, worker_unit(worker, pages));
	char *data = worker_map(worker, size, pages);
	worker_mark(worker, "data", "process", data, size, N_("read, then written"));
	worker_step(worker);
	for (int i = 0; i < 2; i++) {
		worker_value(worker, "sum", sum_of(data, size, page));
		worker_step(worker);
	}
	worker_touch(worker, data, size);
	worker_step(worker);
}

const struct demo demo_zero_page = {
	.id = "zero-page",
	.title = N_("Reading is not allocating"),
	.group = "Paging",
	.summary = N_("Untouched memory reads as one shared page of zeros; writing allocates"),
	.view = "pages",
	.minutes = 3,
	.cap = "size+28M",
	.parameters = {
		{ .name = "size", .value = "100M", .least = 8 << 20, .most = 1 << 30,
			.help = N_("how much memory is read and written") },
		{ .name = "variant", .value = "small", .choices = "small|thp",
			.help = N_("small pages, or huge ones where the machine has them") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
