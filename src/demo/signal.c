/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: what becomes of one that nobody waits for, of five that come at once, and of those that
 * carry data. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo/worker.h"

#define SENT 5
#define PIECE 4096
#define PIECES 4096  /* between two signals: 16 MiB */
#define KILLED "138" /* as a shell tells it: 128 and the number of SIGUSR1 */

static const struct demo_expectation unprepared[] = {
	{ .role = "early", .metric = "alive", .is_absolute = true, .value = "1" },
	{ .role = "early", .metric = "state", .is_absolute = true, .value = "S" },
	{ .metric = "value:caught", .is_absolute = true, .value = "0" },
	{ 0 },
};
static const struct demo_expectation killed[] = {
	{ .metric = "value:early_status", .is_absolute = true, .value = KILLED },
	{ .role = "early", .metric = "alive", .is_absolute = true, .value = "0" },
	{ 0 },
};
static const struct demo_expectation installed[] = {
	{ .metric = "value:caught", .is_absolute = true, .value = "1" },
	{ .metric = "value:runs", .is_absolute = true, .value = "0" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ 0 },
};
static const struct demo_expectation each_handled[] = {
	{ .metric = "value:runs", .is_absolute = true, .value = "5" },
	{ .metric = "value:pending", .is_absolute = true, .value = "0" },
	{ .metric = "vsz", .value = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ 0 },
};
static const struct demo_expectation held_back[] = {
	{ .metric = "value:runs", .value = "0" },
	{ .metric = "value:blocked", .is_absolute = true, .value = "1" },
	{ .metric = "value:pending", .is_absolute = true, .value = "1" },
	{ 0 },
};
static const struct demo_expectation handled_once[] = {
	{ .metric = "value:runs", .value = "1" },
	{ .metric = "value:blocked", .is_absolute = true, .value = "0" },
	{ .metric = "value:pending", .is_absolute = true, .value = "0" },
	{ 0 },
};
static const struct demo_expectation queued[] = {
	{ .metric = "value:runs", .value = "0" },
	{ .metric = "value:rt_runs", .value = "0" },
	{ .metric = "value:pending", .is_absolute = true, .value = "1" },
	{ .metric = "value:rt_pending", .is_absolute = true, .value = "1" },
	{ 0 },
};
static const struct demo_expectation delivered[] = {
	{ .metric = "value:runs", .value = "1" },
	{ .metric = "value:data", .is_absolute = true, .value = "1" },
	{ .metric = "value:rt_runs", .value = "3" },
	{ .metric = "value:rt_first", .is_absolute = true, .value = "10" },
	{ .metric = "value:rt_last", .is_absolute = true, .value = "30" },
	{ 0 },
};
static const struct demo_expectation refused[] = {
	{ .metric = "value:term_taken", .is_absolute = true, .value = "1" },
	{ .metric = "value:kill_taken", .is_absolute = true, .value = "0" },
	{ .metric = "value:kill_blocked", .is_absolute = true, .value = "0" },
	{ 0 },
};
static const struct demo_expectation alive[] = {
	{ .metric = "alive", .is_absolute = true, .value = "1" },
	{ .metric = "vsz", .value = "0" },
	{ 0 },
};

