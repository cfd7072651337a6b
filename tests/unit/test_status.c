/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>

#include "source/status.h"
#include "fixture.h"

static void take_stat(struct snapshot *snapshot, const char *name)
{
	size_t length;
	char *text = fixture_load(name, "stat", &length);
	assert_int_equal(status_take_stat(snapshot, text, length), 0);
	free(text);
}

static void take_status(struct snapshot *snapshot, const char *name)
{
	size_t length;
	char *text = fixture_load(name, "status", &length);
	status_take_status(snapshot, text);
	free(text);
}

static void reads_stat(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	take_stat(snapshot, "sleep");
	const struct process *process = &snapshot->process;
	assert_int_equal(process->pid, 4242);
	assert_int_equal(process->ppid, 1);
	assert_string_equal(process->comm, "sleep");
	assert_int_equal(process->state, 'S');
	assert_false(process->is_kernel_thread);
	assert_true(process->start_ticks > 0);
	assert_true(process->start_code < process->end_code);
	assert_true(process->end_code < process->start_data);
	assert_true(process->start_data < process->end_data);
	assert_true(process->end_data < process->start_brk);
	assert_true(process->start_brk < process->start_stack);
	assert_true(snapshot->metrics[METRIC_MINFLT] > 0);
	assert_int_equal(snapshot->metrics[METRIC_MAJFLT], 0);
	snapshot_unref(snapshot);
}

static void ends_a_name_at_the_last_parenthesis(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	take_stat(snapshot, "hostile-names");
	assert_string_equal(snapshot->process.comm, ") R 1 (\x1b]0;x\a\n\xff");
	assert_int_equal(snapshot->process.state, 'S');
	assert_int_equal(snapshot->process.ppid, 1);
	snapshot_unref(snapshot);
}

static void sees_no_address_that_is_masked(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	take_stat(snapshot, "stranger");
	assert_int_equal(snapshot->process.start_code, 0);
	assert_int_equal(snapshot->process.end_code, 0);
	assert_int_equal(snapshot->process.start_stack, 0);
	snapshot_unref(snapshot);
}

static void knows_a_thread_that_has_ended_or_is_about_to(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool has_ended;
	} threads[] = {
		{ "1 (x) S 1 1 1 0 -1 4194304 0", false },
		{ "1 (x) R 1 1 1 0 -1 4194308 0", true },
		{ "1 () S 1 1 1 0 -1 4194304) Z 1 1 1 0 -1 4194304 0", true },
		{ "1 (x) X 1 1 1 0 -1 4194304 0", true },
		{ "1 (x) S 1", true },
		{ "", true },
	};
	for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
		assert_int_equal(status_has_ended(threads[i].text, strlen(threads[i].text)),
			threads[i].has_ended);
}

static void refuses_what_is_no_stat(void **state)
{
	(void)state;
	static const char *const none[] = { "", "\n", "1", "1 (", "1 (x", "1 )x( S 1", "1 (x)",
		"1 (x) ", "1 (x) S", "1 (x) S 1 2 3",
		"1 (x) S 1 2 3 x 5 6 7 8 9 10 11 12 13 14 15" };
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		struct snapshot *snapshot = snapshot_create();
		assert_int_equal(status_take_stat(snapshot, none[i], strlen(none[i])), -EBADMSG);
		assert_int_equal(snapshot->process.pid, 0);
		snapshot_unref(snapshot);
	}
}

static void reads_status(void **state)
{
	(void)state;
	static const struct {
		enum metric metric;
		uint64_t value;
	} expected[] = {
		{ METRIC_PEAK_VSZ, 2500 * 1024 },
		{ METRIC_VSZ, 2500 * 1024 },
		{ METRIC_LOCKED, 0 },
		{ METRIC_RSS, 1508 * 1024 },
		{ METRIC_RSS_ANON, 96 * 1024 },
		{ METRIC_RSS_FILE, 1412 * 1024 },
		{ METRIC_RSS_SHMEM, 0 },
		{ METRIC_VM_STACK, 132 * 1024 },
		{ METRIC_PAGE_TABLES, 44 * 1024 },
		{ METRIC_SWAP, 0 },
		{ METRIC_HUGETLB, 0 },
		{ METRIC_THREADS, 1 },
		{ METRIC_VOLUNTARY, 1 },
		{ METRIC_NONVOLUNTARY, 1 },
	};
	struct snapshot *snapshot = snapshot_create();
	take_status(snapshot, "sleep");
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
		assert_int_equal(snapshot->metrics[expected[i].metric], expected[i].value);
	assert_true(snapshot->metrics[METRIC_PSS] == UNKNOWN);
	snapshot_unref(snapshot);
}

