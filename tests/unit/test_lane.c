/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "source/lane.h"

#define MS 1000000ull
#define SECOND (1000 * MS)

static void may_be_read_at_once_when_it_never_was(void **state)
{
	(void)state;
	struct lane lane;
	lane_init(&lane, 0.01);
	assert_true(lane_is_due(&lane, 1));
	assert_true(lane_is_overdue(&lane, 1));
}

static void waits_in_proportion_to_what_the_last_read_took(void **state)
{
	(void)state;
	struct lane lane;
	lane_init(&lane, 0.01);
	lane_note(&lane, 10 * SECOND, 10 * SECOND + 50 * MS);
	uint64_t end = 10 * SECOND + 50 * MS;
	assert_false(lane_is_due(&lane, end + 4999 * MS));
	assert_true(lane_is_due(&lane, end + 5001 * MS));
	assert_false(lane_is_overdue(&lane, end + 49999 * MS));
	assert_true(lane_is_overdue(&lane, end + 50001 * MS));
}

static void a_larger_budget_waits_less(void **state)
{
	(void)state;
	struct lane lane;
	lane_init(&lane, 1);
	lane_note(&lane, SECOND, SECOND + 50 * MS);
	assert_false(lane_is_due(&lane, SECOND + 99 * MS));
	assert_true(lane_is_due(&lane, SECOND + 101 * MS));
}

static void duty_comes_to_the_share_of_time_spent(void **state)
{
	(void)state;
	struct lane lane;
	lane_init(&lane, 0.01);
	uint64_t now = SECOND;
	for (int i = 0; i < 100; i++, now += SECOND) {
		lane_note(&lane, now, now + 20 * MS);
		lane_tick(&lane, now);
	}
	assert_true(lane.duty > 0.0199 && lane.duty < 0.0201);
	for (int i = 0; i < 100; i++, now += SECOND)
		lane_tick(&lane, now);
	assert_true(lane.duty < 0.0001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(may_be_read_at_once_when_it_never_was),
		cmocka_unit_test(waits_in_proportion_to_what_the_last_read_took),
		cmocka_unit_test(a_larger_budget_waits_less),
		cmocka_unit_test(duty_comes_to_the_share_of_time_spent),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
