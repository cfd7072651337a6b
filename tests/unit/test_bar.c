/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/bar.h"

#include "canvas_picture.h"
#include "strata/units.h"

static void assert_bar(struct bar bar, const char *expected)
{
	struct canvas canvas;
	assert_int_equal(canvas_init(&canvas, 8, 1), 0);
	bar_paint(&canvas, (struct rect){ 0, 0, 8, 1 }, bar, ROLE_VALUE);
	assert_glyphs(&canvas, expected);
	canvas_finish(&canvas);
}

static void what_is_its_own_is_solid_what_is_shared_is_hatched(void **state)
{
	(void)state;
	assert_bar((struct bar){ .size = 80, .resident = 60, .own = 20 }, "██▒▒▒▒··\n");
	assert_bar((struct bar){ .size = 80, .resident = 60, .own = 60 }, "██████··\n");
	assert_bar((struct bar){ .size = 80, .resident = 60, .own = 0 }, "▒▒▒▒▒▒··\n");
}

static void where_own_is_unknown_all_is_solid(void **state)
{
	(void)state;
	assert_bar((struct bar){ .size = 80, .resident = 40, .own = UNKNOWN }, "████····\n");
}

static void less_than_all_never_looks_full_and_something_never_empty(void **state)
{
	(void)state;
	assert_bar((struct bar){ .size = 8000, .resident = 7999, .own = 0 }, "▒▒▒▒▒▒▒·\n");
	assert_bar((struct bar){ .size = 8000, .resident = 1, .own = 0 }, "▒·······\n");
	assert_bar((struct bar){ .size = 8000, .resident = 0, .own = 0 }, "········\n");
}

static void what_is_unknown_draws_nothing(void **state)
{
	(void)state;
	assert_bar((struct bar){ .size = 80, .resident = UNKNOWN, .own = UNKNOWN }, "\n");
}

static void what_has_just_become_resident_is_bright(void **state)
{
	(void)state;
	struct canvas canvas;
	assert_int_equal(canvas_init(&canvas, 8, 1), 0);
	struct bar bar = { .size = 80, .resident = 60, .own = 60, .fresh = 20 };
	bar_paint(&canvas, (struct rect){ 0, 0, 8, 1 }, bar, ROLE_VALUE);
	assert_int_equal(canvas_at(&canvas, 3, 0)->ink, ROLE_VALUE);
	assert_int_equal(canvas_at(&canvas, 4, 0)->ink, ROLE_CHANGED);
	assert_int_equal(canvas_at(&canvas, 5, 0)->ink, ROLE_CHANGED);
	assert_int_equal(canvas_at(&canvas, 6, 0)->ink, ROLE_DIM);
	canvas_finish(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_its_own_is_solid_what_is_shared_is_hatched),
		cmocka_unit_test(where_own_is_unknown_all_is_solid),
		cmocka_unit_test(less_than_all_never_looks_full_and_something_never_empty),
		cmocka_unit_test(what_is_unknown_draws_nothing),
		cmocka_unit_test(what_has_just_become_resident_is_bright),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
