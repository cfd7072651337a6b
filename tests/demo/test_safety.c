/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every process of a demo, parent and child, is confined to. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "drive.h"

#define MIB ((rlim_t)1 << 20)

/* Runs cow-fork up to where there are two processes. */
static int start(void **state)
{
	static const char *const settings[] = { "size=8M", NULL };
	const struct runner_options options = {
		.demo = demo_find("cow-fork"),
		.worker_path = WORKER,
		.settings = settings,
	};
	char error[160];
	struct runner *runner;
	if (runner_create(&options, &runner, error, sizeof error) < 0)
		return -1;
	*state = runner;
	return drive_to_step(runner, 2) && runner_run(runner)->process_count == 2 ? 0 : -1;
}

static int stop(void **state)
{
	runner_destroy(*state);
	return 0;
}

static size_t read_of(pid_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	ssize_t length = read(fd, text, size - 1);
	assert_true(length >= 0);
	close(fd);
	text[length] = '\0';
	return (size_t)length;
}

static rlim_t limit_of(pid_t pid, int resource)
{
	struct rlimit limits;
	assert_int_equal(prlimit(pid, resource, NULL, &limits), 0);
	assert_int_equal(limits.rlim_cur, limits.rlim_max);
	return limits.rlim_cur;
}

static void limits_hold_in_parent_and_child(void **state)
{
	const struct demo_run *run = runner_run(*state);
	for (size_t i = 0; i < run->process_count; i++) {
		pid_t pid = run->processes[i].pid;
		assert_int_equal(limit_of(pid, RLIMIT_CORE), 0);
		assert_int_equal(limit_of(pid, RLIMIT_CPU), 120);
		assert_int_equal(limit_of(pid, RLIMIT_DATA), (2 * 8 + 24 + 64) * MIB);
		assert_true(getpriority(PRIO_PROCESS, (id_t)pid) >= 10);
	}
}

static void both_are_the_first_to_go_when_memory_is_short(void **state)
{
	const struct demo_run *run = runner_run(*state);
	char text[4096];
	for (size_t i = 0; i < run->process_count; i++) {
		read_of(run->processes[i].pid, "oom_score_adj", text, sizeof text);
		assert_string_equal(text, "1000\n");
	}
}

static void both_can_gain_no_privilege(void **state)
{
	const struct demo_run *run = runner_run(*state);
	char text[4096];
	for (size_t i = 0; i < run->process_count; i++) {
		read_of(run->processes[i].pid, "status", text, sizeof text);
		assert_non_null(strstr(text, "NoNewPrivs:\t1"));
	}
}

static void both_are_in_a_group_of_their_own(void **state)
{
	const struct demo_run *run = runner_run(*state);
	for (size_t i = 0; i < run->process_count; i++)
		assert_int_equal(getpgid(run->processes[i].pid), run->processes[0].pid);
	assert_int_not_equal(getpgrp(), run->processes[0].pid);
}

static void nothing_of_the_viewer_is_handed_on(void **state)
{
	const struct demo_run *run = runner_run(*state);
	char text[4096], path[64];
	for (size_t i = 0; i < run->process_count; i++) {
		size_t open_count = 0;
		assert_int_equal(read_of(run->processes[i].pid, "environ", text, sizeof text), 0);
		snprintf(path, sizeof path, "/proc/%d/fd", run->processes[i].pid);
		DIR *folder = opendir(path);
		assert_non_null(folder);
		for (const struct dirent *entry; (entry = readdir(folder));)
			open_count += entry->d_name[0] != '.';
		closedir(folder);
		/* Three times /dev/null and a socket; the parent has one more, to its child. */
		assert_int_equal(open_count, i == 0 ? 5 : 4);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_hold_in_parent_and_child),
		cmocka_unit_test(both_are_the_first_to_go_when_memory_is_short),
		cmocka_unit_test(both_can_gain_no_privilege),
		cmocka_unit_test(both_are_in_a_group_of_their_own),
		cmocka_unit_test(nothing_of_the_viewer_is_handed_on),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
