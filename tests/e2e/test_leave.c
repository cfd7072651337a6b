/* SPDX-License-Identifier: GPL-2.0-or-later */
/* However the viewer ends, the terminal is as it was. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "viewer.h"

static void quits_on_q(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, NULL, 0, 0);
	assert_true(vt.wire.modes[1049]);
	viewer_quit(&vt);
	target_finish(&target);
}

static void quits_on_control_c(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, NULL, 0, 0);
	vt_type(&vt, "\003");
	assert_true(vt_wait_exit(&vt));
	viewer_check_restored(&vt);
	vt_finish(&vt);
	target_finish(&target);
}

static const struct ending {
	const char *name;
	int signal;
} endings[] = {
	{ "leaves the terminal as it was on SIGTERM", SIGTERM },
	{ "leaves the terminal as it was on SIGHUP", SIGHUP },
	{ "leaves the terminal as it was on SIGINT", SIGINT },
	{ "leaves the terminal as it was when it crashes", SIGSEGV },
	{ "leaves the terminal as it was when it aborts", SIGABRT },
	{ "leaves the terminal as it was on a bus error", SIGBUS },
};

static void ends_on_a_signal(void **state)
{
	const struct ending *ending = *state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, NULL, 0, 0);
	assert_true(vt.wire.modes[1049]);
	kill(vt.pid, ending->signal);
	assert_true(vt_wait_exit(&vt));
	viewer_check_restored(&vt);
	assert_false(WIFEXITED(vt.status) && WEXITSTATUS(vt.status) == 0);
	vt_finish(&vt);
	target_finish(&target);
}

static void ends_when_the_terminal_goes_away(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, NULL, 0, 0);
	vt_hang_up(&vt);
	assert_true(vt_wait_exit(&vt));
	vt_finish(&vt);
	target_finish(&target);
}

/* A shell with job control is the parent, as in life. */
static void suspends_and_comes_back(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	char command[512];
	target_start(&target, "sleep", NULL);
	vt_start(&vt, &(struct vt_options){ .arguments = (const char *const[]){ "sh", "-i", NULL },
			      .variables = (const char *const[]){ "PS1=ready> ", "ENV=", NULL } });
	assert_true(vt_wait_text(&vt, "ready>"));
	snprintf(command, sizeof(command), "'%s' %s\n", strata_path(), target.text);
	vt_type(&vt, command);
	assert_true(vt_wait_text(&vt, "stack"));
	assert_true(vt.wire.modes[1049]);
	vt_type(&vt, "\032");
	assert_true(vt_wait_text(&vt, "Stopped"));
	viewer_check_restored(&vt);
	vt_resize(&vt, 30, 100);
	vt_type(&vt, "fg\n");
	assert_true(vt_wait_text(&vt, "stack"));
	assert_true(vt.wire.modes[1049]);
	vt_type(&vt, "q");
	assert_true(vt_wait_no_text(&vt, "stack"));
	vt_type(&vt, "echo status $?\n");
	assert_true(vt_wait_text(&vt, "status 0"));
	viewer_check_restored(&vt);
	vt_finish(&vt);
	target_finish(&target);
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct CMUnitTest others[] = {
	cmocka_unit_test(quits_on_q),
	cmocka_unit_test(quits_on_control_c),
	cmocka_unit_test(ends_when_the_terminal_goes_away),
	cmocka_unit_test(suspends_and_comes_back),
};

int main(void)
{
	struct CMUnitTest tests[COUNT(endings) + COUNT(others)] = { 0 };
	for (size_t i = 0; i < COUNT(endings); i++)
		tests[i] = (struct CMUnitTest){ .name = endings[i].name,
			.test_func = ends_on_a_signal,
			.initial_state = (void *)(uintptr_t)&endings[i] };
	memcpy(tests + COUNT(endings), others, sizeof(others));
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