static const struct demo_prediction what_it_does = {
	.question = N_("A program that has not asked for SIGUSR1 gets it. What is its exit status, "
		       "as a shell tells it?"),
	.metric = "value:early_status",
	.is_absolute = true,
	.choices = {
		{ N_("0: the signal is ignored"), "0" },
		{ N_("1: the program reports an error"), "1" },
		{ N_("138: the signal ends it"), KILLED },
	},
};
static const struct demo_prediction how_often = {
	.question = N_("Five times SIGUSR1 was sent while it was blocked. Now it is unblocked: how "
		       "often does the handler run?"),
	.metric = "value:runs",
	.choices = {
		{ N_("never: they are lost"), "0" },
		{ N_("once"), "1" },
		{ N_("five times"), "5" },
	},
};
static const struct demo_prediction how_often_in_real_time = {
	.question = N_("A real-time signal was sent three times while it was blocked. How often "
		       "does its handler run now?"),
	.metric = "value:rt_runs",
	.choices = {
		{ N_("once"), "1" },
		{ N_("three times"), "3" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("A program without a handler"),
		.before = N_("A child is started. It installs no handler and waits."),
		.lesson = N_("It catches nothing, blocks nothing and ignores nothing: see "
			     "\"signals\" in the view. Every signal will do what is usual for it."),
		.look = "early",
		.expectations = unprepared },
	{ .title = N_("Too early: nobody waits for it"),
		.before = N_("The child gets SIGUSR1."),
		.lesson = N_("It is dead: the usual effect of SIGUSR1 is to end the process, and a "
			     "shell reports 128 + 10 = 138. So it goes with dd, which is known "
			     "to print its progress on SIGUSR1: a signal that arrives before dd "
			     "has installed its handler ends it."),
		.textbook = N_("dd prints its progress when it gets SIGUSR1"),
		.measured = N_("too early it is killed, exit status 138"),
		.prediction = &what_it_does,
		.expectations = killed },
	{ .title = N_("A handler is installed"),
		.before = N_("The program installs a handler for SIGUSR1 with sigaction."),
		.lesson = N_("SigCgt in /proc/PID/status has the bit of SIGUSR1 now: \"caught\" in "
			     "the view. The handler is an address in a table of the kernel; the "
			     "process has grown by nothing. From here on you can send SIGUSR1 "
			     "yourself: u."),
		.signal = SIGUSR1,
		.expectations = installed },
	{ .title = N_("Five signals, one after the other"),
		.before = N_("The program copies zeros from /dev/zero to /dev/null. Five times it "
			     "is interrupted by SIGUSR1."),
		.lesson = N_("Five signals, five runs of the handler. Each time the kernel put the "
			     "registers on the stack, called the handler and went on where the "
			     "copying had stopped. Memory: nothing to speak of."),
		.signal = SIGUSR1,
		.expectations = each_handled },
	{ .title = N_("Five signals while they are blocked"),
		.before = N_("SIGUSR1 is blocked with sigprocmask, then sent five times."),
		.lesson = N_("The handler did not run. SigBlk and ShdPnd have the bit: the signal "
			     "is blocked, and it is pending for the process."),
		.signal = SIGUSR1,
		.expectations = held_back },
	{ .title = N_("They are unblocked"),
		.before = N_("SIGUSR1 is unblocked."),
		.lesson = N_("The handler ran once. Pending is one bit for each ordinary signal: "
			     "it says that the signal came, not how often. Signals cannot be "
			     "counted."),
		.textbook = N_("a handler runs once for each signal that was sent"),
		.measured = N_("five were sent while they were blocked, one run"),
		.signal = SIGUSR1,
		.prediction = &how_often,
		.expectations = handled_once },
	{ .title = N_("Signals that carry a number"),
		.before = N_(
			"Both are blocked. sigqueue sends SIGUSR1 three times, with 1, 2, 3, and "
			"the real-time signal RTMIN three times, with 10, 20, 30."),
		.lesson = N_("Both are pending, each one bit. What cannot be seen in the bits: of "
			     "RTMIN the kernel keeps three entries in a queue (the user's queue, "
			     "SigQ), of SIGUSR1 only the first."),
		.signal = SIGUSR1,
		.expectations = queued },
	{ .title = N_("They are delivered"),
		.before = N_("Both are unblocked."),
		.lesson = N_("SIGUSR1 came once, with the number 1; 2 and 3 are lost. RTMIN came "
			     "three times, with 10, 20, 30, in this order: real-time signals "
			     "queue."),
		.textbook = N_("signals cannot carry data"),
		.measured = N_("sigqueue carries a number: 1; 10, 20, 30"),
		.signal = SIGUSR1,
		.prediction = &how_often_in_real_time,
		.expectations = delivered },
	{ .title = N_("What cannot be caught"),
		.before = N_("The program asks for handlers of SIGTERM and SIGKILL, and tries to "
			     "block SIGKILL."),
		.lesson = N_("SIGTERM can be caught (SIGINT as well), so a program can end in "
			     "order. For SIGKILL sigaction fails, and sigprocmask leaves it out "
			     "without a word: SIGKILL and SIGSTOP are for the kernel alone."),
		.textbook = N_("the signals that end a process cannot be handled"),
		.measured = N_("all can but two: SIGKILL and SIGSTOP"),
		.signal = SIGUSR1,
		.expectations = refused },
	{ .title = N_("Ask it yourself"),
		.before = N_("The program copies a little more and waits."),
		.lesson = N_("Press u: strata sends SIGUSR1 to this process, through a pidfd, so "
			     "that it cannot hit another one. The handler answers at once, though "
			     "the process sleeps in recvfrom: asked counts your signals, bytes "
			     "says how much was copied so far."),
		.signal = SIGUSR1,
		.expectations = alive },
};

/* What the handlers have seen. They run between any two instructions of the one thread there is. */
static struct {
	struct worker *worker;
	volatile int64_t bytes; /* copied */
	volatile int runs, asked, data;
	volatile int rt_runs, rt_first, rt_last;
} seen;

static char piece[PIECE];

static void note_real_time(int number)
{
	if (seen.rt_runs++ == 0)
		seen.rt_first = number;
	seen.rt_last = number;
}

/* Whoever asks from outside is told at once. */
static void handle(int number, siginfo_t *info, void *context)
{
	int error = errno;
	(void)context;
	if (number != SIGUSR1) {
		note_real_time(info->si_value.sival_int);
	} else if (info->si_pid == getpid()) {
		seen.runs++;
		seen.data = info->si_code == SI_QUEUE ? info->si_value.sival_int : 0;
	} else {
		worker_value(seen.worker, "asked", ++seen.asked);
		worker_value(seen.worker, "bytes", seen.bytes);
	}
	errno = error;
}

/* The waiting for the viewer goes on after the handler. */
static bool catch_signal(int number)
{
	const struct sigaction action = { .sa_sigaction = handle,
		.sa_flags = SA_SIGINFO | SA_RESTART };
	return sigaction(number, &action, NULL) == 0;
}

static void copy(void)
{
	int from = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	int to = open("/dev/null", O_WRONLY | O_CLOEXEC);
	for (int i = 0; i < PIECES; i++)
		if (read(from, piece, sizeof piece) == PIECE &&
			write(to, piece, sizeof piece) == PIECE)
			seen.bytes += PIECE;
	close(from);
	close(to);
}

/* Has the set of /proc/self/status this signal in it? */
static bool is_in(const char *status, const char *key, int number)
{
	const char *line = strstr(status, key);
	return line && strtoull(line + strlen(key), NULL, 16) >> (number - 1) & 1;
}

static void step(struct worker *worker)
{
	char status[PIECE] = "";
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	ssize_t length = read(fd, status, sizeof status - 1);
	close(fd);
	status[length > 0 ? length : 0] = '\0';
	worker_value(worker, "caught", is_in(status, "\nSigCgt:", SIGUSR1));
	worker_value(worker, "blocked", is_in(status, "\nSigBlk:", SIGUSR1));
	worker_value(worker, "pending", is_in(status, "\nShdPnd:", SIGUSR1));
	worker_value(worker, "runs", seen.runs);
	worker_value(worker, "bytes", seen.bytes);
	worker_step(worker);
}

static void kill_early(struct worker *worker)
{
	siginfo_t info = { 0 };
	pid_t child = worker_fork(worker, "early");
	if (child == 0)
		for (;;)
			worker_await(worker);
	worker_mark(worker, "early", "early", piece, sizeof piece, N_("of the child"));
	worker_await_state(child, 'S');
	step(worker);
	worker_unmark(worker, "early");
	kill(child, SIGUSR1);
	waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
	worker_value(worker, "early_status",
		info.si_code == CLD_KILLED ? 128 + info.si_status : info.si_status);
	worker_end(worker, child);
	step(worker);
}

static void set_blocked(int how)
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigaddset(&signals, SIGRTMIN);
	sigprocmask(how, &signals, NULL);
}

