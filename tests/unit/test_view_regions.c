/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/region_columns.h"
#include "view_stage.h"

#define BASE UINT64_C(0x7f0000000000)
#define PAGE UINT64_C(0x1000)

static const struct view *regions(void)
{
	return view_find("Regions");
}

static void arrange(struct view_stage *stage)
{
	regions()->arrange(&stage->scene, &stage->state);
}

static void show_three(struct view_stage *stage)
{
	stage_add(stage, BASE, 4 * PAGE, REGION_HEAP, "");
	stage_add(stage, BASE + 16 * PAGE, 8 * PAGE, REGION_TEXT, "/lib/libc.so.6");
	stage_add(stage, BASE + 32 * PAGE, 2 * PAGE, REGION_ANON, "");
	stage_show(stage);
	arrange(stage);
}

static uint64_t size_at(const struct view_stage *stage, size_t row)
{
	return region_size(&stage->now->table->regions[stage->state.rows[row].first]);
}

static void rows_begin_in_the_order_of_addresses(void **context)
{
	struct view_stage *stage = *context;
	show_three(stage);
	assert_int_equal(stage->state.row_count, 3);
	assert_int_equal(stage->state.rows[0].value, BASE);
	assert_int_equal(stage->state.rows[2].value, BASE + 32 * PAGE);
}

static void numbers_sort_greatest_first_and_can_be_reversed(void **context)
{
	struct view_stage *stage = *context;
	show_three(stage);
	stage->state.sort = REGION_COLUMN_SIZE;
	arrange(stage);
	assert_int_equal(size_at(stage, 0), 8 * PAGE);
	assert_int_equal(size_at(stage, 2), 2 * PAGE);
	stage->state.is_reversed = true;
	arrange(stage);
	assert_int_equal(size_at(stage, 0), 2 * PAGE);
}

static void the_cursor_stays_on_its_region_when_the_order_changes(void **context)
{
	struct view_stage *stage = *context;
	show_three(stage);
	stage->state.list.selected = 1;
	stage->state.sort = REGION_COLUMN_SIZE;
	arrange(stage);
	assert_int_equal(stage->state.list.selected, 0);
	assert_int_equal(regions()->selected(&stage->scene).region->kind, REGION_TEXT);
}

static void an_unknown_counter_sorts_last(void **context)
{
	struct view_stage *stage = *context;
	stage_add(stage, BASE, PAGE, REGION_ANON, "")->counters[COUNTER_RSS] = UNKNOWN;
	stage_add(stage, BASE + PAGE, 4 * PAGE, REGION_ANON, "");
	stage_show(stage);
	stage->state.sort = REGION_COLUMN_RSS;
	arrange(stage);
	assert_int_equal(size_at(stage, 0), 4 * PAGE);
}

static void the_sum_is_over_what_passes_the_filter(void **context)
{
	struct view_stage *stage = *context;
	show_three(stage);
	assert_int_equal(stage->state.sum.regions, 3);
	assert_int_equal(stage->state.sum.size, 14 * PAGE);
	strcpy(stage->state.filter, "libc");
	arrange(stage);
	assert_int_equal(stage->state.row_count, 1);
	assert_int_equal(stage->state.sum.size, 8 * PAGE);
	assert_int_equal(stage->state.sum.uss, 2 * PAGE);
}

static void marked_regions_are_summed_alone(void **context)
{
	struct view_stage *stage = *context;
	show_three(stage);
	assert_true(regions()->obey(&stage->scene, &stage->state, COMMAND_MARK));
	arrange(stage);
	assert_int_equal(stage->state.sum.regions, 1);
	assert_int_equal(stage->state.sum.size, 4 * PAGE);
}

static void a_sum_with_an_unknown_part_is_unknown(void **context)
{
	struct view_stage *stage = *context;
	stage_add(stage, BASE, PAGE, REGION_ANON, "")->counters[COUNTER_PSS] = UNKNOWN;
	stage_add(stage, BASE + PAGE, PAGE, REGION_ANON, "");
	stage_show(stage);
	arrange(stage);
	assert_int_equal(stage->state.sum.rss, PAGE);
	assert_int_equal(stage->state.sum.pss, UNKNOWN);
}

