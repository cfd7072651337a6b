/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Workers that hang, crash, flood or lie are reported and leave nothing behind. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "demo/runner_family.h"
#include "demo/worker.h"
#include "drive.h"

static uint64_t clock_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static struct runner *start(const char *misbehaviour)
{
	struct runner *runner;
	char path[512], error[160];
	snprintf(path, sizeof path, "%s/fake_%s", FAKES, misbehaviour);
	const struct runner_options options = { .demo = demo_find("demand"), .worker_path = path };
	assert_int_equal(runner_create(&options, &runner, error, sizeof error), 0);
	return runner;
}

static void assert_reported(const char *misbehaviour, const char *reason)
{
	struct runner *runner = start(misbehaviour);
	int pidfd = family_open(runner_run(runner)->processes[0].pid, getpid());
	const struct demo_run *run = runner_run(runner);
	assert_true(drive_to_end(runner));
	assert_int_equal(run->state, RUN_FAILED);
	assert_non_null(strstr(run->reason, reason));
	runner_destroy(runner);
	assert_true(pidfd < 0 || family_has_ended(pidfd, PATIENCE_MS));
	close(pidfd);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void a_worker_that_crashes_is_reported_with_its_signal(void **state)
{
	(void)state;
	assert_reported("crash", "was killed by signal 6");
}

static void a_worker_that_exits_is_reported_with_its_status(void **state)
{
	(void)state;
	assert_reported("killed", "ended with status 3");
}

static void a_worker_of_another_version_is_refused(void **state)
{
	(void)state;
	assert_reported("stranger", "another version");
}

static void a_flood_ends_the_run(void **state)
{
	(void)state;
	assert_reported("flood", "talks too much");
}

static void a_line_without_end_ends_the_run(void **state)
{
	(void)state;
	assert_reported("endless_line", "too long");
}

static void a_pid_that_is_no_child_is_refused(void **state)
{
	(void)state;
	assert_reported("adopt_init", "not its child");
	assert_reported("adopt_viewer", "not its child");
}

static void steps_out_of_order_are_refused(void **state)
{
	(void)state;
	assert_reported("jump", "another step");
	assert_reported("early", "out of turn");
	assert_reported("early_end", "before its last step");
}

static void gibberish_is_refused_and_not_repeated(void **state)
{
	(void)state;
	assert_reported("gibberish", "unheard of");
}

static void a_reason_to_skip_is_made_safe(void **state)
{
	(void)state;
	struct runner *runner = start("reluctant");
	const struct demo_run *run = runner_run(runner);
	assert_true(drive_to_end(runner));
	assert_int_equal(run->state, RUN_SKIPPED);
	assert_string_equal(run->reason, "?[31mnot today");
	runner_destroy(runner);
}

static void assert_hangs(struct runner *runner)
{
	const struct demo_run *run = runner_run(runner);
	uint64_t now = clock_now();
	int timeout = runner_timeout(runner, now);
	assert_in_range(timeout, 1, 31000);
	runner_tick(runner, now);
	assert_int_equal(run->state, RUN_WORKING);
	runner_tick(runner, now + 31000000000);
	assert_int_equal(run->state, RUN_FAILED);
	assert_non_null(strstr(run->reason, "hangs"));
	assert_true(family_has_ended(family_open(run->processes[0].pid, getpid()), PATIENCE_MS));
	runner_destroy(runner);
}

static void a_silent_worker_is_found_out_by_the_clock(void **state)
{
	(void)state;
	assert_hangs(start("silent"));
	struct runner *runner = start("wordless");
	assert_true(drive_to_step(runner, SIZE_MAX));
	assert_true(drive_turn(runner));
	assert_true(drive_turn(runner));
	assert_hangs(runner);
}

static void a_stubborn_worker_and_its_child_die_within_a_second(void **state)
{
	(void)state;
	struct runner *runner = start("stubborn");
	assert_true(drive_to_step(runner, 0));
	const struct demo_run *run = runner_run(runner);
	assert_int_equal(run->process_count, 2);
	int child = family_open(run->processes[1].pid, run->processes[0].pid);
	assert_true(child >= 0);
	uint64_t before = clock_now();
	runner_destroy(runner);
	assert_in_range(clock_now() - before, 0, 3000000000);
	assert_true(family_has_ended(child, PATIENCE_MS));
	close(child);
}

static void a_worker_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	struct runner *runner = NULL;
	char error[160] = "";
	const struct runner_options options = {
		.demo = demo_find("demand"),
		.worker_path = FAKES "/fake_nobody",
	};
	assert_int_equal(runner_create(&options, &runner, error, sizeof error), -ENOENT);
	assert_null(runner);
	assert_non_null(strstr(error, "strata-demo"));
}

/* Runs the worker with these arguments and this descriptor 3; its exit status. */
static int start_by_hand(char *const arguments[], int descriptor)
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, STDERR_FILENO);
		if (descriptor < 0)
			close(WORKER_FD);
		else
			dup2(descriptor, WORKER_FD);
		execv(WORKER, arguments);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void the_worker_refuses_to_be_started_by_hand(void **state)
{
	(void)state;
	char name[] = WORKER_NAME, flag[] = WORKER_FLAG, id[] = "demand", other[] = "other";
	char *const right[] = { name, flag, id, NULL };
	char *const wrong[][5] = {
		{ name, NULL },
		{ name, flag, NULL },
		{ name, flag, other, NULL },
		{ name, other, id, NULL },
		{ other, flag, id, NULL },
		{ name, flag, id, id, NULL },
	};
	int ends[2], pipes[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_int_equal(start_by_hand(wrong[i], ends[1]), 2);
	assert_int_equal(start_by_hand(right, -1), 2);
	assert_int_equal(start_by_hand(right, pipes[1]), 2);
	close(ends[0]); /* with the right socket it runs, and ends with the other side */
	assert_int_equal(start_by_hand(right, ends[1]), 0);
	close(ends[1]);
	close(pipes[0]);
	close(pipes[1]);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_worker_that_crashes_is_reported_with_its_signal),
		cmocka_unit_test(a_worker_that_exits_is_reported_with_its_status),
		cmocka_unit_test(a_worker_of_another_version_is_refused),
		cmocka_unit_test(a_flood_ends_the_run),
		cmocka_unit_test(a_line_without_end_ends_the_run),
		cmocka_unit_test(a_pid_that_is_no_child_is_refused),
		cmocka_unit_test(steps_out_of_order_are_refused),
		cmocka_unit_test(gibberish_is_refused_and_not_repeated),
		cmocka_unit_test(a_reason_to_skip_is_made_safe),
		cmocka_unit_test(a_silent_worker_is_found_out_by_the_clock),
		cmocka_unit_test(a_stubborn_worker_and_its_child_die_within_a_second),
		cmocka_unit_test(a_worker_that_is_not_there_is_an_error),
		cmocka_unit_test(the_worker_refuses_to_be_started_by_hand),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