static void send_plain(struct worker *worker)
{
	for (int i = 0; i < SENT; i++) {
		copy();
		kill(getpid(), SIGUSR1);
	}
	step(worker);
	set_blocked(SIG_BLOCK);
	for (int i = 0; i < SENT; i++)
		kill(getpid(), SIGUSR1);
	step(worker);
	set_blocked(SIG_UNBLOCK);
	step(worker);
}

static bool is_pending(int number)
{
	sigset_t pending;
	return sigpending(&pending) == 0 && sigismember(&pending, number) == 1;
}

static void send_with_numbers(struct worker *worker)
{
	set_blocked(SIG_BLOCK);
	for (int i = 1; i <= 3; i++) {
		sigqueue(getpid(), SIGUSR1, (union sigval){ .sival_int = i });
		sigqueue(getpid(), SIGRTMIN, (union sigval){ .sival_int = 10 * i });
	}
	worker_value(worker, "rt_runs", seen.rt_runs);
	worker_value(worker, "rt_pending", is_pending(SIGRTMIN));
	step(worker);
	set_blocked(SIG_UNBLOCK);
	worker_value(worker, "data", seen.data);
	worker_value(worker, "rt_runs", seen.rt_runs);
	worker_value(worker, "rt_first", seen.rt_first);
	worker_value(worker, "rt_last", seen.rt_last);
	worker_value(worker, "rt_pending", is_pending(SIGRTMIN));
	step(worker);
}

static void try_the_rest(struct worker *worker)
{
	sigset_t signals;
	worker_value(worker, "term_taken", catch_signal(SIGTERM));
	worker_value(worker, "kill_taken", catch_signal(SIGKILL));
	sigemptyset(&signals);
	sigaddset(&signals, SIGKILL);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	sigprocmask(SIG_BLOCK, NULL, &signals);
	worker_value(worker, "kill_blocked", sigismember(&signals, SIGKILL));
	signal(SIGTERM, SIG_DFL);
	step(worker);
}

static void work(struct worker *worker)
{
	seen.worker = worker;
	worker_mark(worker, "buffer", "process", &seen, sizeof seen, N_("what the handler counts"));
	kill_early(worker);
	catch_signal(SIGUSR1);
	catch_signal(SIGRTMIN);
	step(worker);
	send_plain(worker);
	send_with_numbers(worker);
	try_the_rest(worker);
	copy();
	step(worker);
}

const struct demo demo_signal = {
	.id = "signal",
	.title = N_("Progress on SIGUSR1"),
	.group = "IPC/sync",
	.summary = N_("Signals: too early, blocked, pending, queued with data"),
	.view = "process",
	.minutes = 7,
	.cap = "4M",
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
