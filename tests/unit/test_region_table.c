/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "strata/snapshot.h"

static struct region *add(
	struct region_table *table, uint64_t start, uint64_t end, const char *path, uint64_t inode)
{
	struct region *region = region_table_add(table);
	assert_non_null(region);
	region->start = start;
	region->end = end;
	region->path = path;
	region->path_length = (uint32_t)strlen(path);
	region->inode = inode;
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		region->counters[counter] = 4096;
	return region;
}

static void new_regions_know_nothing(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	const struct region *region = region_table_add(table);
	assert_int_equal(region->kind, REGION_UNKNOWN);
	assert_string_equal(region->path, "");
	assert_string_equal(region->module, "");
	assert_null(region->flags);
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		assert_true(region->counters[counter] == UNKNOWN);
	region_table_unref(table);
}

static void keeps_its_regions_while_it_grows(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	for (uint64_t i = 0; i < 10000; i++)
		add(table, i * 8192, i * 8192 + 4096, "", 0);
	for (uint64_t i = 0; i < 10000; i++)
		assert_int_equal(table->regions[i].start, i * 8192);
	assert_int_equal(table->count, 10000);
	region_table_unref(table);
}

static void sums_counters_and_kinds(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	add(table, 0x1000, 0x2000, "", 0)->kind = REGION_ANON;
	add(table, 0x2000, 0x4000, "/bin/x", 9)->kind = REGION_TEXT;
	add(table, 0x5000, 0x6000, "/bin/x", 9)->kind = REGION_TEXT;
	region_table_seal(table);
	assert_int_equal(table->sums[COUNTER_RSS], 3 * 4096);
	assert_int_equal(table->kinds[REGION_TEXT].regions, 2);
	assert_int_equal(table->kinds[REGION_TEXT].size, 0x3000);
	assert_int_equal(table->kinds[REGION_TEXT].uss, 4 * 4096);
	assert_int_equal(table->kinds[REGION_ANON].pss, 4096);
	assert_int_equal(table->kinds[REGION_BSS].rss, 0);
	region_table_unref(table);
}

static void one_unknown_counter_makes_its_sum_unknown(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	add(table, 0x1000, 0x2000, "", 0);
	add(table, 0x2000, 0x3000, "", 0)->counters[COUNTER_PSS] = UNKNOWN;
	region_table_seal(table);
	assert_true(table->sums[COUNTER_PSS] == UNKNOWN);
	assert_true(table->kinds[REGION_UNKNOWN].pss == UNKNOWN);
	assert_int_equal(table->sums[COUNTER_RSS], 2 * 4096);
	region_table_unref(table);
}

static void vsyscall_is_not_memory_of_the_process(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	add(table, 0x1000, 0x2000, "", 0);
	add(table, 0xffffffffff600000, 0xffffffffff601000, "[vsyscall]", 0);
	region_table_seal(table);
	assert_int_equal(table->count, 2);
	assert_int_equal(table->sums[COUNTER_RSS], 4096);
	region_table_unref(table);
}

static void a_file_named_heap_is_not_the_heap(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	add(table, 0x1000, 0x2000, "/tmp/[heap]", 7);
	add(table, 0x2000, 0x3000, "[heap]", 7);
	add(table, 0x3000, 0x9000, "[heap]", 0);
	region_table_seal(table);
	assert_int_equal(table->heap_size, 0x6000);
	region_table_unref(table);
}

static void is_reused_only_by_its_last_owner(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	add(table, 0x1000, 0x2000, "", 0);
	const struct region_table *other = region_table_ref(table);
	assert_false(region_table_reuse(table));
	assert_int_equal(table->count, 1);
	region_table_unref(other);
	assert_true(region_table_reuse(table));
	assert_int_equal(table->count, 0);
	region_table_unref(table);
}

static void a_reused_table_gives_back_far_too_much_room(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	for (uint64_t i = 0; i < 10000; i++)
		add(table, i * 8192, i * 8192 + 4096, "", 0);
	assert_true(region_table_reuse(table));
	assert_true(table->capacity >= 10000);
	add(table, 0x1000, 0x2000, "", 0);
	assert_true(region_table_reuse(table));
	assert_int_equal(table->capacity, 0);
	region_table_unref(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_regions_know_nothing),
		cmocka_unit_test(keeps_its_regions_while_it_grows),
		cmocka_unit_test(sums_counters_and_kinds),
		cmocka_unit_test(one_unknown_counter_makes_its_sum_unknown),
		cmocka_unit_test(vsyscall_is_not_memory_of_the_process),
		cmocka_unit_test(a_file_named_heap_is_not_the_heap),
		cmocka_unit_test(is_reused_only_by_its_last_owner),
		cmocka_unit_test(a_reused_table_gives_back_far_too_much_room),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
