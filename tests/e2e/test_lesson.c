/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson: it asks, shows, compares, is repeated with other parameters, and goes on to the next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "viewer.h"

#define YES "\342\234\223"

static void open_demo(struct vt *vt, const char *id, const char *setting)
{
	const char *arguments[] = { strata_path(), "demo", id, setting ? "--set" : NULL, setting,
		NULL };
	vt_start(vt, &(struct vt_options){ .rows = 40, .columns = 140, .arguments = arguments });
	assert_true(vt_wait_text(vt, "begins with n"));
}

static void leave(struct vt *vt)
{
	vt_type(vt, "q");
	assert_true(vt_wait_text(vt, "Demos"));
	viewer_quit(vt);
}

static void what_was_said_is_held_against_what_was_measured(void **state)
{
	(void)state;
	struct vt vt;
	open_demo(&vt, "cow-fork", "size=8M");
	viewer_step(&vt, 1, 9);
	viewer_step(&vt, 2, 9);
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "what do you think"));
	vt_type(&vt, "3");
	assert_true(vt_wait_text(&vt, "you said"));
	assert_true(vt_find(&vt, "none of it", NULL, NULL));
	assert_true(vt_find(&vt, YES, NULL, NULL));
	assert_true(vt_find(&vt, "measured", NULL, NULL));
	leave(&vt);
}

static void the_view_follows_until_the_user_goes_elsewhere(void **state)
{
	(void)state;
	struct vt vt;
	open_demo(&vt, "cow-fork", "size=8M");
	for (unsigned step = 1; step <= 3; step++)
		viewer_step(&vt, step, 9);
	assert_true(vt_wait_text(&vt, "in RAM once for both"));
	vt_type(&vt, "1");
	assert_true(vt_wait_text(&vt, "end of user space"));
	viewer_step(&vt, 4, 9);
	assert_true(vt_find(&vt, "end of user space", NULL, NULL));
	leave(&vt);
}

static void tables_show_the_step_the_whole_and_the_markers(void **state)
{
	(void)state;
	struct vt vt;
	open_demo(&vt, "demand", "size=8M");
	viewer_step(&vt, 1, 6);
	viewer_step(&vt, 2, 6);
	vt_type(&vt, "d");
	assert_true(vt_wait_text(&vt, "step 1"));
	assert_true(vt_find(&vt, "expected", NULL, NULL));
	vt_type(&vt, "D");
	assert_true(vt_wait_text(&vt, "start"));
	vt_type(&vt, "DM");
	assert_true(vt_wait_text(&vt, "the new mapping"));
	vt_key(&vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_no_text(&vt, "Marked places"));
	leave(&vt);
}

static void after_the_last_step_it_can_be_repeated_with_another_size(void **state)
{
	(void)state;
	struct vt vt;
	open_demo(&vt, "demand", "size=8M");
	for (unsigned step = 1; step <= 6; step++)
		viewer_step(&vt, step, 6);
	vt_type(&vt, "e");
	assert_true(vt_wait_text(&vt, "set size=8M"));
	vt_key(&vt, VTERM_KEY_BACKSPACE);
	vt_key(&vt, VTERM_KEY_BACKSPACE);
	vt_type(&vt, "16M\r");
	assert_true(vt_wait_text(&vt, "begins with n"));
	assert_true(vt_wait_text(&vt, "size 16M"));
	leave(&vt);
}

static void a_playlist_goes_on_to_the_next(void **state)
{
	(void)state;
	struct vt vt;
	open_demo(&vt, "class", NULL);
	for (unsigned step = 1; step <= 4; step++)
		viewer_step(&vt, step, 5);
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "step 5 of 5"));
	if (vt_find(&vt, "what do you think", NULL, NULL))
		vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "n: malloc: brk or mmap?"));
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "begins with n"));
	assert_true(vt_find(&vt, "malloc: brk or mmap?", NULL, NULL));
	leave(&vt);
}

static void a_class_sees_a_caption_and_fewer_panes(void **state)
{
	(void)state;
	struct vt vt;
	open_demo(&vt, "demand", "size=8M");
	viewer_step(&vt, 1, 6);
	assert_true(vt_find(&vt, "1 Map", NULL, NULL));
	vt_type(&vt, "F");
	assert_true(vt_wait_no_text(&vt, "1 Map"));
	vt_type(&vt, "F");
	assert_true(vt_wait_text(&vt, "1 Map"));
	leave(&vt);
}

static void topics_are_found_by_their_words(void **state)
{
	(void)state;
	struct vt vt;
	open_demo(&vt, "demand", "size=8M");
	vt_type(&vt, "?");
	assert_true(vt_wait_text(&vt, "the selected one"));
	vt_type(&vt, "/vdso");
	assert_true(vt_wait_no_text(&vt, "the selected one"));
	assert_true(vt_wait_text(&vt, "Here: 1 mapping"));
	vt_type(&vt, "\r");
	vt_key(&vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_text(&vt, "the selected one"));
	vt_key(&vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_no_text(&vt, "the selected one"));
	leave(&vt);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_said_is_held_against_what_was_measured),
		cmocka_unit_test(the_view_follows_until_the_user_goes_elsewhere),
		cmocka_unit_test(tables_show_the_step_the_whole_and_the_markers),
		cmocka_unit_test(after_the_last_step_it_can_be_repeated_with_another_size),
		cmocka_unit_test(a_playlist_goes_on_to_the_next),
		cmocka_unit_test(a_class_sees_a_caption_and_fewer_panes),
		cmocka_unit_test(topics_are_found_by_their_words),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
