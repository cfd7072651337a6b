/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "strata/source.h"

static struct source *watch(pid_t pid)
{
	struct source *source;
	assert_int_equal(live_open(&(struct live_options){ .pid = pid }, &source), 0);
	return source;
}

static struct snapshot *take(struct source *source, unsigned detail)
{
	struct snapshot *snapshot;
	assert_int_equal(source_next(source, detail, &snapshot), 0);
	return snapshot;
}

/* A child that waits to be killed. */
static pid_t start_child(void)
{
	pid_t pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	assert_true(pid > 0);
	return pid;
}

static void end_child(pid_t pid)
{
	siginfo_t info;
	kill(pid, SIGKILL);
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
}

static void sees_this_process(void **state)
{
	(void)state;
	struct source *source = watch(getpid());
	struct snapshot *snapshot = take(source, DETAIL_SMAPS | DETAIL_NOW);
	const struct process *process = &snapshot->process;
	assert_int_equal(process->pid, getpid());
	assert_int_equal(process->ppid, getppid());
	assert_int_equal(process->uid, geteuid());
	assert_int_equal(process->state, 'R');
	assert_string_equal(process->comm, "test_live");
	assert_non_null(strstr(process->exe, "/test_live"));
	assert_int_equal(snapshot->life, LIFE_ALIVE);
	assert_int_equal(snapshot->gap_count, 0);
	assert_true(snapshot->metrics[METRIC_RSS] > 0);
	assert_true(snapshot->metrics[METRIC_PSS] <= snapshot->metrics[METRIC_VSZ]);
	const struct region *stack =
		region_find(snapshot->table->regions, snapshot->table->count, (uintptr_t)&snapshot);
	assert_string_equal(stack->path, "[stack]");
	assert_true(stack->counters[COUNTER_RSS] > 0);
	assert_true(region_has_flag(stack, "gd"));
	snapshot_unref(snapshot);
	source_close(source);
}

static void shares_the_table_while_nothing_moves(void **state)
{
	(void)state;
	pid_t child = start_child();
	struct source *source = watch(child);
	struct snapshot *first = take(source, DETAIL_SMAPS | DETAIL_NOW);
	struct snapshot *second = take(source, DETAIL_MAPS);
	assert_ptr_equal(first->table, second->table);
	assert_true(second->clock_ns > first->clock_ns);
	assert_true(second->counters_clock_ns == first->counters_clock_ns);
	snapshot_unref(first);
	snapshot_unref(second);
	source_close(source);
	end_child(child);
	waitpid(child, NULL, 0);
}

static void keeps_the_last_picture_of_a_process_that_is_gone(void **state)
{
	(void)state;
	pid_t child = start_child();
	struct source *source = watch(child);
	struct snapshot *alive = take(source, DETAIL_SMAPS);
	end_child(child);
	struct snapshot *zombie = take(source, DETAIL_SMAPS);
	assert_int_equal(zombie->life, LIFE_ZOMBIE);
	assert_int_equal(zombie->table->count, 0);
	assert_string_equal(zombie->process.exe, alive->process.exe);
	waitpid(child, NULL, 0);
	struct snapshot *gone = take(source, DETAIL_SMAPS);
	assert_int_equal(gone->life, LIFE_EXITED);
	assert_ptr_equal(gone->table, alive->table);
	assert_int_equal(gone->metrics[METRIC_RSS], alive->metrics[METRIC_RSS]);
	assert_string_equal(gone->process.comm, "test_live");
	struct snapshot *again = take(source, DETAIL_SMAPS);
	assert_int_equal(again->life, LIFE_EXITED);
	snapshot_unref(again);
	snapshot_unref(gone);
	snapshot_unref(zombie);
	snapshot_unref(alive);
	source_close(source);
}

static void refuses_what_is_no_process(void **state)
{
	(void)state;
	const pid_t none[] = { 0, -1, -2147483647 - 1, 2147483647 };
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		struct source *source = NULL;
		struct live_options options = { .pid = none[i] };
		assert_int_equal(live_open(&options, &source), -ESRCH);
		assert_null(source);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sees_this_process),
		cmocka_unit_test(shares_the_table_while_nothing_moves),
		cmocka_unit_test(keeps_the_last_picture_of_a_process_that_is_gone),
		cmocka_unit_test(refuses_what_is_no_process),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
