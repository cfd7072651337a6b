/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>

#include "strata/snapshot.h"

static void a_new_snapshot_knows_nothing(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	for (unsigned metric = 0; metric < METRICS; metric++)
		assert_true(snapshot->metrics[metric] == UNKNOWN);
	assert_int_equal(snapshot->table->count, 0);
	assert_string_equal(snapshot->process.exe, "");
	assert_null(snapshot->process.cmdline[0]);
	assert_int_equal(snapshot->process.state, '?');
	snapshot_unref(snapshot);
}

static void takes_its_metrics_from_its_table(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = region_table_create();
	struct region *region = region_table_add(table);
	region->end = 0x3000;
	region->path = "[heap]";
	region->counters[COUNTER_PSS] = 1024;
	region->counters[COUNTER_PRIVATE_CLEAN] = 4096;
	region->counters[COUNTER_PRIVATE_DIRTY] = 8192;
	table->counters_clock_ns = 5;
	region_table_seal(table);
	snapshot_set_table(snapshot, table);
	assert_int_equal(snapshot->metrics[METRIC_PSS], 1024);
	assert_int_equal(snapshot->metrics[METRIC_USS], 4096 + 8192);
	assert_int_equal(snapshot->metrics[METRIC_HEAP], 0x3000);
	assert_int_equal(snapshot->metrics[METRIC_REGIONS], 1);
	assert_true(snapshot->metrics[METRIC_ANONYMOUS] == UNKNOWN);
	assert_int_equal(snapshot->counters_clock_ns, 5);
	snapshot_unref(snapshot);
}

static void shares_a_table_and_frees_it_last(void **state)
{
	(void)state;
	struct region_table *table = region_table_create();
	struct snapshot *first = snapshot_create(), *second = snapshot_create();
	snapshot_set_table(first, region_table_ref(table));
	snapshot_set_table(second, table);
	snapshot_unref(first);
	assert_int_equal(table->references, 1);
	assert_ptr_equal(second->table, table);
	snapshot_unref(second);
}

static void remembers_one_gap_per_file(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	assert_int_equal(snapshot_gap(snapshot, "smaps"), 0);
	assert_int_equal(snapshot_add_gap(snapshot, "smaps", EACCES), 0);
	assert_int_equal(snapshot_add_gap(snapshot, "exe", ENOENT), 0);
	assert_int_equal(snapshot_add_gap(snapshot, "smaps", EPERM), 0);
	assert_int_equal(snapshot->gap_count, 2);
	assert_int_equal(snapshot_gap(snapshot, "smaps"), EACCES);
	assert_int_equal(snapshot_gap(snapshot, "exe"), ENOENT);
	snapshot_unref(snapshot);
}

static void is_reused_only_by_its_last_owner(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	snapshot_add_gap(snapshot, "smaps", EACCES);
	const struct snapshot *other = snapshot_ref(snapshot);
	assert_false(snapshot_reuse(snapshot));
	assert_int_equal(snapshot->gap_count, 1);
	snapshot_unref(other);
	assert_true(snapshot_reuse(snapshot));
	assert_int_equal(snapshot->gap_count, 0);
	snapshot_unref(snapshot);
}

static void says_in_words_what_the_process_is_doing(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	snapshot->process.state = 'S';
	assert_string_equal(snapshot_state(snapshot), "sleeping");
	snapshot->process.state = 'W';
	assert_string_equal(snapshot_state(snapshot), "state unknown");
	snapshot->life = LIFE_EXITED;
	assert_string_equal(snapshot_state(snapshot), "exited");
	snapshot_unref(snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_snapshot_knows_nothing),
		cmocka_unit_test(takes_its_metrics_from_its_table),
		cmocka_unit_test(shares_a_table_and_frees_it_last),
		cmocka_unit_test(remembers_one_gap_per_file),
		cmocka_unit_test(is_reused_only_by_its_last_owner),
		cmocka_unit_test(says_in_words_what_the_process_is_doing),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
