/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doomed.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "demo/runner_family.h"
#include "drive.h"

#define SAID 512

/* In the process that will be killed: goes to the end of a step, tells which processes there are. */
static _Noreturn void view(
	const struct runner_options *options, size_t step, bool is_working, int report)
{
	struct runner *runner;
	char error[160];
	if (runner_create(options, &runner, error, sizeof error) < 0)
		_exit(1);
	const struct demo_run *run = runner_run(runner);
	if (!drive_to_step(runner, step) && run->state != RUN_SKIPPED)
		_exit(1);
	for (size_t i = 0; i < run->process_count && run->state != RUN_SKIPPED; i++)
		dprintf(report, "%d ", run->processes[i].pid);
	while (is_working && run->state != RUN_WORKING)
		drive_turn(runner);
	dprintf(report, "\n");
	for (;;)
		pause();
}

/* Adds the processes that a line names, those that are there and not yet known. */
static void add(struct doomed *doomed, char *line)
{
	for (pid_t pid; (pid = (pid_t)strtol(line, &line, 10)) > 0;) {
		size_t i = 0;
		while (i < doomed->count && doomed->pids[i] != pid)
			i++;
		int pidfd = i < doomed->count ? -1 : family_open(pid, doomed->viewer);
		if (pidfd < 0)
			continue;
		assert_true(doomed->count < DOOMED_PROCESSES);
		doomed->pids[doomed->count] = pid;
		doomed->pidfds[doomed->count++] = pidfd;
	}
}

static void add_children(struct doomed *doomed, pid_t worker)
{
	char path[64], line[SAID] = "";
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", worker, worker);
	FILE *file = fopen(path, "re");
	if (!file)
		return; /* a kernel that does not tell */
	if (fgets(line, sizeof line, file))
		add(doomed, line);
	fclose(file);
}

bool doomed_start(
	struct doomed *doomed, const struct runner_options *options, size_t step, bool is_working)
{
	int ends[2];
	char said[SAID] = "";
	assert_int_equal(pipe(ends), 0);
	*doomed = (struct doomed){ .viewer = fork() };
	if (doomed->viewer == 0)
		view(options, step, is_working, ends[1]);
	close(ends[1]);
	for (size_t length = 0; !strchr(said, '\n');) {
		ssize_t got = read(ends[0], said + length, SAID - 1 - length);
		assert_true(got > 0);
		length += (size_t)got;
	}
	close(ends[0]);
	add(doomed, said);
	doomed->announced = doomed->count;
	if (doomed->count > 0)
		add_children(doomed, doomed->pids[0]);
	return doomed->count > 0;
}

void doomed_kill(struct doomed *doomed)
{
	kill(doomed->viewer, SIGKILL);
	assert_int_equal(waitpid(doomed->viewer, NULL, 0), doomed->viewer);
	for (size_t i = 0; i < doomed->count; i++) {
		assert_true(family_has_ended(doomed->pidfds[i], PATIENCE_MS));
		close(doomed->pidfds[i]);
	}
}
