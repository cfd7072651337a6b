/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "demo/judge.h"

#define KIB 1024
#define DATA 0x7f0000000000

static struct scope scope;
static struct demo_expectation expectations[8];
static const struct demo_step step = { .title = "step", .expectations = expectations };
static const struct demo demo = { .id = "test", .steps = &step, .step_count = 1 };

static struct demo_run run_of(size_t processes)
{
	struct demo_run run = { .demo = &demo, .step = 0, .process_count = processes };
	for (size_t i = 0; i < processes; i++) {
		struct run_process *process = &run.processes[i];
		snprintf(process->role, sizeof process->role, "%s", i ? "child" : "parent");
		for (unsigned metric = 0; metric < METRICS; metric++)
			process->before[metric] = process->after[metric] = process->first[metric] =
				UNKNOWN;
	}
	return run;
}

static struct snapshot *snapshot_with(enum metric metric, uint64_t value)
{
	struct snapshot *snapshot = snapshot_create();
	snapshot->metrics[METRIC_VSZ] = 1;
	snapshot->metrics[metric] = value;
	return snapshot;
}

/* One with the mapping at DATA, of which `counter` is known. */
static struct snapshot *snapshot_with_region(enum counter counter, uint64_t value)
{
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = region_table_create();
	struct region *region = region_table_add(table);
	region->start = DATA;
	region->end = DATA + 64 * KIB;
	region->counters[counter] = value;
	region_table_seal(table);
	snapshot_set_table(snapshot, table);
	return snapshot;
}

static void expect(struct demo_expectation expectation)
{
	memset(expectations, 0, sizeof expectations);
	expectations[0] = expectation;
}

/* Judges one process between two snapshots, which are given back. */
static struct run_verdict judge_pair(
	struct demo_run *run, struct snapshot *before, struct snapshot *after)
{
	const struct judge_samples samples = { .before = { before }, .after = { after } };
	judge_step(run, &scope, &samples);
	if (before)
		snapshot_unref(before);
	if (after)
		snapshot_unref(after);
	assert_int_equal(run->verdict_count, 1);
	return run->verdicts[0];
}

static void a_change_is_measured_from_the_step_before(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	expect((struct demo_expectation){ .metric = "minflt", .value = "size/4/page" });
	struct run_verdict verdict = judge_pair(
		&run, snapshot_with(METRIC_MINFLT, 100), snapshot_with(METRIC_MINFLT, 6508));
	assert_true(verdict.holds && verdict.is_known && verdict.is_change && !verdict.is_bytes);
	assert_int_equal(verdict.expected, 6400);
	assert_int_equal(verdict.seen, 6408);
	assert_int_equal(verdict.tolerance, 8);
	assert_string_equal(verdict.label, "minflt");
	assert_null(verdict.cause);
	assert_int_equal(run.passed, 1);
}

static void one_beyond_the_tolerance_fails_with_a_cause(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	expect((struct demo_expectation){ .metric = "minflt", .value = "0" });
	struct run_verdict verdict = judge_pair(
		&run, snapshot_with(METRIC_MINFLT, 100), snapshot_with(METRIC_MINFLT, 109));
	assert_false(verdict.holds);
	assert_true(verdict.is_known);
	assert_non_null(verdict.cause);
	assert_int_equal(run.failed, 1);
	verdict = judge_pair(
		&run, snapshot_with(METRIC_MINFLT, 100), snapshot_with(METRIC_MINFLT, 91));
	assert_false(verdict.holds);
}

static void a_value_may_be_judged_by_itself(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	expect((struct demo_expectation){
		.metric = "heap", .is_absolute = true, .value = "132K", .tolerance = "0" });
	struct run_verdict verdict = judge_pair(&run, NULL, snapshot_with(METRIC_HEAP, 132 * KIB));
	assert_true(verdict.holds && verdict.is_bytes && !verdict.is_change);
	assert_string_equal(verdict.label, "[heap]");
}