static void enter_expands_a_row_to_its_counters_and_flags(void **context)
{
	struct view_stage *stage = *context;
	stage_add(stage, BASE, PAGE, REGION_ANON, "")->flags = "rd wr mr";
	stage_add(stage, BASE + PAGE, PAGE, REGION_ANON, "");
	stage_show(stage);
	arrange(stage);
	assert_true(regions()->obey(&stage->scene, &stage->state, COMMAND_ENTER));
	arrange(stage);
	assert_int_equal(stage->state.row_count, 2 + COUNTERS / 2 + 2);
	assert_int_equal(stage->state.list.selected, 0);
	assert_ptr_equal(regions()->selected(&stage->scene).region, &stage->now->table->regions[0]);
	assert_true(regions()->obey(&stage->scene, &stage->state, COMMAND_ENTER));
	arrange(stage);
	assert_int_equal(stage->state.row_count, 2);
}

static void what_opens_at_the_foot_moves_up(void **context)
{
	struct view_stage *stage = *context;
	for (uint64_t i = 0; i < 10; i++)
		stage_add(stage, BASE + i * PAGE, PAGE, REGION_ANON, "");
	stage_show(stage);
	arrange(stage);
	list_fit(&stage->state.list, stage->state.row_count, 10);
	list_select(&stage->state.list, 9);
	assert_true(regions()->obey(&stage->scene, &stage->state, COMMAND_ENTER));
	arrange(stage);
	list_fit(&stage->state.list, stage->state.row_count, 10);
	assert_int_equal(stage->state.list.selected, 9);
	assert_int_equal(stage->state.list.top, 4);
}

static void the_baseline_has_a_column_only_when_there_is_one(void **context)
{
	struct view_stage *stage = *context;
	const struct rect area = { .width = 90, .height = 20 };
	const uint64_t grew = UINT64_C(1) << REGION_COLUMN_GREW;
	show_three(stage);
	assert_false(regions()->columns_shown(&stage->scene, area) & grew);
	stage->scene.baseline = stage->now;
	assert_true(regions()->columns_shown(&stage->scene, area) & grew);
}

static void a_name_in_brackets_is_the_kernels(void **context)
{
	struct view_stage *stage = *context;
	static const struct {
		enum region_kind kind;
		const char *path, *name;
	} cases[] = {
		{ REGION_HEAP, "[heap]", "[heap]" },
		{ REGION_STACK, "[stack]", "[stack]" },
		{ REGION_ANON, "[anon:arena]", "[anon:arena]" },
		{ REGION_FILE, "/tmp/[heap]", "/tmp/[heap]" },
		{ REGION_TEXT, "/lib/libc.so.6", "libc.so.6" },
	};
	size_t count = sizeof(cases) / sizeof(*cases);
	char name[COLUMN_TEXT];
	for (size_t i = 0; i < count; i++)
		stage_add(stage, BASE + i * PAGE, PAGE, cases[i].kind, cases[i].path);
	stage_show(stage);
	arrange(stage);
	for (size_t i = 0; i < count; i++) {
		region_columns[REGION_COLUMN_NAME].write(
			&stage->state.rows[i], &stage->scene, name);
		assert_string_equal(name, cases[i].name);
	}
}

static void every_column_says_what_it_is(void **context)
{
	(void)context;
	for (size_t i = 0; i < REGION_COLUMNS; i++) {
		assert_non_null(region_columns[i].name);
		assert_non_null(region_columns[i].title);
		assert_non_null(region_columns[i].description);
		assert_non_null(region_columns[i].write);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(region_columns[i].name, region_columns[j].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(rows_begin_in_the_order_of_addresses),
		STAGE_TEST(numbers_sort_greatest_first_and_can_be_reversed),
		STAGE_TEST(the_cursor_stays_on_its_region_when_the_order_changes),
		STAGE_TEST(an_unknown_counter_sorts_last),
		STAGE_TEST(the_sum_is_over_what_passes_the_filter),
		STAGE_TEST(marked_regions_are_summed_alone),
		STAGE_TEST(a_sum_with_an_unknown_part_is_unknown),
		STAGE_TEST(enter_expands_a_row_to_its_counters_and_flags),
		STAGE_TEST(what_opens_at_the_foot_moves_up),
		STAGE_TEST(the_baseline_has_a_column_only_when_there_is_one),
		STAGE_TEST(a_name_in_brackets_is_the_kernels),
		STAGE_TEST(every_column_says_what_it_is),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
