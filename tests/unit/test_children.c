/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "strata/source.h"

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
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static struct snapshot *take(struct source *source)
{
	struct snapshot *snapshot;
	assert_int_equal(source_next(source, DETAIL_STATUS, &snapshot), 0);
	return snapshot;
}

static struct source *watch(pid_t pid)
{
	struct source *source;
	assert_int_equal(live_open(&(struct live_options){ .pid = pid }, &source), 0);
	return source;
}

static void children_are_named_as_they_appear(void **state)
{
	(void)state;
	struct source *source = watch(getpid());
	struct snapshot *before = take(source);
	pid_t first = start_child(), second = start_child();
	struct snapshot *after = take(source);
	assert_int_equal(before->process.child_count, 0);
	assert_int_equal(after->process.child_count, 2);
	assert_int_equal(after->process.children[0].pid, first);
	assert_int_equal(after->process.children[1].pid, second);
	assert_string_equal(after->process.children[1].comm, "test_children");
	end_child(first);
	snapshot_unref(before);
	before = take(source);
	assert_int_equal(before->process.child_count, 1);
	assert_string_equal(before->process.children[0].comm, "test_children");
	end_child(second);
	snapshot_unref(before);
	snapshot_unref(after);
	source_close(source);
}

static void more_children_than_the_bound_are_left_out(void **state)
{
	(void)state;
	pid_t children[PROCESS_CHILDREN + 2];
	struct source *source = watch(getpid());
	for (size_t i = 0; i < PROCESS_CHILDREN + 2; i++)
		children[i] = start_child();
	struct snapshot *snapshot = take(source);
	assert_int_equal(snapshot->process.child_count, PROCESS_CHILDREN);
	assert_int_equal(snapshot->process.children[0].pid, children[0]);
	for (size_t i = 0; i < PROCESS_CHILDREN + 2; i++)
		end_child(children[i]);
	snapshot_unref(snapshot);
	source_close(source);
}

static void a_process_that_is_gone_has_no_children(void **state)
{
	(void)state;
	pid_t child = start_child();
	struct source *source = watch(child);
	snapshot_unref(take(source));
	end_child(child);
	struct snapshot *gone = take(source);
	assert_int_equal(gone->life, LIFE_EXITED);
	assert_int_equal(gone->process.child_count, 0);
	snapshot_unref(gone);
	source_close(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(children_are_named_as_they_appear),
		cmocka_unit_test(more_children_than_the_bound_are_left_out),
		cmocka_unit_test(a_process_that_is_gone_has_no_children),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
