/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking back: pins, what differs from them, steps through what was kept; and the screen in a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

#define GROWTH 37
#define GROWN " 37.0M "
#define BACK "esc: back to now"
#define STEPS 20
#define CLEAR "\025"

struct stage {
	struct target target;
	struct vt vt;
	char folder[32];
};

static int set_up(void **state)
{
	static struct stage stage;
	target_start_number(&stage.target, "grow", GROWTH);
	viewer_open(&stage.vt, &stage.target, (const char *const[]){ "--every", "0.1s", NULL }, 40,
		120);
	strcpy(stage.folder, "/tmp/strata-XXXXXX");
	*state = &stage;
	return mkdtemp(stage.folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;
	viewer_quit(&stage->vt);
	target_finish(&stage->target);
	rmdir(stage->folder);
	return 0;
}

static void pin_then_grow(struct stage *stage)
{
	vt_type(&stage->vt, "p");
	assert_true(vt_wait_text(&stage->vt, "pin A"));
	assert_true(vt_wait_no_text(&stage->vt, GROWN));
	target_poke(&stage->target);
	assert_true(vt_wait_text(&stage->vt, GROWN));
}

static void a_pin_shows_the_map_as_it_was(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	pin_then_grow(stage);
	vt_type(vt, "'");
	assert_true(vt_wait_text(vt, "go to pin:"));
	vt_type(vt, "a");
	assert_true(vt_wait_text(vt, BACK));
	assert_true(vt_wait_no_text(vt, GROWN));
	vt_type(vt, "4");
	assert_true(vt_wait_text(vt, "resident by kind"));
	assert_true(vt_wait_text(vt, BACK));
	vt_type(vt, "1");
	assert_true(vt_wait_no_text(vt, GROWN));
	vt_key(vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_text(vt, GROWN));
	assert_true(vt_wait_no_text(vt, BACK));
}

static void a_letter_without_a_pin_leads_nowhere(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	vt_type(vt, "'");
	assert_true(vt_wait_text(vt, "there is no pin yet"));
	pin_then_grow(stage);
	vt_type(vt, "'");
	assert_true(vt_wait_text(vt, "go to pin:"));
	vt_type(vt, "z");
	assert_true(vt_wait_text(vt, "there is no pin z"));
	assert_true(vt_wait_text(vt, GROWN));
}

static void what_differs_from_a_pin_is_listed(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	vt_type(vt, "D");
	assert_true(vt_wait_text(vt, "b sets a baseline"));
	pin_then_grow(stage);
	vt_type(vt, "D");
	assert_true(vt_wait_text(vt, "What differs"));
	assert_true(vt_wait_text(vt, "new"));
	assert_true(vt_wait_text(vt, "+37.0M"));
	vt_type(vt, "\r");
	assert_true(vt_wait_no_text(vt, "What differs"));
	vt_type(vt, "b");
	assert_true(vt_wait_text(vt, "baseline"));
	vt_type(vt, "D");
	assert_true(vt_wait_text(vt, "What differs"));
	assert_true(vt_wait_no_text(vt, "+37.0M"));
	vt_key(vt, VTERM_KEY_RIGHT);
	assert_true(vt_wait_text(vt, "+37.0M"));
	vt_type(vt, "D");
	assert_true(vt_wait_no_text(vt, "What differs"));
}

static void steps_lead_back_and_forth(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	int row, column;
	pin_then_grow(stage);
	for (int i = 0; i < STEPS && vt_find(vt, GROWN, &row, &column); i++) {
		vt_type(vt, "<");
		assert_true(vt_wait_text(vt, BACK));
		assert_true(vt_wait_frames(vt, 2));
	}
	assert_true(vt_wait_no_text(vt, GROWN));
	for (int i = 0; i < STEPS && vt_find(vt, BACK, &row, &column); i++) {
		vt_type(vt, ">");
		assert_true(vt_wait_frames(vt, 2));
	}
	assert_true(vt_wait_text(vt, GROWN));
}

static long size_of(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 ? (long)status.st_size : -1;
}

static void type_name(struct vt *vt, const char *path)
{
	vt_type(vt, "e");
	assert_true(vt_wait_text(vt, "keep in"));
	vt_type(vt, CLEAR);
	vt_type(vt, path);
	vt_type(vt, "\r");
}

static void the_screen_is_kept_in_a_file(void **state)
{
	static const char *const endings[] = { "svg", "csv", "jsonl", "json", "prom" };
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	char path[64];
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		snprintf(path, sizeof path, "%s/kept.%s", stage->folder, endings[i]);
		type_name(vt, path);
		assert_true(vt_wait_text(vt, "kept in"));
		assert_true(size_of(path) > 100);
		type_name(vt, path);
		assert_true(vt_wait_text(vt, "replace it?"));
		assert_int_equal(truncate(path, 0), 0);
		vt_type(vt, "n");
		assert_true(vt_wait_no_text(vt, "replace it?"));
		assert_int_equal(size_of(path), 0);
		type_name(vt, path);
		assert_true(vt_wait_text(vt, "replace it?"));
		vt_type(vt, "y");
		assert_true(vt_wait_text(vt, "kept in"));
		assert_true(size_of(path) > 100);
		unlink(path);
	}
	type_name(vt, "nothing.doc");
	assert_true(vt_wait_text(vt, "its ending must be"));
	type_name(vt, "/nowhere/x.svg");
	assert_true(vt_wait_text(vt, "No such file"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_pin_shows_the_map_as_it_was, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_letter_without_a_pin_leads_nowhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_differs_from_a_pin_is_listed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(steps_lead_back_and_forth, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_screen_is_kept_in_a_file, set_up, tear_down),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
