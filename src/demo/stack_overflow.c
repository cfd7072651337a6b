/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls without end: where a stack stops, and what the kernel says then. A child takes the risk, on a
 * stack of its own it catches the signal, and lives on. */
#include <sys/resource.h>

#include "demo/worker_crew.h"

#define FRAME (4096 - 64)     /* and what a call adds: about 4 KiB */
#define MOST_FRAMES (1 << 20) /* never reached */
#define LIMIT ((size_t)8 << 20)
#define THREAD_STACK ((size_t)256 << 10)
/* A guard page is a mapping of its own; from glibc 2.42 on it may be inside that of the stack. */
#define GUARDED "libc=glibc&libc_minor<42"

#define FRAMES(size)                                                                               \
	{                                                                                          \
		.metric = "value:frames", .is_absolute = true, .value = size "/4096",              \
		.tolerance = size "/4096/16"                                                       \
	}

static const struct demo_expectation fresh_child[] = {
	{ .role = "child",
		.metric = "vm_stack",
		.is_absolute = true,
		.value = "132K",
		.tolerance = "16K" },
	{ .role = "parent", .metric = "vm_stack", .value = "0" },
	{ 0 },
};
static const struct demo_expectation at_limit[] = {
	{ .role = "child",
		.metric = "vm_stack",
		.is_absolute = true,
		.value = "8M",
		.tolerance = "0" },
	{ .role = "child", .metric = "main.fault", .value = "SEGV_MAPERR" },
	{ .role = "child", .metric = "main.kind", .value = "unmapped" },
	FRAMES("8M"),
	{ .role = "child", .metric = "alive", .is_absolute = true, .value = "1" },
	{ .role = "parent", .metric = "vm_stack", .value = "0" },
	{ 0 },
};
static const struct demo_expectation at_lower_limit[] = {
	{ .role = "child",
		.metric = "vm_stack",
		.is_absolute = true,
		.value = "limit/page*page",
		.tolerance = "page" },
	{ .role = "child", .metric = "limited.fault", .value = "SEGV_MAPERR" },
	{ .role = "child", .metric = "limited.kind", .value = "unmapped" },
	FRAMES("limit"),
	{ 0 },
};
static const struct demo_expectation in_guard[] = {
	{ .role = "child", .metric = "threads", .is_absolute = true, .value = "2" },
	{ .role = "child", .metric = "thread.fault", .value = "SEGV_ACCERR", .when = GUARDED },
	{ .role = "child", .metric = "thread.kind", .value = "guard", .when = GUARDED },
	{ .role = "child", .metric = "thread.permissions", .value = "---p", .when = GUARDED },
	{ .role = "child",
		.metric = "thread.size",
		.is_absolute = true,
		.value = "page",
		.tolerance = "0",
		.when = GUARDED },
	FRAMES("256K"),
	{ .role = "child",
		.metric = "vm_stack",
		.is_absolute = true,
		.value = "132K",
		.tolerance = "16K" },
	{ 0 },
};
static const struct demo_expectation unharmed[] = {
	{ .role = "child", .metric = "alive", .is_absolute = true, .value = "0" },
	{ .role = "parent", .metric = "alive", .is_absolute = true, .value = "1" },
	{ .role = "parent", .metric = "vm_stack", .value = "0" },
	{ .role = "parent", .metric = "rss_anon", .value = "0" },
	{ 0 },
};

