/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Demand paging of anonymous memory: a mapping is a promise, pages come by faults. */
#include <sys/mman.h>

#include "demo/worker.h"

/* A page table maps page/8 pages, so this is the memory range of one of them. */
#define TABLE "(page*page/8)"
#define QUARTER_OF_TABLES "size/4/" TABLE "*page"
#define HUGE_QUARTER "size/4/huge_page"
#define HUGE_HALF "size/2/huge_page"
#define HUGE_ALL "size/huge_page"

static const struct demo_expectation promised[] = {
	{ .metric = "vsz", .value = "size/page*page" },
	{ .metric = "rss_anon", .value = "0", .when = "variant!=populate" },
	{ .metric = "minflt", .value = "0", .when = "variant!=populate" },
	{ .metric = "page_tables", .value = "0", .when = "variant!=populate" },
	{ .metric = "data.rss", .is_absolute = true, .value = "0", .when = "variant!=populate" },
	{ .metric = "rss_anon", .value = "size", .when = "variant=populate" },
	{ .metric = "minflt", .value = "size/page", .when = "variant=populate" },
	{ .metric = "page_tables", .value = "size/" TABLE "*page", .when = "variant=populate" },
	{ 0 },
};

static const struct demo_expectation quarter[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "size/4", .when = "variant=lazy" },
	{ .metric = "minflt", .value = "size/4/page", .when = "variant=lazy" },
	{ .metric = "page_tables", .value = QUARTER_OF_TABLES, .when = "variant=lazy" },
	{ .metric = "rss_anon", .value = "0", .when = "variant=populate" },
	{ .metric = "minflt", .value = "0", .when = "variant=populate" },
	{ .metric = "rss_anon", .value = HUGE_QUARTER "*huge_page", .when = "variant=thp" },
	{ .metric = "anon_huge", .value = HUGE_QUARTER "*huge_page", .when = "variant=thp" },
	{ .metric = "minflt", .value = HUGE_QUARTER, .when = "variant=thp" },
	{ 0 },
};

static const struct demo_expectation half[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "size/4", .when = "variant=lazy" },
	{ .metric = "minflt", .value = "size/4/page", .when = "variant=lazy" },
	{ .metric = "page_tables", .value = QUARTER_OF_TABLES, .when = "variant=lazy" },
	{ .metric = "rss_anon", .value = "0", .when = "variant=populate" },
	{ .metric = "minflt", .value = "0", .when = "variant=populate" },
	{ .metric = "anon_huge",
		.value = "(" HUGE_HALF "-" HUGE_QUARTER ")*huge_page",
		.when = "variant=thp" },
	{ .metric = "minflt", .value = HUGE_HALF "-" HUGE_QUARTER, .when = "variant=thp" },
	{ 0 },
};

static const struct demo_expectation whole[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "size/2", .when = "variant=lazy" },
	{ .metric = "minflt", .value = "size/2/page", .when = "variant=lazy" },
	{ .metric = "page_tables", .value = "2*" QUARTER_OF_TABLES, .when = "variant=lazy" },
	{ .metric = "rss_anon", .value = "0", .when = "variant=populate" },
	{ .metric = "minflt", .value = "0", .when = "variant=populate" },
	{ .metric = "anon_huge",
		.value = "(" HUGE_ALL "-" HUGE_HALF ")*huge_page",
		.when = "variant=thp" },
	{ .metric = "minflt", .value = HUGE_ALL "-" HUGE_HALF, .when = "variant=thp" },
	{ .metric = "data.rss", .is_absolute = true, .value = "size/page*page" },
	{ 0 },
};

static const struct demo_expectation again[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "minflt", .value = "0" },
	{ .metric = "page_tables", .value = "0" },
	{ 0 },
};

static const struct demo_expectation returned[] = {
	{ .metric = "vsz", .value = "-(size/page*page)" },
	{ .metric = "rss_anon", .value = "-(size/page*page)" },
	{ .metric = "minflt", .value = "0" },
	{ .metric = "page_tables", .value = "-size/" TABLE "*page" },
	{ 0 },
};

static const struct demo_step steps[] = {
	{ .title = "mmap: a promise",
		.before = "The program asks for `size` bytes of anonymous memory with mmap.",
		.lesson = "VSZ grew at once, RSS did not: the kernel noted a range of addresses "
			  "and gave not one page. With MAP_POPULATE (variant populate) it brings "
			  "all pages in now, and counts each as a minor fault.",
		.textbook = "memory is allocated when it is asked for",
		.measured = "100 MiB asked for, 0 pages resident",
		.expectations = promised },
	{ .title = "Write the first quarter",
		.before = "One byte is written into every page of the first quarter.",
		.lesson = "Each first write to a page is a minor fault: the kernel finds a free "
			  "frame, fills it with zeros and enters it into the page table. 25 MiB "
			  "are 6,400 pages, so 6,400 faults. A huge page is one fault for 2 MiB.",
		.textbook = "a page fault loads the page from disk",
		.measured = "no disk is involved: a new page is filled with zeros (minor fault)",
		.expectations = quarter },
	{ .title = "Write the second quarter",
		.before = "The same for the second quarter.",
		.lesson = "As many pages, as many faults, as much RSS: memory follows the "
			  "touches, page by page.",
		.expectations = half },
	{ .title = "Write the rest",
		.before = "The second half is written.",
		.lesson = "100 MiB are 25,600 pages and 25,600 faults, and 200 KiB of page tables "
			  "that RSS does not show: one 4 KiB table for every 2 MiB.",
		.textbook = "one fault per page, always",
		.measured = "25,600 faults with 4 KiB pages, 50 with huge pages",
		.expectations = whole },
	{ .title = "Write everything again",
		.before = "Every page is written a second time.",
		.lesson = "No faults: the page table has all the entries. The second pass costs "
			  "only the writes.",
		.expectations = again },
	{ .title = "munmap: all of it returns",
		.before = "The mapping is removed.",
		.lesson = "Addresses, pages and page tables go back to the kernel at once. The "
			  "fault counter stays: it counts what happened, not what is.",
		.expectations = returned },
};

static void work(struct worker *worker)
{
	enum worker_pages pages = (enum worker_pages)worker_choice(worker, "variant");
	size_t page = worker_number(worker, pages == PAGES_HUGE ? "huge_page" : "page");
	size_t size = (worker_number(worker, "size") + page - 1) / page * page;
	size_t part = size / 4 / page * page;
	char *data = worker_map(worker, size, pages);
	worker_mark(worker, "data", "process", data, size, "the new mapping");
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
	.title = "Demand paging (anonymous)",
	.group = "Paging",
	.summary = "A mapping is a promise: pages come one fault at a time",
	.view = "map",
	.cap = "size+28M",
	.parameters = {
		{ .name = "size", .value = "100M", .least = 1 << 20, .most = 1 << 30,
			.help = "how much memory is mapped" },
		{ .name = "variant", .value = "lazy", .choices = "lazy|populate|thp",
			.help = "when pages come: at the first touch, at once, 2 MiB at a time" },
		{ .name = "rate", .value = "0", .most = (uint64_t)16 << 30,
			.help = "bytes touched per second; 0 as fast as it goes" },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
