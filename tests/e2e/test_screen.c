/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminals of every size, kind and language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "viewer.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void follows_every_size(void **state)
{
	(void)state;
	static const int sizes[][2] = { { 10, 40 }, { 100, 300 }, { 1, 1 }, { 24, 80 }, { 2, 300 },
		{ 100, 3 }, { 9, 39 }, { 60, 200 }, { 1, 80 }, { 24, 1 }, { 40, 120 } };
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, (const char *const[]){ "--every", "0.1s", NULL }, 0, 0);
	for (size_t i = 0; i < 4 * COUNT(sizes); i++) {
		const int *size = sizes[i * 7 % COUNT(sizes)];
		vt_resize(&vt, size[0], size[1]);
		if (i % 3 == 0)
			assert_true(vt_wait_frames(&vt, 1));
	}
	vt_resize(&vt, 40, 120);
	assert_true(vt_wait_text(&vt, "stack"));
	assert_true(vt_wait_text(&vt, "victim"));
	viewer_quit(&vt);
	target_finish(&target);
}

/* The last column and row of a larger screen are used again after it was small. */
static void fills_the_screen_after_growing(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, NULL, 24, 80);
	vt_resize(&vt, 50, 160);
	assert_true(vt_wait_text(&vt, "quit"));
	int row;
	for (row = 0; !vt_find(&vt, "quit", &row, NULL) || row < 40;)
		assert_true(vt_wait_frames(&vt, 1));
	viewer_quit(&vt);
	target_finish(&target);
}

static void refuses_politely_below_40_by_10(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	vt_start(&vt,
		&(struct vt_options){ .rows = 5,
			.columns = 30,
			.arguments = (const char *const[]){ strata_path(), target.text, NULL } });
	assert_true(vt_wait_text(&vt, "40"));
	viewer_quit(&vt);
	target_finish(&target);
}

static void quits_on_a_terminal_of_one_cell(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	vt_start(&vt,
		&(struct vt_options){ .rows = 1,
			.columns = 1,
			.arguments = (const char *const[]){ strata_path(), target.text, NULL } });
	assert_true(vt_wait_frames(&vt, 1));
	viewer_quit(&vt);
	target_finish(&target);
}

static const struct kind {
	const char *name;
	const char *variables[4];
} kinds[] = {
	{ "works on xterm with 8 colours", { "TERM=xterm" } },
	{ "works on a vt100 without colours", { "TERM=vt100" } },
	/* Not with the mouse daemon's library, which leaks. */
	{ "works on the Linux console", { "TERM=linux", "NCURSES_GPM_TERMS=none" } },
	{ "works in screen", { "TERM=screen-256color" } },
	{ "works in tmux", { "TERM=tmux-256color" } },
	{ "works with direct colour", { "COLORTERM=truecolor" } },
	{ "works without a locale", { "LC_ALL=" } },
	{ "works with a locale that is not installed", { "LC_ALL=", "LANG=ko_KR.UTF-8" } },
};

static void works_on(void **state)
{
	const struct kind *kind = *state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open_with(&vt, &target, NULL, kind->variables);
	vt_type(&vt, "2");
	vt_key(&vt, VTERM_KEY_DOWN);
	assert_true(vt_wait_text(&vt, "victim"));
	viewer_quit(&vt);
	target_finish(&target);
}

static const struct kind unusable[] = {
	{ "says so where TERM is empty", { "TERM=" } },
	{ "says so where TERM is not set", { "TERM" } },
	{ "says so on a dumb terminal", { "TERM=dumb" } },
	{ "says so on an unknown terminal", { "TERM=no-such-terminal" } },
	{ "says so where TERM would act on a terminal", { "TERM=\033]0;x\007" } },
};

/* One line, status 1, and not a byte that acts on a terminal. */
static void says_so(void **state)
{
	const struct kind *kind = *state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	vt_start(&vt,
		&(struct vt_options){ .columns = 200,
			.variables = kind->variables,
			.arguments = (const char *const[]){ strata_path(), target.text, NULL } });
	assert_true(vt_wait_exit(&vt));
	assert_int_equal(WEXITSTATUS(vt.status), 1);
	assert_true(vt_find(&vt, "strata: ", NULL, NULL));
	assert_true(vt_find(&vt, "TERM", NULL, NULL));
	assert_false(wire_has(&vt.wire, "\033", 1));
	vt_finish(&vt);
	target_finish(&target);
}

