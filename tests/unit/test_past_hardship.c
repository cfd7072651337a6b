/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may happen to a process and to its samples: the past stays true, and bounded. */
#include <malloc.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <json.h>

#include "past_stage.h"
#include "strata/export.h"
#include "strata/growth.h"
#include "strata/leak.h"

#define SUSPECTS 8
#define HOUR (3600 * SECOND)
#define MANY 65530
#define CROWD 3000

static size_t find(const struct stage *stage, struct suspect suspects[SUSPECTS])
{
	struct limits limits;
	uint64_t first_ns = 0, last_ns = 0;
	limits_clear(&limits);
	past_span(stage->past, &first_ns, &last_ns);
	return leak_find(stage->past, &limits, first_ns, last_ns, suspects, SUSPECTS);
}

static void a_clock_that_is_set_back_moves_nothing_but_the_times_said(void **state)
{
	struct stage *stage = *state;
	struct suspect suspects[SUSPECTS];
	for (uint64_t i = 0; i < 20; i++) {
		if (i == 10)
			stage->set_ns -= HOUR;
		SEE(stage, { 0x100000, 64 * MIB, i * MIB, 0 });
	}
	assert_true(past_wall(stage->past, 105 * SECOND) == WALL + 105 * SECOND);
	assert_true(past_wall(stage->past, 115 * SECOND) == WALL + 115 * SECOND - HOUR);
	assert_int_equal(find(stage, suspects), 1);
	assert_int_equal(suspects[0].verdict, VERDICT_LEAK);
	assert_float_equal(suspects[0].trend.rate, (double)MIB, 1);
}

/* CLOCK_MONOTONIC stands still meanwhile. */
static void a_laptop_that_slept_has_not_grown_for_hours(void **state)
{
	struct stage *stage = *state;
	struct suspect suspects[SUSPECTS];
	for (uint64_t i = 0; i < 20; i++) {
		stage->set_ns += i == 10 ? 8 * HOUR : 0;
		SEE(stage, { 0x100000, 64 * MIB, i * MIB, 0 });
	}
	assert_true(past_wall(stage->past, stage->clock_ns) == WALL + stage->clock_ns + 8 * HOUR);
	assert_int_equal(find(stage, suspects), 1);
	assert_float_equal(suspects[0].trend.rate, (double)MIB, 1);
}

static void what_grew_while_nobody_looked_is_not_called_a_leak(void **state)
{
	struct stage *stage = *state;
	struct suspect suspects[SUSPECTS];
	for (uint64_t i = 0; i < 20; i++) {
		stage->clock_ns += i == 10 ? HOUR : 0;
		SEE(stage, { 0x100000, 64 * MIB, i < 10 ? MIB : 40 * MIB, 0 });
	}
	assert_int_equal(find(stage, suspects), 1);
	assert_int_not_equal(suspects[0].verdict, VERDICT_LEAK);
}

static void samples_that_are_missing_do_not_hide_a_leak(void **state)
{
	struct stage *stage = *state;
	struct suspect suspects[SUSPECTS];
	for (uint64_t i = 0; i < 60; i++) {
		if (i % 7 > 4 || (i > 20 && i < 26)) {
			stage->clock_ns += SECOND;
			continue;
		}
		SEE(stage, { 0x100000, 64 * MIB, i * MIB, 0 });
	}
	assert_int_equal(find(stage, suspects), 1);
	assert_int_equal(suspects[0].verdict, VERDICT_LEAK);
	assert_float_equal(suspects[0].trend.rate, (double)MIB, (double)MIB / 10);
}

static void counters_that_cannot_be_read_for_a_while_are_no_fall(void **state)
{
	struct stage *stage = *state;
	struct suspect suspects[SUSPECTS];
	for (uint64_t i = 0; i < 30; i++)
		SEE(stage, { 0x100000, 64 * MIB, i > 10 && i < 14 ? UNKNOWN : i * MIB, 0 });
	const struct track *track = past_track_of(stage->past, 0x100000);
	assert_int_equal(track->id, 1);
	assert_int_equal(series_at(&track->figures[PAST_OWN], 113 * SECOND), 10 * MIB);
	assert_int_equal(
		series_at(past_kind(stage->past, REGION_ANON, PAST_RSS), 113 * SECOND), 10 * MIB);
	assert_int_equal(find(stage, suspects), 1);
	assert_int_equal(suspects[0].verdict, VERDICT_LEAK);
}

static void a_process_that_has_ended_adds_nothing(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x100000, MIB, 0x1000, 0 });
	stage->life = LIFE_ZOMBIE;
	SEE(stage, { 0, 0, 0, 0 });
	stage->life = LIFE_EXITED;
	SEE(stage, { 0x100000, MIB, 0x1000, 0 });
	uint64_t first_ns, last_ns;
	assert_true(past_span(stage->past, &first_ns, &last_ns));
	assert_int_equal(first_ns, last_ns);
	assert_int_equal(past_track_of(stage->past, 0x100000)->gone_ns, 0);
}

static void an_exec_between_two_samples_is_no_leak(void **state)
{
	struct stage *stage = *state;
	struct suspect suspects[SUSPECTS];
	for (uint64_t i = 0; i < 24; i++) {
		stage->execs += i == 12;
		SEE(stage, { 0x100000, 64 * MIB, i < 12 ? MIB : 30 * MIB, 0 });
	}
	for (size_t i = find(stage, suspects); i-- > 0;)
		assert_int_not_equal(suspects[i].verdict, VERDICT_LEAK);
	assert_int_equal(past_track_of(stage->past, 0x100000)->id, 2);
}

