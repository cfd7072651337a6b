/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/demo.h"
#include "view_stage.h"

#define PAGE UINT64_C(0x1000)
#define WIDTH 120
#define HEIGHT 40

static struct frame show(struct view_stage *stage, const char *view)
{
	for (uint64_t i = 0; i < 100; i++)
		stage_add(stage, 0x7f0000000000 + 4 * i * PAGE, PAGE,
			i % 2 ? REGION_ANON : REGION_FILE, i % 2 ? "" : "/data");
	stage_show(stage);
	struct frame frame = { .view = view_find(view), .side = true };
	frame_arrange(&stage->scene, &frame, &stage->state, WIDTH, HEIGHT);
	return frame;
}

static bool obey(struct view_stage *stage, struct frame *frame, enum command command)
{
	bool obeyed = frame_obey(&stage->scene, frame, &stage->state, command);
	frame_arrange(&stage->scene, frame, &stage->state, WIDTH, HEIGHT);
	return obeyed;
}

static void views_are_found_by_name_in_any_case(void **context)
{
	(void)context;
	assert_string_equal(view_find("MAP")->name, "map");
	assert_null(view_find("nowhere"));
	assert_null(view_find(""));
}

static void the_side_panel_takes_room_only_on_a_wide_screen(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "map");
	assert_int_equal(frame_view_area(&stage->scene, &frame, 80, 24).width, 80);
	assert_in_range(frame_view_area(&stage->scene, &frame, 120, 40).width, 70, 82);
	frame.side = false;
	assert_int_equal(frame_view_area(&stage->scene, &frame, 120, 40).width, 120);
}

static void moving_moves_the_cursor_of_the_view(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "regions");
	assert_true(obey(stage, &frame, COMMAND_DOWN));
	assert_int_equal(stage->state.list.selected, 1);
	assert_true(obey(stage, &frame, COMMAND_LAST));
	assert_int_equal(stage->state.list.selected, 99);
	assert_true(stage->state.list.top > 0);
	assert_true(obey(stage, &frame, COMMAND_FIRST));
	assert_int_equal(stage->state.list.top, 0);
}

static void what_is_the_program_s_business_is_left_to_it(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "map");
	static const enum command commands[] = { COMMAND_QUIT, COMMAND_THEME, COMMAND_PAUSE,
		COMMAND_BASELINE, COMMAND_NEXT_VIEW, COMMAND_GO_TO, COMMAND_FIND, COMMAND_BACK };
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		assert_false(obey(stage, &frame, commands[i]));
}

static void back_closes_an_overlay_and_then_drops_the_filter(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "regions");
	strcpy(stage->state.filter, "data");
	assert_true(obey(stage, &frame, COMMAND_HELP));
	assert_int_equal(frame.overlay, OVERLAY_HELP);
	assert_true(obey(stage, &frame, COMMAND_BACK));
	assert_int_equal(frame.overlay, OVERLAY_NONE);
	assert_int_equal(stage->state.row_count, 50);
	assert_true(obey(stage, &frame, COMMAND_BACK));
	assert_int_equal(stage->state.row_count, 100);
	assert_false(obey(stage, &frame, COMMAND_BACK));
}

static void choosing_a_column_sorts_by_it(void **context)
{
	struct view_stage *stage = *context;
	struct canvas canvas;
	struct frame frame = show(stage, "regions");
	assert_int_equal(canvas_init(&canvas, WIDTH, HEIGHT), 0);
	assert_true(obey(stage, &frame, COMMAND_SORT));
	frame_paint(&stage->scene, &frame, &canvas);
	for (int i = 0; i < 3; i++)
		assert_true(obey(stage, &frame, COMMAND_DOWN));
	assert_true(obey(stage, &frame, COMMAND_ENTER));
	assert_int_equal(stage->state.sort, 3);
	assert_int_equal(frame.overlay, OVERLAY_NONE);
	canvas_finish(&canvas);
}