static const struct demo_prediction how_deep = {
	.question = N_("How many calls with frames of 4 KiB fit into a stack of 8 MiB?"),
	.metric = "value:frames",
	.is_absolute = true,
};
static const struct demo_prediction which_fault = {
	.question = N_("The calls run past the end of the thread's stack. What do they hit?"),
	.role = "child",
	.metric = "thread.fault",
	.choices = {
		{ N_("a hole, as before"), "SEGV_MAPERR" },
		{ N_("a mapping without rights"), "SEGV_ACCERR" },
		{ N_("nothing: the stack of a thread grows, too"), "none" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("A child takes the risk"),
		.before = N_("The program forks a child that will overflow its stack."),
		.lesson = N_("The child has the parent's stack, 132 KiB, and a limit of 8 MiB "
			     "(RLIMIT_STACK). It has also set up a second small stack: a handler "
			     "for SIGSEGV cannot run on a stack that has just run out."),
		.look = "child_stack",
		.expectations = fresh_child },
	{ .title = N_("Calls without end"),
		.before = N_("A function calls itself, with 4 KiB of locals, and never returns."),
		.lesson = N_("About 2,060 calls, then the stack was 8,192 KiB, exactly its limit. "
			     "The next page was refused: the address lies in the hole just below "
			     "the mapping, so SIGSEGV says SEGV_MAPERR. The handler jumped back, "
			     "and the child lives."),
		.textbook = N_("a stack that grows too far runs into the heap"),
		.measured = N_("it stops at RLIMIT_STACK, many TiB above the heap, and the kernel "
			       "keeps a gap of 1 MiB below it"),
		.look = "child_stack",
		.prediction = &how_deep,
		.expectations = at_limit },
	{ .title = N_("A lower limit"),
		.before = N_("A new child lowers its own limit (ulimit -s), then does the same."),
		.lesson = N_("The same end, earlier: the limit is asked at each growth, so it "
			     "holds at once. How deep a recursion may go is a setting, and not a "
			     "property of the program."),
		.look = "child_stack",
		.expectations = at_lower_limit },
	{ .title = N_("The stack of a thread"),
		.before = N_("A new child starts a thread with a stack of 256 KiB, which calls "
			     "itself without end."),
		.lesson = N_("A thread's stack is an ordinary mapping and does not grow. Below it "
			     "the C library put a page without any rights, the guard. The "
			     "overflow hit that mapping: SEGV_ACCERR and not MAPERR. Without the "
			     "guard it would have written into the mapping below, with no "
			     "signal at all. The main stack ([stack]) has not moved."),
		.look = "thread",
		.prediction = &which_fault,
		.expectations = in_guard },
	{ .title = N_("The child ends"),
		.before = N_("The child ends, the parent looks around."),
		.lesson = N_("The parent has noticed nothing. Stacks overflow by recursion without "
			     "bounds and by large locals: bound the depth, take large arrays from "
			     "the heap, and only then raise the limit."),
		.expectations = unharmed },
};

/* What the child has seen, on a page that it shares with its parent. */
struct report {
	struct worker_fault fault;
	volatile int frames; /* the last that was entered */
};

/* What it gives back is read from the frame after the call, so that the call cannot become a jump. */
static __attribute__((noinline)) char call(struct report *report, int frames)
{
	volatile char frame[FRAME];
	__asm__ volatile("" : : "r"(frame)); /* all of it is there, though little is used */
	frame[0] = 1;
	report->frames = frames;
	if (frames < MOST_FRAMES)
		frame[FRAME - 1] = call(report, frames + 1);
	return frame[0];
}

static void overflow(void *argument)
{
	call(argument, 1);
}

enum order {
	ORDER_OVERFLOW = 1
};

static void overflow_in_thread(struct crew *crew, size_t index, int order)
{
	(void)index;
	(void)order;
	struct report *report = crew->argument;
	report->fault = worker_catch(overflow, report);
}

/* Ways to overflow, each with the child that does it. */

static void on_main_stack(struct worker *worker, struct report *report, size_t limit)
{
	const struct rlimit limits = { limit, limit };
	worker_await(worker);
	setrlimit(RLIMIT_STACK, &limits);
	report->fault = worker_catch(overflow, report);
}

static void on_thread_stack(struct worker *worker, struct report *report, size_t size)
{
	struct crew crew = {
		.worker = worker,
		.count = 1,
		.stack_size = size,
		.piece = overflow_in_thread,
		.argument = report,
	};
	worker_await(worker);
	crew_start(&crew);
	crew_order(&crew, ORDER_OVERFLOW);
	worker_await(worker); /* with the thread in place */
}

struct way {
	const char *key, *label;
	size_t size;
	void (*overflow)(struct worker *worker, struct report *report, size_t size);
};

static pid_t fork_child(struct worker *worker, struct report *report, const struct way *way)
{
	pid_t child = worker_fork(worker, "child");
	if (child > 0)
		return child;
	way->overflow(worker, report, way->size);
	for (;;)
		worker_await(worker);
}

static void send_off(
	struct worker *worker, const struct report *report, const struct way *way, pid_t child)
{
	worker_order(worker, child, ORDER_OVERFLOW);
	worker_mark(worker, way->key, "child", report->fault.address, 0, way->label);
	worker_report_fault(worker, way->key, &report->fault);
	worker_value(worker, "frames", report->frames);
	worker_step(worker);
	worker_unmark(worker, way->key);
	worker_end(worker, child);
}

static void work(struct worker *worker)
{
	const struct way ways[] = {
		{ "main", N_("stack of 8 MiB"), LIMIT, on_main_stack },
		{ "limited", N_("stack, lower limit"), worker_number(worker, "limit"),
			on_main_stack },
		{ "thread", N_("stack of a thread"), THREAD_STACK, on_thread_stack },
	};
	struct report *report = worker_share(worker, sizeof *report);
	worker_limit_stack(worker, LIMIT);
	pid_t child = fork_child(worker, report, &ways[0]);
	/* All children have it where the parent has it. */
	worker_mark(worker, "child_stack", "child", &ways, 0, N_("stack of the child"));
	worker_step(worker);
	send_off(worker, report, &ways[0], child);
	for (size_t i = 1; i < sizeof ways / sizeof ways[0]; i++)
		send_off(worker, report, &ways[i], fork_child(worker, report, &ways[i]));
	worker_unmark(worker, "child_stack");
	worker_step(worker);
}

const struct demo demo_stack_overflow = {
	.id = "stack-overflow",
	.title = N_("Stack overflow, caught safely"),
	.group = "Stack/threads",
	.summary = N_("Calls without end: where a stack stops, and the signal that says so"),
	.view = "map",
	.role = N_("parent"),
	.cap = "16M",
	.minutes = 5,
	.parameters = {
		{ .name = "limit", .value = "1M", .least = 256 << 10, .most = 8 << 20,
			.help = N_("the lower limit of the second child's stack") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
