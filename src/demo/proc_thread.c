/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same work by processes and by threads: what that costs in memory, by each way of counting. */
#include <sys/mman.h>

#include "demo/worker_crew.h"

#define MOST_WORKERS 6
#define STACK ((size_t)8 << 20)

/* Of the worker, as it rounds it; what each of the others takes for itself. */
#define BASE "(size/(4*page)*(4*page))"
#define OWN BASE "/4"
#define ALL_OWN "workers*" BASE "/4"
/* A page table is a page with page/8 entries. */
#define TABLES(bytes) bytes "/(page*page/8)*page"

static const struct demo_expectation based[] = {
	{ .metric = "base.rss", .is_absolute = true, .value = BASE, .tolerance = "0" },
	{ .metric = "rss_anon", .value = BASE },
	{ .metric = "minflt", .value = BASE "/page" },
	{ .metric = "page_tables", .value = TABLES(BASE) },
	{ 0 },
};
static const struct demo_expectation forked[] = {
	{ .role = "sum",
		.metric = "base.rss",
		.is_absolute = true,
		.value = "(workers+1)*" BASE,
		.tolerance = "0" },
	{ .role = "sum",
		.metric = "base.pss",
		.is_absolute = true,
		.value = BASE,
		.tolerance = "(workers+1)*page" },
	{ .role = "sum",
		.metric = "rss_anon",
		.value = "workers*" BASE,
		.tolerance = "workers*64*page" },
	{ .role = "sum",
		.metric = "page_tables",
		.value = "workers*" TABLES(BASE),
		.tolerance = "workers*24*page" },
	{ .role = "parent", .metric = "rss_anon", .value = "0" },
	{ 0 },
};
static const struct demo_expectation own_written[] = {
	{ .role = "worker1",
		.metric = "own.rss",
		.is_absolute = true,
		.value = OWN,
		.tolerance = "0" },
	{ .role = "worker1", .metric = "minflt", .value = OWN "/page" },
	{ .role = "sum", .metric = "minflt", .value = ALL_OWN "/page", .tolerance = "workers*8" },
	{ .role = "sum", .metric = "rss_anon", .value = ALL_OWN, .tolerance = "workers*8*page" },
	{ .role = "worker1", .metric = "own.pss", .is_absolute = true, .value = OWN },
	{ .role = "sum",
		.metric = "rss_anon",
		.is_absolute = true,
		.value = "(workers+1)*" BASE "+" ALL_OWN,
		.tolerance = "(workers+1)*64*page" },
	{ 0 },
};
static const struct demo_expectation base_written[] = {
	{ .role = "worker1", .metric = "minflt", .value = BASE "/page" },
	{ .role = "worker1", .metric = "rss_anon", .value = "0" },
	{ .role = "worker1", .metric = "base.private_dirty", .value = BASE },
	{ .role = "sum", .metric = "base.rss", .value = "0" },
	{ .role = "sum", .metric = "base.pss", .value = BASE, .tolerance = "(workers+1)*page" },
	{ 0 },
};
static const struct demo_expectation all_gone[] = {
	{ .role = "worker1", .metric = "alive", .is_absolute = true, .value = "0" },
	{ .role = "sum",
		.metric = "base.rss",
		.is_absolute = true,
		.value = BASE,
		.tolerance = "0" },
	{ .role = "sum", .metric = "base.pss", .is_absolute = true, .value = BASE },
	{ .role = "parent", .metric = "rss_anon", .value = "0" },
	{ 0 },
};
static const struct demo_expectation by_threads[] = {
	{ .role = "parent", .metric = "threads", .value = "workers" },
	{ .role = "parent", .metric = "rss_anon", .value = ALL_OWN "+2*workers*page" },
	{ .role = "parent",
		.metric = "minflt",
		.value = ALL_OWN "/page+4*workers",
		.tolerance = "4*workers+64" },
	{ .role = "parent",
		.metric = "page_tables",
		.value = TABLES(ALL_OWN) "+workers*page",
		.tolerance = "(workers+2)*page" },
	{ .role = "parent", .metric = "vsz", .value = ALL_OWN "+workers*(8M+page)+132K" },
	{ 0 },
};

