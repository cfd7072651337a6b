/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Threads of one process: what each has for itself, and what all of them share. */
#include <pthread.h>
#include <stdlib.h>

#include "demo/worker_crew.h"

#define STACK ((size_t)8 << 20)
#define USED ((size_t)256 << 10) /* of its stack, by each */
/* What the first call of pthread_create makes malloc ask for. */
#define HEAP "132K"
/* A stack of 8 MiB and its guard. */
#define STACKS "count*(8M+page)"
#define ARENAS "count*64M"

#define WORK "variant=work"
#define IDLE "variant=idle"
/* With more threads glibc may let them share arenas (8 for each processor), or keep not all stacks. */
#define FEW "count<8"
#define GUARDED "libc_minor<42"

static const struct demo_expectation created[] = {
	{ .metric = "threads", .value = "count" },
	{ .metric = "vsz", .value = STACKS "+" HEAP },
	{ .metric = "heap", .is_absolute = true, .value = HEAP },
	{ .metric = "rss_anon", .value = "count*2*page+page" },
	{ .metric = "first.kind", .value = "thread-stack" },
	{ .metric = "first.size",
		.is_absolute = true,
		.value = "8M",
		.tolerance = "0",
		.when = GUARDED },
	{ .metric = "first.rss", .is_absolute = true, .value = "2*page", .tolerance = "page" },
	{ .metric = "regions", .value = "2*count+1", .when = GUARDED },
	{ 0 },
};
static const struct demo_expectation arenas[] = {
	{ .metric = "vsz", .value = ARENAS, .when = FEW },
	{ .metric = "regions", .value = "2*count", .when = FEW },
	{ .metric = "rss_anon", .value = "count*page" },
	{ .metric = "vm_data", .value = "count*132K", .when = FEW },
	{ .metric = "heap", .value = "0" },
	{ .metric = "block.kind", .value = "arena" },
	{ .metric = "block.rss", .is_absolute = true, .value = "page", .tolerance = "0" },
	{ 0 },
};
static const struct demo_expectation stacks_used[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "count*256K" },
	{ .metric = "first.rss",
		.is_absolute = true,
		.value = "256K+2*page",
		.tolerance = "2*page" },
	{ .metric = "regions", .value = "0" },
	{ 0 },
};
static const struct demo_expectation overwritten[] = {
	{ .metric = "value:local", .is_absolute = true, .value = "777" },
	{ .metric = "first.permissions", .value = "rw-p" },
	{ .metric = "rss_anon", .value = "0" },
	{ 0 },
};
static const struct demo_expectation joined[] = {
	{ .metric = "threads", .is_absolute = true, .value = "1" },
	{ .metric = "vsz", .value = "0", .when = "count<5" },
	{ .metric = "vsz", .value = "-(count-4)*(8M+page)", .when = "count>4" },
	{ .metric = "rss_anon",
		.value = "-count*240K",
		.tolerance = "count*4*page",
		.when = "variant=work&count<5" },
	{ .metric = "heap", .value = "0" },
	{ 0 },
};

