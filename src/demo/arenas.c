/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same threads twice: with an arena of malloc for each, and with one for all. */
#include <malloc.h>
#include <stdlib.h>

#include "demo/worker_crew.h"

#define STACK ((size_t)8 << 20)
#define BLOCKS 64
#define BLOCK 1000
/* What they make malloc take, with headers; in pages it is the same in both processes. */
#define TAKEN "count*64*1008"

static const struct demo_expectation two_processes[] = {
	{ .role = "default", .metric = "threads", .is_absolute = true, .value = "1" },
	{ .role = "one-arena", .metric = "threads", .is_absolute = true, .value = "1" },
	{ 0 },
};
static const struct demo_expectation created[] = {
	{ .role = "default", .metric = "threads", .value = "count" },
	{ .role = "one-arena", .metric = "threads", .value = "count" },
	{ .role = "default", .metric = "vsz", .value = "count*(8M+page)+132K" },
	{ .role = "one-arena", .metric = "vsz", .value = "count*(8M+page)+132K" },
	{ 0 },
};
static const struct demo_expectation reserved[] = {
	{ .role = "default", .metric = "vsz", .value = "count*64M" },
	{ .role = "one-arena", .metric = "vsz", .value = "0" },
	{ .role = "default", .metric = "rss_anon", .value = "count*page" },
	{ .role = "one-arena", .metric = "rss_anon", .value = "2*page" },
	{ .role = "default", .metric = "own.kind", .value = "arena" },
	{ .role = "one-arena", .metric = "common.kind", .value = "heap" },
	{ 0 },
};
static const struct demo_expectation used[] = {
	{ .role = "default", .metric = "vsz", .value = "0" },
	{ .role = "default", .metric = "rss_anon", .value = TAKEN },
	{ .role = "one-arena", .metric = "rss_anon", .value = TAKEN },
	{ .role = "default", .metric = "own.rss", .value = "64*1008", .tolerance = "page" },
	{ .role = "one-arena", .metric = "common.rss", .value = TAKEN, .tolerance = "2*page" },
	{ 0 },
};

