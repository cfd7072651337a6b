/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "strata/difference.h"

#define PAGE 0x1000ull

static struct region_table *table_of(const struct region *regions)
{
	struct region_table *table = region_table_create();
	for (; regions->end; regions++) {
		struct region *region = region_table_add(table);
		assert_non_null(region);
		uint64_t rss = regions->counters[COUNTER_RSS];
		region->start = regions->start;
		region->end = regions->end;
		region->permissions = regions->permissions;
		region->inode = regions->inode;
		region->offset = regions->offset;
		region->path = regions->path ? regions->path : "";
		region->path_length = regions->path_length;
		region->module = "";
		region->counters[COUNTER_RSS] = rss;
	}
	region_table_seal(table);
	return table;
}
#define TABLE(...) table_of((const struct region[]){ __VA_ARGS__, { .end = 0 } })

#define ANON(first, last, resident)                                                                \
	{                                                                                          \
		.start = (first)*PAGE, .end = (last)*PAGE, .permissions = 3,                       \
		.counters[COUNTER_RSS] = (resident)*PAGE                                           \
	}
#define NAMED(first, last, resident)                                                               \
	{                                                                                          \
		.start = (first)*PAGE, .end = (last)*PAGE, .permissions = 1, .inode = 7,           \
		.path = "/lib/x", .path_length = 6, .counters[COUNTER_RSS] = (resident)*PAGE       \
	}

static struct difference *find(
	struct region_table *before, struct region_table *after, size_t *ret_count)
{
	struct difference *list = NULL;
	assert_int_equal(difference_find(before, after, &list, ret_count), 0);
	return list;
}

static void check(struct region_table *before, struct region_table *after, size_t expected,
	const unsigned *what)
{
	size_t count;
	struct difference *list = find(before, after, &count);
	assert_int_equal(count, expected);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].what, what[i]);
	free(list);
	region_table_unref(before);
	region_table_unref(after);
}
#define CHECK(before, after, ...)                                                                  \
	check(before, after, sizeof((const unsigned[]){ __VA_ARGS__ }) / sizeof(unsigned),         \
		(const unsigned[]){ __VA_ARGS__ })

static void equal_tables_differ_in_nothing(void **state)
{
	(void)state;
	check(TABLE(ANON(1, 2, 1)), TABLE(ANON(1, 2, 1)), 0, NULL);
}

static void what_came_and_went_is_new_and_gone(void **state)
{
	(void)state;
	CHECK(TABLE(ANON(1, 2, 1)), TABLE(ANON(50, 60, 5)), DIFFERENCE_GONE, DIFFERENCE_NEW);
}

static void growth_has_its_counters(void **state)
{
	(void)state;
	size_t count;
	int64_t change = 0;
	struct region_table *before = TABLE(ANON(1, 5, 1)), *after = TABLE(ANON(1, 9, 4));
	struct difference *list = find(before, after, &count);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].what, DIFFERENCE_GREW | DIFFERENCE_COUNTERS);
	assert_int_equal(list[0].size, 4 * PAGE);
	assert_true(difference_counter(&list[0], COUNTER_RSS, &change));
	assert_int_equal(change, 3 * PAGE);
	assert_false(difference_counter(&list[0], COUNTER_PSS, &change));
	free(list);
	region_table_unref(before);
	region_table_unref(after);
}

static void what_moved_and_grew_is_both(void **state)
{
	(void)state;
	CHECK(TABLE(ANON(1, 5, 3)), TABLE(ANON(100, 109, 3)), DIFFERENCE_GREW | DIFFERENCE_MOVED);
}

static void a_part_with_other_permissions_is_split_off(void **state)
{
	(void)state;
	struct region_table *after = TABLE(
		{ .start = PAGE, .end = 2 * PAGE, .permissions = 1, .counters[COUNTER_RSS] = PAGE },
		ANON(2, 9, 7));
	CHECK(TABLE(ANON(1, 9, 8)), after, DIFFERENCE_SPLIT,
		DIFFERENCE_SHRANK | DIFFERENCE_COUNTERS);
}

static void other_permissions_are_told(void **state)
{
	(void)state;
	struct region_table *after = TABLE({ .start = PAGE,
		.end = 9 * PAGE,
		.permissions = 1,
		.counters[COUNTER_RSS] = PAGE });
	CHECK(TABLE(ANON(1, 9, 1)), after, DIFFERENCE_PROTECTED);
}

static void two_runs_are_paired_by_the_names_of_files(void **state)
{
	(void)state;
	CHECK(TABLE(NAMED(10, 20, 3)), TABLE(NAMED(500, 510, 9)),
		DIFFERENCE_MOVED | DIFFERENCE_COUNTERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_tables_differ_in_nothing),
		cmocka_unit_test(what_came_and_went_is_new_and_gone),
		cmocka_unit_test(growth_has_its_counters),
		cmocka_unit_test(what_moved_and_grew_is_both),
		cmocka_unit_test(a_part_with_other_permissions_is_split_off),
		cmocka_unit_test(other_permissions_are_told),
		cmocka_unit_test(two_runs_are_paired_by_the_names_of_files),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
