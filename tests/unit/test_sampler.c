/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sampler_stage.h"

static void the_first_snapshot_comes_by_itself(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	sampler_watch(sampler, 0, getpid());
	wait_for(sampler, &arrivals);
	assert_non_null(arrivals.targets[0].snapshot);
	assert_int_equal(arrivals.targets[0].snapshot->process.pid, getpid());
	assert_true(arrivals.targets[0].snapshot->table->count > 0);
	assert_null(arrivals.targets[1].snapshot);
	drop(&arrivals);
	sampler_destroy(sampler);
}

static void a_forced_sample_holds_all_targets_in_full(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	sampler_watch(sampler, 0, getpid());
	sampler_watch(sampler, 7, sleeper);
	force(sampler, &arrivals);
	assert_int_equal(arrivals.targets[0].snapshot->process.pid, getpid());
	assert_int_equal(arrivals.targets[7].snapshot->process.pid, sleeper);
	assert_true(arrivals.targets[7].snapshot->metrics[METRIC_PSS] != UNKNOWN);
	assert_int_equal(arrivals.targets[7].snapshot->counters_clock_ns,
		arrivals.targets[7].snapshot->table->counters_clock_ns);
	drop(&arrivals);
	stop_sleeper(sleeper);
	sampler_destroy(sampler);
}

static void beats_come_at_the_period(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_LEAST);
	sampler_watch(sampler, 0, getpid());
	uint64_t last_ns = 0;
	for (size_t seen = 0; seen < 5;) {
		struct arrivals arrivals;
		wait_for(sampler, &arrivals);
		const struct snapshot *snapshot = arrivals.targets[0].snapshot;
		assert_true(!snapshot || snapshot->clock_ns > last_ns);
		seen += snapshot != NULL;
		last_ns = snapshot ? snapshot->clock_ns : last_ns;
		drop(&arrivals);
	}
	sampler_destroy(sampler);
}

static void an_exit_is_told_at_once(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	sampler_watch(sampler, 0, sleeper);
	force(sampler, &arrivals);
	size_t regions = arrivals.targets[0].snapshot->table->count;
	assert_int_equal(arrivals.targets[0].snapshot->life, LIFE_ALIVE);
	drop(&arrivals);
	/* The next beat is a minute away; as long as nobody asks for its status it is a zombie. */
	kill(sleeper, SIGKILL);
	wait_for(sampler, &arrivals);
	assert_non_null(arrivals.targets[0].snapshot);
	assert_int_equal(arrivals.targets[0].snapshot->life, LIFE_ZOMBIE);
	drop(&arrivals);
	waitpid(sleeper, NULL, 0);
	force(sampler, &arrivals);
	assert_int_equal(arrivals.targets[0].snapshot->life, LIFE_EXITED);
	assert_int_equal(arrivals.targets[0].snapshot->table->count, regions);
	drop(&arrivals);
	sampler_destroy(sampler);
}

static void pausing_stops_beats_but_not_forced_samples(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_LEAST);
	struct arrivals arrivals;
	sampler_set_paused(sampler, true);
	sampler_watch(sampler, 0, getpid());
	force(sampler, &arrivals);
	assert_non_null(arrivals.targets[0].snapshot);
	uint64_t before_ns = arrivals.targets[0].snapshot->clock_ns;
	drop(&arrivals);
	struct pollfd ready = { sampler_fd(sampler), POLLIN, 0 };
	assert_int_equal(poll(&ready, 1, 3 * SAMPLER_PERIOD_LEAST / 1000000), 0);
	sampler_set_paused(sampler, false);
	wait_for(sampler, &arrivals);
	assert_true(arrivals.targets[0].snapshot->clock_ns > before_ns);
	drop(&arrivals);
	sampler_destroy(sampler);
}

static void a_process_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	stop_sleeper(sleeper);
	sampler_watch(sampler, 0, sleeper);
	wait_for(sampler, &arrivals);
	assert_null(arrivals.targets[0].snapshot);
	assert_int_equal(arrivals.targets[0].error, ESRCH);
	sampler_destroy(sampler);
}

static void news_of_a_replaced_target_are_dropped(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	sampler_watch(sampler, 0, sleeper);
	struct pollfd ready = { sampler_fd(sampler), POLLIN, 0 };
	assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
	sampler_watch(sampler, 0, getpid());
	force(sampler, &arrivals);
	assert_int_equal(arrivals.targets[0].snapshot->process.pid, getpid());
	drop(&arrivals);
	stop_sleeper(sleeper);
	sampler_destroy(sampler);
}

static void processes_are_listed_on_request(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	sampler_list_processes(sampler);
	wait_for(sampler, &arrivals);
	assert_true(arrivals.has_processes);
	bool has_us = false;
	for (size_t i = 0; i < arrivals.processes.count; i++)
		has_us |= arrivals.processes.entries[i].pid == getpid();
	assert_true(has_us);
	drop(&arrivals);
	sampler_destroy(sampler);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_snapshot_comes_by_itself),
		cmocka_unit_test(a_forced_sample_holds_all_targets_in_full),
		cmocka_unit_test(beats_come_at_the_period),
		cmocka_unit_test(an_exit_is_told_at_once),
		cmocka_unit_test(pausing_stops_beats_but_not_forced_samples),
		cmocka_unit_test(a_process_that_is_not_there_is_an_error),
		cmocka_unit_test(news_of_a_replaced_target_are_dropped),
		cmocka_unit_test(processes_are_listed_on_request),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
