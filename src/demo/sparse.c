/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Page tables are memory too: one page here and there costs twice. */
#include <errno.h>
#include <sys/mman.h>

#include "demo/worker.h"

#define SPAN "(page*page/8)" /* bytes that one page table covers */
#define SIZE "(size/" SPAN "*" SPAN ")"
#define TOUCHED "size/" SPAN "*page"            /* one page in each */
#define REFUSED "overcommit=0&ram<48G&swap<16G" /* 64 GiB, for sure */
#define VAST (64ull << 30)

static const struct demo_expectation promised[] = {
	{ .metric = "vsz", .value = SIZE },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "page_tables", .value = "0" },
	{ 0 },
};

static const struct demo_expectation touched[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "minflt", .value = "size/" SPAN },
	{ .metric = "data.rss", .is_absolute = true, .value = TOUCHED, .tolerance = "0" },
	{ .metric = "rss_anon", .value = TOUCHED },
	{ .metric = "page_tables", .value = TOUCHED, .tolerance = "2*page" },
	{ 0 },
};

static const struct demo_expectation reserved[] = {
	{ .metric = "reserve.kind", .is_absolute = true, .value = "reserve" },
	{ .metric = "vsz", .value = "64G" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "page_tables", .value = "0" },
	{ 0 },
};

static const struct demo_expectation refused[] = {
	{ .metric = "value:refused", .is_absolute = true, .value = "1" },
	{ .metric = "vsz", .value = "0" },
	{ 0 },
};

static const struct demo_expectation returned[] = {
	{ .metric = "vsz", .value = "-" SIZE "-64G" },
	{ .metric = "rss_anon", .value = "-" TOUCHED },
	{ .metric = "page_tables", .value = "-" TOUCHED },
	{ 0 },
};

static const struct demo_prediction what_tables_cost = {
	.question = N_("One page in every 2 MiB is written, 1 in 512. How much do the page tables "
		       "grow, held against the pages?"),
	.metric = "page_tables",
	.choices = {
		{ N_("by a 512th of them"), TOUCHED "/512" },
		{ N_("by a tenth of them"), TOUCHED "/10" },
		{ N_("by as much as the pages themselves"), TOUCHED },
	},
};
static const struct demo_prediction what_reserving_costs = {
	.question = N_("64 GiB of addresses that nobody may touch: how much memory do they take?"),
	.metric = "rss",
	.choices = {
		{ N_("none"), "0" },
		{ N_("a page for every 2 MiB"), "64G/" SPAN "*page" },
		{ N_("64 GiB, so it must fail"), "64G" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("mmap: a huge promise"),
		.before = N_("The program asks for 1 GiB, and says that it will not fill it "
			     "(MAP_NORESERVE)."),
		.lesson = N_("VSZ grew by all of it. No page, no page table: an address that was "
			     "never touched costs nothing."),
		.view = "map",
		.expectations = promised },
	{ .title = N_("Write one page in every 2 MiB"),
		.before = N_("One byte is written at every 2 MiB: 512 pages in 1 GiB."),
		.lesson = N_("2 MiB of pages, and 2 MiB of page tables: each table is a page of 4 "
			     "KiB and covers 2 MiB, so every page that was touched brought a table "
			     "for itself alone. RSS shows only the first half of the bill. Data "
			     "that lies close together needs few tables."),
		.textbook = N_("RSS is the memory a process uses"),
		.measured = N_("RSS +2 MiB, page tables (VmPTE) +2 MiB beside it"),
		.prediction = &what_tables_cost,
		.expectations = touched },
	{ .title = N_("Reserve 64 GiB"),
		.before = N_("The program asks for 64 GiB that nobody may touch (PROT_NONE)."),
		.lesson = N_("More than most machines have, and it costs nothing: VSZ says how "
			     "many addresses are in use, not how much memory. Runtimes and "
			     "sanitizers reserve like this."),
		.view = "map",
		.look = "reserve",
		.prediction = &what_reserving_costs,
		.expectations = reserved },
	{ .title = N_("Ask for 64 GiB to write"),
		.before = N_("The same size again, this time to be written."),
		.lesson = N_("Refused (ENOMEM): memory that may be written is a promise the kernel "
			     "would have to keep. In its usual mode it refuses what is more than "
			     "all memory and swap of the machine."),
		.when = REFUSED,
		.view = "map",
		.expectations = refused },
	{ .title = N_("munmap"),
		.before = N_("All mappings are removed."),
		.lesson = N_("Addresses, pages and page tables went together."),
		.view = "map",
		.expectations = returned },
};

static char *map(struct worker *worker, uint64_t size, int rights, int flags)
{
	void *memory = mmap(NULL, size, rights, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
	if (memory == MAP_FAILED)
		worker_skip(worker, N_("the kernel gives no more addresses to this process"));
	return memory;
}

/* Writable and not MAP_NORESERVE: what the kernel must be able to keep. */
static void ask_for_too_much(struct worker *worker)
{
	void *memory = mmap(NULL, VAST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	worker_value(worker, "refused", memory == MAP_FAILED && errno == ENOMEM);
	if (memory != MAP_FAILED)
		munmap(memory, VAST);
}

static void work(struct worker *worker)
{
	size_t page = worker_unit(worker, PAGES_SMALL), span = page * page / 8;
	size_t size = worker_size(worker, span);
	char *data = map(worker, size, PROT_READ | PROT_WRITE, MAP_NORESERVE);
	worker_set_apart(data, size);
	worker_mark(worker, "data", "process", data, size, N_("one page in every 2 MiB"));
	worker_step(worker);
	for (size_t at = 0; at < size; at += span)
		*(volatile char *)(data + at) = 1;
	worker_step(worker);
	char *reserve = map(worker, VAST, PROT_NONE, MAP_NORESERVE);
	worker_mark(worker, "reserve", "process", reserve, VAST, N_("64 GiB of addresses"));
	worker_step(worker);
	if (worker_holds(worker, REFUSED)) {
		ask_for_too_much(worker);
		worker_step(worker);
	}
	munmap(data, size);
	munmap(reserve, VAST);
	worker_step(worker);
}

const struct demo demo_sparse = {
	.id = "sparse",
	.title = N_("Page tables cost memory too"),
	.group = "Paging",
	.summary = N_("A page here and a page there: each brings a page table for itself alone"),
	.view = "pages",
	.minutes = 4,
	.cap = "2*(size/512)+12M",
	.reserve = "size+64G",
	.parameters = {
		{ .name = "size", .value = "1G", .least = 64 << 20, .most = (uint64_t)8 << 30,
			.help = N_("how many addresses are asked for") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