static void what_is_unknown_never_holds(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	expect((struct demo_expectation){ .metric = "pss", .value = "0", .tolerance = "1G" });
	struct run_verdict verdict =
		judge_pair(&run, snapshot_with(METRIC_VSZ, 1), snapshot_with(METRIC_PSS, 4096));
	assert_false(verdict.holds || verdict.is_known);
	assert_string_equal(verdict.cause, "it could not be read");
	verdict = judge_pair(&run, NULL, snapshot_with(METRIC_PSS, 4096));
	assert_false(verdict.holds || verdict.is_known);
	expect((struct demo_expectation){ .role = "nobody", .metric = "pss", .value = "0" });
	verdict =
		judge_pair(&run, snapshot_with(METRIC_PSS, 4096), snapshot_with(METRIC_PSS, 4096));
	assert_false(verdict.holds || verdict.is_known);
	assert_int_equal(run.failed, 3);
}

/* A run with a marker at DATA + `offset`, whose mapping is data with .bss from its second page on. */
static struct run_verdict judge_place(uint64_t offset, const char *metric, const char *word)
{
	static const struct region_part bss = {
		.start = DATA + 4 * KIB, .end = DATA + 8 * KIB, .kind = REGION_BSS, .name = ".bss"
	};
	struct demo_run run = run_of(1);
	run.markers[run.marker_count++] =
		(struct run_marker){ .key = "g_zero", .address = DATA + offset };
	struct snapshot *snapshot = snapshot_with_region(COUNTER_RSS, 0);
	struct region *region = (struct region *)snapshot->table->regions;
	region->kind = REGION_DATA;
	region->permissions = PERMISSION_READ | PERMISSION_WRITE;
	region->parts = &bss;
	region->part_count = 1;
	expect((struct demo_expectation){ .metric = metric, .value = word });
	return judge_pair(&run, NULL, snapshot);
}

static void the_kind_of_a_place_is_judged_in_words(void **state)
{
	(void)state;
	struct run_verdict verdict = judge_place(0, "g_zero.kind", "data");
	assert_true(verdict.holds && verdict.is_word && !verdict.is_change);
	assert_string_equal(verdict.seen_word, "data");
	assert_string_equal(verdict.label, "g_zero kind");
	verdict = judge_place(0, "g_zero.kind", "bss");
	assert_false(verdict.holds);
	assert_true(verdict.is_known);
	assert_string_equal(verdict.expected_word, "bss");
	assert_non_null(verdict.cause);
}

static void the_part_of_a_region_says_the_kind(void **state)
{
	(void)state;
	assert_true(judge_place(5 * KIB, "g_zero.kind", "bss").holds);
	assert_true(judge_place(9 * KIB, "g_zero.kind", "data").holds);
}

static void permissions_are_judged_as_they_stand_in_maps(void **state)
{
	(void)state;
	assert_true(judge_place(5 * KIB, "g_zero.permissions", "rw-p").holds);
	assert_false(judge_place(5 * KIB, "g_zero.permissions", "rw-s").holds);
}

static void a_place_without_a_mapping_is_unmapped(void **state)
{
	(void)state;
	assert_true(judge_place(64 * KIB, "g_zero.kind", "unmapped").holds);
	struct run_verdict verdict = judge_place(64 * KIB, "g_zero.kind", "data");
	assert_false(verdict.holds);
	assert_string_equal(verdict.seen_word, "unmapped");
	verdict = judge_place(64 * KIB, "g_zero.permissions", "rw-p");
	assert_false(verdict.holds || verdict.is_known);
	verdict = judge_place(0, "nobody.kind", "data");
	assert_false(verdict.holds || verdict.is_known);
}

static void a_cause_of_its_own_comes_first(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	expect((struct demo_expectation){ .metric = "minflt", .value = "99", .cause = "the moon" });
	struct run_verdict verdict =
		judge_pair(&run, snapshot_with(METRIC_MINFLT, 0), snapshot_with(METRIC_MINFLT, 0));
	assert_string_equal(verdict.cause, "the moon");
}

