/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Demand paging of anonymous memory: a mapping is a promise, pages come by faults. */
#include <sys/mman.h>

#include "demo/worker.h"

/* Sizes as the worker rounds them: to whole pages, small or huge. */
#define HUGE_SIZE "(size/huge_page*huge_page)"
#define HUGE_QUARTER "size/4/huge_page"
#define HUGE_REST "(size/huge_page-2*(" HUGE_QUARTER "))"

#define LAZY "variant=lazy"
#define POPULATE "variant=populate"
#define THP "variant=thp"

static const struct demo_expectation promised[] = {
	{ .metric = "vsz", .value = DEMO_SIZE, .when = LAZY },
	{ .metric = "vsz", .value = HUGE_SIZE, .when = THP },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "minflt", .value = "0" },
	{ .metric = "page_tables", .value = "0" },
	{ .metric = "data.rss", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ 0 },
};
static const struct demo_expectation kept_at_once[] = {
	{ .metric = "vsz", .value = DEMO_SIZE },
	{ .metric = "rss_anon", .value = DEMO_SIZE },
	{ .metric = "minflt", .value = "size/page" },
	{ .metric = "page_tables", .value = DEMO_TABLES("size") },
	{ .metric = "data.rss", .is_absolute = true, .value = DEMO_SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation quarter[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "size/4" },
	{ .metric = "minflt", .value = "size/4/page" },
	{ .metric = "page_tables", .value = DEMO_TABLES("size/4") },
	{ 0 },
};
static const struct demo_expectation rest[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "size/2" },
	{ .metric = "minflt", .value = "size/2/page" },
	{ .metric = "page_tables", .value = DEMO_TABLES("size/2") },
	{ .metric = "data.rss", .is_absolute = true, .value = DEMO_SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation huge_quarter[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = HUGE_QUARTER "*huge_page" },
	{ .metric = "anon_huge", .value = HUGE_QUARTER "*huge_page" },
	{ .metric = "minflt", .value = HUGE_QUARTER },
	{ 0 },
};
static const struct demo_expectation huge_rest[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = HUGE_REST "*huge_page" },
	{ .metric = "anon_huge", .value = HUGE_REST "*huge_page" },
	{ .metric = "minflt", .value = HUGE_REST },
	{ .metric = "data.rss", .is_absolute = true, .value = HUGE_SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation nothing[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "minflt", .value = "0" },
	{ .metric = "page_tables", .value = "0" },
	{ 0 },
};

static const struct demo_expectation returned[] = {
	{ .metric = "vsz", .value = "-" DEMO_SIZE, .when = "variant!=thp" },
	{ .metric = "rss_anon", .value = "-" DEMO_SIZE, .when = "variant!=thp" },
	{ .metric = "vsz", .value = "-" HUGE_SIZE, .when = THP },
	{ .metric = "rss_anon", .value = "-" HUGE_SIZE, .when = THP },
	{ .metric = "minflt", .value = "0" },
	{ .metric = "page_tables", .value = "-" DEMO_TABLES("size") },
	{ 0 },
};

static const struct demo_prediction what_a_promise_takes = {
	.question = N_("The program asks for memory and touches nothing. By how much does RSS grow?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("by all that was asked for"), "size" },
		{ N_("by a quarter of it"), "size/4" },
		{ N_("not at all"), "0" },
	},
};
static const struct demo_prediction how_many_faults = {
	.question =
		N_("A quarter is written, one byte in every 4 KiB. How many minor faults does that "
		   "take?"),
	.metric = "minflt",
};
static const struct demo_prediction what_the_second_time_takes = {
	.question = N_("Every page is written a second time. How many faults?"),
	.metric = "minflt",
	.choices = {
		{ N_("none"), "0" },
		{ N_("one for each page"), "size/page" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("mmap: a promise"),
		.before = N_("The program asks for anonymous memory with mmap."),
		.lesson = N_("VSZ grew at once, RSS did not: the kernel noted a range of addresses "
			     "and gave not one page."),
		.textbook = N_("memory is allocated when it is asked for"),
		.measured = N_("all of it asked for, no page resident, no fault"),
		.when = "variant!=populate",
		.prediction = &what_a_promise_takes,
		.expectations = promised },
	{ .title = N_("mmap with MAP_POPULATE"),
		.before = N_("The program asks for memory and for all its pages at once."),
		.lesson =
			N_("RSS grew with VSZ: the kernel brought in every page before mmap "
			   "returned. It counts each as a minor fault, though the program touched "
			   "nothing: 25,600 for 100 MiB."),
		.when = POPULATE,
		.expectations = kept_at_once },

	{ .title = N_("Write the first quarter"),
		.before = N_("One byte is written into every page of the first quarter."),
		.lesson = N_("The first write to a page is a minor fault: the kernel takes a free "
			     "frame, fills it with zeros and enters it into the page table. 25 MiB "
			     "are 6,400 pages of 4 KiB, so 6,400 faults."),
		.textbook = N_("a page fault loads the page from disk"),
		.measured = N_("majflt +0: a new page is filled with zeros, no disk is involved"),
		.when = LAZY,
		.prediction = &how_many_faults,
		.expectations = quarter },
	{ .title = N_("Write the first quarter"),
		.before = N_("One byte is written into every page of the first quarter."),
		.lesson = N_("No faults: the pages are there. The price was paid in mmap."),
		.when = POPULATE,
		.expectations = nothing },
	{ .title = N_("Write the first quarter"),
		.before = N_("One byte is written into every 4 KiB of the first quarter, in memory "
			     "for which the program asked huge pages (MADV_HUGEPAGE)."),
		.lesson = N_("Each fault brings a huge page, 2 MiB at once: 13 faults instead of "
			     "6,400 for 25 MiB, and RSS in steps of 2 MiB."),
		.textbook = N_("a fault for every page of 4 KiB"),
		.measured = N_("a fault for every 2 MiB where huge pages are in use"),
		.when = THP,
		.prediction = &how_many_faults,
		.expectations = huge_quarter },

	{ .title = N_("Write the second quarter"),
		.before = N_("The same for the second quarter."),
		.lesson = N_("As many pages, as many faults, as much RSS: memory follows the "
			     "touches, page by page."),
		.when = LAZY,
		.expectations = quarter },
	{ .title = N_("Write the second quarter"),
		.before = N_("The same for the second quarter."),
		.lesson = N_("Again nothing happens but the writes."),
		.when = POPULATE,
		.expectations = nothing },
	{ .title = N_("Write the second quarter"),
		.before = N_("The same for the second quarter."),
		.lesson = N_("As many huge pages, as many faults."),
		.when = THP,
		.expectations = huge_quarter },

	{ .title = N_("Write the rest"),
		.before = N_("The second half is written."),
		.lesson =
			N_("100 MiB are 25,600 pages and 25,600 faults, and 200 KiB of page tables "
			   "that RSS does not show: one table of 4 KiB for every 2 MiB."),
		.when = LAZY,
		.expectations = rest },
	{ .title = N_("Write the rest"),
		.before = N_("The second half is written."),
		.lesson =
			N_("As many faults in all as without MAP_POPULATE, but none of them while "
			   "the program runs through its memory."),
		.when = POPULATE,
		.expectations = nothing },
	{ .title = N_("Write the rest"),
		.before = N_("What is left is written."),
		.lesson = N_("50 faults for 100 MiB. The price: one byte written anywhere makes 2 "
			     "MiB resident."),
		.when = THP,
		.expectations = huge_rest },

	{ .title = N_("Write everything again"),
		.before = N_("Every page is written a second time."),
		.lesson = N_("No faults: the page table has all the entries. The second pass costs "
			     "only the writes."),
		.prediction = &what_the_second_time_takes,
		.expectations = nothing },
	{ .title = N_("munmap: all of it returns"),
		.before = N_("The mapping is removed."),
		.lesson = N_("Addresses, pages and page tables go back to the kernel at once. The "
			     "fault counter stays: it counts what happened, not what is."),
		.view = "map",
		.expectations = returned },
};

static size_t rounded_up(size_t size, size_t unit)
{
	return (size + unit - 1) / unit * unit;
}

static void work(struct worker *worker)
{
	enum worker_pages pages = (enum worker_pages)worker_choice(worker, "variant");
	size_t unit = worker_unit(worker, pages);
	size_t size = worker_size(worker, unit);
	size_t part = rounded_up(size / 4, unit);
	char *data = worker_map(worker, size, pages);
	worker_mark(worker, "data", "process", data, size, N_("the new mapping"));
	worker_step(worker);
	worker_touch(worker, data, part);
	worker_step(worker);
	worker_touch(worker, data + part, part);
	worker_step(worker);
	worker_touch(worker, data + 2 * part, size - 2 * part);
	worker_step(worker);
	worker_touch(worker, data, size);
	worker_step(worker);
	munmap(data, size);
	worker_unmark(worker, "data");
	worker_step(worker);
}

const struct demo demo_demand = {
	.id = "demand",
	.title = N_("Demand paging (anonymous)"),
	.group = "Paging",
	.summary = N_("A mapping is a promise: pages come one fault at a time"),
	.view = "pages",
	.minutes = 4,
	.cap = "size+28M",
	.parameters = {
		{ .name = "size", .value = "100M", .least = 8 << 20, .most = 1 << 30,
			.help = N_("how much memory is mapped") },
		{ .name = "variant", .value = "lazy", .choices = "lazy|populate|thp",
			.help = N_("when pages come: at the first touch, at once, 2 MiB at a time") },
		{ .name = "rate", .value = "0", .most = (uint64_t)16 << 30,
			.help = N_("bytes touched per second; 0: as fast as it goes") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
