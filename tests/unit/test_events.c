/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view_stage.h"

static struct event events[] = {
	{ .wall_ns = 100, .address = 0x1000, .text = "heap +132 KiB" },
	{ .wall_ns = 200, .address = 0x2000, .text = "mapped 64 MiB" },
	{ .wall_ns = 200, .address = 0x3000, .text = "25 MiB became resident" },
	{ .wall_ns = 300, .address = 0x4000, .text = "library libz.so loaded" },
};

static void tell(struct view_stage *stage, size_t count)
{
	stage->scene.log = (struct event_log){ events, count };
	view_find("events")->arrange(&stage->scene, &stage->state);
}

static uint64_t selected(const struct view_stage *stage)
{
	return view_find("events")->selected(&stage->scene).start;
}

static void the_newest_stands_on_top(void **context)
{
	struct view_stage *stage = *context;
	stage_show(stage);
	tell(stage, 4);
	assert_int_equal(stage->state.row_count, 4);
	assert_int_equal(selected(stage), 0x4000);
}

static void a_cursor_on_top_follows_what_happens(void **context)
{
	struct view_stage *stage = *context;
	stage_show(stage);
	tell(stage, 2);
	assert_int_equal(selected(stage), 0x2000);
	tell(stage, 4);
	assert_int_equal(selected(stage), 0x4000);
}

static void a_cursor_further_down_stays_on_its_event(void **context)
{
	struct view_stage *stage = *context;
	stage_show(stage);
	tell(stage, 3);
	stage->state.list.selected = 1;
	assert_int_equal(selected(stage), 0x2000);
	tell(stage, 4);
	assert_int_equal(stage->state.list.selected, 2);
	assert_int_equal(selected(stage), 0x2000);
}

static void events_are_filtered_and_found_by_their_words(void **context)
{
	struct view_stage *stage = *context;
	stage_show(stage);
	strcpy(stage->state.filter, "MIB");
	tell(stage, 4);
	assert_int_equal(stage->state.row_count, 2);
	stage->state.filter[0] = '\0';
	tell(stage, 4);
	strcpy(stage->state.find, "heap");
	assert_true(view_find("events")->obey(&stage->scene, &stage->state, COMMAND_FIND_NEXT));
	assert_int_equal(selected(stage), 0x1000);
}

static void nothing_has_happened_yet(void **context)
{
	struct view_stage *stage = *context;
	stage_show(stage);
	tell(stage, 0);
	assert_int_equal(stage->state.row_count, 0);
	assert_int_equal(selected(stage), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(the_newest_stands_on_top),
		STAGE_TEST(a_cursor_on_top_follows_what_happens),
		STAGE_TEST(a_cursor_further_down_stays_on_its_event),
		STAGE_TEST(events_are_filtered_and_found_by_their_words),
		STAGE_TEST(nothing_has_happened_yet),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
