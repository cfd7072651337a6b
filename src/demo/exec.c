/* SPDX-License-Identifier: GPL-2.0-or-later */
/* execve: the same process, another program, and none of the old memory.
 *
 * The first process traces its child, so that it can be stopped at the very moment after execve and
 * some instructions later. The new program is this worker again. It greets the first process as a
 * worker greets the viewer, is never told to go on, and so runs no demo a second time. */
#include <link.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo/worker_private.h"

#define SIZE "(size/page*page)"
#define INSTRUCTIONS 1001
#define AUXILIARY 64 /* entries: twice what there are */

#define TRACED "stop=exec"

enum order {
	ORDER_TOUCH = 1,
	ORDER_EXEC
};

static const struct demo_expectation old_image[] = {
	{ .role = "program",
		.metric = "data.rss",
		.is_absolute = true,
		.value = SIZE,
		.tolerance = "0" },
	{ .role = "program", .metric = "table.kind", .value = "relro" },
	{ 0 },
};
static const struct demo_expectation at_exec[] = {
	{ .role = "program", .metric = "state", .value = "t" },
	{ .role = "program", .metric = "data.kind", .value = "unmapped" },
	/* Of the stack one page to three, of .data and of ld.so's .data one each. */
	{ .role = "program",
		.metric = "rss",
		.is_absolute = true,
		.value = "4*page",
		.tolerance = "page" },
	{ .role = "program",
		.metric = "rss_file",
		.is_absolute = true,
		.value = "0",
		.tolerance = "0" },
	{ .role = "program",
		.metric = "peak_rss",
		.is_absolute = true,
		.value = "4*page",
		.tolerance = "page" },
	{ .role = "program", .metric = "minflt", .value = "4", .tolerance = "4" },
	{ .role = "program", .metric = "table.permissions", .value = "rw-p" },
	{ .metric = "value:rows_of_program", .is_absolute = true, .value = "4" },
	{ 0 },
};
static const struct demo_expectation soon_after[] = {
	{ .role = "program", .metric = "minflt", .value = "4", .tolerance = "4" },
	{ .role = "program", .metric = "table.permissions", .value = "rw-p" },
	{ 0 },
};
/* What ld.so and the C library need is not much the same from one to the next. */
static const struct demo_expectation at_main[] = {
	{ .role = "program", .metric = "data.kind", .value = "unmapped" },
	{ .role = "program", .metric = "table.kind", .value = "relro" },
	{ .role = "program", .metric = "table.permissions", .value = "r--p" },
	{ .metric = "value:rows_of_program", .is_absolute = true, .value = "5" },
	{ .role = "program", .metric = "minflt", .value = "80", .tolerance = "40" },
	{ .role = "program",
		.metric = "rss",
		.is_absolute = true,
		.value = "1400K",
		.tolerance = "600K" },
	{ 0 },
};

static const struct demo_prediction what_is_left = {
	.question = N_("execve has just returned, not one instruction of the new program has run. "
		       "How large is RSS?"),
	.role = "program",
	.metric = "rss",
	.is_absolute = true,
	.choices = { { N_("0: memory comes on demand"), "0" }, { N_("some 16 KiB"), "4*page" },
		{ N_("as large as the program's file"), "500K" },
		{ N_("as large as before"), SIZE } },
};
static const struct demo_prediction who_seals = {
	.question = N_("The table of constant pointers can be written now. What will its rights be "
		       "when main begins?"),
	.role = "program",
	.metric = "table.permissions",
	.choices = { { N_("the same, rw-p"), "rw-p" }, { N_("read-only, r--p"), "r--p" } },
};

static const struct demo_step steps[] = {
	{ .title = N_("The old program"),
		.before = N_("A program (a child of this demo's process, so that it can be traced) "
			     "maps memory and writes it."),
		.lesson = N_("An ordinary process with memory of its own. All of it is about to "
			     "vanish."),
		.look = "data",
		.expectations = old_image },
	{ .title = N_("execve, before the first instruction"),
		.before = N_("The process calls execve with its own program file. It is stopped "
			     "when the call returns, before the new program has run at all."),
		.lesson =
			N_("The same process with the same PID, and every mapping is new: the old "
			   "ones were not cleared, they are gone. Nothing of the program's file "
			   "is resident yet. A few pages are: the kernel wrote the arguments onto "
			   "the new stack and cleared the end of .data. The program has four "
			   "rows, and the count of page faults goes on."),
		.textbook = N_("right after execve the process has no physical memory"),
		.measured = N_("about four pages: stack, and the ends of data pages"),
		.when = TRACED,
		.look = "table",
		.prediction = &what_is_left,
		.expectations = at_exec },
	{ .title = N_("1,001 instructions later"),
		.before = N_("The new program runs 1,001 instructions, one by one."),
		.lesson =
			N_("They belong to the dynamic linker, ld.so, which runs before main. Each "
			   "page it touches for the first time is a fault."),
		.when = TRACED,
		.look = "table",
		.expectations = soon_after },
	{ .title = N_("At the beginning of main"),
		.before = N_("The new program runs on until it has begun."),
		.lesson = N_("ld.so has mapped the C library, filled in the table of constant "
			     "pointers and closed it against writing (RELRO): the mapping of .data "
			     "was split, the program has five rows. Most of RSS is libc, shared "
			     "with all other programs; USS is small."),
		.textbook = N_("execve loads the program into memory"),
		.measured = N_("it maps the files; pages come when they are touched"),
		.look = "table",
		.prediction = &who_seals,
		.expectations = at_main },
};