static void swapped_memory_is_named_as_the_cause(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	run.processes[0].after[METRIC_SWAP] = 4096;
	expect((struct demo_expectation){ .metric = "minflt", .value = "99" });
	struct run_verdict verdict =
		judge_pair(&run, snapshot_with(METRIC_MINFLT, 0), snapshot_with(METRIC_MINFLT, 0));
	assert_non_null(strstr(verdict.cause, "swapped"));
}

static void a_marked_mapping_is_judged_alone(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	run.markers[run.marker_count++] =
		(struct run_marker){ .key = "data", .role = "parent", .address = DATA + 4096 };
	expect((struct demo_expectation){ .metric = "data.private_dirty", .value = "32K" });
	struct run_verdict verdict =
		judge_pair(&run, snapshot_with_region(COUNTER_PRIVATE_DIRTY, 8 * KIB),
			snapshot_with_region(COUNTER_PRIVATE_DIRTY, 40 * KIB));
	assert_true(verdict.holds && verdict.is_bytes);
	assert_string_equal(verdict.label, "data Private_Dirty");
	verdict = judge_pair(&run, snapshot_with_region(COUNTER_RSS, 1),
		snapshot_with_region(COUNTER_PRIVATE_DIRTY, 40 * KIB));
	assert_false(verdict.is_known);
	run.markers[0].address = DATA - 1;
	verdict = judge_pair(&run, snapshot_with_region(COUNTER_PRIVATE_DIRTY, 0),
		snapshot_with_region(COUNTER_PRIVATE_DIRTY, 32 * KIB));
	assert_false(verdict.is_known);
}

static void the_size_of_a_marked_mapping_is_judged(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	run.markers[run.marker_count++] =
		(struct run_marker){ .key = "data", .role = "parent", .address = DATA + 4096 };
	expect((struct demo_expectation){
		.metric = "data.size", .is_absolute = true, .value = "64K", .tolerance = "0" });
	struct run_verdict verdict =
		judge_pair(&run, NULL, snapshot_with_region(COUNTER_RSS, 8 * KIB));
	assert_true(verdict.holds && verdict.is_bytes);
}

static void reported_values_are_judged(void **state)
{
	(void)state;
	struct demo_run run = run_of(2);
	run.shown[run.shown_count++] =
		(struct run_value){ .name = "shared", .value = 2000, .before = 1000 };
	expect((struct demo_expectation){
		.metric = "value:shared", .is_absolute = true, .value = "2000" });
	struct run_verdict verdict = judge_pair(&run, NULL, NULL);
	assert_true(verdict.holds);
	assert_string_equal(verdict.label, "shared");
	expect((struct demo_expectation){ .metric = "value:shared", .value = "1000" });
	assert_true(judge_pair(&run, NULL, NULL).holds);
	expect((struct demo_expectation){ .metric = "value:other", .value = "0" });
	assert_false(judge_pair(&run, NULL, NULL).is_known);
}

static void life_and_state_are_judged(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	struct snapshot *zombie = snapshot_create();
	zombie->life = LIFE_ZOMBIE;
	zombie->process.state = 'Z';
	expect((struct demo_expectation){ .metric = "state", .value = "Z" });
	assert_true(judge_pair(&run, NULL, zombie).holds);
	expect((struct demo_expectation){ .metric = "alive", .is_absolute = true, .value = "0" });
	assert_true(judge_pair(&run, NULL, NULL).holds);
	assert_false(judge_pair(&run, NULL, snapshot_create()).holds);
}

static void a_sum_is_over_those_who_live(void **state)
{
	(void)state;
	struct demo_run run = run_of(2);
	struct snapshot *parent = snapshot_with(METRIC_PSS, 100 * KIB);
	struct snapshot *child = snapshot_with(METRIC_PSS, 60 * KIB);
	struct snapshot *gone = snapshot_with(METRIC_PSS, 60 * KIB);
	gone->life = LIFE_EXITED;
	expect((struct demo_expectation){
		.role = "sum", .metric = "pss", .value = "60K", .tolerance = "0" });
	struct judge_samples samples = { .before = { parent }, .after = { parent, child } };
	judge_step(&run, &scope, &samples);
	assert_true(run.verdicts[0].holds && run.verdicts[0].is_bytes);
	assert_string_equal(run.verdicts[0].label, "sum PSS");
	expectations[0].value = "-60K";
	samples = (struct judge_samples){ .before = { parent, child }, .after = { parent, gone } };
	judge_step(&run, &scope, &samples);
	assert_true(run.verdicts[0].holds);
	child->metrics[METRIC_PSS] = UNKNOWN;
	judge_step(&run, &scope, &samples);
	assert_false(run.verdicts[0].is_known);
	snapshot_unref(parent);
	snapshot_unref(child);
	snapshot_unref(gone);
}

