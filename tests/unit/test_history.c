/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "strata/history.h"

#define MILLISECOND 1000000ULL

static int create(void **state)
{
	return history_create((struct history **)state);
}

static int destroy(void **state)
{
	history_destroy(*state);
	return 0;
}

static void add(struct history *history, uint64_t milliseconds, uint64_t rss)
{
	struct snapshot snapshot = { .clock_ns = milliseconds * MILLISECOND };
	for (size_t metric = 0; metric < METRICS; metric++)
		snapshot.metrics[metric] = UNKNOWN;
	snapshot.metrics[METRIC_RSS] = rss;
	history_add(history, &snapshot);
}

static void an_empty_history_knows_nothing(void **state)
{
	assert_int_equal(history_count(*state), 0);
	assert_true(history_value(*state, METRIC_RSS, 0) == UNKNOWN);
	assert_true(history_peak(*state, METRIC_RSS) == UNKNOWN);
	assert_true(isnan(history_rate(*state, METRIC_RSS)));
}

static void age_zero_is_the_newest_sample(void **state)
{
	add(*state, 1000, 10);
	add(*state, 2000, 20);
	assert_int_equal(history_count(*state), 2);
	assert_int_equal(history_value(*state, METRIC_RSS, 0), 20);
	assert_int_equal(history_value(*state, METRIC_RSS, 1), 10);
	assert_int_equal(history_clock(*state, 1), 1000 * MILLISECOND);
	assert_true(history_value(*state, METRIC_RSS, 2) == UNKNOWN);
}

static void the_ring_forgets_the_oldest_but_not_the_peak(void **state)
{
	add(*state, 0, 99999);
	for (uint64_t i = 1; i <= HISTORY_SAMPLES; i++)
		add(*state, i, i);
	assert_int_equal(history_count(*state), HISTORY_SAMPLES);
	assert_int_equal(history_value(*state, METRIC_RSS, 0), HISTORY_SAMPLES);
	assert_int_equal(history_value(*state, METRIC_RSS, HISTORY_SAMPLES - 1), 1);
	assert_true(history_value(*state, METRIC_RSS, HISTORY_SAMPLES) == UNKNOWN);
	assert_int_equal(history_peak(*state, METRIC_RSS), 99999);
}

static void rates_of_slow_sampling_take_the_last_two_samples(void **state)
{
	add(*state, 0, 5);
	add(*state, 5000, 1000);
	add(*state, 10000, 1500);
	assert_float_equal(history_rate(*state, METRIC_RSS), 100, 1e-9);
}

static void rates_of_fast_sampling_look_back_a_second(void **state)
{
	for (uint64_t i = 0; i <= 30; i++)
		add(*state, i * 100, i < 20 ? 0 : (i - 20) * 50);
	assert_float_equal(history_rate(*state, METRIC_RSS), 500, 1e-9);
}

static void a_jittery_second_does_not_look_back_two(void **state)
{
	add(*state, 0, 7000);
	add(*state, 1000, 0);
	add(*state, 1990, 990);
	assert_float_equal(history_rate(*state, METRIC_RSS), 1000, 1e-9);
}

static void a_falling_value_has_a_negative_rate(void **state)
{
	add(*state, 0, 300);
	add(*state, 1000, 100);
	assert_float_equal(history_rate(*state, METRIC_RSS), -200, 1e-9);
}

static void two_samples_at_once_give_no_rate(void **state)
{
	add(*state, 0, 100);
	add(*state, 2, 164);
	assert_true(isnan(history_rate(*state, METRIC_RSS)));
	add(*state, 1002, 164);
	assert_float_equal(history_rate(*state, METRIC_RSS), 0, 1e-9);
}

static void a_rate_from_the_unknown_is_unknown(void **state)
{
	add(*state, 0, UNKNOWN);
	add(*state, 1000, 100);
	assert_true(isnan(history_rate(*state, METRIC_RSS)));
	add(*state, 2000, UNKNOWN);
	assert_true(isnan(history_rate(*state, METRIC_RSS)));
	assert_int_equal(history_peak(*state, METRIC_RSS), 100);
}

static void clearing_forgets_everything(void **state)
{
	add(*state, 0, 300);
	history_clear(*state);
	assert_int_equal(history_count(*state), 0);
	assert_true(history_peak(*state, METRIC_RSS) == UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_empty_history_knows_nothing, create, destroy),
		cmocka_unit_test_setup_teardown(age_zero_is_the_newest_sample, create, destroy),
		cmocka_unit_test_setup_teardown(
			the_ring_forgets_the_oldest_but_not_the_peak, create, destroy),
		cmocka_unit_test_setup_teardown(
			rates_of_slow_sampling_take_the_last_two_samples, create, destroy),
		cmocka_unit_test_setup_teardown(
			rates_of_fast_sampling_look_back_a_second, create, destroy),
		cmocka_unit_test_setup_teardown(
			a_jittery_second_does_not_look_back_two, create, destroy),
		cmocka_unit_test_setup_teardown(
			a_falling_value_has_a_negative_rate, create, destroy),
		cmocka_unit_test_setup_teardown(two_samples_at_once_give_no_rate, create, destroy),
		cmocka_unit_test_setup_teardown(
			a_rate_from_the_unknown_is_unknown, create, destroy),
		cmocka_unit_test_setup_teardown(clearing_forgets_everything, create, destroy),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
