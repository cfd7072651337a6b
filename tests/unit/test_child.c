/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "app/child.h"

static void start(struct child *child, const char *script)
{
	const char *const command[] = { "sh", "-c", script, NULL };
	char error[128] = "";
	assert_int_equal(child_start(child, command, true, error, sizeof error), 0);
}

/* Until everybody has closed its terminal. */
static void read_to_the_end(struct child *child)
{
	while (child->output_fd >= 0) {
		struct pollfd ready = { child->output_fd, POLLIN, 0 };
		assert_int_equal(poll(&ready, 1, 10000), 1);
		child_read(child);
	}
}

static void await_end(struct child *child)
{
	siginfo_t info;
	waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT);
	assert_true(child_reap(child));
	assert_false(child_reap(child));
}

static void it_is_held_before_its_first_instruction(void **state)
{
	(void)state;
	struct child child;
	char path[64], program[256] = "";
	start(&child, "exit 0");
	if (!child.is_held) {
		kill(child.pid, SIGKILL);
		await_end(&child);
		child_finish(&child);
		skip();
	}
	snprintf(path, sizeof path, "/proc/%d/exe", (int)child.pid);
	assert_true(readlink(path, program, sizeof program - 1) > 0);
	assert_non_null(strstr(program, "sh"));
	assert_false(child_reap(&child));
	child_release(&child);
	await_end(&child);
	child_finish(&child);
}

static void its_output_is_kept_as_written(void **state)
{
	(void)state;
	struct child child;
	start(&child, "printf 'one\\ntwo\\n'; printf 'three\\n' >&2");
	child_release(&child);
	read_to_the_end(&child);
	await_end(&child);
	assert_int_equal(child.length, strlen("one\ntwo\nthree\n"));
	assert_memory_equal(child.text, "one\ntwo\nthree\n", child.length);
	assert_false(child.is_cut);
	child_finish(&child);
}

static void a_flood_is_drained_and_its_end_kept(void **state)
{
	(void)state;
	struct child child;
	start(&child, "i=0; while [ $i -lt 30000 ]; do echo line number $i; i=$((i+1)); done");
	child_release(&child);
	read_to_the_end(&child);
	await_end(&child);
	static const char last[] = "line number 29999\n";
	assert_true(child.is_cut);
	assert_memory_equal(child.text, "line number ", 12);
	assert_memory_equal(&child.text[child.length - strlen(last)], last, strlen(last));
	child_finish(&child);
}

static void its_input_is_empty(void **state)
{
	(void)state;
	struct child child;
	start(&child, "cat; echo done");
	child_release(&child);
	read_to_the_end(&child);
	await_end(&child);
	assert_memory_equal(child.text, "done\n", 5);
	child_finish(&child);
}

static void how_it_ended_is_said(void **state)
{
	(void)state;
	struct child child;
	char out[CHILD_VERDICT];
	start(&child, "exit 3");
	child_release(&child);
	await_end(&child);
	assert_string_equal(child_verdict(&child, out), "exited with status 3");
	child_finish(&child);
	start(&child, "kill -TERM $$");
	child_release(&child);
	await_end(&child);
	assert_string_equal(child_verdict(&child, out), "killed by SIGTERM");
	child_finish(&child);
}

static void closing_its_terminal_hangs_it_up(void **state)
{
	(void)state;
	struct child child;
	signal(SIGHUP, SIG_IGN); /* as under nohup */
	start(&child, "exec sleep 1000");
	signal(SIGHUP, SIG_DFL);
	child_release(&child);
	struct child alone = child;
	child_finish(&child);
	await_end(&alone);
	char out[CHILD_VERDICT];
	assert_string_equal(child_verdict(&alone, out), "killed by SIGHUP");
}

static void a_command_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	const char *const command[] = { "/nonexistent/program", NULL };
	struct child child;
	char error[128] = "";
	assert_int_equal(child_start(&child, command, true, error, sizeof error), -ENOENT);
	assert_string_equal(error, "/nonexistent/program: No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_held_before_its_first_instruction),
		cmocka_unit_test(its_output_is_kept_as_written),
		cmocka_unit_test(a_flood_is_drained_and_its_end_kept),
		cmocka_unit_test(its_input_is_empty),
		cmocka_unit_test(how_it_ended_is_said),
		cmocka_unit_test(closing_its_terminal_hangs_it_up),
		cmocka_unit_test(a_command_that_is_not_there_is_an_error),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
