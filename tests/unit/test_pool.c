/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "strata/pool.h"

static void hands_out_again_what_nobody_holds(void **state)
{
	(void)state;
	struct pool pool;
	pool_init(&pool);
	struct snapshot *first = pool_snapshot(&pool);
	first->clock_ns = 7;
	snapshot_unref(first);
	struct snapshot *second = pool_snapshot(&pool);
	assert_ptr_equal(second, first);
	assert_int_equal(second->clock_ns, 0);
	snapshot_unref(second);
	pool_finish(&pool);
}

static void leaves_alone_what_is_held_elsewhere(void **state)
{
	(void)state;
	struct pool pool;
	pool_init(&pool);
	struct snapshot *held[3 * POOL_SIZE];
	for (unsigned i = 0; i < 3 * POOL_SIZE; i++) {
		held[i] = pool_snapshot(&pool);
		held[i]->clock_ns = i;
	}
	for (unsigned i = 0; i < 3 * POOL_SIZE; i++)
		assert_int_equal(held[i]->clock_ns, i);
	pool_finish(&pool);
	for (unsigned i = 0; i < 3 * POOL_SIZE; i++) {
		assert_int_equal(held[i]->references, 1);
		snapshot_unref(held[i]);
	}
}

static void frees_the_table_of_a_snapshot_nobody_holds(void **state)
{
	(void)state;
	struct pool pool;
	pool_init(&pool);
	struct region_table *table = pool_table(&pool);
	struct snapshot *snapshot = pool_snapshot(&pool);
	snapshot_set_table(snapshot, table);
	snapshot_unref(snapshot);
	struct snapshot *next = pool_snapshot(&pool);
	struct region_table *again = pool_table(&pool);
	assert_ptr_equal(again, table);
	region_table_unref(again);
	snapshot_unref(next);
	pool_finish(&pool);
}

static void keeps_no_more_than_one_free_table(void **state)
{
	(void)state;
	struct pool pool;
	pool_init(&pool);
	struct region_table *tables[3];
	for (unsigned i = 0; i < 3; i++)
		tables[i] = pool_table(&pool);
	for (unsigned i = 0; i < 3; i++)
		region_table_unref(tables[i]);
	region_table_unref(pool_table(&pool));
	unsigned kept = 0;
	for (unsigned i = 0; i < POOL_SIZE; i++)
		kept += pool.tables[i] != NULL;
	assert_int_equal(kept, 1);
	pool_finish(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_out_again_what_nobody_holds),
		cmocka_unit_test(leaves_alone_what_is_held_elsewhere),
		cmocka_unit_test(frees_the_table_of_a_snapshot_nobody_holds),
		cmocka_unit_test(keeps_no_more_than_one_free_table),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
