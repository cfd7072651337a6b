/* SPDX-License-Identifier: GPL-2.0-or-later */
/* However the viewer ends, its workers end with it. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "demo/runner_family.h"
#include "doomed.h"
#include "drive.h"

static void assert_none_survives(
	const char *id, const char *const *settings, size_t step, bool is_working, size_t family)
{
	const struct runner_options options = {
		.demo = demo_find(id),
		.worker_path = WORKER,
		.settings = settings,
	};
	struct doomed doomed;
	assert_true(doomed_start(&doomed, &options, step, is_working));
	assert_int_equal(doomed.announced, family);
	doomed_kill(&doomed);
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
	for (size_t step = 0; step < 4; step++)
		assert_none_survives("exec", small, step, false, 2);
}

static void assert_child_goes_along(const char *id, size_t step)
{
	struct runner *runner;
	char error[160];
	const struct runner_options options = {
		.demo = demo_find(id),
		.worker_path = WORKER,
		.settings = small,
	};
	assert_int_equal(runner_create(&options, &runner, error, sizeof error), 0);
	assert_true(drive_to_step(runner, step));
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

static void a_killed_worker_takes_its_child_along(void **state)
{
	(void)state;
	assert_child_goes_along("cow-fork", 2);
}

static void a_killed_tracer_takes_the_traced_along(void **state)
{
	(void)state;
	assert_child_goes_along("exec", 1);
	assert_child_goes_along("exec", 3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_before_the_first_step),
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_at_a_step),
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_at_work),
		cmocka_unit_test(a_killed_viewer_leaves_neither_parent_nor_child),
		cmocka_unit_test(a_killed_worker_takes_its_child_along),
		cmocka_unit_test(a_killed_tracer_takes_the_traced_along),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
