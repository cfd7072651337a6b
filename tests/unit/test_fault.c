/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Accesses that fault: how they are named, where they are placed, how they are judged. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "demo/fault.h"
#include "demo/judge.h"
#include "demo/runner_intake.h"

#define SIZE 0x10000
#define MAPPED 0x7f0000000000

static const struct demo_expectation null_is_not_mapped[] = {
	{ .metric = "null.fault", .value = "SEGV_MAPERR" },
	{ 0 },
};
static const struct demo_step step = { .title = "step", .expectations = null_is_not_mapped };
static const struct demo demo = { .id = "test", .steps = &step, .step_count = 1 };

/* A run of one process that has tried one access. */
static struct demo_run run_of(struct run_fault fault)
{
	struct demo_run run = { .demo = &demo, .process_count = 1, .fault_count = 1 };
	snprintf(run.processes[0].role, sizeof run.processes[0].role, "parent");
	run.faults[0] = fault;
	return run;
}

static struct run_verdict judge(const char *key, int signal, int code)
{
	struct run_fault fault = { .signal = signal, .code = code };
	snprintf(fault.key, sizeof fault.key, "%s", key);
	struct demo_run run = run_of(fault);
	const struct scope scope = { 0 };
	const struct judge_samples samples = { 0 };
	judge_step(&run, &scope, &samples);
	assert_int_equal(run.verdict_count, 1);
	return run.verdicts[0];
}

static void codes_have_the_names_of_the_manual(void **state)
{
	(void)state;
	assert_string_equal(fault_name(SIGSEGV, SEGV_MAPERR), "SEGV_MAPERR");
	assert_string_equal(fault_name(SIGSEGV, SEGV_ACCERR), "SEGV_ACCERR");
	assert_string_equal(fault_name(SIGSEGV, SI_KERNEL), "SI_KERNEL");
	assert_string_equal(fault_name(SIGBUS, BUS_ADRERR), "BUS_ADRERR");
	assert_string_equal(fault_signal_name(SIGBUS), "SIGBUS");
}

static void what_has_no_name_is_named_by_its_signal(void **state)
{
	(void)state;
	assert_string_equal(fault_name(0, 0), "none");
	assert_string_equal(fault_name(SIGILL, ILL_ILLOPC), "SIGILL");
	assert_string_equal(fault_name(SIGSEGV, 77), "SIGSEGV");
	assert_string_equal(fault_name(SIGUSR1, 1), "other");
}

static void what_an_access_gave_is_judged_in_words(void **state)
{
	(void)state;
	struct run_verdict verdict = judge("null", SIGSEGV, SEGV_MAPERR);
	assert_true(verdict.holds && verdict.is_word);
	assert_string_equal(verdict.label, "null fault");
	verdict = judge("null", SIGSEGV, SEGV_ACCERR);
	assert_true(verdict.is_known && !verdict.holds);
	assert_string_equal(verdict.seen_word, "SEGV_ACCERR");
	assert_false(judge("null", 0, 0).holds);
	assert_false(judge("other", SIGSEGV, SEGV_MAPERR).is_known);
}

/* A process with one mapping of which nothing is known but its place. */
static struct snapshot *snapshot_with_stack(void)
{
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = region_table_create();
	struct region *region = region_table_add(table);
	region->start = MAPPED;
	region->end = MAPPED + SIZE;
	region->kind = REGION_STACK;
	region->permissions = PERMISSION_READ;
	region_table_seal(table);
	snapshot_set_table(snapshot, table);
	return snapshot;
}

static struct run_fault place(const char *role, uint64_t aim)
{
	struct run_fault fault = { .aim = aim };
	snprintf(fault.role, sizeof fault.role, "%s", role);
	struct demo_run run = run_of(fault);
	struct snapshot *snapshot = snapshot_with_stack();
	const struct judge_samples samples = { .after = { snapshot } };
	judge_take(&run, &samples);
	snapshot_unref(snapshot);
	return run.faults[0];
}

static void a_fault_is_placed_in_the_mapping_it_hit(void **state)
{
	(void)state;
	struct run_fault fault = place("parent", MAPPED + SIZE - 1);
	assert_true(fault.is_placed && fault.is_mapped);
	assert_int_equal(fault.kind, REGION_STACK);
	assert_int_equal(fault.permissions, PERMISSION_READ);
}

