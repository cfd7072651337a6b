/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main thread's stack: it grows by faults, a frame deeper at a time, and never shrinks. */
#include <unistd.h>

#include "demo/worker.h"

/* What a call puts on the stack besides its own bytes: saved registers, the way back. */
#define FRAME (4096 - 64)
#define ARGUMENTS 3 /* of a worker, see worker.h */
#define LIMIT ((size_t)8 << 20)
/* What the worker has touched of its stack before anything else, see settle() in worker.c. */
#define IN_USE "32K"
/* What is above the first frame: arguments, environment, and a gap of random size. */
#define ABOVE "16K"
/* What exec gives a program: 128 KiB and the page in use. */
#define FRESH "(128K+page)"

static const struct demo_expectation fresh[] = {
	{ .metric = "vm_stack", .is_absolute = true, .value = FRESH, .tolerance = ABOVE },
	{ .metric = "sp.kind", .is_absolute = true, .value = "stack" },
	{ .metric = "environ.kind", .is_absolute = true, .value = "stack" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ 0 },
};

static const struct demo_expectation sixteenth[] = {
	{ .metric = "vm_stack",
		.is_absolute = true,
		.value = "depth/16+" ABOVE "/2",
		.tolerance = ABOVE },
	{ .metric = "rss_anon", .value = "depth/16-" IN_USE },
	{ .metric = "minflt", .value = "(depth/16-" IN_USE ")/page" },
	{ .metric = "value:frames",
		.is_absolute = true,
		.value = "depth/16/4096",
		.tolerance = "depth/16/4096/32" },
	{ 0 },
};