static const struct demo_prediction resident = {
	.question = N_("Each thread gets a stack of 8 MiB. By how much does the resident memory "
		       "grow?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("by 8 MiB for each"), "count*8M" },
		{ N_("by a few pages for each"), "count*2*page" },
		{ N_("not at all"), "0" },
	},
};
static const struct demo_prediction reserved = {
	.question = N_("Each thread calls malloc(1000). By how much does VSZ grow?"),
	.metric = "vsz",
	.choices = {
		{ N_("not at all: the heap has room"), "0" },
		{ N_("by 132 KiB for each"), "count*132K" },
		{ N_("by 64 MiB for each"), "count*64M" },
	},
};
static const struct demo_prediction written = {
	.question = N_("A local variable of one thread is 1000. Another thread that knows its "
		       "address writes 777. What does the first then read?"),
	.metric = "value:local",
	.is_absolute = true,
	.choices = {
		{ N_("what it wrote itself: its stack is its own"), "1000" },
		{ N_("what the other wrote: a stack is memory like any other"), "777" },
		{ N_("nothing: the other gets SIGSEGV"), "0" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("Threads are created"),
		.before = N_("pthread_create is called for each thread; then all of them wait."),
		.lesson = N_("For each thread two mappings: a stack of 8 MiB and below it a guard "
			     "page. VSZ grew by 8 MiB for each, RSS by two pages: at the top of "
			     "the stack are the thread's own data (TLS) and its first frames. The "
			     "kernel gives these mappings no name."),
		.look = "first",
		.prediction = &resident,
		.expectations = created },
	{ .title = N_("Each calls malloc(1000)"),
		.before = N_("Each thread asks for 1,000 bytes."),
		.lesson = N_("VSZ grew by 64 MiB for each thread, RSS by one page: malloc made "
			     "an arena for each, so that they need not wait for one another. Of "
			     "the 64 MiB only 132 KiB may be written, the rest is reserved "
			     "(---). An arena reserves; it does not use."),
		.textbook = N_("all threads allocate from the one heap"),
		.measured = N_("[heap] +0: each got an arena of its own, 64 MiB of addresses"),
		.when = WORK,
		.look = "block",
		.prediction = &reserved,
		.expectations = arenas },
	{ .title = N_("Each uses 256 KiB of its stack"),
		.before = N_("Each thread writes into 256 KiB of local variables."),
		.lesson = N_("The pages came one fault at a time. The mappings did not grow: "
			     "unlike the main stack, a thread's has its full size from the start. "
			     "The main stack has not moved."),
		.when = WORK,
		.look = "first",
		.expectations = stacks_used },
	{ .title = N_("One thread writes into another's stack"),
		.before = N_("The first thread has a local variable, 1000, and tells the second "
			     "where it is. The second writes 777 there."),
		.lesson = N_("It reads 777. All threads share one address space; that a stack "
			     "belongs to one of them is a convention. Each really has to itself "
			     "only what is in registers: program counter, stack pointer, and the "
			     "register that points to its TLS."),
		.textbook = N_("each thread has its own stack"),
		.measured = N_("its own by use, not by protection: another thread wrote there"),
		.when = WORK,
		.look = "first",
		.prediction = &written,
		.expectations = overwritten },
	{ .title = N_("All threads have ended"),
		.before = N_("The threads end and are joined."),
		.lesson =
			N_("With four threads VSZ has not moved: the C library keeps up to 40 MiB "
			   "of stacks for the next threads, and all arenas. It gave back most "
			   "pages of the stacks (madvise), so RSS fell."),
		.textbook = N_("the stack of a thread is freed when the thread ends"),
		.measured = N_("its pages mostly, its addresses not: VSZ +0"),
		.when = WORK,
		.look = "first",
		.expectations = joined },
	{ .title = N_("All threads have ended"),
		.before = N_("The threads end and are joined."),
		.lesson = N_("Up to 40 MiB of stacks stay in the C library's cache, four of 8 MiB "
			     "with their guards; the others were unmapped. The next thread takes "
			     "one from the cache, without a system call for memory."),
		.when = IDLE,
		.look = "first",
		.expectations = joined },
};

/* What the threads tell one another. */
struct shared {
	void *blocks[CREW_MOST];
	volatile char *tops[CREW_MOST]; /* of the stacks: an address in each */
	pthread_barrier_t meeting;      /* of the first two */
	volatile int *local;            /* the first one's, for the second */
	int seen;
};

enum order {
	ORDER_SHOW = 1,
	ORDER_ALLOCATE,
	ORDER_USE_STACK,
	ORDER_MEET
};

static void show(struct shared *shared, size_t index)
{
	volatile char here = 0;
	shared->tops[index] = &here;
}

static void allocate(struct shared *shared, size_t index)
{
	shared->blocks[index] = malloc(1000);
}

static void use_stack(struct shared *shared, size_t index)
{
	volatile char locals[USED];
	(void)shared;
	(void)index;
	for (size_t i = 0; i < sizeof locals; i += 4096)
		locals[i] = 1;
}

static void have_local(struct shared *shared)
{
	volatile int local = 1000;
	shared->local = &local;
	pthread_barrier_wait(&shared->meeting);
	pthread_barrier_wait(&shared->meeting);
	shared->seen = local;
}

static void write_local(struct shared *shared)
{
	pthread_barrier_wait(&shared->meeting);
	*shared->local = 777;
	pthread_barrier_wait(&shared->meeting);
}

static void meet(struct shared *shared, size_t index)
{
	if (index == 0)
		have_local(shared);
	else if (index == 1)
		write_local(shared);
}

static void do_piece(struct crew *crew, size_t index, int order)
{
	static void (*const pieces[])(struct shared * shared, size_t index) = {
		[ORDER_SHOW] = show,
		[ORDER_ALLOCATE] = allocate,
		[ORDER_USE_STACK] = use_stack,
		[ORDER_MEET] = meet,
	};
	pieces[order](crew->argument, index);
}

static const struct {
	const char *key, *label;
} stacks[CREW_MOST] = {
	{ "first", N_("stack of thread 1") },
	{ "second", N_("stack of thread 2") },
	{ "third", N_("stack of thread 3") },
	{ "fourth", N_("stack of thread 4") },
	{ "fifth", N_("stack of thread 5") },
	{ "sixth", N_("stack of thread 6") },
	{ "seventh", N_("stack of thread 7") },
	{ "eighth", N_("stack of thread 8") },
	{ "ninth", N_("stack of thread 9") },
	{ "tenth", N_("stack of thread 10") },
};

static void create(struct worker *worker, struct crew *crew)
{
	const struct shared *shared = crew->argument;
	crew_start(crew);
	crew_order(crew, ORDER_SHOW);
	for (size_t i = 0; i < crew->count; i++)
		worker_mark(worker, stacks[i].key, "process", shared->tops[i], 0, stacks[i].label);
	worker_step(worker);
}

static void put_to_work(struct worker *worker, struct crew *crew)
{
	struct shared *shared = crew->argument;
	crew_order(crew, ORDER_ALLOCATE);
	worker_mark(worker, "block", "process", shared->blocks[0], 1000, "malloc(1000)");
	worker_step(worker);
	crew_order(crew, ORDER_USE_STACK);
	worker_step(worker);
	pthread_barrier_init(&shared->meeting, NULL, 2);
	crew_order(crew, ORDER_MEET);
	worker_value(worker, "local", shared->seen);
	worker_step(worker);
}

static void work(struct worker *worker)
{
	struct shared shared = { .seen = 0 };
	struct crew crew = {
		.worker = worker,
		.count = worker_number(worker, "count"),
		.stack_size = STACK,
		.piece = do_piece,
		.argument = &shared,
	};
	create(worker, &crew);
	if (worker_holds(worker, WORK))
		put_to_work(worker, &crew);
	crew_end(&crew);
	worker_step(worker);
}

const struct demo demo_threads = {
	.id = "threads",
	.title = N_("Own stacks, shared everything else"),
	.group = "Stack/threads",
	.summary = N_("What a thread costs, what it has for itself, and what it shares"),
	.view = "map",
	.needs = "libc=glibc",
	.cap = "16M",
	.reserve = "count*72M",
	.minutes = 5,
	.parameters = {
		{ .name = "count", .value = "4", .least = 2, .most = CREW_MOST,
			.help = N_("how many threads") },
		{ .name = "variant", .value = "work", .choices = "work|idle",
			.help = N_("threads that allocate and use their stacks, or only wait") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