static const struct demo_prediction which_grows = {
	.question = N_("Each of the threads calls malloc(1000). By how much does VSZ of the process "
		       "with one arena grow?"),
	.role = "one-arena",
	.metric = "vsz",
	.choices = {
		{ N_("by 64 MiB for each thread, as in the other"), "count*64M" },
		{ N_("by 64 MiB, once"), "64M" },
		{ N_("not at all"), "0" },
	},
};
static const struct demo_prediction which_needs_more = {
	.question = N_("Each thread now fills 64 blocks of 1,000 bytes. Which process takes more "
		       "memory for that?"),
	.role = "default",
	.metric = "rss_anon",
	.choices = {
		{ N_("both the same, some 60 KiB for each thread"), TAKEN },
		{ N_("the one with arenas: another 132 KiB for each"), "count*132K" },
		{ N_("the one with arenas: another 64 MiB for each"), "count*64M" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("Two processes, one setting"),
		.before = N_("The program forks. In the child malloc is told to have one arena "
			     "for all threads (M_ARENA_MAX=1)."),
		.lesson = N_("Two processes that will do the same. An arena is a piece of memory "
			     "from which malloc serves; usually each thread gets one of its own, "
			     "up to 8 for each processor."),
		.expectations = two_processes },
	{ .title = N_("Threads are created in both"),
		.before = N_("Each process creates the same number of threads."),
		.lesson = N_("8 MiB of stack and a guard page for each thread, and 132 KiB of "
			     "[heap], in both alike: 32,916 KiB for four threads."),
		.expectations = created },
	{ .title = N_("Each thread calls malloc(1000)"),
		.before = N_("Every thread of both processes asks for 1,000 bytes."),
		.lesson = N_("With arenas VSZ grew by 64 MiB for each thread, 256 MiB for four; "
			     "with one arena by nothing: the blocks came from [heap]. RSS says "
			     "what it costs: a page for each arena."),
		.textbook = N_("a process whose VSZ is huge has a leak"),
		.measured = N_("VSZ +262,144 KiB for 4,000 bytes, RssAnon +16 KiB: it is reserved, "
			       "not used"),
		.look = "own",
		.prediction = &which_grows,
		.expectations = reserved },
	{ .title = N_("Each fills 64 blocks"),
		.before = N_("Every thread asks for 64 blocks of 1,000 bytes and writes them."),
		.lesson = N_("The same memory in both: what is used is used. The arenas cost "
			     "addresses and buy speed, for no thread waits for the lock of "
			     "another. MALLOC_ARENA_MAX sets their number without a change of the "
			     "program."),
		.look = "own",
		.prediction = &which_needs_more,
		.expectations = used },
};

/* On a page of both processes: where the first thread of the child has its first block. */
struct shared {
	void *common;
};

/* The threads of one process. */
struct family {
	struct crew crew;
	char *first; /* block of the first thread */
};

enum order {
	ORDER_CREATE = 1,
	ORDER_ALLOCATE,
	ORDER_FILL
};

static void fill_block(void)
{
	volatile char *block = malloc(BLOCK);
	for (size_t i = 0; block && i < BLOCK; i += 100)
		block[i] = 1;
}

static void do_piece(struct crew *crew, size_t index, int order)
{
	struct family *family = crew->argument;
	void *block = order == ORDER_ALLOCATE ? malloc(BLOCK) : NULL;
	if (index == 0 && block)
		family->first = block;
	for (int i = 0; order == ORDER_FILL && i < BLOCKS; i++)
		fill_block();
}

static void init_family(struct family *family, struct worker *worker)
{
	*family = (struct family){
		.crew = {
			.worker = worker,
			.count = worker_number(worker, "count"),
			.stack_size = STACK,
			.piece = do_piece,
			.argument = family,
		},
	};
}

static void obey(struct family *family, int order)
{
	if (order == ORDER_CREATE)
		crew_start(&family->crew);
	else
		crew_order(&family->crew, order);
}

static _Noreturn void serve(struct worker *worker, struct shared *shared)
{
	struct family family;
	init_family(&family, worker);
	mallopt(M_ARENA_MAX, 1);
	for (;;) {
		obey(&family, worker_await(worker));
		shared->common = family.first;
	}
}

static void do_in_both(struct worker *worker, struct family *family, pid_t child, int order)
{
	obey(family, order);
	worker_order(worker, child, order);
}

static void work(struct worker *worker)
{
	struct family family;
	struct shared *shared = worker_share(worker, sizeof *shared);
	pid_t child = worker_fork(worker, "one-arena");
	if (child == 0)
		serve(worker, shared);
	worker_step(worker);
	init_family(&family, worker);
	do_in_both(worker, &family, child, ORDER_CREATE);
	worker_step(worker);
	do_in_both(worker, &family, child, ORDER_ALLOCATE);
	worker_mark(worker, "own", "default", family.first, BLOCK, "malloc(1000)");
	worker_mark(worker, "common", "one-arena", shared->common, BLOCK, "malloc(1000)");
	worker_step(worker);
	do_in_both(worker, &family, child, ORDER_FILL);
	worker_step(worker);
	worker_end(worker, child);
}

const struct demo demo_arenas = {
	.id = "arenas",
	.title = N_("malloc arenas"),
	.group = "Stack/threads",
	.summary = N_("The same threads with an arena of malloc each, and with one for all"),
	.view = "map",
	.role = "default",
	.needs = "libc=glibc",
	.cap = "16M",
	.reserve = "count*72M",
	.shows_addresses = true,
	.minutes = 4,
	.parameters = {
		{ .name = "count", .value = "4", .least = 1, .most = 7,
			.help = N_("how many threads each process has") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