static const struct demo_expectation quarter[] = {
	{ .metric = "vm_stack", .value = "depth/4-depth/16", .tolerance = "page" },
	{ .metric = "vsz", .value = "depth/4-depth/16", .tolerance = "page" },
	{ .metric = "rss_anon", .value = "depth/4-depth/16" },
	{ .metric = "minflt", .value = "(depth/4-depth/16)/page" },
	{ .metric = "regions", .value = "0", .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation whole[] = {
	{ .metric = "vm_stack", .value = "depth-depth/4", .tolerance = "page" },
	{ .metric = "vsz", .value = "depth-depth/4", .tolerance = "page" },
	{ .metric = "rss_anon", .value = "depth-depth/4" },
	{ .metric = "minflt", .value = "(depth-depth/4)/page" },
	{ .metric = "sp.rss",
		.is_absolute = true,
		.value = "depth+" ABOVE "/2",
		.tolerance = ABOVE },
	{ 0 },
};

static const struct demo_expectation nothing[] = {
	{ .metric = "vm_stack", .value = "0" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0", .tolerance = "page" },
	{ .metric = "minflt", .value = "0", .tolerance = "1" },
	{ 0 },
};

static const struct demo_prediction grown = {
	.question = N_("By how much does VSZ grow?"),
	.metric = "vsz",
	.choices = {
		{ N_("not at all: 8 MiB were set aside at the start"), "0" },
		{ N_("by what the calls need more than before"), "depth/4-depth/16" },
		{ N_("to the limit of the stack at once"), "8M-depth/16" },
	},
};
static const struct demo_prediction given_back = {
	.question = N_("All calls return. By how much does the resident memory fall?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("not at all"), "0" },
		{ N_("by all the calls took"), "-depth" },
	},
};
static const struct demo_prediction again = {
	.question = N_("The same calls once more. How many page faults does that take?"),
	.metric = "minflt",
	.choices = {
		{ N_("as many as the first time"), "depth/page" },
		{ N_("none"), "0" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("The stack a program starts with"),
		.before = N_("The program does nothing. Its stack is looked at."),
		.lesson = N_("[stack] is 132 KiB, though the limit is 8 MiB: the kernel makes it "
			     "a little larger than what it put there itself, which is the "
			     "arguments and the environment, at the very top. Below them stand "
			     "the frames of the calls, each lower than the one before."),
		.textbook = N_("a stack has a fixed size, 8 MiB"),
		.measured = N_("8 MiB is what it may grow to; now it is 132 KiB"),
		.look = "sp",
		.expectations = fresh },
	{ .title = N_("A chain of calls, 64 frames"),
		.before = N_("A function calls itself until its frames, of 4 KiB each, fill a "
			     "sixteenth of the depth."),
		.lesson = N_("The stack pointer walked down past the end of the mapping. The "
			     "kernel took the fault there as a wish for more stack: the mapping "
			     "now reaches down to the deepest frame, and no further."),
		.look = "sp",
		.expectations = sixteenth },
	{ .title = N_("256 frames"),
		.before = N_("The calls go down to a quarter of the depth."),
		.lesson = N_("The same mapping became longer at its lower end: VSZ and RSS grew "
			     "together, a page and a fault at a time. Nobody called mmap or brk."),
		.look = "sp",
		.prediction = &grown,
		.expectations = quarter },
	{ .title = N_("1,024 frames"),
		.before = N_("The calls go down to the whole depth, 4 MiB."),
		.lesson = N_("About 4 MiB of stack, all of it resident: 768 more faults for 768 "
			     "pages. Every frame has written into its own."),
		.look = "sp",
		.expectations = whole },
	{ .title = N_("All calls have returned"),
		.before = N_("The calls return; the stack pointer goes back up."),
		.lesson =
			N_("Nothing changed but the stack pointer. The kernel does not hear of "
			   "returns: the mapping keeps its size and its pages for good. What lies "
			   "below the pointer is garbage, and is resident."),
		.textbook = N_("memory of a function's variables is released when it returns"),
		.measured = N_("released to the next call, not to the kernel: VmStk and RSS keep "
			       "their highest value"),
		.look = "sp",
		.prediction = &given_back,
		.expectations = nothing },
	{ .title = N_("The whole depth again"),
		.before = N_("The 1,024 calls are made once more."),
		.lesson = N_("Not one fault: the pages are still there. This is why the stack is "
			     "fast, and why one deep call makes a process look big for the rest of "
			     "its life."),
		.look = "sp",
		.prediction = &again,
		.expectations = nothing },
};

/* Where the calls start, and how deep they go from there. */
struct dive {
	struct worker *worker;
	const volatile char *start;
	size_t depth;
};

/* The bottom of a dive: the step ends here, with all the frames in place. */
static void arrive(const struct dive *dive, const volatile char *here, int frames)
{
	worker_value(dive->worker, "frames", frames);
	worker_mark(dive->worker, "sp", "process", here, 0, N_("stack pointer"));
	worker_step(dive->worker);
}

static __attribute__((noinline)) void call(const struct dive *dive, int frames)
{
	volatile char frame[FRAME];
	frame[0] = 1;
	if ((size_t)(dive->start - frame) < dive->depth)
		call(dive, frames + 1);
	else
		arrive(dive, frame, frames);
	frame[FRAME - 1] = 1; /* something to do after the call: it cannot become a jump */
}

static void go_down(struct worker *worker, size_t depth)
{
	volatile char here = 0;
	const struct dive dive = { worker, &here, depth };
	call(&dive, 1);
}

static void work(struct worker *worker)
{
	volatile char here = 0;
	size_t depth = worker_number(worker, "depth");
	worker_limit_stack(worker, LIMIT);
	/* As the kernel lays them out: the count of arguments, they themselves, NULL, environ. */
	worker_mark(worker, "start", "process", environ - ARGUMENTS - 2, 0, "start_stack (argc)");
	worker_mark(worker, "environ", "process", environ, 0, "environ");
	worker_mark(worker, "sp", "process", &here, 0, N_("stack pointer"));
	worker_step(worker);
	go_down(worker, depth / 16);
	go_down(worker, depth / 4);
	go_down(worker, depth);
	worker_value(worker, "frames", 0);
	worker_mark(worker, "sp", "process", &here, 0, N_("stack pointer"));
	worker_step(worker);
	go_down(worker, depth);
}

const struct demo demo_stack_grow = {
	.id = "stack-grow",
	.title = N_("The stack grows, and does not shrink"),
	.group = "Stack/threads",
	.summary = N_("Frames are pushed, pages come by faults; returning gives none back"),
	.view = "map",
	.cap = "16M",
	.minutes = 4,
	.parameters = {
		{ .name = "depth", .value = "4M", .least = 3 << 20, .most = 7 << 20,
			.help = N_("how much stack the calls take at most, in frames of 4 KiB") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
