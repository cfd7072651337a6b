/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/race_run.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "demo/worker_crew.h"

#define MOST_US 2500000   /* of one race */
#define LOOK_NS 1000000   /* between looks at it */
#define LOOKS_A_VALUE 100 /* that are reported */
#define PROCESSORS 2
#define SHELLS 100
#define SHELLS_AT_ONCE 8
#define SHELL_FD 9
#define LOCK "/tmp/strata-demo-lock-%d"

/* As it is printed; `>` empties the file before the new number is there. */
#define SCRIPT "read n </proc/self/fd/9; echo $((n+1)) >/proc/self/fd/9"
/* A lock belongs to an open file: each shell opens its own. */
#define LOCKED_SCRIPT "exec 8<>/proc/self/fd/9; flock 8; " SCRIPT

static void use_few_processors(void)
{
	cpu_set_t allowed, few;
	CPU_ZERO(&few);
	if (sched_getaffinity(0, sizeof allowed, &allowed) < 0)
		return;
	for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&few) < PROCESSORS; cpu++)
		if (CPU_ISSET(cpu, &allowed))
			CPU_SET(cpu, &few);
	sched_setaffinity(0, sizeof few, &few);
}

void race_run_init(struct race_run *run, struct worker *worker)
{
	*run = (struct race_run){ worker, worker_share(worker, sizeof(struct race)) };
	run->race->fd = memfd_create("counter", MFD_CLOEXEC);
	if (run->race->fd < 0)
		worker_skip(worker, N_("no file can be made in memory (memfd)"));
	worker_mark(worker, "counter", "process", &run->race->counter, sizeof(int64_t),
		N_("the counter"));
	use_few_processors();
}

static void name_lock(pid_t worker, char *path, size_t size)
{
	snprintf(path, size, LOCK, (int)worker);
}

static void clean(pid_t worker)
{
	char path[sizeof((struct race *)0)->path];
	name_lock(worker, path, sizeof path);
	unlink(path);
}

void race_run_name_lock(struct race_run *run)
{
	name_lock(getpid(), run->race->path, sizeof run->race->path);
	worker_guard(run->worker, clean);
}

static void report(const struct race_run *run, int64_t counter, int64_t expected)
{
	worker_value(run->worker, "counter", counter);
	worker_value(run->worker, "expected", expected);
	worker_value(run->worker, "lost", expected - counter);
	worker_value(
		run->worker, "lost_percent", expected ? (expected - counter) * 100 / expected : 0);
}

static int64_t counter_of(const struct race *race, bool is_file)
{
	int64_t counter = 0;
	if (!is_file)
		return race->counter;
	return pread(race->fd, &counter, sizeof counter, 0) == sizeof counter ? counter : 0;
}

/* Until all racers are through; the counter is reported now and then. Returns the microseconds. */
static int64_t look_on(const struct race_run *run, unsigned racers, bool is_file)
{
	const struct timespec pause = { .tv_nsec = LOOK_NS };
	struct race *race = run->race;
	int64_t start = worker_clock_us();
	for (int i = 1; race->finished < (int)racers; i++) {
		nanosleep(&pause, NULL);
		race->is_over = worker_clock_us() - start > MOST_US;
		if (i % LOOKS_A_VALUE == 0)
			report(run, counter_of(race, is_file), race_tries(race));
	}
	return worker_clock_us() - start;
}

static void report_end(const struct race_run *run, size_t lock_bytes, int64_t took_us)
{
	worker_value(run->worker, "ms", took_us / 1000);
	worker_value(run->worker, "waits", run->race->waits);
	worker_value(run->worker, "preempted", run->race->preempted);
	worker_value(run->worker, "lock_bytes", (int64_t)lock_bytes);
}

struct thread_race {
	struct race *race;
	const struct race_way *way;
};

static void take_part(struct crew *crew, size_t index, int order)
{
	const struct thread_race *race = crew->argument;
	(void)order;
	race_take_part(race->race, index, race->way);
}

void race_run_threads(struct race_run *run, const struct race_way *way, int64_t rounds)
{
	struct thread_race race = { run->race, way };
	struct crew crew = {
		.worker = run->worker, .count = 2, .piece = take_part, .argument = &race
	};
	race_prepare(run->race, 2, rounds);
	crew_start(&crew);
	crew_begin(&crew, 1);
	int64_t took_us = look_on(run, 2, false);
	crew_wait(&crew);
	crew_end(&crew);
	report(run, run->race->counter, race_tries(run->race));
	report_end(run, way->bytes, took_us);
}

void race_run_processes(
	struct race_run *run, const struct race_way *way, unsigned racers, int64_t rounds)
{
	bool is_file = run->race->path[0];
	race_prepare(run->race, racers, rounds);
	if (ftruncate(run->race->fd, 0) < 0)
		worker_skip(run->worker, N_("a file in memory cannot be written"));
	for (unsigned i = 0; i < racers; i++)
		if (worker_fork_unseen(run->worker) == 0) {
			race_take_part(run->race, i, way);
			_exit(0);
		}
	int64_t took_us = look_on(run, racers, is_file);
	for (unsigned i = 0; i < racers; i++)
		wait(NULL);
	report(run, counter_of(run->race, is_file), race_tries(run->race));
	report_end(run, way->bytes, took_us);
}

static _Noreturn void be_shell(int fd, const char *script)
{
	dup2(fd, SHELL_FD);
	execl("/bin/sh", "sh", "-c", script, (char *)NULL);
	_exit(127);
}

static int reap(void)
{
	int status = 0;
	wait(&status);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int64_t number_in(int fd)
{
	char text[32];
	ssize_t length = pread(fd, text, sizeof text - 1, 0);
	text[length > 0 ? length : 0] = '\0';
	return strtoll(text, NULL, 10);
}

void race_run_shells(struct race_run *run, bool is_locked)
{
	int fd = run->race->fd, running = 0;
	int64_t start = worker_clock_us(), succeeded = 0;
	race_prepare(run->race, 1, 0);
	if (ftruncate(fd, 0) < 0 || pwrite(fd, "0\n", 2, 0) != 2)
		worker_skip(run->worker, N_("a file in memory cannot be written"));
	for (int i = 0; i < SHELLS && worker_clock_us() - start < MOST_US; i++) {
		if (worker_fork_unseen(run->worker) == 0)
			be_shell(fd, is_locked ? LOCKED_SCRIPT : SCRIPT);
		if (++running == SHELLS_AT_ONCE) {
			succeeded += reap();
			running--;
			report(run, number_in(fd), succeeded);
		}
	}
	for (; running > 0; running--)
		succeeded += reap();
	report(run, number_in(fd), succeeded);
	report_end(run, 0, worker_clock_us() - start);
}

/* Locks of this process in /proc/locks. */
static int64_t flock_rows(void)
{
	char row[64], text[4096];
	int64_t count = 0;
	int fd = open("/proc/locks", O_RDONLY | O_CLOEXEC);
	snprintf(row, sizeof row, "FLOCK  ADVISORY  WRITE %d ", (int)getpid());
	for (ssize_t length; fd >= 0 && (length = read(fd, text, sizeof text - 1)) > 0;) {
		text[length] = '\0';
		for (const char *at = text; (at = strstr(at, row)); at++)
			count++;
	}
	if (fd >= 0)
		close(fd);
	return count;
}

void race_run_hold(struct race_run *run)
{
	flock(run->race->fd, LOCK_EX);
	worker_value(run->worker, "flock_rows", flock_rows());
	worker_step(run->worker);
	flock(run->race->fd, LOCK_UN);
	worker_value(run->worker, "flock_rows", flock_rows());
}
