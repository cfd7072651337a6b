/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ui/svg.h"

static struct canvas canvas;
static struct theme theme;

static int open_canvas(void **state)
{
	(void)state;
	assert_int_equal(theme_parse("[theme]\nname = test\n[roles]\ntext = #d0d0d0 on #101010\n"
				     "title = #ffffff bold underline\nselected = on #303030\n"
				     "match = #102030 on #ffff00\nerror = #ff0000 reverse\n"
				     "dim = dim\ngood = 2\n",
				 "test.ini", &theme, NULL, 0),
		0);
	return canvas_init(&canvas, 8, 2);
}

static int close_canvas(void **state)
{
	(void)state;
	canvas_finish(&canvas);
	return 0;
}

/* What is drawn; to be freed. */
static char *drawn(const char *title)
{
	char *bytes = NULL;
	size_t size;
	FILE *stream = open_memstream(&bytes, &size);
	assert_int_equal(svg_write(&canvas, &theme, title, stream), 0);
	fclose(stream);
	return bytes;
}

static void assert_drawn(const char *title, const char *const *pieces)
{
	char *text = drawn(title);
	for (; *pieces; pieces++)
		if (!strstr(text, *pieces))
			fail_msg("no %s in %s", *pieces, text);
	free(text);
}

static unsigned count(const char *text, const char *piece)
{
	unsigned found = 0;
	while ((text = strstr(text, piece))) {
		found++;
		text += strlen(piece);
	}
	return found;
}

static void text_is_escaped_and_made_safe(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 8, PEN(ROLE_TEXT), "a<&>\"\033");
	assert_drawn("x\033]<&", (const char *const[]){ ">a&lt;&amp;&gt;&quot;?</text>",
					 "<title>x?]&lt;&amp;</title>", NULL });
}

static void a_run_of_one_look_is_one_text_of_its_length(void **state)
{
	(void)state;
	canvas_text(&canvas, 1, 1, 8, PEN(ROLE_TEXT), "ab c");
	canvas_text(&canvas, 5, 1, 8, PEN(ROLE_TITLE), "d");
	assert_drawn("", (const char *const[]){ "<text x=\"18\" y=\"41\" textLength=\"36\" "
						"fill=\"#d0d0d0\">ab c</text>",
				 "<text x=\"54\" y=\"41\" textLength=\"9\" fill=\"#ffffff\" "
				 "font-weight=\"bold\" text-decoration=\"underline\">d</text>",
				 NULL });
}

static void a_wide_glyph_is_as_wide_as_its_cells(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 8, PEN(ROLE_TEXT), "한x");
	assert_drawn("", (const char *const[]){ "textLength=\"18\" fill=\"#d0d0d0\">한</text>",
				 "<text x=\"27\" y=\"23\" textLength=\"9\"", NULL });
}

static void a_mark_stays_with_its_glyph(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 8, PEN(ROLE_TEXT), "e\u0301x");
	assert_drawn("", (const char *const[]){ ">e\u0301</text>", ">x</text>", NULL });
}

static void blocks_side_by_side_are_one_rectangle(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 8, PEN(ROLE_TEXT), "███▄▌");
	assert_drawn(
		"", (const char *const[]){ "<rect x=\"9\" y=\"9\" width=\"27\" height=\"18\" "
					   "fill=\"#d0d0d0\"/>",
			    "<rect x=\"36\" y=\"18\" width=\"9\" height=\"9\" fill=\"#d0d0d0\"/>",
			    "<rect x=\"45\" y=\"9\" width=\"4.5\" height=\"18\" fill=\"#d0d0d0\"/>",
			    NULL });
	char *text = drawn("");
	assert_int_equal(count(text, "<text"), 0);
	free(text);
}

static void grounds_and_reverse_are_rectangles_behind(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 8, PEN(ROLE_ERROR), "ab");
	canvas_ground(&canvas, (struct rect){ 2, 0, 3, 1 }, ROLE_SELECTED);
	canvas_text(&canvas, 5, 0, 8, PEN(ROLE_MATCH), "m");
	assert_drawn(
		"", (const char *const[]){ "<rect x=\"9\" y=\"9\" width=\"18\" height=\"18\" "
					   "fill=\"#ff0000\"/>",
			    "<rect x=\"27\" y=\"9\" width=\"27\" height=\"18\" fill=\"#303030\"/>",
			    "fill=\"#101010\">ab</text>", "fill=\"#102030\">m</text>", NULL });
}

static void an_empty_canvas_is_ground_alone(void **state)
{
	(void)state;
	char *text = drawn("");
	assert_int_equal(count(text, "<rect"), 1);
	assert_int_equal(count(text, "<text"), 0);
	assert_non_null(strstr(text, "width=\"90\" height=\"54\""));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			text_is_escaped_and_made_safe, open_canvas, close_canvas),
		cmocka_unit_test_setup_teardown(
			a_run_of_one_look_is_one_text_of_its_length, open_canvas, close_canvas),
		cmocka_unit_test_setup_teardown(
			a_wide_glyph_is_as_wide_as_its_cells, open_canvas, close_canvas),
		cmocka_unit_test_setup_teardown(
			a_mark_stays_with_its_glyph, open_canvas, close_canvas),
		cmocka_unit_test_setup_teardown(
			blocks_side_by_side_are_one_rectangle, open_canvas, close_canvas),
		cmocka_unit_test_setup_teardown(
			grounds_and_reverse_are_rectangles_behind, open_canvas, close_canvas),
		cmocka_unit_test_setup_teardown(
			an_empty_canvas_is_ground_alone, open_canvas, close_canvas),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("svg", tests, NULL, NULL);
}
