/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "view/state.h"

static int set_up(void **context)
{
	static struct view_state state;
	state_init(&state);
	*context = &state;
	return 0;
}

static int tear_down(void **context)
{
	state_finish(*context);
	return 0;
}

static void add_rows(struct view_state *state, size_t count, uint64_t step)
{
	for (size_t i = 0; i < count; i++)
		assert_true(state_add_row(state, (struct row){ .tag = 1, .value = i * step }));
}

static void rows_grow_beyond_the_first_allocation(void **context)
{
	struct view_state *state = *context;
	add_rows(state, 1000, 10);
	assert_int_equal(state->row_count, 1000);
	assert_int_equal(state->rows[999].value, 9990);
	state_clear_rows(state);
	assert_int_equal(state->row_count, 0);
}

static void the_cursor_finds_its_row_again(void **context)
{
	struct view_state *state = *context;
	add_rows(state, 10, 100);
	state->list.selected = 4;
	struct row before = state_current(state);
	state_clear_rows(state);
	add_rows(state, 40, 25);
	state_restore(state, before);
	assert_int_equal(state->rows[state->list.selected].value, 400);
}

static void the_cursor_goes_to_what_covers_its_row(void **context)
{
	struct view_state *state = *context;
	assert_true(state_add_row(state, (struct row){ .tag = 1, .value = 900, .size = 50 }));
	assert_true(state_add_row(state, (struct row){ .tag = 2, .value = 100, .size = 700 }));
	assert_true(state_add_row(state, (struct row){ .tag = 1, .value = 50, .size = 50 }));
	state_restore(state, (struct row){ .tag = 1, .value = 799 });
	assert_int_equal(state->list.selected, 1);
}

static void the_cursor_goes_to_the_nearest_when_its_row_has_gone(void **context)
{
	struct view_state *state = *context;
	add_rows(state, 10, 100);
	state_restore(state, (struct row){ .tag = 1, .value = 310 });
	assert_int_equal(state->list.selected, 3);
}

static void no_rows_have_no_current_one(void **context)
{
	assert_int_equal(state_current(*context).tag, UINT32_MAX);
}

static void opening_toggles(void **context)
{
	struct view_state *state = *context;
	assert_false(state_is_open(state, 7));
	state_toggle_open(state, 7);
	assert_true(state_is_open(state, 7));
	state_toggle_open(state, 7);
	assert_false(state_is_open(state, 7));
}

static void opening_all_leaves_room_for_exceptions(void **context)
{
	struct view_state *state = *context;
	state_toggle_open(state, 7);
	state_toggle_all(state);
	assert_true(state_is_open(state, 7));
	assert_true(state_is_open(state, 8));
	state_toggle_open(state, 8);
	assert_false(state_is_open(state, 8));
	state_toggle_all(state);
	assert_false(state_is_open(state, 7));
}

static void a_full_set_forgets_its_oldest(void **context)
{
	struct view_state *state = *context;
	for (uint64_t key = 0; key <= STATE_OPEN; key++)
		state_toggle_marked(state, 100 + key);
	assert_int_equal(state->marked_count, STATE_OPEN);
	assert_false(state_is_marked(state, 100));
	assert_true(state_is_marked(state, 101));
	assert_true(state_is_marked(state, 100 + STATE_OPEN));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_grow_beyond_the_first_allocation),
		TEST(the_cursor_finds_its_row_again),
		TEST(the_cursor_goes_to_what_covers_its_row),
		TEST(the_cursor_goes_to_the_nearest_when_its_row_has_gone),
		TEST(no_rows_have_no_current_one),
		TEST(opening_toggles),
		TEST(opening_all_leaves_room_for_exceptions),
		TEST(a_full_set_forgets_its_oldest),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