static struct place *crowd(size_t count, uint64_t first)
{
	struct place *places = calloc(count + 1, sizeof *places);
	assert_non_null(places);
	for (size_t i = 0; i < count; i++)
		places[i] = (struct place){ (first + i) * 0x10000, 0x1000, 0x1000, 0 };
	return places;
}

static void as_many_regions_as_there_can_be_are_followed(void **state)
{
	struct stage *stage = *state;
	struct place *places = crowd(MANY, 1);
	see(stage, places);
	see(stage, places);
	places[MANY / 2].size = 0x2000;
	see(stage, places);
	assert_int_equal(past_track_count(stage->past), MANY);
	assert_int_equal(past_track_of(stage->past, places[MANY / 2].start)->id, MANY / 2 + 1);
	see(stage, places + MANY / 2);
	assert_int_equal(past_track_count(stage->past), MANY / 2 + PAST_GONE);
	free(places);
}

static size_t heap_in_use(void)
{
	struct mallinfo2 info = mallinfo2();
	return info.uordblks + info.hblkhd;
}

static void regions_that_come_and_go_in_thousands_stay_within_bounds(void **state)
{
	struct stage *stage = *state;
	size_t before = 0;
	for (uint64_t i = 0; i < 120; i++) {
		struct place *places = crowd(CROWD, 1 + i % 2 * CROWD);
		for (size_t k = 0; k < CROWD; k++)
			places[k].rss = i % 2 * 0x1000;
		see(stage, places);
		free(places);
		assert_true(past_track_count(stage->past) <= CROWD + PAST_GONE);
		before = i == 60 ? heap_in_use() : before;
	}
	assert_true(heap_in_use() < before + MIB);
}

/* Every figure of a suspect and the whole text must be what JSON can say. */
static void check_json(const struct stage *stage)
{
	char *text = NULL;
	size_t size = 0;
	struct suspect suspects[SUSPECTS];
	const struct export_leaks leaks = {
		.snapshot = past_instant(stage->past, UINT64_MAX),
		.suspects = suspects,
		.count = find(stage, suspects),
	};
	for (size_t i = 0; i < leaks.count; i++) {
		const struct trend *trend = &suspects[i].trend;
		assert_true(isfinite(trend->rate) && isfinite(trend->rate_error));
		assert_true(isfinite(trend->growth) && isfinite(suspects[i].confidence));
	}
	const enum export_format formats[] = { EXPORT_JSON, EXPORT_TEXT };
	for (size_t i = 0; i < 2; i++) {
		FILE *stream = open_memstream(&text, &size);
		const struct export_options options = { .format = formats[i] };
		assert_int_equal(export_leaks(&leaks, &options, stream), 0);
		fclose(stream);
		struct json_object *object = i == 0 ? json_tokener_parse(text) : NULL;
		assert_true(object || i == 1);
		json_object_put(object);
		free(text);
	}
}

static void check_growth(const struct stage *stage)
{
	struct growth growths[SUSPECTS];
	for (size_t scope = 0; scope < GROWTH_SCOPES; scope++) {
		size_t count = growth_rank(stage->past, (enum growth_scope)scope, PAST_RSS, 0,
			UINT64_MAX, growths, SUSPECTS);
		for (size_t i = 0; i < count; i++)
			assert_true(isfinite(growths[i].rate) && isfinite(growths[i].share));
	}
}

/* As a recording may say it. */
static void no_number_makes_figures_that_are_none(void **state)
{
	static const uint64_t numbers[] = { 0, 1, UNKNOWN, UNKNOWN - 1, 1ull << 63,
		(1ull << 63) - 1, 1ull << 32, MIB };
	struct stage *stage = *state;
	uint64_t seed = 5;
	for (uint64_t i = 0; i < 400; i++) {
		uint64_t values[3];
		for (size_t k = 0; k < 3; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			values[k] = numbers[(seed >> 40) % (sizeof numbers / sizeof *numbers)];
		}
		stage->clock_ns += i % 5 == 0 ? 0 - SECOND : i == 300 ? 1ull << 62 : 0;
		stage->faults = values[2];
		SEE(stage, { 0x100000, 64 * MIB, values[0], 0 },
			{ 0x9000000, UINT64_MAX - 0xfffffff, values[1], 0 });
		if (i % 10)
			continue;
		check_json(stage);
		check_growth(stage);
	}
}

static void a_line_of_enormous_numbers_is_a_line(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 0; i < 40; i++)
		SEE(stage, { 0x100000, 64 * MIB, i << 58, 0 });
	check_json(stage);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_create, stage_destroy)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_clock_that_is_set_back_moves_nothing_but_the_times_said),
		CASE(a_laptop_that_slept_has_not_grown_for_hours),
		CASE(what_grew_while_nobody_looked_is_not_called_a_leak),
		CASE(samples_that_are_missing_do_not_hide_a_leak),
		CASE(counters_that_cannot_be_read_for_a_while_are_no_fall),
		CASE(a_process_that_has_ended_adds_nothing),
		CASE(an_exec_between_two_samples_is_no_leak),
		CASE(as_many_regions_as_there_can_be_are_followed),
		CASE(regions_that_come_and_go_in_thousands_stay_within_bounds),
		CASE(no_number_makes_figures_that_are_none),
		CASE(a_line_of_enormous_numbers_is_a_line),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