static void a_fault_in_a_hole_knows_the_mapping_above(void **state)
{
	(void)state;
	struct run_fault fault = place("parent", MAPPED - 16);
	assert_true(fault.is_placed && !fault.is_mapped);
	assert_int_equal(fault.kind, REGION_STACK);
	assert_int_equal(fault.distance, 16);
	fault = place("parent", MAPPED + SIZE);
	assert_true(fault.is_placed && !fault.is_mapped);
	assert_true(fault.distance == UNKNOWN);
}

static void a_fault_of_a_process_that_is_not_there_stays_unplaced(void **state)
{
	(void)state;
	assert_false(place("child", MAPPED).is_placed);
}

/* A run whose worker is this very process. */
struct scene {
	struct demo_run run;
	struct intake intake;
};

static void say(struct scene *scene, const char *text)
{
	char line[128];
	snprintf(line, sizeof line, "%s", text);
	intake_line(&scene->intake, line);
}

/* At work, with a marker on address 16. */
static void begin(struct scene *scene)
{
	*scene = (struct scene){ .run = { .demo = &demo, .state = RUN_WORKING, .step = SIZE_MAX } };
	intake_init(&scene->intake, &scene->run, 1, getpid());
	say(scene, "HELLO 1 test 1");
	scene->run.state = RUN_WORKING;
	say(scene, "MARK null process 0x10 0 read at 16");
}

/* Not intake_finish(): that would kill this process. */
static void end(struct scene *scene)
{
	for (size_t i = 0; i < DEMO_ROLES; i++)
		if (scene->intake.pidfds[i] >= 0)
			close(scene->intake.pidfds[i]);
}

static void a_fault_is_that_of_the_marker_it_names(void **state)
{
	(void)state;
	struct scene scene;
	begin(&scene);
	say(&scene, "FAULT 11 1 0x0 null");
	say(&scene, "FAULT 11 2 0xfff0 null");
	assert_int_equal(scene.run.state, RUN_WORKING);
	assert_int_equal(scene.run.fault_count, 1);
	const struct run_fault *fault = &scene.run.faults[0];
	assert_string_equal(fault->key, "null");
	assert_string_equal(fault->role, "process");
	assert_string_equal(fault->label, "read at 16");
	assert_int_equal(fault->signal, 11);
	assert_int_equal(fault->code, 2);
	assert_int_equal(fault->aim, 0x10);
	assert_int_equal(fault->address, 0xfff0);
	assert_int_equal(fault->step, 0);
	assert_false(fault->is_placed);
	end(&scene);
}

static void faults_that_cannot_be_are_refused(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"FAULT 11 2",
		"FAULT 11 2 1000 null",
		"FAULT 900 2 0x1000 null",
		"FAULT 11 99999999999 0x1000 null",
		"FAULT 11 2 0x1000",
		"FAULT 11 2 0x1000 nowhere",
	};
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct scene scene;
		begin(&scene);
		say(&scene, lines[i]);
		assert_int_equal(scene.run.state, RUN_FAILED);
		assert_non_null(strstr(scene.run.reason, "fault"));
		end(&scene);
	}
}

static void so_many_faults_are_kept_and_no_more(void **state)
{
	(void)state;
	struct scene scene;
	begin(&scene);
	for (int i = 0; i <= RUN_FAULTS && scene.run.state == RUN_WORKING; i++) {
		char line[80];
		snprintf(line, sizeof line, "MARK m%d process 0x10 0 read", i);
		say(&scene, line);
		snprintf(line, sizeof line, "FAULT 11 1 0x10 m%d", i);
		say(&scene, line);
	}
	assert_int_equal(scene.run.state, RUN_FAILED);
	assert_int_equal(scene.run.fault_count, RUN_FAULTS);
	end(&scene);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_have_the_names_of_the_manual),
		cmocka_unit_test(what_has_no_name_is_named_by_its_signal),
		cmocka_unit_test(what_an_access_gave_is_judged_in_words),
		cmocka_unit_test(a_fault_is_placed_in_the_mapping_it_hit),
		cmocka_unit_test(a_fault_in_a_hole_knows_the_mapping_above),
		cmocka_unit_test(a_fault_of_a_process_that_is_not_there_stays_unplaced),
		cmocka_unit_test(a_fault_is_that_of_the_marker_it_names),
		cmocka_unit_test(faults_that_cannot_be_are_refused),
		cmocka_unit_test(so_many_faults_are_kept_and_no_more),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
