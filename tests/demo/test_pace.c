/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a run goes on by itself, by a clock of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "drive.h"

#define MS 1000000ull
#define NOW (1000000 * MS)

/* A runner that was sampled before step 1, at NOW. */
static struct runner *start(const char *id)
{
	static const struct snapshot *const none[DEMO_ROLES];
	const struct runner_options options = { .demo = demo_find(id), .worker_path = WORKER };
	char error[160];
	struct runner *runner;
	assert_int_equal(runner_create(&options, &runner, error, sizeof error), 0);
	assert_true(drive_to_step(runner, SIZE_MAX));
	runner_judge(runner, none, NOW);
	assert_int_equal(runner_run(runner)->state, RUN_READY);
	return runner;
}

static void a_run_waits_for_its_user(void **state)
{
	(void)state;
	struct runner *runner = start("demand");
	assert_int_equal(runner_timeout(runner, NOW), -1);
	runner_tick(runner, NOW + 1000000 * MS);
	assert_int_equal(runner_run(runner)->state, RUN_READY);
	runner_destroy(runner);
}

static void an_automatic_run_goes_on_after_two_seconds(void **state)
{
	(void)state;
	struct runner *runner = start("demand");
	runner_set_auto(runner, true);
	assert_in_range(runner_timeout(runner, NOW), 2000, 2001);
	runner_tick(runner, NOW + 1999 * MS);
	assert_int_equal(runner_run(runner)->state, RUN_READY);
	assert_in_range(runner_timeout(runner, NOW + 1999 * MS), 1, 2);
	assert_int_equal(runner_timeout(runner, NOW + 5000 * MS), 0);
	runner_tick(runner, NOW + 2000 * MS);
	assert_int_equal(runner_run(runner)->state, RUN_WORKING);
	runner_destroy(runner);
}

static void speed_shortens_the_wait_within_bounds(void **state)
{
	(void)state;
	static const struct {
		double speed;
		int wait_ms;
	} speeds[] = { { 1, 2000 }, { 4, 500 }, { 8, 250 }, { 1000, 250 }, { 0.25, 8000 },
		{ 0, 8000 } };
	struct runner *runner = start("demand");
	runner_set_auto(runner, true);
	for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++) {
		runner_set_speed(runner, speeds[i].speed);
		assert_in_range(
			runner_timeout(runner, NOW), speeds[i].wait_ms, speeds[i].wait_ms + 1);
	}
	runner_destroy(runner);
}

static void a_pause_stops_the_clock_but_not_the_user(void **state)
{
	(void)state;
	struct runner *runner = start("demand");
	runner_set_auto(runner, true);
	runner_set_paused(runner, true);
	assert_int_equal(runner_timeout(runner, NOW), -1);
	runner_tick(runner, NOW + 1000000 * MS);
	assert_int_equal(runner_run(runner)->state, RUN_READY);
	runner_go(runner);
	assert_int_equal(runner_run(runner)->state, RUN_WORKING);
	runner_go(runner);
	assert_int_equal(runner_run(runner)->state, RUN_WORKING);
	runner_destroy(runner);
}

static void a_run_ends_when_its_last_step_was_seen(void **state)
{
	(void)state;
	struct runner *runner = start("malloc-grow");
	assert_true(drive_to_end(runner));
	const struct demo_run *run = runner_run(runner);
	assert_int_equal(run->state, RUN_DONE);
	assert_int_equal(run->step, 11);
	runner_go(runner);
	runner_tick(runner, NOW + 1000000 * MS);
	assert_int_equal(run->state, RUN_DONE);
	runner_destroy(runner);
}

static void markers_are_gone_through_in_turn(void **state)
{
	(void)state;
	struct runner *runner = start("malloc-grow");
	const struct demo_run *run = runner_run(runner);
	runner_next_marker(runner);
	assert_int_equal(run->selected_marker, 0);
	assert_true(drive_to_step(runner, 3));
	assert_int_equal(run->marker_count, 3);
	for (size_t i = 1; i <= 3; i++) {
		runner_next_marker(runner);
		assert_int_equal(run->selected_marker, i % 3);
	}
	runner_destroy(runner);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_waits_for_its_user),
		cmocka_unit_test(an_automatic_run_goes_on_after_two_seconds),
		cmocka_unit_test(speed_shortens_the_wait_within_bounds),
		cmocka_unit_test(a_pause_stops_the_clock_but_not_the_user),
		cmocka_unit_test(a_run_ends_when_its_last_step_was_seen),
		cmocka_unit_test(markers_are_gone_through_in_turn),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
