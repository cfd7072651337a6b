/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ui/layout.h"

static void assert_rect(struct rect rect, int x, int y, int width, int height)
{
	assert_int_equal(rect.x, x);
	assert_int_equal(rect.y, y);
	assert_int_equal(rect.width, width);
	assert_int_equal(rect.height, height);
}

static void pieces_are_cut_from_each_side(void **state)
{
	(void)state;
	struct rect rest = { 0, 0, 80, 24 };
	assert_rect(layout_top(&rest, 3), 0, 0, 80, 3);
	assert_rect(layout_bottom(&rest, 2), 0, 22, 80, 2);
	assert_rect(layout_left(&rest, 10), 0, 3, 10, 19);
	assert_rect(layout_right(&rest, 30), 50, 3, 30, 19);
	assert_rect(rest, 10, 3, 40, 19);
}

static void asking_for_too_much_gives_what_is_there(void **state)
{
	(void)state;
	struct rect rest = { 5, 5, 10, 4 };
	assert_rect(layout_bottom(&rest, 9), 5, 5, 10, 4);
	assert_rect(layout_top(&rest, 1), 5, 5, 10, 0);
	assert_rect(layout_left(&rest, -3), 5, 5, 0, 0);
	assert_rect(layout_right(&rest, 99), 5, 5, 10, 0);
	assert_rect(rest, 5, 5, 0, 0);
}

static void an_area_contains_its_cells_only(void **state)
{
	(void)state;
	struct rect area = { 2, 3, 4, 1 };
	assert_true(layout_contains(area, 2, 3));
	assert_true(layout_contains(area, 5, 3));
	assert_false(layout_contains(area, 6, 3));
	assert_false(layout_contains(area, 1, 3));
	assert_false(layout_contains(area, 2, 2));
	assert_false(layout_contains(area, 2, 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_cut_from_each_side),
		cmocka_unit_test(asking_for_too_much_gives_what_is_there),
		cmocka_unit_test(an_area_contains_its_cells_only),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