/* In the child. */

static void become_new_program(struct worker *worker)
{
	char *const arguments[] = { (char *)(uintptr_t)WORKER_NAME, (char *)(uintptr_t)WORKER_FLAG,
		(char *)(uintptr_t)worker->demo->id, NULL };
	char *const environment[] = { NULL };
	dup2(worker->fd, WORKER_FD);
	execve((const char *)getauxval(AT_EXECFN), arguments, environment);
	_exit(1);
}

static _Noreturn void run_program(struct worker *worker, char *data, size_t size)
{
	for (;;) {
		if (worker_await(worker) == ORDER_TOUCH)
			worker_touch(worker, data, size);
		else
			become_new_program(worker);
	}
}

/* In the first process. */

/* Where a process's auxiliary vector says its program headers are; 0 when it cannot be read. */
static uintptr_t headers_of(pid_t pid)
{
	char path[40];
	ElfW(auxv_t) entries[AUXILIARY];
	snprintf(path, sizeof path, "/proc/%d/auxv", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? 0 : read(fd, entries, sizeof entries);
	if (fd >= 0)
		close(fd);
	for (ssize_t i = 0; i < size / (ssize_t)sizeof *entries; i++)
		if (entries[i].a_type == AT_PHDR)
			return entries[i].a_un.a_val;
	return 0;
}

/* The same table of constant pointers, in this program and in the new one. */
static void show_program(struct worker *worker, pid_t program)
{
	uintptr_t headers = headers_of(program);
	if (headers)
		worker_mark(worker, "table", "program",
			(const char *)demo_table + (headers - getauxval(AT_PHDR)), 0,
			N_("a table of constant pointers"));
	worker_value(worker, "rows_of_program", (int64_t)worker_rows(program, WORKER_NAME));
}

/* Until it stops for the tracer; skips when it does not. */
static void await_stop(struct worker *worker, pid_t program)
{
	int status;
	if (waitpid(program, &status, 0) != program || !WIFSTOPPED(status))
		worker_skip(worker, N_("the program ended instead of becoming another"));
}

static void trace(struct worker *worker, pid_t program)
{
	if (ptrace(PTRACE_SEIZE, program, NULL, PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC) < 0)
		worker_skip(worker, N_("this machine does not let a process be traced: stop=main "
				       "shows the rest"));
}

static void walk(struct worker *worker, pid_t program)
{
	for (int i = 0; i < INSTRUCTIONS; i++) {
		ptrace(PTRACE_SINGLESTEP, program, NULL, NULL);
		await_stop(worker, program);
	}
}

static void replace(struct worker *worker, pid_t program)
{
	bool is_traced = worker_choice(worker, "stop") == 0;
	if (is_traced)
		trace(worker, program);
	worker_begin(worker, program, ORDER_EXEC);
	if (is_traced) {
		await_stop(worker, program);
		show_program(worker, program);
		worker_step(worker);
		walk(worker, program);
		worker_step(worker);
		ptrace(PTRACE_CONT, program, NULL, NULL);
	}
	worker_complete(worker, program);
	show_program(worker, program);
	worker_step(worker);
}

static void work(struct worker *worker)
{
	size_t size = worker_size(worker, worker_unit(worker, PAGES_SMALL));
	char *data = worker_map(worker, size, PAGES_SMALL);
	pid_t program = worker_fork(worker, "program");
	if (program == 0)
		run_program(worker, data, size);
	worker_order(worker, program, ORDER_TOUCH);
	worker_mark(worker, "data", "program", data, size, N_("memory of the old program"));
	show_program(worker, program);
	worker_step(worker);
	replace(worker, program);
	worker_end(worker, program);
}

const struct demo demo_exec = {
	.id = "exec",
	.title = N_("execve replaces the address space"),
	.group = "Layout",
	.summary = N_("The same process, another program, and none of the old memory"),
	.view = "map",
	.role = N_("tracer"),
	.cap = "size+16M",
	.minutes = 6,
	.parameters = {
		{ .name = "size", .value = "32M", .least = 1 << 20, .most = 1 << 30,
			.help = N_("how much memory the old program has") },
		{ .name = "stop", .value = "exec", .choices = "exec|main",
			.help = N_("stop the process when execve returns, or only when the new program "
				   "has begun") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
