/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "strata/trend.h"

#define COUNT 120
#define NOISE 64.0

struct course {
	struct trend_sample samples[COUNT];
	size_t count;
	uint64_t seed;
};

static void add(struct course *course, double value)
{
	course->samples[course->count] =
		(struct trend_sample){ (double)course->count, value, value };
	course->count++;
}

/* -1..1, the same in every run. */
static double noise(struct course *course)
{
	course->seed = course->seed * 6364136223846793005u + 1442695040888963407u;
	return (double)(course->seed >> 40) / (1 << 23) - 1;
}

static struct trend find(const struct course *course)
{
	struct trend trend;
	trend_find(course->samples, course->count, NOISE, &trend);
	return trend;
}

static void a_line_is_steady_and_its_rate_exact(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	for (int i = 0; i < 20; i++)
		add(&course, 1000 + 2048.0 * i);
	struct trend trend = find(&course);
	assert_int_equal(trend.shape, TREND_STEADY);
	assert_float_equal(trend.rate, 2048, 0.01);
	assert_float_equal(trend.rate_error, 0, 0.01);
	assert_true(trend.confidence > 0.9);
	assert_float_equal(trend.growth, 2048.0 * 19, 0.01);
}

static void noise_makes_the_rate_uncertain_and_no_more(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct course course = { .seed = seed };
		for (int i = 0; i < 60; i++)
			add(&course, 100000 + 1000.0 * i + 1500 * noise(&course));
		struct trend trend = find(&course);
		assert_int_equal(trend.shape, TREND_STEADY);
		assert_true(fabs(trend.rate - 1000) < 5 * trend.rate_error);
		assert_true(trend.rate_error > 0);
	}
}

static void noise_alone_is_never_steady(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 500; seed++) {
		struct course course = { .seed = seed };
		for (int i = 0; i < 60; i++)
			add(&course, 100000 + 3000 * noise(&course));
		assert_int_not_equal(find(&course).shape, TREND_STEADY);
	}
}

static void what_stays_within_the_noise_is_flat(void **state)
{
	(void)state;
	struct course course = { .seed = 7 };
	for (int i = 0; i < 60; i++)
		add(&course, 1000 + NOISE / 2 * noise(&course));
	assert_int_equal(find(&course).shape, TREND_FLAT);
}

static void a_cache_that_fills_and_stops_is_a_plateau(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	for (int i = 0; i < 40; i++)
		add(&course, 2048.0 * (i < 20 ? i : 20));
	struct trend trend = find(&course);
	assert_int_equal(trend.shape, TREND_PLATEAU);
	assert_float_equal(trend.still, 19, 0.01);
}

static void a_load_at_once_is_a_plateau(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	for (int i = 0; i < 30; i++)
		add(&course, i < 12 ? 1000 : 5000000);
	assert_int_equal(find(&course).shape, TREND_PLATEAU);
}

static void a_cache_that_fills_slower_and_slower_is_slowing(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	for (int i = 0; i < 60; i++)
		add(&course, 1e6 * (1 - exp(-i / 25.0)));
	assert_int_equal(find(&course).shape, TREND_SLOWING);
}

static void a_collector_is_a_sawtooth(void **state)
{
	(void)state;
	struct course course = { .seed = 3 };
	for (int i = 0; i < 90; i++)
		add(&course, 500000 + 40000.0 * (i % 12) + 2000 * noise(&course));
	struct trend trend = find(&course);
	assert_int_equal(trend.shape, TREND_SAWTOOTH);
	assert_int_equal(trend.falls, 7);
}

static void a_leak_under_a_collector_is_steady(void **state)
{
	(void)state;
	struct course course = { .seed = 3 };
	for (int i = 0; i < 110; i++)
		add(&course, 500000 + 40000.0 * (i % 10) + 9000.0 * i + 2000 * noise(&course));
	struct trend trend = find(&course);
	assert_int_equal(trend.shape, TREND_STEADY);
	assert_float_equal(trend.rate, 9000, 500);
}

static void steps_of_a_leak_are_steady_and_what_follows_a_plateau(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	for (int i = 0; i < 10; i++)
		add(&course, 4096.0 * (i >> 1));
	assert_int_equal(find(&course).shape, TREND_STEADY);
	for (int i = 0; i < 10; i++)
		add(&course, 4096.0 * 5);
	assert_int_equal(find(&course).shape, TREND_PLATEAU);
}

static void a_leak_after_a_load_is_seen_from_its_beginning(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	for (int i = 0; i < 80; i++)
		add(&course, (i < 10 ? 0 : 1e6) + (i < 40 ? 0 : 10000.0 * (i - 40)));
	struct trend trend = find(&course);
	assert_int_equal(trend.shape, TREND_STEADY);
	assert_float_equal(trend.since, 40, 1);
	assert_float_equal(trend.rate, 10000, 1);
}

/* A table that doubles. */
static void a_few_rises_of_unlike_size_say_nothing(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	for (int i = 0; i < 28; i++)
		add(&course, 1000000 << (i / 7));
	assert_int_equal(find(&course).shape, TREND_UNSURE);
}

static void what_slowed_down_and_has_come_to_a_line_is_steady_from_there(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	for (int i = 0; i < 80; i++)
		add(&course, 1000.0 * i + 200000 * (1 - exp(-i / 6.0)));
	struct trend trend = find(&course);
	assert_int_equal(trend.shape, TREND_STEADY);
	assert_float_equal(trend.rate, 1000, 100);
	assert_in_range((int)trend.since, 19, 61);
}

static void what_fills_exponentially_is_never_steady_once_it_slows(void **state)
{
	(void)state;
	for (int scale = 4; scale <= 40; scale++) {
		struct course course = { .count = 0 };
		for (int i = 0; i < 3 * scale && i < COUNT; i++)
			add(&course, 1e7 * (1 - exp(-i / (double)scale)));
		assert_int_not_equal(find(&course).shape, TREND_STEADY);
	}
}

static void two_samples_are_not_enough(void **state)
{
	(void)state;
	struct course course = { .count = 0 };
	add(&course, 0);
	assert_int_equal(find(&course).shape, TREND_FLAT);
	add(&course, 1e6);
	assert_int_equal(find(&course).shape, TREND_UNSURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_steady_and_its_rate_exact),
		cmocka_unit_test(noise_makes_the_rate_uncertain_and_no_more),
		cmocka_unit_test(noise_alone_is_never_steady),
		cmocka_unit_test(what_stays_within_the_noise_is_flat),
		cmocka_unit_test(a_cache_that_fills_and_stops_is_a_plateau),
		cmocka_unit_test(a_load_at_once_is_a_plateau),
		cmocka_unit_test(a_cache_that_fills_slower_and_slower_is_slowing),
		cmocka_unit_test(a_collector_is_a_sawtooth),
		cmocka_unit_test(a_leak_under_a_collector_is_steady),
		cmocka_unit_test(steps_of_a_leak_are_steady_and_what_follows_a_plateau),
		cmocka_unit_test(a_leak_after_a_load_is_seen_from_its_beginning),
		cmocka_unit_test(a_few_rises_of_unlike_size_say_nothing),
		cmocka_unit_test(what_slowed_down_and_has_come_to_a_line_is_steady_from_there),
		cmocka_unit_test(what_fills_exponentially_is_never_steady_once_it_slows),
		cmocka_unit_test(two_samples_are_not_enough),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