static void columns_can_be_hidden_but_not_all(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "regions");
	stage->state.columns = 1;
	assert_true(obey(stage, &frame, COMMAND_COLUMNS));
	assert_true(obey(stage, &frame, COMMAND_ENTER));
	assert_int_equal(stage->state.columns, 1);
	stage->state.columns = 3;
	assert_true(obey(stage, &frame, COMMAND_ENTER));
	assert_int_equal(stage->state.columns, 2);
}

static void the_map_has_no_columns_to_sort_by(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "map");
	assert_false(obey(stage, &frame, COMMAND_SORT));
	assert_int_equal(frame.overlay, OVERLAY_NONE);
}

static void a_click_on_a_tab_opens_its_view(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "map");
	assert_int_equal(frame_click(&stage->scene, &frame, &stage->state, WIDTH, HEIGHT, 1, 3),
		COMMAND_VIEW_1);
	assert_int_equal(frame_click(&stage->scene, &frame, &stage->state, WIDTH, HEIGHT, 9, 3),
		COMMAND_VIEW_1 + 1);
	assert_int_equal(frame_click(&stage->scene, &frame, &stage->state, WIDTH, HEIGHT, 110, 3),
		COMMAND_NONE);
}

static void a_click_selects_a_row_and_a_second_one_opens_it(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "regions");
	assert_int_equal(frame_click(&stage->scene, &frame, &stage->state, WIDTH, HEIGHT, 20, 10),
		COMMAND_NONE);
	assert_int_equal(stage->state.list.selected, 5);
	assert_int_equal(frame_click(&stage->scene, &frame, &stage->state, WIDTH, HEIGHT, 20, 10),
		COMMAND_ENTER);
}

static void a_click_on_a_title_sorts_and_a_second_one_reverses(void **context)
{
	struct view_stage *stage = *context;
	struct frame frame = show(stage, "regions");
	frame_click(&stage->scene, &frame, &stage->state, WIDTH, HEIGHT, 25, 4);
	assert_string_equal(frame.view->columns[stage->state.sort].name, "kind");
	assert_false(stage->state.is_reversed);
	frame_click(&stage->scene, &frame, &stage->state, WIDTH, HEIGHT, 25, 4);
	assert_true(stage->state.is_reversed);
}

static void every_size_and_every_overlay_paints(void **context)
{
	struct view_stage *stage = *context;
	struct canvas canvas;
	struct frame frame = show(stage, "regions");
	assert_int_equal(canvas_init(&canvas, 1, 1), 0);
	for (int width = 1; width < 230; width += 19)
		for (int height = 1; height < 70; height += 11)
			for (unsigned overlay = 0; overlay <= OVERLAY_WHO; overlay++) {
				assert_int_equal(canvas_resize(&canvas, width, height), 0);
				frame.overlay = (enum overlay)overlay;
				frame_arrange(&stage->scene, &frame, &stage->state, width, height);
				frame_paint(&stage->scene, &frame, &canvas);
				assert_int_not_equal(canvas_at(&canvas, 0, 0)->glyph, 0);
			}
	canvas_finish(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(views_are_found_by_name_in_any_case),
		STAGE_TEST(the_side_panel_takes_room_only_on_a_wide_screen),
		STAGE_TEST(moving_moves_the_cursor_of_the_view),
		STAGE_TEST(what_is_the_program_s_business_is_left_to_it),
		STAGE_TEST(back_closes_an_overlay_and_then_drops_the_filter),
		STAGE_TEST(choosing_a_column_sorts_by_it),
		STAGE_TEST(columns_can_be_hidden_but_not_all),
		STAGE_TEST(the_map_has_no_columns_to_sort_by),
		STAGE_TEST(a_click_on_a_tab_opens_its_view),
		STAGE_TEST(a_click_selects_a_row_and_a_second_one_opens_it),
		STAGE_TEST(a_click_on_a_title_sorts_and_a_second_one_reverses),
		STAGE_TEST(every_size_and_every_overlay_paints),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
