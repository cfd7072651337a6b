/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stage.h"

static struct source *watch(pid_t pid)
{
	struct source *source;
	assert_int_equal(live_open(&(struct live_options){ .pid = pid }, &source), 0);
	return source;
}

/* fork(), but the child does not outlive a test that failed. */
static pid_t start(void)
{
	pid_t pid = fork();
	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	assert_true(pid >= 0);
	return pid;
}

/* A child that waits to be killed. */
static pid_t start_child(void)
{
	pid_t pid = start();
	if (pid == 0)
		for (;;)
			pause();
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
	/* Not the address of a local: sanitizers keep those elsewhere. */
	const struct region *stack = region_find(snapshot->table->regions, snapshot->table->count,
		(uintptr_t)__builtin_frame_address(0));
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

static void *wait_for_ever(void *nothing)
{
	for (;;)
		pause();
	return nothing;
}

static void *tell_number(void *gate)
{
	int tid = gettid();
	if (write(*(int *)gate, &tid, sizeof tid) < 0)
		_exit(1);
	return wait_for_ever(NULL);
}

static bool is_first_thread_dead(pid_t pid)
{
	char path[40], text[256];
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *stream = fopen(path, "re");
	assert_non_null(stream);
	size_t length = fread(text, 1, sizeof text - 1, stream);
	fclose(stream);
	text[length] = '\0';
	return strstr(text, ") Z ") != NULL;
}

static void check_has_memory(struct snapshot *snapshot)
{
	assert_int_equal(snapshot->life, LIFE_ALIVE);
	assert_int_not_equal(snapshot->process.state, 'Z');
	assert_int_equal(snapshot->process.exec_count, 0);
	assert_int_equal(snapshot->process.inner_pid, snapshot->process.pid);
	assert_true(snapshot->process.start_code > 0);
	assert_non_null(strstr(snapshot->process.exe, "/test_live"));
	assert_true(snapshot->table->count > 0);
	assert_true(snapshot->metrics[METRIC_VSZ] != UNKNOWN);
	assert_int_equal(snapshot->gap_count, 0);
	snapshot_unref(snapshot);
}

static void sees_the_memory_of_a_process_without_its_first_thread(void **state)
{
	(void)state;
	int gate[2];
	char byte = 0;
	pthread_t thread;
	assert_int_equal(pipe(gate), 0);
	pid_t child = start();
	if (child == 0) {
		bool is_ready = pthread_create(&thread, NULL, wait_for_ever, NULL) == 0 &&
				read(gate[0], &byte, 1) == 1;
		if (is_ready)
			pthread_exit(NULL);
		_exit(1);
	}
	struct source *early = watch(child);
	snapshot_unref(take(early, DETAIL_SMAPS));
	assert_int_equal(write(gate[1], &byte, 1), 1);
	while (!is_first_thread_dead(child))
		sched_yield();
	struct source *late = watch(child);
	check_has_memory(take(early, DETAIL_SMAPS));
	check_has_memory(take(late, DETAIL_SMAPS));
	check_has_memory(take(late, DETAIL_SMAPS));
	source_close(early);
	source_close(late);
	close(gate[0]);
	close(gate[1]);
	end_child(child);
	waitpid(child, NULL, 0);
}

static void the_number_of_a_thread_is_that_of_its_process(void **state)
{
	(void)state;
	int gate[2], tid;
	assert_int_equal(pipe(gate), 0);
	pid_t child = start();
	if (child == 0) {
		pthread_t thread;
		pthread_create(&thread, NULL, tell_number, &gate[1]);
		wait_for_ever(NULL);
	}
	assert_int_equal(read(gate[0], &tid, sizeof tid), sizeof tid);
	assert_int_not_equal(tid, child);
	struct source *source = watch(tid);
	struct snapshot *snapshot = take(source, DETAIL_STATUS);
	assert_int_equal(snapshot->process.pid, child);
	assert_true(live_exit_fd(source) >= 0);
	snapshot_unref(snapshot);
	source_close(source);
	close(gate[0]);
	close(gate[1]);
	end_child(child);
	waitpid(child, NULL, 0);
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

static void reads_recorded_text(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	struct snapshot *snapshot = take(stage.source, DETAIL_SMAPS);
	const struct process *process = &snapshot->process;
	assert_int_equal(snapshot->gap_count, 0);
	assert_string_equal(process->exe, "/usr/bin/sleep");
	assert_false(process->exe_deleted);
	assert_string_equal(process->cmdline[1], "1000");
	assert_int_equal(process->stack_limit, 8388608);
	assert_int_equal(process->start_wall_ns, 0);
	assert_int_equal(snapshot->table->count, 24);
	assert_int_equal(snapshot->metrics[METRIC_REGIONS], 24);
	assert_int_equal(snapshot->metrics[METRIC_RSS], 1508 * 1024);
	assert_int_equal(snapshot->metrics[METRIC_HEAP], 132 * 1024);
	assert_true(snapshot->metrics[METRIC_PSS] < snapshot->metrics[METRIC_RSS]);
	assert_int_equal(live_exit_fd(stage.source), -1);
	assert_int_equal(source_seek(stage.source, 0), -EOPNOTSUPP);
	snapshot_unref(snapshot);
	stage_close(&stage);
}

static void without_maps_there_are_gaps(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	stage_remove(&stage, "maps");
	stage_remove(&stage, "smaps");
	stage_remove(&stage, "exe");
	struct snapshot *snapshot = take(stage.source, DETAIL_SMAPS);
	assert_int_equal(snapshot->life, LIFE_ALIVE);
	assert_int_equal(snapshot_gap(snapshot, "maps"), ENOENT);
	assert_int_equal(snapshot_gap(snapshot, "smaps"), ENOENT);
	assert_int_equal(snapshot_gap(snapshot, "exe"), ENOENT);
	assert_int_equal(snapshot->table->count, 0);
	assert_true(snapshot->metrics[METRIC_PSS] == UNKNOWN);
	assert_true(snapshot->metrics[METRIC_REGIONS] == UNKNOWN);
	assert_int_equal(snapshot->metrics[METRIC_RSS], 1508 * 1024);
	snapshot_unref(snapshot);
	stage_close(&stage);
}

static void notices_another_program(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	struct snapshot *first = take(stage.source, DETAIL_SMAPS);
	char from[40];
	snprintf(from, sizeof from, " %lu ", (unsigned long)first->process.start_code);
	stage_change(&stage, "stat", from, " 4096 ");
	stage_put(&stage, "cmdline", "other\0", 6);
	struct snapshot *second = take(stage.source, DETAIL_MAPS);
	assert_int_equal(second->life, LIFE_ALIVE);
	assert_int_equal(second->process.exec_count, 1);
	assert_string_equal(second->process.cmdline[0], "other");
	assert_ptr_not_equal(second->table, first->table);
	assert_true(second->metrics[METRIC_PSS] == UNKNOWN);
	struct snapshot *third = take(stage.source, DETAIL_MAPS);
	assert_int_equal(third->process.exec_count, 1);
	snapshot_unref(first);
	snapshot_unref(second);
	snapshot_unref(third);
	stage_close(&stage);
}

static void does_not_follow_a_number_to_another_process(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	struct snapshot *first = take(stage.source, DETAIL_SMAPS);
	char from[40];
	snprintf(from, sizeof from, " %lu ", (unsigned long)first->process.start_ticks);
	stage_change(&stage, "stat", from, " 99999999 ");
	struct snapshot *second = take(stage.source, DETAIL_SMAPS);
	assert_int_equal(second->life, LIFE_EXITED);
	assert_int_equal(second->process.start_ticks, first->process.start_ticks);
	assert_ptr_equal(second->table, first->table);
	snapshot_unref(first);
	snapshot_unref(second);
	stage_close(&stage);
}

static struct snapshot *take_fixture(const char *name)
{
	char root[200];
	struct source *source;
	snprintf(root, sizeof root, "%s/proc/%s", FIXTURES, name);
	struct live_options options = { .pid = FIXTURE_PID, .proc_root = root };
	assert_int_equal(live_open(&options, &source), 0);
	struct snapshot *snapshot = take(source, DETAIL_SMAPS);
	source_close(source);
	return snapshot;
}

static void a_kernel_thread_has_no_memory_and_no_gaps(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_fixture("kthread");
	assert_true(snapshot->process.is_kernel_thread);
	assert_int_equal(snapshot->life, LIFE_ALIVE);
	assert_int_equal(snapshot->table->count, 0);
	assert_int_equal(snapshot->gap_count, 0);
	assert_int_equal(snapshot->metrics[METRIC_REGIONS], 0);
	snapshot_unref(snapshot);
}

static void a_zombie_has_no_memory_and_no_gaps(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_fixture("zombie");
	assert_int_equal(snapshot->life, LIFE_ZOMBIE);
	assert_int_equal(snapshot->table->count, 0);
	assert_int_equal(snapshot->gap_count, 0);
	snapshot_unref(snapshot);
}

static void a_snapshot_outlives_its_source(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_fixture("hostile-names");
	assert_int_equal(snapshot->table->count, 20);
	assert_int_equal(snapshot->metrics[METRIC_HEAP], 0x5000);
	assert_string_equal(snapshot->process.comm, ") R 1 (\x1b]0;x\a\n\xff");
	assert_int_equal(snapshot->process.cmdline_count, 3);
	snapshot_unref(snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sees_this_process),
		cmocka_unit_test(shares_the_table_while_nothing_moves),
		cmocka_unit_test(keeps_the_last_picture_of_a_process_that_is_gone),
		cmocka_unit_test(sees_the_memory_of_a_process_without_its_first_thread),
		cmocka_unit_test(the_number_of_a_thread_is_that_of_its_process),
		cmocka_unit_test(refuses_what_is_no_process),
		cmocka_unit_test(reads_recorded_text),
		cmocka_unit_test(without_maps_there_are_gaps),
		cmocka_unit_test(notices_another_program),
		cmocka_unit_test(does_not_follow_a_number_to_another_process),
		cmocka_unit_test(a_kernel_thread_has_no_memory_and_no_gaps),
		cmocka_unit_test(a_zombie_has_no_memory_and_no_gaps),
		cmocka_unit_test(a_snapshot_outlives_its_source),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