static void takes_the_effective_user_and_the_innermost_pid(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	take_stat(snapshot, "container");
	take_status(snapshot, "container");
	assert_int_equal(snapshot->process.pid, 4242);
	assert_int_equal(snapshot->process.inner_pid, 1);
	take_status(snapshot, "stranger");
	assert_int_equal(snapshot->process.uid, 65534);
	snapshot_unref(snapshot);
}

static void knows_a_kernel_thread_with_and_without_its_line(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	take_stat(snapshot, "kthread");
	assert_true(snapshot->process.is_kernel_thread);
	take_status(snapshot, "kthread");
	assert_true(snapshot->process.is_kernel_thread);
	assert_true(snapshot->metrics[METRIC_RSS] == UNKNOWN);
	snapshot_unref(snapshot);
}

static void leaves_unknown_what_a_cut_status_lacks(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	take_status(snapshot, "truncated");
	assert_true(snapshot->metrics[METRIC_VSZ] != UNKNOWN);
	assert_true(snapshot->metrics[METRIC_RSS] == UNKNOWN);
	assert_true(snapshot->metrics[METRIC_SWAP] == UNKNOWN);
	snapshot_unref(snapshot);
}

static void reads_the_limit_of_the_stack(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	status_take_limits(snapshot, "Max stack size            65536      unlimited     bytes\n");
	assert_int_equal(snapshot->process.stack_limit, 65536);
	status_take_limits(snapshot, "Max stack size            unlimited  unlimited     bytes\n");
	assert_true(snapshot->process.stack_limit == UNKNOWN);
	snapshot_unref(snapshot);
}

static void splits_a_command_line_at_each_nul(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	assert_int_equal(status_take_cmdline(snapshot, "a\0\0--b c\0", 9), 0);
	const struct process *process = &snapshot->process;
	assert_int_equal(process->cmdline_count, 3);
	assert_string_equal(process->cmdline[0], "a");
	assert_string_equal(process->cmdline[1], "");
	assert_string_equal(process->cmdline[2], "--b c");
	assert_null(process->cmdline[3]);
	assert_int_equal(status_take_cmdline(snapshot, "title without an end", 20), 0);
	assert_int_equal(process->cmdline_count, 1);
	assert_string_equal(process->cmdline[0], "title without an end");
	snapshot_unref(snapshot);
}

static void an_empty_command_line_has_no_arguments(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_create();
	assert_int_equal(status_take_cmdline(snapshot, "", 0), 0);
	assert_int_equal(snapshot->process.cmdline_count, 0);
	assert_null(snapshot->process.cmdline[0]);
	snapshot_unref(snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_stat),
		cmocka_unit_test(ends_a_name_at_the_last_parenthesis),
		cmocka_unit_test(sees_no_address_that_is_masked),
		cmocka_unit_test(knows_a_thread_that_has_ended_or_is_about_to),
		cmocka_unit_test(refuses_what_is_no_stat),
		cmocka_unit_test(reads_status),
		cmocka_unit_test(takes_the_effective_user_and_the_innermost_pid),
		cmocka_unit_test(knows_a_kernel_thread_with_and_without_its_line),
		cmocka_unit_test(leaves_unknown_what_a_cut_status_lacks),
		cmocka_unit_test(reads_the_limit_of_the_stack),
		cmocka_unit_test(splits_a_command_line_at_each_nul),
		cmocka_unit_test(an_empty_command_line_has_no_arguments),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
