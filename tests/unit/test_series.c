/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "strata/series.h"

#define SECOND 1000000000ull
#define LIMIT 128
#define DAY 86400

static int create(void **state)
{
	static struct series series;
	series_init(&series, LIMIT);
	*state = &series;
	return 0;
}

static int destroy(void **state)
{
	series_finish(*state);
	return 0;
}

/* A value that changes with every sample, once a second for a day. */
static void fill_a_day(struct series *series)
{
	for (uint64_t second = 0; second < DAY; second++)
		assert_int_equal(series_add(series, second * SECOND, second), 0);
}

static void nothing_is_known_before_the_first_value(void **state)
{
	assert_true(series_at(*state, 5) == UNKNOWN);
	assert_int_equal(series_add(*state, 10, 7), 0);
	assert_true(series_at(*state, 9) == UNKNOWN);
	assert_int_equal(series_at(*state, 10), 7);
	assert_int_equal(series_at(*state, 1000), 7);
}

static void a_value_that_stays_costs_nothing(void **state)
{
	struct series *series = *state;
	for (uint64_t i = 0; i < 1000; i++)
		series_add(series, i, 42);
	assert_int_equal(series->count, 1);
	assert_int_equal(series_changed(series), 0);
}

static void a_day_of_changes_stays_within_the_limit(void **state)
{
	struct series *series = *state;
	fill_a_day(series);
	assert_true(series->count <= LIMIT && series->capacity <= LIMIT);
	assert_int_equal(series->points[0].clock_ns, 0);
}

static void the_recent_past_keeps_every_change(void **state)
{
	fill_a_day(*state);
	for (uint64_t age = 0; age < 16; age++)
		assert_int_equal(series_at(*state, (DAY - 1 - age) * SECOND), DAY - 1 - age);
}

static void the_distant_past_gets_coarser_with_its_distance(void **state)
{
	struct series *series = *state;
	fill_a_day(series);
	for (uint32_t i = 0; i + 1 < series->count; i++) {
		uint64_t age = DAY * SECOND - series->points[i].clock_ns;
		uint64_t span = series->points[i + 1].clock_ns - series->points[i].clock_ns;
		assert_true(span <= SECOND || span <= age / 4);
	}
}

static void no_spike_is_lost(void **state)
{
	struct series *series = *state;
	for (uint64_t second = 0; second < DAY; second++)
		series_add(series, second * SECOND, second == 1234 ? 1000000 : 500 + second % 2);
	struct series_window day = series_window(series, 0, DAY * SECOND);
	assert_int_equal(day.most, 1000000);
	assert_int_equal(day.least, 500);
	struct series_window later = series_window(series, DAY / 2 * SECOND, DAY * SECOND);
	assert_int_equal(later.most, 501);
}

static void a_window_has_the_values_at_its_ends(void **state)
{
	series_add(*state, 10, 3);
	series_add(*state, 20, 9);
	series_add(*state, 30, 5);
	struct series_window window = series_window(*state, 15, 30);
	assert_int_equal(window.first, 3);
	assert_int_equal(window.last, 5);
	assert_int_equal(window.least, 3);
	assert_int_equal(window.most, 9);
	assert_true(series_window(*state, 0, 9).last == UNKNOWN);
	assert_true(series_window(*state, 0, 10).first == UNKNOWN);
}

static void unknown_is_neither_least_nor_most(void **state)
{
	series_add(*state, 10, 3);
	series_add(*state, 20, UNKNOWN);
	struct series_window window = series_window(*state, 10, 25);
	assert_int_equal(window.least, 3);
	assert_int_equal(window.most, 3);
	assert_true(window.last == UNKNOWN);
	assert_true(series_at(*state, 20) == UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			nothing_is_known_before_the_first_value, create, destroy),
		cmocka_unit_test_setup_teardown(a_value_that_stays_costs_nothing, create, destroy),
		cmocka_unit_test_setup_teardown(
			a_day_of_changes_stays_within_the_limit, create, destroy),
		cmocka_unit_test_setup_teardown(
			the_recent_past_keeps_every_change, create, destroy),
		cmocka_unit_test_setup_teardown(
			the_distant_past_gets_coarser_with_its_distance, create, destroy),
		cmocka_unit_test_setup_teardown(no_spike_is_lost, create, destroy),
		cmocka_unit_test_setup_teardown(
			a_window_has_the_values_at_its_ends, create, destroy),
		cmocka_unit_test_setup_teardown(unknown_is_neither_least_nor_most, create, destroy),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
