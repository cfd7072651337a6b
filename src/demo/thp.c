/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Huge pages: one fault brings 2 MiB, and what breaks them up again. */
#include <linux/mman.h>
#include <sys/mman.h>

#include "demo/worker.h"

#define SIZE "(size/(4*huge_page)*(4*huge_page))" /* as the worker rounds it */
#define COPIED "(size/(4*huge_page)*huge_page)"   /* the child's quarter */
#define COUNT "(" SIZE "/huge_page)"
#define RESERVED 4 /* pages from the pool that is set aside */
#define SCARCE N_("memory is fragmented: the kernel found too few free pieces of 2 MiB")
#define HAS_POOL "hugetlb>3"
#define NO_POOL "hugetlb<4"

static const struct demo_expectation mapped[] = {
	{ .metric = "vsz", .value = SIZE },
	{ .metric = "data.rss", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation bloated[] = {
	{ .metric = "minflt", .value = COUNT, .cause = SCARCE },
	{ .metric = "data.rss",
		.is_absolute = true,
		.value = SIZE,
		.tolerance = "0",
		.cause = SCARCE },
	{ .metric = "anon_huge", .is_absolute = true, .value = SIZE, .cause = SCARCE },
	{ .metric = "rss_anon", .value = SIZE, .cause = SCARCE },
	{ 0 },
};

static const struct demo_expectation small[] = {
	{ .metric = "minflt", .value = COUNT },
	{ .metric = "data.rss", .is_absolute = true, .value = COUNT "*page", .tolerance = "0" },
	{ .metric = "anon_huge", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_expectation filled[] = {
	{ .metric = "minflt", .value = COUNT, .cause = SCARCE },
	{ .metric = "anon_huge", .is_absolute = true, .value = SIZE, .cause = SCARCE },
	{ .metric = "data.rss", .is_absolute = true, .value = SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation split[] = {
	{ .metric = "anon_huge", .value = "-huge_page", .tolerance = "0" },
	{ .metric = "data.rss", .value = "-page", .tolerance = "0" },
	{ .metric = "minflt", .value = "0" },
	{ 0 },
};

static const struct demo_expectation holed[] = {
	{ .metric = "anon_huge", .is_absolute = true, .value = "0" },
	{ .metric = "regions", .value = COUNT "-1", .tolerance = "0" },
	{ .metric = "vsz", .value = "-(" COUNT "-1)*page" },
	{ .metric = "rss_anon", .value = "-(" COUNT "-1)*page", .tolerance = "2*page" },
	{ 0 },
};

static const struct demo_expectation shared[] = {
	{ .role = "child", .metric = "anon_huge", .is_absolute = true, .value = COPIED },
	{ .role = "child", .metric = "copy.rss", .is_absolute = true, .value = COPIED },
	{ .role = "child", .metric = "copy.private_dirty", .is_absolute = true, .value = "0" },
	{ .role = "sum", .metric = "data.pss", .is_absolute = true, .value = COPIED },
	{ 0 },
};

static const struct demo_expectation copied[] = {
	{ .role = "child", .metric = "minflt", .value = COPIED "/page" },
	{ .role = "child", .metric = "anon_huge", .is_absolute = true, .value = "0" },
	{ .role = "child", .metric = "copy.private_dirty", .is_absolute = true, .value = COPIED },
	{ .role = "process", .metric = "data.private_dirty", .is_absolute = true, .value = COPIED },
	{ 0 },
};

static const struct demo_expectation from_pool[] = {
	{ .role = "process", .metric = "hugetlb", .value = "8M" },
	{ .role = "process", .metric = "pool.kind", .is_absolute = true, .value = "hugetlb" },
	{ .role = "process", .metric = "minflt", .value = "4", .tolerance = "2" },
	{ .role = "process", .metric = "rss_anon", .value = "0" },
	{ 0 },
};

static const struct demo_expectation no_pool[] = {
	{ .metric = "value:refused", .is_absolute = true, .value = "1" },
	{ .role = "process", .metric = "hugetlb", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_prediction what_a_byte_costs = {
	.question = N_("One byte is written in every 2 MiB. By how much does RSS grow?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("by as many bytes"), COUNT },
		{ N_("by as many pages of 4 KiB"), COUNT "*page" },
		{ N_("by all of the memory"), SIZE },
	},
};
static const struct demo_prediction what_filling_costs = {
	.question = N_("All of it is written, every 4 KiB. How many faults?"),
	.metric = "minflt",
	.choices = {
		{ N_("one for every 4 KiB"), SIZE "/page" },
		{ N_("one for every 2 MiB"), COUNT },
	},
};
static const struct demo_prediction what_copying_costs = {
	.question = N_("The child writes the shared memory. In what pieces is it copied?"),
	.role = "child",
	.metric = "minflt",
	.choices = {
		{ N_("in pieces of 2 MiB"), COPIED "/huge_page" },
		{ N_("in pages of 4 KiB"), COPIED "/page" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("Map memory for huge pages"),
		.before = N_("The program maps memory at a multiple of 2 MiB and asks for huge "
			     "pages (MADV_HUGEPAGE)."),
		.lesson = N_("Nothing is resident yet: huge pages come by faults, too."),
		.expectations = mapped },
	{ .title = N_("Write one byte in every 2 MiB"),
		.before = N_("32 bytes are written in 64 MiB."),
		.lesson = N_("All of it is resident: each fault brought a whole huge page of 2 "
			     "MiB, filled with zeros. 32 bytes cost 64 MiB. This is the price of "
			     "huge pages for memory that is used here and there."),
		.textbook = N_("a page fault brings one page of 4 KiB"),
		.measured = N_("32 faults brought 64 MiB"),
		.prediction = &what_a_byte_costs,
		.expectations = bloated },
	{ .title = N_("The same with small pages"),
		.before = N_("The pages are dropped, huge pages are refused (MADV_NOHUGEPAGE), and "
			     "the same 32 bytes are written."),
		.lesson = N_("As many faults, but each brought 4 KiB: 128 KiB in all."),
		.expectations = small },
	{ .title = N_("Fill it, with huge pages"),
		.before = N_("The memory is mapped afresh, huge pages are asked for, and every 4 "
			     "KiB is written."),
		.lesson = N_("32 faults instead of 16,384. This is what huge pages are for: memory "
			     "that is used densely costs fewer faults, smaller page tables, and "
			     "one entry of the processor's translation cache (TLB) for 2 MiB."),
		.prediction = &what_filling_costs,
		.expectations = filled },
	{ .title = N_("Drop one page of 4 KiB"),
		.before = N_("4 KiB in the first huge page are dropped (MADV_DONTNEED)."),
		.lesson = N_("RSS fell by 4 KiB, AnonHugePages by 2 MiB: the huge page is mapped "
			     "as small ones now. It has been split to lose one of them."),
		.expectations = split },
	{ .title = N_("Unmap 4 KiB of each of the others"),
		.before = N_("A hole of 4 KiB is made in every other huge page with munmap."),
		.lesson = N_("No huge page is left, though nearly all of the memory is. Every hole "
			     "also cut the mapping in two: 31 more regions."),
		.view = "map",
		.expectations = holed },
	{ .title = N_("fork with huge pages"),
		.before = N_("All is unmapped. A quarter of the size is mapped afresh and filled "
			     "with huge pages, and the program forks."),
		.lesson = N_("The child shares them as they are: AnonHugePages in both."),
		.view = "compare",
		.expectations = shared },
	{ .title = N_("The child writes"),
		.before = N_("The child writes one byte into every 4 KiB."),
		.lesson = N_("A fault for every 4 KiB, and no huge page in the child: the kernel "
			     "splits a shared huge page and copies small ones, for a copy of 2 MiB "
			     "at a time would make the writer wait. Copy-on-write undoes huge "
			     "pages."),
		.textbook = N_("copy-on-write copies the page that is written"),
		.measured = N_("huge pages are split and copied 4 KiB at a time"),
		.view = "compare",
		.prediction = &what_copying_costs,
		.expectations = copied },
	{ .title = N_("Huge pages that were set aside"),
		.before = N_("The program maps 8 MiB from the pool of huge pages (MAP_HUGETLB) and "
			     "writes them."),
		.lesson = N_("4 faults, and RSS +0: these pages are counted apart (HugetlbPages). "
			     "They were set aside for this when the machine was set up, and are "
			     "neither swapped nor split."),
		.textbook = N_("RSS is all memory of a process"),
		.measured = N_("HugetlbPages +8 MiB, RSS +0"),
		.when = HAS_POOL,
		.view = "map",
		.look = "pool",
		.expectations = from_pool },
	{ .title = N_("Huge pages that were set aside"),
		.before = N_("The program asks for 8 MiB from the pool of huge pages "
			     "(MAP_HUGETLB)."),
		.lesson = N_("Refused (ENOMEM, refused is 1): this machine has set none aside "
			     "(vm.nr_hugepages). Where it has, writing 8 MiB takes 4 faults, "
			     "HugetlbPages grows by 8 MiB, and RSS stands still: these pages are "
			     "counted apart."),
		.when = NO_POOL,
		.view = "map",
		.expectations = no_pool },
};

/* Memory in huge pages, or once in small ones. */
struct memory {
	char *bytes;
	size_t size, huge, page;
};

static void write_sparsely(const struct memory *memory)
{
	for (size_t at = 0; at < memory->size; at += memory->huge)
		*(volatile char *)(memory->bytes + at) = 1;
}

static void map(struct worker *worker, struct memory *memory, size_t size)
{
	memory->size = size;
	memory->bytes = worker_map(worker, size, PAGES_HUGE);
	worker_mark(worker, "data", "process", memory->bytes, size, N_("huge pages"));
}

static void touch_here_and_there(struct worker *worker, const struct memory *memory)
{
	write_sparsely(memory);
	worker_step(worker);
	madvise(memory->bytes, memory->size, MADV_DONTNEED);
	madvise(memory->bytes, memory->size, MADV_NOHUGEPAGE);
	write_sparsely(memory);
	worker_step(worker);
}

/* No more huge pages are asked for: khugepaged would put some together again meanwhile. */
static void break_up(struct worker *worker, const struct memory *memory)
{
	madvise(memory->bytes, memory->size, MADV_NOHUGEPAGE);
	madvise(memory->bytes + memory->page, memory->page, MADV_DONTNEED);
	worker_step(worker);
	for (size_t at = memory->huge; at < memory->size; at += memory->huge)
		munmap(memory->bytes + at + memory->page, memory->page);
	worker_step(worker);
}

static _Noreturn void serve(struct worker *worker, const struct memory *memory)
{
	for (;;) {
		worker_await(worker);
		worker_touch(worker, memory->bytes, memory->size);
	}
}

static void copy_in_child(struct worker *worker, const struct memory *memory)
{
	pid_t child = worker_fork(worker, "child");
	if (child == 0)
		serve(worker, memory);
	worker_mark(worker, "copy", "child", memory->bytes, memory->size, N_("the same memory"));
	worker_step(worker);
	worker_order(worker, child, 1);
	worker_step(worker);
	worker_unmark(worker, "copy");
	worker_end(worker, child);
}

static void use_pool(struct worker *worker)
{
	size_t size = RESERVED * ((size_t)2 << 20);
	void *pool = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_HUGE_2MB, -1, 0);
	worker_value(worker, "refused", pool == MAP_FAILED);
	if (pool != MAP_FAILED) {
		worker_mark(worker, "pool", "process", pool, size, N_("from the pool"));
		worker_touch(worker, pool, size);
	}
	worker_step(worker);
}

static void work(struct worker *worker)
{
	struct memory memory = {
		.huge = worker_unit(worker, PAGES_HUGE),
		.page = worker_unit(worker, PAGES_SMALL),
	};
	size_t size = worker_size(worker, 4 * memory.huge);
	map(worker, &memory, size);
	worker_step(worker);
	touch_here_and_there(worker, &memory);
	munmap(memory.bytes, size);
	map(worker, &memory, size);
	worker_touch(worker, memory.bytes, size);
	worker_step(worker);
	break_up(worker, &memory);
	munmap(memory.bytes, size);
	map(worker, &memory, size / 4);
	worker_touch(worker, memory.bytes, memory.size);
	copy_in_child(worker, &memory);
	use_pool(worker);
}

const struct demo demo_thp = {
	.id = "thp",
	.title = N_("Huge pages"),
	.group = "Paging",
	.summary = N_("One fault brings 2 MiB, for better and for worse"),
	.view = "pages",
	.minutes = 7,
	.needs = "thp!=never",
	.without = N_("Writing 32 bytes, one in every 2 MiB, makes 64 MiB resident with 32 faults; "
		      "with small pages it is 128 KiB. Filling 64 MiB takes 32 faults instead of "
		      "16,384. Dropping 4 KiB of a huge page splits it, and so does a write to a "
		      "page that a child shares."),
	.cap = "size+16M",
	.parameters = {
		{ .name = "size", .value = "64M", .least = 16 << 20, .most = 1 << 30,
			.help = N_("how much memory is mapped") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
