/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/map.h"

#include "demo/run.h"
#include "view_stage.h"

#define PROGRAM UINT64_C(0x555500000000)
#define LIBRARY UINT64_C(0x7f0000000000)
#define STACK UINT64_C(0x7ffc00000000)
#define PAGE UINT64_C(0x1000)

static const struct view *map(void)
{
	return view_find("map");
}

static void arrange(struct view_stage *stage)
{
	map()->arrange(&stage->scene, &stage->state);
}

/* A program of two pieces, its heap, a library of three, the stack. */
static void show_textbook(struct view_stage *stage)
{
	stage_add(stage, PROGRAM, 4 * PAGE, REGION_TEXT, "/bin/server");
	stage_add(stage, PROGRAM + 4 * PAGE, 4 * PAGE, REGION_DATA, "/bin/server");
	stage_add(stage, PROGRAM + (1 << 30), 32 * PAGE, REGION_HEAP, "");
	stage_add(stage, LIBRARY, 8 * PAGE, REGION_TEXT, "/lib/libc.so.6");
	stage_add(stage, LIBRARY + 8 * PAGE, PAGE, REGION_RELRO, "/lib/libc.so.6");
	stage_add(stage, LIBRARY + 10 * PAGE, PAGE, REGION_DATA, "/lib/libc.so.6");
	stage_add(stage, STACK, 33 * PAGE, REGION_STACK, "");
	stage_show(stage);
	arrange(stage);
}

