/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process may be doing: running, stopped, sleeping, dead and not yet forgotten. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "demo/worker.h"

#define SPIN_SECONDS 40 /* of the processor, at a stretch: a long talk is not to heat the room */
#define KERNEL_THREAD 2 /* kthreadd, the parent of all of them */

#define IN_STATE(letter)                                                                           \
	{                                                                                          \
		.role = "child", .metric = "state", .is_absolute = true, .value = (letter)         \
	}
#define SAME_MEMORY                                                                                \
	{ .role = "child", .metric = "rss_anon", .value = "0" },                                   \
	{                                                                                          \
		.role = "child", .metric = "vsz", .value = "0"                                     \
	}

static const struct demo_expectation runs[] = {
	IN_STATE("R"),
	{ .role = "child", .metric = "alive", .is_absolute = true, .value = "1" },
	{ 0 },
};
static const struct demo_expectation is_stopped[] = {
	IN_STATE("T"),
	SAME_MEMORY,
	{ .role = "child", .metric = "minflt", .value = "0" },
	{ 0 },
};
static const struct demo_expectation runs_again[] = {
	IN_STATE("R"),
	SAME_MEMORY,
	{ 0 },
};
static const struct demo_expectation sleeps[] = {
	IN_STATE("S"),
	SAME_MEMORY,
	{ 0 },
};
static const struct demo_expectation is_zombie[] = {
	IN_STATE("Z"),
	{ .metric = "value:vm_lines", .is_absolute = true, .value = "0" },
	{ .metric = "value:maps_bytes", .is_absolute = true, .value = "0" },
	{ .metric = "value:exists", .is_absolute = true, .value = "1" },
	{ 0 },
};
static const struct demo_expectation is_gone[] = {
	{ .role = "child", .metric = "alive", .is_absolute = true, .value = "0" },
	{ .metric = "value:exists", .is_absolute = true, .value = "0" },
	{ .metric = "value:signal", .is_absolute = true, .value = "9" },
	{ 0 },
};
static const struct demo_expectation is_kernel_thread[] = {
	{ .metric = "value:exists", .is_absolute = true, .value = "1" },
	{ .metric = "value:vm_lines", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_prediction stopped_memory = {
	.question = N_("The process is stopped. What becomes of its memory?"),
	.role = "child",
	.metric = "rss_anon",
	.choices = {
		{ N_("it stays as it is"), "0" },
		{ N_("it is written out and leaves RAM"), "-128K" },
	},
};
static const struct demo_prediction killed_state = {
	.question = N_("The child is killed with SIGKILL, and the parent does not ask how it ended. "
		       "What is the child then?"),
	.role = "child",
	.metric = "state",
	.is_absolute = true,
	.choices = {
		{ N_("gone: SIGKILL leaves nothing"), "X" },
		{ N_("a zombie: dead, and kept until the parent asks"), "Z" },
		{ N_("stopped"), "T" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("R: running"),
		.before = N_("A child counts in a loop and never waits."),
		.lesson = N_("State R: it has a processor or waits in line for one; the letter is "
			     "the same for both. The parent waits for you, so it sleeps (S)."),
		.textbook = N_("ready and running are two states"),
		.measured = N_("Linux shows one letter, R, for both"),
		.look = "child",
		.expectations = runs },
	{ .title = N_("T: stopped"),
		.before =
			N_("The parent sends SIGSTOP, as Ctrl-Z does in a shell with a signal much "
			   "like it."),
		.lesson =
			N_("State T: it gets no processor until SIGCONT. Its memory stays where it "
			   "is, every page of it. SIGSTOP can be neither caught nor blocked."),
		.look = "child",
		.prediction = &stopped_memory,
		.expectations = is_stopped },
	{ .title = N_("R: it goes on"),
		.before = N_("The parent sends SIGCONT."),
		.lesson =
			N_("It counts on from where it was. It could not have noticed, but by the "
			   "clock."),
		.look = "child",
		.expectations = runs_again },
	{ .title = N_("S: sleeping"),
		.before = N_("The child calls pause(): it waits for a signal."),
		.lesson = N_("State S: it waits for something and takes no processor time. Most "
			     "processes are like this nearly always. The kernel function in which "
			     "it waits is its wait channel."),
		.look = "child",
		.expectations = sleeps },
	{ .title = N_("Z: a zombie"),
		.before = N_("The parent kills the child and does not ask how it ended."),
		.lesson =
			N_("State Z: dead. All its memory is gone, its maps are empty, and status "
			   "has no line on memory. What is left is the number and how it ended, "
			   "kept for the parent. A zombie cannot be killed."),
		.textbook = N_("zombies fill the memory"),
		.measured = N_("not a page; what runs out is numbers of processes"),
		.look = "child",
		.prediction = &killed_state,
		.expectations = is_zombie },
	{ .title = N_("Reaped"),
		.before = N_("The parent asks: waitpid()."),
		.lesson = N_("It was told: ended by signal 9. Now the number is free, and kill() "
			     "says that there is no such process. When a parent ends first, "
			     "process 1 takes its children over and asks in its place."),
		.look = "parent",
		.expectations = is_gone },
	{ .title = N_("Threads of the kernel"),
		.before = N_("For comparison process 2 is looked at, which is a thread of the "
			     "kernel."),
		.lesson = N_("It has no line on memory either, and it is not dead: it works in the "
			     "kernel's memory and has no address space of its own. Lists show both "
			     "in brackets, [kthreadd] and [sleep] <defunct>."),
		.textbook = N_("names in brackets are threads of the kernel"),
		.measured = N_("zombies, too; the line Kthread in status tells"),
		.when = "kthread=1",
		.look = "parent",
		.expectations = is_kernel_thread },
};

/* A handler takes no argument of ours: this is how it speaks with what it interrupts. */
static volatile sig_atomic_t is_to_rest, is_to_begin_anew;

static void take_signal(int signal)
{
	if (signal == SIGUSR1)
		is_to_rest = 1;
	else
		is_to_begin_anew = 1;
}

static time_t processor_seconds(void)
{
	struct timespec used;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return used.tv_sec;
}

static void count_for_a_while(void)
{
	time_t end = processor_seconds() + SPIN_SECONDS;
	is_to_begin_anew = 0;
	while (!is_to_rest && !is_to_begin_anew && processor_seconds() < end)
		;
	while (!is_to_rest && !is_to_begin_anew)
		usleep(100000);
}

static _Noreturn void be_child(struct worker *worker)
{
	signal(SIGUSR1, take_signal);
	signal(SIGCONT, take_signal);
	worker_await(worker);
	while (!is_to_rest)
		count_for_a_while();
	for (;;)
		pause();
}

/* The file NAME of a process, cut to `size`; empty where it cannot be read. Returns its length. */
static size_t read_of(pid_t pid, const char *name, char *text, size_t size)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	text[length > 0 ? length : 0] = '\0';
	return length > 0 ? (size_t)length : 0;
}

/* What the kernel says of its memory: lines of status, bytes of maps (a part of them). */
static void report(struct worker *worker, pid_t pid)
{
	char text[4096];
	int64_t lines = 0;
	read_of(pid, "status", text, sizeof text);
	for (const char *at = text; (at = strstr(at, "\nVm")); at++)
		lines++;
	worker_value(worker, "vm_lines", lines);
	worker_value(worker, "maps_bytes", (int64_t)read_of(pid, "maps", text, sizeof text));
	worker_value(worker, "exists", kill(pid, 0) == 0 || errno == EPERM);
	worker_step(worker);
}

static void send_and_await(struct worker *worker, pid_t child, int signal, char state)
{
	kill(child, signal);
	worker_await_state(child, state);
	report(worker, child);
}

static void work(struct worker *worker)
{
	pid_t child = worker_fork(worker, "child");
	if (child == 0)
		be_child(worker);
	worker_mark(worker, "child", "child", environ, 0, N_("environment of the child"));
	worker_begin(worker, child, 1);
	worker_await_state(child, 'R');
	report(worker, child);
	send_and_await(worker, child, SIGSTOP, 'T');
	send_and_await(worker, child, SIGCONT, 'R');
	send_and_await(worker, child, SIGUSR1, 'S');
	send_and_await(worker, child, SIGKILL, 'Z');
	worker_unmark(worker, "child");
	worker_mark(worker, "parent", "parent", environ, 0, N_("environment of the parent"));
	siginfo_t end = { 0 };
	waitid(P_PID, (id_t)child, &end, WEXITED | WNOWAIT);
	worker_value(worker, "signal", end.si_status);
	worker_end(worker, child);
	report(worker, child);
	if (worker_holds(worker, "kthread=1"))
		report(worker, KERNEL_THREAD);
}

const struct demo demo_states = {
	.id = "states",
	.title = N_("R, S, T, Z"),
	.group = "IPC/sync",
	.summary = N_("A process that runs, is stopped, sleeps, and is dead but not forgotten"),
	.view = "process",
	.role = "parent",
	.cap = "4M",
	.minutes = 4,
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