static bool has_colour(const struct vt *vt)
{
	for (int row = 0; row < vt->rows; row++)
		for (int column = 0; column < vt->columns; column++) {
			VTermScreenCell cell = vt_cell(vt, row, column);
			if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
				!VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
				return true;
		}
	return false;
}

static void has_colours_unless_told_not_to(void **state)
{
	(void)state;
	static const struct {
		const char *words[2], *variables[2];
		bool is_coloured;
	} cases[] = {
		{ { NULL }, { NULL }, true },
		{ { NULL }, { "NO_COLOR=1" }, false },
		{ { NULL }, { "NO_COLOR=" }, true },
		{ { "--no-color" }, { NULL }, false },
	};
	struct target target;
	target_start(&target, "sleep", NULL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct vt vt;
		viewer_open_with(&vt, &target, cases[i].words, cases[i].variables);
		assert_int_equal(has_colour(&vt), cases[i].is_coloured);
		viewer_quit(&vt);
	}
	target_finish(&target);
}

static void writes_only_ascii_where_that_is_asked_for(void **state)
{
	(void)state;
	static const char *const none[] = { NULL }, *const ascii[] = { "--ascii", NULL };
	static const char *const c[] = { "LC_ALL=C", NULL };
	struct target target;
	struct vt vt;
	target_start(&target, "names",
		(const char *const[]){ "/tmp", "caf\303\251", "\355\225\234\352\270\200", NULL });
	for (int i = 0; i < 2; i++) {
		viewer_open_with(&vt, &target, i ? ascii : none, i ? NULL : c);
		vt_type(&vt, "o2?");
		assert_true(vt_wait_frames(&vt, 3));
		assert_true(wire_is_ascii(&vt.wire));
		vt_key(&vt, VTERM_KEY_ESCAPE);
		viewer_quit(&vt);
	}
	target_finish(&target);
}

/* A wide character takes two columns: what stands behind it is where it belongs. */
static void shows_wide_names(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "names",
		(const char *const[]){
			"/tmp", "\355\225\234\352\270\200\354\235\264\353\246\204", NULL });
	viewer_open(&vt, &target, (const char *const[]){ "--view", "regions", NULL }, 60, 160);
	assert_true(vt_wait_text(&vt, "\355\225\234\352\270\200\354\235\264\353\246\204"));
	int row, column;
	vt_find(&vt, "\355\225\234", &row, &column);
	assert_int_equal(vt_cell(&vt, row, column).width, 2);
	viewer_quit(&vt);
	target_finish(&target);
}

static const struct CMUnitTest others[] = {
	cmocka_unit_test(follows_every_size),
	cmocka_unit_test(fills_the_screen_after_growing),
	cmocka_unit_test(refuses_politely_below_40_by_10),
	cmocka_unit_test(quits_on_a_terminal_of_one_cell),
	cmocka_unit_test(has_colours_unless_told_not_to),
	cmocka_unit_test(writes_only_ascii_where_that_is_asked_for),
	cmocka_unit_test(shows_wide_names),
};

static struct CMUnitTest case_of(const struct kind *kind, CMUnitTestFunction function)
{
	return (struct CMUnitTest){
		.name = kind->name, .test_func = function, .initial_state = (void *)(uintptr_t)kind
	};
}

int main(void)
{
	struct CMUnitTest tests[COUNT(kinds) + COUNT(unusable) + COUNT(others)] = { 0 };
	struct CMUnitTest *next = tests;
	for (size_t i = 0; i < COUNT(kinds); i++)
		*next++ = case_of(&kinds[i], works_on);
	for (size_t i = 0; i < COUNT(unusable); i++)
		*next++ = case_of(&unusable[i], says_so);
	memcpy(next, others, sizeof(others));
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
