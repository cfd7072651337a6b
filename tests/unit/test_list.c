/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ui/list.h"

static void assert_list(const struct list *list, size_t selected, size_t top)
{
	assert_int_equal(list->selected, selected);
	assert_int_equal(list->top, top);
}

static void the_cursor_pulls_the_window(void **state)
{
	(void)state;
	struct list list = { 0 };
	list_fit(&list, 100, 10);
	list_move(&list, 12);
	assert_list(&list, 12, 3);
	list_move(&list, -10);
	assert_list(&list, 2, 2);
	list_select(&list, 99);
	assert_list(&list, 99, 90);
}

static void the_cursor_stops_at_the_ends(void **state)
{
	(void)state;
	struct list list = { 0 };
	list_fit(&list, 5, 10);
	list_move(&list, LONG_MAX);
	assert_list(&list, 4, 0);
	list_move(&list, LONG_MIN);
	assert_list(&list, 0, 0);
	list_select(&list, SIZE_MAX);
	assert_list(&list, 4, 0);
}

static void a_page_moves_window_and_cursor(void **state)
{
	(void)state;
	struct list list = { 0 };
	list_fit(&list, 100, 10);
	list_move(&list, 3);
	list_page(&list, 2);
	assert_list(&list, 23, 20);
	list_page(&list, -1);
	assert_list(&list, 13, 10);
	list_page(&list, 50);
	assert_list(&list, 99, 90);
	list_page(&list, INT_MIN);
	assert_list(&list, 0, 0);
}

static void scrolling_moves_the_cursor_only_at_the_edge(void **state)
{
	(void)state;
	struct list list = { 0 };
	list_fit(&list, 100, 10);
	list_move(&list, 5);
	list_scroll(&list, 3);
	assert_list(&list, 5, 3);
	list_scroll(&list, 3);
	assert_list(&list, 6, 6);
	list_scroll(&list, -6);
	assert_list(&list, 6, 0);
	list_scroll(&list, 1000);
	assert_list(&list, 90, 90);
}

static void fewer_rows_keep_the_selected_one_on_screen(void **state)
{
	(void)state;
	struct list list = { 0 };
	list_fit(&list, 100, 10);
	list_select(&list, 50);
	list_fit(&list, 100, 4);
	assert_list(&list, 50, 47);
	list_fit(&list, 8, 10);
	assert_list(&list, 7, 0);
	list_fit(&list, 0, 10);
	assert_list(&list, 0, 0);
	list_move(&list, 1);
	assert_list(&list, 0, 0);
}

static void a_window_without_height_still_follows(void **state)
{
	(void)state;
	struct list list = { 0 };
	list_fit(&list, 10, 0);
	list_move(&list, 4);
	assert_list(&list, 4, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursor_pulls_the_window),
		cmocka_unit_test(the_cursor_stops_at_the_ends),
		cmocka_unit_test(a_page_moves_window_and_cursor),
		cmocka_unit_test(scrolling_moves_the_cursor_only_at_the_edge),
		cmocka_unit_test(fewer_rows_keep_the_selected_one_on_screen),
		cmocka_unit_test(a_window_without_height_still_follows),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