static void conditions_choose_what_is_expected(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	expect((struct demo_expectation){ .metric = "minflt", .value = "0", .when = "who=parent" });
	expectations[1] =
		(struct demo_expectation){ .metric = "minflt", .value = "3", .when = "who=child" };
	struct run_verdict verdict =
		judge_pair(&run, snapshot_with(METRIC_MINFLT, 0), snapshot_with(METRIC_MINFLT, 3));
	assert_int_equal(verdict.expected, 3);
}

static void a_wrong_formula_fails_and_says_so(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	expect((struct demo_expectation){ .metric = "minflt", .value = "nonsense" });
	struct run_verdict verdict =
		judge_pair(&run, snapshot_with(METRIC_MINFLT, 0), snapshot_with(METRIC_MINFLT, 0));
	assert_false(verdict.holds);
	assert_non_null(strstr(verdict.cause, "expectation itself"));
}

static void samples_move_from_after_to_before(void **state)
{
	(void)state;
	struct demo_run run = run_of(1);
	struct snapshot *first = snapshot_with(METRIC_RSS, 1),
			*second = snapshot_with(METRIC_RSS, 2);
	judge_take(&run, &(struct judge_samples){ .after = { first } });
	assert_int_equal(run.processes[0].first[METRIC_RSS], 1);
	assert_true(run.processes[0].before[METRIC_RSS] == UNKNOWN);
	judge_take(&run, &(struct judge_samples){ .after = { second } });
	assert_int_equal(run.processes[0].first[METRIC_RSS], 1);
	assert_int_equal(run.processes[0].before[METRIC_RSS], 1);
	assert_int_equal(run.processes[0].after[METRIC_RSS], 2);
	judge_take(&run, &(struct judge_samples){ .after = { NULL } });
	assert_true(run.processes[0].is_gone);
	assert_int_equal(run.processes[0].before[METRIC_RSS], 2);
	assert_true(run.processes[0].after[METRIC_RSS] == UNKNOWN);
	snapshot_unref(first);
	snapshot_unref(second);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_is_measured_from_the_step_before),
		cmocka_unit_test(one_beyond_the_tolerance_fails_with_a_cause),
		cmocka_unit_test(a_value_may_be_judged_by_itself),
		cmocka_unit_test(what_is_unknown_never_holds),
		cmocka_unit_test(the_kind_of_a_place_is_judged_in_words),
		cmocka_unit_test(the_part_of_a_region_says_the_kind),
		cmocka_unit_test(permissions_are_judged_as_they_stand_in_maps),
		cmocka_unit_test(a_place_without_a_mapping_is_unmapped),
		cmocka_unit_test(a_cause_of_its_own_comes_first),
		cmocka_unit_test(swapped_memory_is_named_as_the_cause),
		cmocka_unit_test(a_marked_mapping_is_judged_alone),
		cmocka_unit_test(the_size_of_a_marked_mapping_is_judged),
		cmocka_unit_test(reported_values_are_judged),
		cmocka_unit_test(life_and_state_are_judged),
		cmocka_unit_test(a_sum_is_over_those_who_live),
		cmocka_unit_test(conditions_choose_what_is_expected),
		cmocka_unit_test(a_wrong_formula_fails_and_says_so),
		cmocka_unit_test(samples_move_from_after_to_before),
	};
	scope_add(&scope, "size", "100M");
	scope_add(&scope, "who", "child");
	scope_add(&scope, "page", "4096");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