static const struct demo_prediction fork_cost = {
	.question = N_("Four children of a process of 32 MiB. By how much does the memory in use grow "
		       "(PSS of all together)?"),
	.role = "sum",
	.metric = "base.pss",
	.choices = {
		{ N_("by 32 MiB for each child"), "workers*size" },
		{ N_("by next to nothing"), "0" },
	},
};
static const struct demo_prediction sum_of_rss = {
	.question = N_("Each child writes 8 MiB of its own. What do the RSS of all five processes "
		       "add up to?"),
	.role = "sum",
	.metric = "rss_anon",
	.is_absolute = true,
	.choices = {
		{ N_("64 MiB: the base once and four times 8 MiB"), "size+workers*size/4" },
		{ N_("192 MiB: the base five times and four times 8 MiB"),
			"(workers+1)*size+workers*size/4" },
		{ N_("32 MiB"), "size" },
	},
};
static const struct demo_prediction thread_faults = {
	.question = N_("Now threads write as much. Do they need fewer page faults than the processes "
		       "did?"),
	.role = "parent",
	.metric = "minflt",
	.choices = {
		{ N_("as many: a fault for each page"), "workers*size/4/page" },
		{ N_("a quarter: they share their page tables"), "size/4/page" },
		{ N_("none: the memory belongs to the process already"), "0" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("The base: 32 MiB"),
		.before =
			N_("A process maps 32 MiB and writes every page: data that all its workers "
			   "will need."),
		.lesson = N_("8,192 pages, as many faults, and 64 KiB of page tables."),
		.look = "base",
		.expectations = based },
	{ .title = N_("Four processes"),
		.before = N_("The process forks four workers."),
		.lesson = N_("Five processes show the base in their RSS; it is in RAM once. PSS "
			     "counts a fifth of it for each. What fork really cost is page "
			     "tables, some 100 KiB for each, and what the kernel keeps for a "
			     "task."),
		.look = "base",
		.prediction = &fork_cost,
		.expectations = forked },
	{ .title = N_("Each writes 8 MiB of its own"),
		.before = N_("Each worker maps 8 MiB and writes every page."),
		.lesson = N_("The RSS of all add up to 192 MiB and more, their PSS to 64 MiB: RSS "
			     "counts the base five times. To know what a group of processes "
			     "takes, add PSS, never RSS."),
		.textbook = N_("processes need several times the memory of threads"),
		.measured =
			N_("by RSS three times as much, by PSS the same, as long as nobody writes "
			   "to the base"),
		.look = "base",
		.prediction = &sum_of_rss,
		.expectations = own_written },
	{ .title = N_("One of them writes to the base"),
		.before = N_("The first worker writes one byte into every page of the base."),
		.lesson =
			N_("Now a second base is in RAM: each write faulted and copied a page. PSS "
			   "of all grew by 32 MiB, RSS by nothing. Threads could not have done "
			   "this: they would all see the change."),
		.look = "base",
		.expectations = base_written },
	{ .title = N_("The processes end"),
		.before = N_("All workers end."),
		.lesson = N_("Their own memory, their copies and their page tables are gone. The "
			     "base belongs to the parent alone again."),
		.look = "base",
		.expectations = all_gone },
	{ .title = N_("Four threads do the same"),
		.before = N_("The process starts four threads; each maps 8 MiB and writes every "
			     "page."),
		.lesson =
			N_("As much memory and as many faults as the processes took for their own "
			   "8 MiB. One address space, one set of page tables for it, one RSS "
			   "that can be believed. VSZ grew by four stacks more."),
		.view = "map",
		.look = "own",
		.prediction = &thread_faults,
		.expectations = by_threads },
};

/* The memory of the demo, and what each worker maps for itself. */
struct memory {
	char *base;
	size_t size, own_size;
	char *own[MOST_WORKERS];
	pid_t children[MOST_WORKERS];
	size_t workers;
};

enum order {
	ORDER_WRITE_OWN = 1,
	ORDER_WRITE_BASE
};

static char *write_own(struct worker *worker, const struct memory *memory)
{
	char *own = worker_map(worker, memory->own_size, PAGES_PLAIN);
	worker_touch(worker, own, memory->own_size);
	return own;
}

static _Noreturn void serve(struct worker *worker, const struct memory *memory, char **shared)
{
	for (;;) {
		int order = worker_await(worker);
		if (order == ORDER_WRITE_OWN)
			*shared = write_own(worker, memory);
		else
			worker_touch(worker, memory->base, memory->size);
	}
}

static const char *const roles[MOST_WORKERS] = { "worker1", "worker2", "worker3", "worker4",
	"worker5", "worker6" };

static void by_processes(struct worker *worker, struct memory *memory)
{
	char **own = worker_share(worker, MOST_WORKERS * sizeof *own);
	for (size_t i = 0; i < memory->workers; i++) {
		memory->children[i] = worker_fork(worker, roles[i]);
		if (memory->children[i] == 0)
			serve(worker, memory, &own[i]);
	}
	worker_step(worker);
	for (size_t i = 0; i < memory->workers; i++)
		worker_order(worker, memory->children[i], ORDER_WRITE_OWN);
	worker_mark(worker, "own", roles[0], own[0], memory->own_size, N_("the worker's own"));
	worker_step(worker);
	worker_order(worker, memory->children[0], ORDER_WRITE_BASE);
	worker_step(worker);
	for (size_t i = 0; i < memory->workers; i++)
		worker_end(worker, memory->children[i]);
	worker_unmark(worker, "own");
	worker_step(worker);
}

static void do_piece(struct crew *crew, size_t index, int order)
{
	struct memory *memory = crew->argument;
	(void)order;
	memory->own[index] = write_own(crew->worker, memory);
}

static void by_threads_of_one(struct worker *worker, struct memory *memory)
{
	struct crew crew = {
		.worker = worker,
		.count = memory->workers,
		.stack_size = STACK,
		.piece = do_piece,
		.argument = memory,
	};
	crew_start(&crew);
	crew_order(&crew, ORDER_WRITE_OWN);
	worker_mark(
		worker, "own", "parent", memory->own[0], memory->own_size, N_("the thread's own"));
	worker_step(worker);
	crew_end(&crew);
}

static void work(struct worker *worker)
{
	size_t size = worker_size(worker, 4 * worker_unit(worker, PAGES_PLAIN));
	struct memory memory = {
		.size = size,
		.own_size = size / 4,
		.workers = worker_number(worker, "workers"),
	};
	memory.base = worker_map(worker, size, PAGES_PLAIN);
	worker_touch(worker, memory.base, size);
	worker_mark(worker, "base", "parent", memory.base, size, N_("the base"));
	worker_step(worker);
	by_processes(worker, &memory);
	by_threads_of_one(worker, &memory);
}

const struct demo demo_proc_thread = {
	.id = "proc-thread",
	.title = N_("Four processes or four threads?"),
	.group = "Stack/threads",
	.summary = N_("The same work done by processes and by threads, and what each costs"),
	.view = "compare",
	.role = "parent",
	.needs = "libc=glibc",
	.cap = "2*size+workers*(size/4)",
	.reserve = "workers*8M+16M",
	.minutes = 6,
	.parameters = {
		{ .name = "size", .value = "32M", .least = 4 << 20, .most = 256 << 20,
			.help = N_("the base that all share; each worker takes a quarter more") },
		{ .name = "workers", .value = "4", .least = 1, .most = MOST_WORKERS,
			.help = N_("how many processes, then how many threads") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
