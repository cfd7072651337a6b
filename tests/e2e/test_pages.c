/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages on the screen: a process with known pages, cell by cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

#define PAGES 256
#define FIRST 6    /* screen row of the first cells at 24 by 80 */
#define LABEL 16   /* columns before them */
#define CURSOR "▀" /* upper half of the cell it is in */
#define REPEAT_16(text)                                                                            \
	text text text text text text text text text text text text text text text text

struct stage {
	struct target target;
	struct vt vt;
};

static int set_up(void **state)
{
	static struct stage stage;
	target_start_number(&stage.target, "sheet", PAGES);
	viewer_open(
		&stage.vt, &stage.target, (const char *const[]){ "--every", "0.1s", NULL }, 24, 80);
	vt_type(&stage.vt, "/sheet");
	vt_key(&stage.vt, VTERM_KEY_ENTER);
	vt_type(&stage.vt, "3");
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

static void assert_cells(const struct vt *vt, int row, const char *expected)
{
	char *text = vt_row(vt, row);
	assert_true(strlen(text) > LABEL);
	assert_string_equal(text + LABEL, expected);
	free(text);
}

/* 48 cells a row, two rows a line: 64 pages copied, 64 of the file, 128 absent. */
static void each_page_is_a_cell_of_its_state(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	assert_true(vt_wait_text(vt, "cow 64"));
	assert_true(vt_wait_text(vt, "file 64"));
	assert_true(vt_wait_text(vt, "absent 128"));
	assert_true(vt_wait_text(vt, "one cell = 1 page"));
	vt_key(vt, VTERM_KEY_DOWN);
	vt_key(vt, VTERM_KEY_DOWN);
	vt_key(vt, VTERM_KEY_DOWN);
	assert_true(vt_wait_text(vt, REPEAT_16("▓") REPEAT_16("▀") REPEAT_16("▀")));
	assert_cells(vt, FIRST, REPEAT_16("▓") REPEAT_16("▀") REPEAT_16("▀"));
	assert_cells(vt, FIRST + 2, REPEAT_16("·") REPEAT_16("·") REPEAT_16("·"));
}

static void pages_appear_as_they_are_written(void **state)
{
	struct stage *stage = *state;
	assert_true(vt_wait_text(&stage->vt, "cow 64"));
	target_poke(&stage->target);
	assert_true(vt_wait_text(&stage->vt, "cow 67"));
	target_poke(&stage->target);
	assert_true(vt_wait_text(&stage->vt, "cow 70"));
}

static void zooming_puts_pages_together(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	assert_true(vt_wait_text(vt, "one cell = 1 page"));
	vt_key(vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_text(vt, "whole process"));
	vt_type(vt, "=");
	assert_true(vt_wait_text(vt, "one cell = 1 page"));
	vt_type(vt, "[");
	assert_true(vt_wait_text(vt, "one cell = 2 pages"));
	vt_type(vt, "]");
	assert_true(vt_wait_text(vt, "one cell = 1 page"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_page_is_a_cell_of_its_state, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			pages_appear_as_they_are_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(zooming_puts_pages_together, set_up, tear_down),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
