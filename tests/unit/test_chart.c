/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "canvas_picture.h"
#include "strata/units.h"
#include "ui/chart.h"

#define PLAIN PEN(ROLE_TEXT)

static void assert_bar(uint64_t filled, uint64_t total, const char *unicode, const char *ascii)
{
	struct canvas canvas;
	assert_int_equal(canvas_init(&canvas, 4, 1), 0);
	chart_bar(&canvas, 0, 0, 4, filled, total, PLAIN, PEN(ROLE_DIM));
	assert_glyphs(&canvas, unicode);
	canvas_clear(&canvas);
	canvas.ascii = true;
	chart_bar(&canvas, 0, 0, 4, filled, total, PLAIN, PEN(ROLE_DIM));
	assert_glyphs(&canvas, ascii);
	canvas_finish(&canvas);
}

static void a_bar_is_exact_to_an_eighth(void **state)
{
	(void)state;
	assert_bar(0, 100, "····\n", "....\n");
	assert_bar(50, 100, "██··\n", "##..\n");
	assert_bar(3, 32, "▍···\n", "#...\n");
	assert_bar(100, 100, "████\n", "####\n");
	assert_bar(200, 100, "████\n", "####\n");
}

static void a_little_shows_and_nearly_all_is_not_full(void **state)
{
	(void)state;
	assert_bar(1, 1000000, "▏···\n", "#...\n");
	assert_bar(999999, 1000000, "███▉\n", "###.\n");
	assert_bar(UINT64_MAX - 2, UINT64_MAX - 1, "███▉\n", "###.\n");
}

static void an_unknown_bar_draws_nothing(void **state)
{
	(void)state;
	assert_bar(UNKNOWN, 100, "\n", "\n");
	assert_bar(1, UNKNOWN, "\n", "\n");
	assert_bar(0, 0, "····\n", "....\n");
}

struct numbers {
	uint64_t newest_first[8];
};

static uint64_t number(const void *context, size_t age)
{
	return ((const struct numbers *)context)->newest_first[age];
}

static void assert_sparkline(
	const struct numbers *numbers, bool ascii, bool from_zero, const char *expected)
{
	struct canvas canvas;
	assert_int_equal(canvas_init(&canvas, 8, 1), 0);
	canvas.ascii = ascii;
	chart_sparkline(&canvas, 0, 0, 8, PLAIN, number, numbers, from_zero);
	assert_glyphs(&canvas, expected);
	canvas_finish(&canvas);
}

static void a_sparkline_has_the_newest_at_the_right(void **state)
{
	(void)state;
	const struct numbers rising = { { 17, 16, 15, 14, 13, 12, 11, 10 } };
	assert_sparkline(&rising, false, false, "▁▂▃▄▅▆▇█\n");
	assert_sparkline(&rising, true, false, "_.:-=+*#\n");
	assert_sparkline(&rising, false, true, "▅▅▅▆▆▇▇█\n");
}

static void a_flat_line_is_low_when_nothing_moves(void **state)
{
	(void)state;
	const struct numbers flat = { { 5, 5, 5, 5, 5, 5, 5, 5 } };
	assert_sparkline(&flat, false, false, "▁▁▁▁▁▁▁▁\n");
	assert_sparkline(&flat, false, true, "████████\n");
	const struct numbers nothing = { { 0 } };
	assert_sparkline(&nothing, false, true, "▁▁▁▁▁▁▁▁\n");
}

static void a_small_change_is_no_cliff(void **state)
{
	(void)state;
	const struct numbers steady = { { 3200, 3200, 3200, 3200, 3190, 3190, 3190, 3190 } };
	assert_sparkline(&steady, false, false, "▁▁▁▁▁▁▁▁\n");
	const struct numbers slow = { { 3300, 3200, 3200, 3200, 3200, 3200, 3200, 3200 } };
	assert_sparkline(&slow, false, false, "▁▁▁▁▁▁▁▇\n");
}

static void unknown_values_leave_gaps(void **state)
{
	(void)state;
	const struct numbers holes = { { 2, UNKNOWN, 1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN,
		UNKNOWN } };
	assert_sparkline(&holes, false, false, "     ▁ █\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bar_is_exact_to_an_eighth),
		cmocka_unit_test(a_little_shows_and_nearly_all_is_not_full),
		cmocka_unit_test(an_unknown_bar_draws_nothing),
		cmocka_unit_test(a_sparkline_has_the_newest_at_the_right),
		cmocka_unit_test(a_flat_line_is_low_when_nothing_moves),
		cmocka_unit_test(a_small_change_is_no_cliff),
		cmocka_unit_test(unknown_values_leave_gaps),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
