/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process uses besides memory, on the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

struct stage {
	struct target target;
	struct vt vt;
};

static int set_up(void **state)
{
	static struct stage stage;
	target_start(&stage.target, "queue", NULL);
	const char *const arguments[] = { strata_path(), "--every", "0.1s", "--view", "process",
		stage.target.text, NULL };
	vt_start(&stage.vt,
		&(struct vt_options){ .rows = 40, .columns = 110, .arguments = arguments });
	*state = &stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;
	viewer_check_wire(&stage->vt);
	vt_finish(&stage->vt);
	target_finish(&stage->target);
	return 0;
}

static void shows_where_it_waits_and_what_it_holds(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	assert_true(vt_wait_text(vt, "read(0)"));
	assert_true(vt_wait_text(vt, "unix stream"));
	assert_true(vt_wait_text(vt, "FLOCK  write"));
	assert_true(vt_wait_text(vt, "held"));
	assert_true(vt_wait_text(vt, "/memfd:ledger"));
}

static void a_signal_and_bytes_wait_until_they_are_taken(void **state)
{
	struct stage *stage = *state;
	assert_true(vt_wait_text(&stage->vt, "pending, process        none"));
	target_poke(&stage->target);
	assert_true(vt_wait_text(&stage->vt, "pending, process        USR1"));
	assert_true(vt_wait_text(&stage->vt, "1000B"));
	target_poke(&stage->target);
	assert_true(vt_wait_no_text(&stage->vt, "1000B"));
}

static void sections_fold_and_rows_are_filtered(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	assert_true(vt_wait_text(vt, "read(0)"));
	vt_key(vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_no_text(vt, "read(0)"));
	vt_type(vt, "\\ledger");
	vt_key(vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_no_text(vt, "unix stream"));
	assert_true(vt_wait_text(vt, "/memfd:ledger"));
	vt_key(vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_text(vt, "unix stream"));
}

static void the_learner_sends_a_signal_where_the_step_has_one(void **state)
{
	(void)state;
	struct vt vt;
	const char *const arguments[] = { strata_path(), "demo", "signal", NULL };
	vt_start(&vt, &(struct vt_options){ .rows = 40, .columns = 120, .arguments = arguments });
	assert_true(vt_wait_text(&vt, "begins with n"));
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "It catches nothing"));
	vt_type(&vt, "u");
	assert_true(vt_wait_text(&vt, "in this step there is no signal to send"));
	assert_true(vt_wait_text(&vt, "n goes on"));
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "What is its exit status"));
	vt_type(&vt, "3");
	assert_true(vt_wait_text(&vt, "It is dead"));
	assert_true(vt_wait_text(&vt, "n goes on"));
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "send SIGUSR1 yourself"));
	assert_true(vt_wait_text(&vt, "n goes on"));
	assert_true(vt_wait_text(&vt, "n goes on"));
	vt_type(&vt, "u");
	assert_true(vt_wait_text(&vt, "asked 1"));
	vt_type(&vt, "u");
	assert_true(vt_wait_text(&vt, "asked 2"));
	viewer_check_wire(&vt);
	vt_finish(&vt);
}

static void a_zombie_of_a_lesson_is_told_from_one_that_is_gone(void **state)
{
	(void)state;
	struct vt vt;
	const char *const arguments[] = { strata_path(), "demo", "states", NULL };
	vt_start(&vt, &(struct vt_options){ .rows = 40, .columns = 120, .arguments = arguments });
	assert_true(vt_wait_text(&vt, "begins with n"));
	/* The last is about a thread of the kernel, which not every machine shows. */
	unsigned count = vt_find(&vt, "7 steps", NULL, NULL) ? 7 : 6;
	for (unsigned step = 1; step <= 5; step++)
		viewer_step(&vt, step, count);
	assert_true(vt_wait_text(&vt, "a zombie since"));
	assert_true(vt_wait_text(&vt, "State Z"));
	viewer_step(&vt, 6, count);
	assert_true(vt_wait_no_text(&vt, "a zombie since"));
	viewer_check_wire(&vt);
	vt_finish(&vt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			shows_where_it_waits_and_what_it_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_signal_and_bytes_wait_until_they_are_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			sections_fold_and_rows_are_filtered, set_up, tear_down),
		cmocka_unit_test(a_zombie_of_a_lesson_is_told_from_one_that_is_gone),
		cmocka_unit_test(the_learner_sends_a_signal_where_the_step_has_one),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
