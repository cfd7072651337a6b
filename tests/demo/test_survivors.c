/* SPDX-License-Identifier: GPL-2.0-or-later */
/* However the viewer ends, its workers end with it. */
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

/* In the process that will be killed: goes to the end of a step, tells which processes there are. */
static _Noreturn void view(
	const struct runner_options *options, size_t step, bool is_working, int report)
{
	struct runner *runner;
	char error[160];
	if (runner_create(options, &runner, error, sizeof error) < 0 ||
		!drive_to_step(runner, step))
		_exit(1);
	const struct demo_run *run = runner_run(runner);
	for (size_t i = 0; i < run->process_count; i++)
		dprintf(report, "%d ", run->processes[i].pid);
	while (is_working && run->state != RUN_WORKING)
		drive_turn(runner);
	dprintf(report, "\n");
	for (;;)
		pause();
}

static void assert_none_survives(
	const char *id, const char *const *settings, size_t step, bool is_working, size_t family)
{
	const struct runner_options options = {
		.demo = demo_find(id),
		.worker_path = WORKER,
		.settings = settings,
	};
	int ends[2], pidfds[DEMO_ROLES];
	char said[256] = "", *rest = said;
	assert_int_equal(pipe(ends), 0);
	pid_t viewer = fork();
	if (viewer == 0)
		view(&options, step, is_working, ends[1]);
	close(ends[1]);
	for (size_t length = 0; !strchr(said, '\n');) {
		ssize_t got = read(ends[0], said + length, sizeof said - 1 - length);
		assert_true(got > 0);
		length += (size_t)got;
	}
	size_t count = 0;
	for (pid_t pid; (pid = (pid_t)strtol(rest, &rest, 10)) > 0; count++)
		pidfds[count] = family_open(pid, viewer);
	assert_int_equal(count, family);
	kill(viewer, SIGKILL);
	assert_int_equal(waitpid(viewer, NULL, 0), viewer);
	for (size_t i = 0; i < count; i++) {
		assert_true(pidfds[i] >= 0);
		assert_true(family_has_ended(pidfds[i], PATIENCE_MS));
		close(pidfds[i]);
	}
	close(ends[0]);
}

static const char *const small[] = { "size=8M", NULL };
static const char *const slow[] = { "size=64M", "rate=1M", NULL };

static void a_killed_viewer_leaves_no_worker_before_the_first_step(void **state)
{
	(void)state;
	assert_none_survives("demand", small, SIZE_MAX, false, 1);
	assert_none_survives("malloc-grow", NULL, SIZE_MAX, false, 1);
}

static void a_killed_viewer_leaves_no_worker_at_a_step(void **state)
{
	(void)state;
	assert_none_survives("demand", small, 0, false, 1);
	assert_none_survives("demand", small, 5, false, 1);
	assert_none_survives("malloc-grow", NULL, 7, false, 1);
}

static void a_killed_viewer_leaves_no_worker_at_work(void **state)
{
	(void)state;
	assert_none_survives("demand", slow, 0, true, 1);
	assert_none_survives("cow-fork", small, 1, true, 1);
	assert_none_survives("cow-fork", small, 2, true, 2);
}

static void a_killed_viewer_leaves_neither_parent_nor_child(void **state)
{
	(void)state;
	for (size_t step = 2; step < 8; step++)
		assert_none_survives("cow-fork", small, step, false, 2);
}

static void a_killed_worker_takes_its_child_along(void **state)
{
	(void)state;
	struct runner *runner;
	char error[160];
	const struct runner_options options = {
		.demo = demo_find("cow-fork"),
		.worker_path = WORKER,
		.settings = small,
	};
	assert_int_equal(runner_create(&options, &runner, error, sizeof error), 0);
	assert_true(drive_to_step(runner, 2));
	const struct demo_run *run = runner_run(runner);
	int child = family_open(run->processes[1].pid, getpid());
	assert_true(child >= 0);
	kill(run->processes[0].pid, SIGKILL);
	assert_true(family_has_ended(child, PATIENCE_MS));
	close(child);
	assert_true(drive_turn(runner));
	assert_true(drive_to_end(runner));
	assert_int_equal(run->state, RUN_FAILED);
	assert_non_null(strstr(run->reason, "was killed by signal 9"));
	runner_destroy(runner);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_before_the_first_step),
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_at_a_step),
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_at_work),
		cmocka_unit_test(a_killed_viewer_leaves_neither_parent_nor_child),
		cmocka_unit_test(a_killed_worker_takes_its_child_along),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
