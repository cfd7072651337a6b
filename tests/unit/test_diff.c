/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "from_maps.h"
#include "strata/diff.h"

#define RW "rw-p 00000000 00:00 0 "

static struct delta delta_of(const char *before, const char *after, size_t index)
{
	struct region_table *earlier = from_maps(before), *later = from_maps(after);
	struct delta delta = diff_region(earlier, &later->regions[index]);
	region_table_unref(earlier);
	region_table_unref(later);
	return delta;
}

static void a_table_does_not_differ_from_itself(void **state)
{
	(void)state;
	static const char maps[] = "1000-5000 " RW "\n8000-9000 r-xp 00001000 fe:00 7 /bin/a\n";
	for (size_t i = 0; i < 2; i++) {
		struct delta delta = delta_of(maps, maps, i);
		assert_false(delta.is_new);
		assert_int_equal(delta.size, 0);
		assert_false(delta.permissions_changed);
	}
}

static void a_region_that_grew_at_either_end_is_the_same_region(void **state)
{
	(void)state;
	assert_int_equal(delta_of("4000-5000 " RW, "4000-8000 " RW, 0).size, 0x3000);
	assert_int_equal(delta_of("4000-5000 " RW, "1000-5000 " RW, 0).size, 0x3000);
	assert_int_equal(delta_of("4000-8000 " RW, "4000-5000 " RW, 0).size, -0x3000);
}

static void a_region_that_swallowed_its_neighbours_gained_only_the_difference(void **state)
{
	(void)state;
	struct delta delta = delta_of("1000-2000 " RW "\n4000-5000 " RW, "1000-5000 " RW, 0);
	assert_false(delta.is_new);
	assert_int_equal(delta.size, 0x2000);
}

static void another_file_at_the_same_address_is_new(void **state)
{
	(void)state;
	assert_true(delta_of(
		"1000-2000 r--p 00000000 fe:00 7 /a", "1000-2000 r--p 00000000 fe:00 8 /a", 0)
			    .is_new);
	assert_true(delta_of(
		"1000-2000 r--p 00000000 fe:00 7 /a", "1000-2000 r--p 00001000 fe:00 7 /a", 0)
			    .is_new);
	assert_true(delta_of("1000-2000 " RW, "1000-2000 " RW "[heap]", 0).is_new);
}

static void memory_taken_from_a_reserve_counts_as_growth(void **state)
{
	(void)state;
	struct delta delta = delta_of("4000-5000 " RW "\n5000-9000 ---p 00000000 00:00 0 ",
		"4000-6000 " RW "\n6000-9000 ---p 00000000 00:00 0 ", 0);
	assert_int_equal(delta.size, 0x1000);
	assert_false(delta.permissions_changed);
}

static void other_permissions_are_a_change_and_not_a_new_region(void **state)
{
	(void)state;
	struct delta delta =
		delta_of("4000-8000 " RW, "4000-5000 r--p 00000000 00:00 0 \n5000-8000 " RW, 0);
	assert_true(delta.permissions_changed);
	assert_false(delta.is_new);
	assert_int_equal(delta.size, 0);
	assert_false(delta.rss_known);
}

static void resident_memory_is_compared_only_where_both_sides_know_it(void **state)
{
	(void)state;
	struct region_table *earlier = from_maps("4000-8000 " RW);
	struct region_table *later = from_maps("4000-8000 " RW);
	later->regions[0].counters[COUNTER_RSS] = 0x3000;
	assert_false(diff_region(earlier, &later->regions[0]).rss_known);
	earlier->regions[0].counters[COUNTER_RSS] = 0x1000;
	struct delta delta = diff_region(earlier, &later->regions[0]);
	assert_true(delta.rss_known);
	assert_int_equal(delta.rss, 0x2000);
	region_table_unref(earlier);
	region_table_unref(later);
}

static void the_counterpart_overlaps_and_is_the_same_thing(void **state)
{
	(void)state;
	struct region_table *earlier = from_maps("1000-2000 " RW "\n4000-5000 " RW);
	struct region_table *later = from_maps("2000-3000 " RW "\n3000-6000 " RW);
	assert_null(diff_counterpart(earlier, &later->regions[0]));
	assert_ptr_equal(diff_counterpart(earlier, &later->regions[1]), &earlier->regions[1]);
	region_table_unref(earlier);
	region_table_unref(later);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_does_not_differ_from_itself),
		cmocka_unit_test(a_region_that_grew_at_either_end_is_the_same_region),
		cmocka_unit_test(a_region_that_swallowed_its_neighbours_gained_only_the_difference),
		cmocka_unit_test(another_file_at_the_same_address_is_new),
		cmocka_unit_test(memory_taken_from_a_reserve_counts_as_growth),
		cmocka_unit_test(other_permissions_are_a_change_and_not_a_new_region),
		cmocka_unit_test(resident_memory_is_compared_only_where_both_sides_know_it),
		cmocka_unit_test(the_counterpart_overlaps_and_is_the_same_thing),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
