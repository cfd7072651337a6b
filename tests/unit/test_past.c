/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "past_stage.h"

static uint64_t id_at(const struct stage *stage, uint64_t start)
{
	const struct track *track = past_track_of(stage->past, start);
	return track ? track->id : 0;
}

static const struct track *last_gone(const struct stage *stage)
{
	for (size_t i = 0; i < past_track_count(stage->past); i++)
		if (past_track(stage->past, i)->gone_ns)
			return past_track(stage->past, i);
	return NULL;
}

static void a_region_that_grows_keeps_its_identity(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x10000, MIB, 0x1000, 0 });
	uint64_t id = id_at(stage, 0x10000);
	SEE(stage, { 0x10000, 3 * MIB, 0x5000, 0 });
	const struct track *track = past_track_of(stage->past, 0x10000);
	assert_int_equal(track->id, id);
	assert_true(track->was_there);
	assert_int_equal(track->moves, 0);
	assert_int_equal(series_at(&track->figures[PAST_SIZE], stage->clock_ns), 3 * MIB);
	assert_int_equal(series_at(&track->figures[PAST_SIZE], stage->clock_ns - 1), MIB);
	assert_int_equal(series_at(&track->figures[PAST_OWN], stage->clock_ns), 0x5000);
	assert_null(last_gone(stage));
}

static void look_fast(struct stage *stage, uint64_t rss)
{
	struct snapshot *snapshot = snapshot_create();
	assert_non_null(snapshot);
	stage->clock_ns += SECOND;
	snapshot->clock_ns = stage->clock_ns;
	snapshot->wall_ns = WALL + stage->clock_ns;
	snapshot->metrics[METRIC_RSS] = rss;
	assert_int_equal(past_add(stage->past, snapshot), 0);
	snapshot_unref(snapshot);
}

static void what_moved_since_smaps_is_not_known(void **state)
{
	struct stage *stage = *state;
	look_fast(stage, MIB);
	SEE(stage, { 0x10000, MIB, 0x1000, 0 });
	uint64_t counted_ns = stage->clock_ns;
	look_fast(stage, 2 * MIB);
	look_fast(stage, 2 * MIB);
	assert_int_equal(past_known(stage->past), counted_ns);
	SEE(stage, { 0x10000, 2 * MIB, 0x2000, 0 });
	assert_int_equal(past_known(stage->past), stage->clock_ns);
}

static void a_region_that_moves_keeps_its_identity(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x10000, MIB, 0x4000, 0 });
	uint64_t id = id_at(stage, 0x10000);
	SEE(stage, { 0x9000000, 16 * MIB, 0x4000, 0 });
	const struct track *track = past_track_of(stage->past, 0x9000000);
	assert_int_equal(track->id, id);
	assert_int_equal(track->moves, 1);
}

static void a_region_that_differs_is_another(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x10000, MIB, 0x4000, 0 });
	SEE(stage, { 0x9000000, MIB, 0x8000, 0 });
	assert_int_equal(past_track_of(stage->past, 0x9000000)->id, 2);
	assert_false(past_track_of(stage->past, 0x9000000)->was_there);
	assert_int_equal(last_gone(stage)->id, 1);
	assert_int_equal(last_gone(stage)->gone_ns, stage->clock_ns);
	assert_int_equal(last_gone(stage)->into, 0);
}

static void the_larger_part_of_a_split_goes_on(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x100000, 4 * MIB, 0x4000, 0 });
	SEE(stage, { 0x100000, MIB, 0x1000, PERMISSION_READ }, { 0x200000, 3 * MIB, 0x3000, 0 });
	assert_int_equal(id_at(stage, 0x200000), 1);
	assert_int_equal(id_at(stage, 0x100000), 2);
	assert_int_equal(past_track_of(stage->past, 0x100000)->out_of, 1);
}

static void the_larger_of_two_that_merge_goes_on(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x100000, MIB, 0, PERMISSION_READ }, { 0x200000, 3 * MIB, 0, 0 });
	SEE(stage, { 0x100000, 4 * MIB, 0, 0 });
	assert_int_equal(id_at(stage, 0x100000), 2);
	assert_int_equal(last_gone(stage)->id, 1);
	assert_int_equal(last_gone(stage)->into, 2);
}

