/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user does: keys, prompts, mouse, paste, the chooser, demos. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "viewer.h"

struct stage {
	struct target target;
	struct vt vt;
};

static int set_up(void **state)
{
	static struct stage stage;
	target_start_number(&stage.target, "grow", 3);
	viewer_open(&stage.vt, &stage.target, (const char *const[]){ "--every", "0.1s", NULL }, 40,
		120);
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

static void help_opens_and_closes(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	vt_key(vt, VTERM_KEY_FUNCTION(1));
	assert_true(vt_wait_text(vt, "a row up"));
	vt_key(vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_no_text(vt, "a row up"));
}

static void views_change_by_number_and_tab(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	vt_type(vt, "2");
	assert_true(vt_wait_text(vt, "rw-p"));
	vt_type(vt, "1");
	assert_true(vt_wait_text(vt, "unmapped"));
	vt_key(vt, VTERM_KEY_TAB);
	assert_true(vt_wait_no_text(vt, "unmapped"));
}

static void a_filter_hides_what_does_not_match(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	vt_type(vt, "2");
	assert_true(vt_wait_text(vt, "libc.so.6"));
	vt_type(vt, "\\kind:stack");
	vt_key(vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_no_text(vt, "libc.so.6"));
	assert_true(vt_wait_text(vt, "1 of "));
	vt_key(vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_text(vt, "libc.so.6"));
}

static void find_goes_to_a_name(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	vt_type(vt, "2/vdso");
	vt_key(vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_text(vt, "vdso"));
}

static void an_address_is_found(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	vt_type(vt, "gffffffffff600000");
	vt_key(vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_text(vt, "vsyscall"));
}

static void q_in_a_prompt_is_a_letter(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	vt_type(vt, "/qqq");
	assert_true(vt_wait_text(vt, "qqq"));
	vt_key(vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_no_text(vt, "qqq"));
	assert_false(vt->has_exited);
}

static void pasted_text_gives_no_commands(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	vt_paste(vt, "qqqbbb\x03q");
	assert_true(vt_wait_frames(vt, 3));
	vt_type(vt, "/");
	vt_paste(vt, "quick");
	assert_true(vt_wait_text(vt, "quick"));
}

static void a_baseline_shows_growth(void **state)
{
	struct stage *stage = *state;
	vt_type(&stage->vt, "b");
	assert_true(vt_wait_text(&stage->vt, "baseline"));
	target_poke(&stage->target);
	assert_true(vt_wait_text(&stage->vt, "+3"));
}

static void pause_stops_looking(void **state)
{
	struct stage *stage = *state;
	vt_type(&stage->vt, " ");
	assert_true(vt_wait_text(&stage->vt, "\342\200\226 paused"));
	vt_type(&stage->vt, " ");
	assert_true(vt_wait_text(&stage->vt, "\342\226\266 live"));
	assert_true(vt_wait_no_text(&stage->vt, "\342\200\226 paused"));
}

static void explain_tells_about_the_selected(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	vt_type(vt, "/[stack]");
	vt_key(vt, VTERM_KEY_ENTER);
	vt_type(vt, "?");
	assert_true(vt_wait_text(vt, "grows"));
}

static void a_click_opens_a_tab_and_selects(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	int row, column;
	assert_true(vt_find(vt, "Regions", &row, &column));
	vt_click(vt, row, column + 1, 1);
	assert_true(vt_wait_text(vt, "rw-p"));
	assert_true(vt_wait_no_text(vt, "unmapped"));
}

static void the_wheel_scrolls(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	vt_resize(vt, 20, 100);
	vt_type(vt, "2");
	assert_true(vt_wait_text(vt, "rw-p"));
	char *before = vt_row(vt, 8);
	for (int i = 0; i < 10; i++)
		vt_click(vt, 10, 10, i % 2 ? 5 : 5);
	assert_true(vt_wait_frames(vt, 3));
	char *after = vt_row(vt, 8);
	assert_string_not_equal(before, after);
	free(before);
	free(after);
}

static void themes_change(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	for (int i = 0; i < 6; i++) {
		vt_type(vt, "t");
		assert_true(vt_wait_frames(vt, 1));
	}
	assert_true(vt_find(vt, "stack", NULL, NULL));
}

/* All but those that end it: q, F10 and Control-C. */
static void every_key_does_no_harm(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	for (int key = ' '; key < 127; key++) {
		if (key == 'q')
			continue;
		vt_type(vt, (char[]){ (char)key, '\0' });
		vt_key(vt, VTERM_KEY_ESCAPE);
		vt_type(vt, "\014"); /* a frame, also when paused */
		assert_true(vt_wait_frames(vt, 1));
	}
	for (int key = 1; key <= 12; key++)
		if (key != 10)
			vt_key(vt, VTERM_KEY_FUNCTION(key));
	vt_type(vt, "\033\014");
	assert_true(vt_wait_frames(vt, 1));
	assert_false(vt->has_exited);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(help_opens_and_closes),
		CASE(views_change_by_number_and_tab),
		CASE(a_filter_hides_what_does_not_match),
		CASE(find_goes_to_a_name),
		CASE(an_address_is_found),
		CASE(q_in_a_prompt_is_a_letter),
		CASE(pasted_text_gives_no_commands),
		CASE(a_baseline_shows_growth),
		CASE(pause_stops_looking),
		CASE(explain_tells_about_the_selected),
		CASE(a_click_opens_a_tab_and_selects),
		CASE(the_wheel_scrolls),
		CASE(themes_change),
		CASE(every_key_does_no_harm),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
