/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "source/carry.h"

static struct region *add(
	struct region_table *table, uint64_t start, uint64_t end, const char *path)
{
	struct region *region = region_table_add(table);
	region->start = start;
	region->end = end;
	region->path = path;
	region->path_length = (uint32_t)strlen(path);
	return region;
}

static void counters_follow_regions_that_stayed(void **state)
{
	(void)state;
	struct region_table *from = region_table_create(), *to = region_table_create();
	add(from, 0x1000, 0x2000, "/a")->counters[COUNTER_RSS] = 1;
	add(from, 0x3000, 0x4000, "")->counters[COUNTER_RSS] = 2;
	add(from, 0x5000, 0x6000, "/b")->counters[COUNTER_RSS] = 3;
	add(from, 0x7000, 0x8000, "/c")->counters[COUNTER_RSS] = 4;
	from->regions[3].flags = "rd wr";
	from->counters_clock_ns = 77;
	add(to, 0x2000, 0x3000, "");
	add(to, 0x3000, 0x4000, "");
	add(to, 0x5000, 0x7000, "/b");
	add(to, 0x7000, 0x8000, "/c");
	assert_int_equal(carry_counters(from, to), 0);
	assert_true(to->regions[0].counters[COUNTER_RSS] == UNKNOWN);
	assert_false(to->regions[0].stale);
	assert_int_equal(to->regions[1].counters[COUNTER_RSS], 2);
	assert_true(to->regions[1].stale);
	assert_true(to->regions[2].counters[COUNTER_RSS] == UNKNOWN);
	assert_int_equal(to->regions[3].counters[COUNTER_RSS], 4);
	region_table_unref(from);
	assert_string_equal(to->regions[3].flags, "rd wr");
	assert_int_equal(to->counters_clock_ns, 77);
	region_table_unref(to);
}

static void counters_do_not_follow_an_address_to_something_else(void **state)
{
	(void)state;
	struct region_table *from = region_table_create();
	add(from, 0x1000, 0x2000, "/a")->counters[COUNTER_RSS] = 1;
	for (int change = 0; change < 7; change++) {
		struct region_table *to = region_table_create();
		struct region *region = add(to, 0x1000, 0x2000, change == 0 ? "/b" : "/a");
		region->offset = change == 1;
		region->inode = change == 2;
		region->device_major = change == 3;
		region->device_minor = change == 4;
		region->permissions = change == 5;
		region->deleted = change == 6;
		assert_int_equal(carry_counters(from, to), 0);
		assert_true(to->regions[0].counters[COUNTER_RSS] == UNKNOWN);
		region_table_unref(to);
	}
	region_table_unref(from);
}

static void findings_outlive_the_table_they_came_from(void **state)
{
	(void)state;
	struct region_table *from = region_table_create(), *to = region_table_create();
	struct region_part *part = arena_take(&from->arena, sizeof *part);
	*part = (struct region_part){ 0x1800, 0x2000, REGION_BSS,
		arena_copy(&from->arena, ".bss", 4) };
	struct module *module = from->modules = arena_take(&from->arena, sizeof *from->modules);
	*module = (struct module){
		.path = arena_copy(&from->arena, "/lib", 4), .last = 1, .bias = 9
	};
	from->module_count = 1;
	for (uint64_t i = 0; i < 3; i++) {
		struct region *region =
			add(from, i << 12, (i + 1) << 12, i < 2 ? "/lib" : "/x (deleted)");
		region->kind = REGION_DATA;
		region->module = i < 2 ? module->path : "";
		add(to, i << 12, (i + 1) << 12, i < 2 ? "/lib" : "/x")->deleted = i == 2;
	}
	from->regions[1].parts = part;
	from->regions[1].part_count = 1;
	assert_int_equal(carry_findings(from, to), 0);
	region_table_unref(from);
	assert_int_equal(to->module_count, 1);
	assert_string_equal(to->modules[0].path, "/lib");
	assert_int_equal(to->modules[0].bias, 9);
	assert_int_equal(to->regions[0].kind, REGION_DATA);
	assert_ptr_equal(to->regions[0].module, to->modules[0].path);
	assert_ptr_equal(to->regions[1].module, to->modules[0].path);
	assert_string_equal(to->regions[2].module, "");
	assert_int_equal(to->regions[1].part_count, 1);
	assert_string_equal(to->regions[1].parts[0].name, ".bss");
	assert_int_equal(to->regions[1].parts[0].start, 0x1800);
	assert_false(to->regions[2].deleted);
	assert_string_equal(to->regions[2].path, "/x (deleted)");
	region_table_unref(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counters_follow_regions_that_stayed),
		cmocka_unit_test(counters_do_not_follow_an_address_to_something_else),
		cmocka_unit_test(findings_outlive_the_table_they_came_from),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