static void an_exec_ends_every_track_and_no_metric(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x100000, MIB, 0x1000, 0 });
	stage->execs++;
	SEE(stage, { 0x100000, MIB, 0x1000, 0 });
	assert_int_equal(id_at(stage, 0x100000), 2);
	assert_int_equal(last_gone(stage)->id, 1);
	uint64_t first_ns, last_ns;
	assert_true(past_span(stage->past, &first_ns, &last_ns));
	assert_int_equal(last_ns - first_ns, SECOND);
	assert_true(past_track_of(stage->past, 0x100000)->was_there);
}

static void the_gone_are_remembered_up_to_a_limit(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 1; i <= PAST_GONE + 50; i++)
		SEE(stage, { i * 16 * MIB, MIB, i * 0x1000, 0 });
	assert_int_equal(past_track_count(stage->past), 1 + PAST_GONE);
	assert_int_equal(last_gone(stage)->id, PAST_GONE + 49);
}

static void kinds_are_summed(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x100000, MIB, 0x1000, 0 }, { 0x900000, MIB, 0x2000, 0 });
	assert_int_equal(
		series_at(past_kind(stage->past, REGION_ANON, PAST_RSS), stage->clock_ns), 0x3000);
	assert_int_equal(
		series_at(past_kind(stage->past, REGION_HEAP, PAST_SIZE), stage->clock_ns), 0);
}

static void instants_are_kept_and_found_by_time(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 1; i <= 2000; i++)
		SEE(stage, { 0x100000, MIB, i % 250 * 0x1000, 0 });
	const struct snapshot *newest = past_instant(stage->past, UINT64_MAX);
	assert_int_equal(newest->clock_ns, stage->clock_ns);
	assert_int_equal(past_instant(stage->past, 0)->clock_ns, 101 * SECOND);
	const struct snapshot *before = past_neighbour(stage->past, newest, false);
	assert_int_equal(before->clock_ns, stage->clock_ns - SECOND);
	assert_ptr_equal(past_neighbour(stage->past, before, true), newest);
	assert_null(past_neighbour(stage->past, newest, true));
	const struct snapshot *old = past_instant(stage->past, 600 * SECOND);
	assert_true(old->clock_ns <= 600 * SECOND && old->clock_ns > 500 * SECOND);
}

static void what_was_read_again_and_says_the_same_is_one_instant(void **state)
{
	struct stage *stage = *state;
	for (int i = 0; i < 20; i++)
		SEE(stage, { 0x100000, MIB, 0x3000, 0 });
	assert_int_equal(past_instant(stage->past, UINT64_MAX)->clock_ns, 101 * SECOND);
	SEE(stage, { 0x100000, MIB, 0x4000, 0 });
	assert_int_equal(past_instant(stage->past, UINT64_MAX)->clock_ns, stage->clock_ns);
}

static void times_are_those_of_the_wall_clock(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x100000, MIB, 0, 0 });
	assert_true(past_wall(stage->past, stage->clock_ns) == WALL + stage->clock_ns);
}

static void a_snapshot_from_before_is_passed_over(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x100000, MIB, 0, 0 });
	stage->clock_ns -= 10 * SECOND;
	SEE(stage, { 0x900000, MIB, 0, 0 });
	assert_null(past_track_of(stage->past, 0x900000));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_create, stage_destroy)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_region_that_grows_keeps_its_identity),
		CASE(a_region_that_moves_keeps_its_identity),
		CASE(what_moved_since_smaps_is_not_known),
		CASE(a_region_that_differs_is_another),
		CASE(the_larger_part_of_a_split_goes_on),
		CASE(the_larger_of_two_that_merge_goes_on),
		CASE(an_exec_ends_every_track_and_no_metric),
		CASE(the_gone_are_remembered_up_to_a_limit),
		CASE(kinds_are_summed),
		CASE(instants_are_kept_and_found_by_time),
		CASE(what_was_read_again_and_says_the_same_is_one_instant),
		CASE(times_are_those_of_the_wall_clock),
		CASE(a_snapshot_from_before_is_passed_over),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