static void assert_tags(const struct view_state *state, const enum map_tag *tags, size_t count)
{
	assert_int_equal(state->row_count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(state->rows[i].tag, tags[i]);
}

static void the_highest_address_is_on_top_and_modules_are_folded(void **context)
{
	struct view_stage *stage = *context;
	static const enum map_tag tags[] = { MAP_EDGE_TOP, MAP_GAP, MAP_REGION, MAP_GAP, MAP_MODULE,
		MAP_GAP, MAP_REGION, MAP_GAP, MAP_MODULE, MAP_GAP, MAP_EDGE_BOTTOM };
	show_textbook(stage);
	assert_tags(&stage->state, tags, sizeof tags / sizeof *tags);
	for (size_t i = 1; i < stage->state.row_count; i++)
		assert_true(stage->state.rows[i].value <= stage->state.rows[i - 1].value);
}

static void gaps_are_as_large_as_what_is_not_mapped(void **context)
{
	struct view_stage *stage = *context;
	show_textbook(stage);
	const struct row *rows = stage->state.rows;
	assert_int_equal(rows[3].size, STACK - (LIBRARY + 11 * PAGE));
	assert_int_equal(rows[9].value, 0);
	assert_int_equal(rows[9].size, PROGRAM);
}

static void a_block_sums_its_regions(void **context)
{
	struct view_stage *stage = *context;
	show_textbook(stage);
	const struct row *library = &stage->state.rows[4];
	assert_int_equal(library->count, 3);
	assert_int_equal(library->size, 10 * PAGE);
	assert_int_equal(library->rss, 5 * PAGE);
	assert_int_equal(library->kind, REGION_TEXT);
	assert_false(library->is_partial);
}

static void a_counter_not_yet_read_leaves_the_sum_a_lower_bound(void **context)
{
	struct view_stage *stage = *context;
	stage_add(stage, LIBRARY, 8 * PAGE, REGION_TEXT, "/lib/libc.so.6");
	stage_add(stage, LIBRARY + 8 * PAGE, 2 * PAGE, REGION_DATA, "/lib/libc.so.6")
		->counters[COUNTER_RSS] = UNKNOWN;
	stage_show(stage);
	arrange(stage);
	assert_int_equal(stage->state.rows[2].tag, MAP_MODULE);
	assert_int_equal(stage->state.rows[2].rss, 4 * PAGE);
	assert_true(stage->state.rows[2].is_partial);
}

static void enter_opens_a_module_and_left_folds_it_from_inside(void **context)
{
	struct view_stage *stage = *context;
	show_textbook(stage);
	stage->state.list.selected = 4;
	assert_true(map()->obey(&stage->scene, &stage->state, COMMAND_ENTER));
	arrange(stage);
	assert_int_equal(stage->state.list.selected, 4);
	assert_int_equal(stage->state.rows[5].tag, MAP_CHILD);
	assert_int_equal(stage->state.rows[6].tag, MAP_GAP);
	stage->state.list.selected = 7;
	assert_true(map()->obey(&stage->scene, &stage->state, COMMAND_LEFT));
	assert_int_equal(stage->state.list.selected, 4);
	assert_true(map()->obey(&stage->scene, &stage->state, COMMAND_LEFT));
	arrange(stage);
	assert_int_equal(stage->state.row_count, 11);
}

static void the_cursor_begins_at_the_stack(void **context)
{
	struct view_stage *stage = *context;
	show_textbook(stage);
	struct selection selection = map()->selected(&stage->scene);
	assert_int_equal(selection.region->kind, REGION_STACK);
	assert_int_equal(selection.count, 1);
}

static void many_small_mappings_fold_into_one_row_that_opens(void **context)
{
	struct view_stage *stage = *context;
	for (uint64_t i = 0; i < 500; i++)
		stage_add(stage, LIBRARY + i * 2 * PAGE, PAGE, REGION_ANON, "");
	stage_add(stage, LIBRARY + 2000 * PAGE, UINT64_C(1) << 30, REGION_ANON, "");
	stage_show(stage);
	arrange(stage);
	static const enum map_tag tags[] = { MAP_EDGE_TOP, MAP_GAP, MAP_REGION, MAP_GAP, MAP_RUN,
		MAP_GAP, MAP_EDGE_BOTTOM };
	assert_tags(&stage->state, tags, sizeof tags / sizeof *tags);
	assert_int_equal(stage->state.rows[4].count, 500);
	stage->state.list.selected = 4;
	assert_true(map()->obey(&stage->scene, &stage->state, COMMAND_RIGHT));
	arrange(stage);
	assert_int_equal(stage->state.row_count, 7 + 500 + 499);
}

static void a_few_mappings_stand_each_for_itself(void **context)
{
	struct view_stage *stage = *context;
	for (uint64_t i = 0; i < 10; i++)
		stage_add(stage, LIBRARY + i * PAGE, PAGE, REGION_ANON, "");
	stage_show(stage);
	arrange(stage);
	assert_int_equal(stage->state.row_count, 10 + 4);
}

static void going_to_an_address_opens_what_hides_it(void **context)
{
	struct view_stage *stage = *context;
	show_textbook(stage);
	assert_true(map()->reveal(&stage->scene, &stage->state, LIBRARY + 8 * PAGE + 5));
	struct selection selection = map()->selected(&stage->scene);
	assert_int_equal(selection.region->kind, REGION_RELRO);
	assert_true(map()->reveal(&stage->scene, &stage->state, PROGRAM - 1));
	assert_null(map()->selected(&stage->scene).region);
	assert_int_equal(map()->selected(&stage->scene).end, PROGRAM);
}

static void finding_goes_round_the_end(void **context)
{
	struct view_stage *stage = *context;
	show_textbook(stage);
	strcpy(stage->state.find, "libc");
	assert_true(map()->obey(&stage->scene, &stage->state, COMMAND_FIND_NEXT));
	assert_int_equal(stage->state.list.selected, 4);
	strcpy(stage->state.find, "stack");
	assert_true(map()->obey(&stage->scene, &stage->state, COMMAND_FIND_NEXT));
	assert_int_equal(stage->state.list.selected, 2);
	strcpy(stage->state.find, "nowhere");
	assert_false(map()->obey(&stage->scene, &stage->state, COMMAND_FIND_NEXT));
}

static void a_filter_leaves_only_what_fits(void **context)
{
	struct view_stage *stage = *context;
	show_textbook(stage);
	strcpy(stage->state.filter, "kind:data");
	arrange(stage);
	static const enum map_tag tags[] = { MAP_REGION, MAP_REGION };
	assert_tags(&stage->state, tags, 2);
}

/* Guards as large as what they guard: the fold is named by the stacks. */
static void many_stacks_with_their_guards_are_stacks(void **context)
{
	struct view_stage *stage = *context;
	const uint64_t size = 0x10000;
	for (uint64_t i = 0; i < 100; i++)
		stage_add(stage, 0x7f0000000000 + i * size, size,
			i % 2 ? REGION_THREAD_STACK : REGION_GUARD, "");
	stage_show(stage);
	map_arrange(&stage->scene, &stage->state);
	const struct row *row = stage->state.rows;
	while (row->tag != MAP_RUN)
		row++;
	assert_int_equal(row->count, 100);
	assert_int_equal(row->kind, REGION_THREAD_STACK);
}

static void a_region_opens_into_its_parts(void **context)
{
	static const struct region_part parts[] = {
		{ PROGRAM, PROGRAM + 100, REGION_DATA, ".data" },
		{ PROGRAM + 100, PROGRAM + 200, REGION_BSS, ".bss" },
	};
	struct view_stage *stage = *context;
	struct region *region = stage_add(stage, PROGRAM, PAGE, REGION_DATA, "/bin/server");
	region->parts = parts;
	region->part_count = 2;
	stage_show(stage);
	arrange(stage);
	stage->state.list.selected = 2;
	assert_true(map()->obey(&stage->scene, &stage->state, COMMAND_ENTER));
	arrange(stage);
	assert_int_equal(stage->state.rows[3].tag, MAP_PART);
	assert_int_equal(stage->state.rows[3].value, PROGRAM + 100);
	stage->state.list.selected = 4;
	assert_string_equal(map()->selected(&stage->scene).name, ".data");
}

static void a_marker_stands_below_what_it_lies_in_be_it_a_gap(void **context)
{
	struct view_stage *stage = *context;
	const uint64_t heap = PROGRAM + (1 << 30);
	/* The program break is the first address that is not the heap's. */
	const struct demo_run run = {
		.markers = { { .key = "break", .address = heap + 32 * PAGE },
			{ .key = "block", .address = heap + 16 } },
		.marker_count = 2,
	};
	static const enum map_tag tags[] = { MAP_EDGE_TOP, MAP_GAP, MAP_REGION, MAP_GAP, MAP_MODULE,
		MAP_GAP, MAP_MARKER, MAP_REGION, MAP_MARKER, MAP_GAP, MAP_MODULE, MAP_GAP,
		MAP_EDGE_BOTTOM };
	stage->scene.demo = &run;
	show_textbook(stage);
	const struct row *rows = stage->state.rows;
	assert_tags(&stage->state, tags, sizeof tags / sizeof *tags);
	assert_int_equal(rows[6].value, heap + 32 * PAGE);
	assert_int_equal(rows[6].kind, REGION_KINDS);
	assert_int_equal(rows[8].value, heap + 16);
	assert_int_equal(rows[8].kind, REGION_HEAP);
}

static void nothing_mapped_gives_no_rows(void **context)
{
	struct view_stage *stage = *context;
	stage_show(stage);
	arrange(stage);
	assert_int_equal(stage->state.row_count, 0);
	assert_null(map()->selected(&stage->scene).region);
	assert_false(map()->reveal(&stage->scene, &stage->state, STACK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(the_highest_address_is_on_top_and_modules_are_folded),
		STAGE_TEST(gaps_are_as_large_as_what_is_not_mapped),
		STAGE_TEST(a_block_sums_its_regions),
		STAGE_TEST(a_counter_not_yet_read_leaves_the_sum_a_lower_bound),
		STAGE_TEST(enter_opens_a_module_and_left_folds_it_from_inside),
		STAGE_TEST(the_cursor_begins_at_the_stack),
		STAGE_TEST(many_small_mappings_fold_into_one_row_that_opens),
		STAGE_TEST(a_few_mappings_stand_each_for_itself),
		STAGE_TEST(going_to_an_address_opens_what_hides_it),
		STAGE_TEST(finding_goes_round_the_end),
		STAGE_TEST(a_filter_leaves_only_what_fits),
		STAGE_TEST(many_stacks_with_their_guards_are_stacks),
		STAGE_TEST(a_region_opens_into_its_parts),
		STAGE_TEST(a_marker_stands_below_what_it_lies_in_be_it_a_gap),
		STAGE_TEST(nothing_mapped_gives_no_rows),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
