/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "canvas_picture.h"

static struct canvas canvas;

static int open_canvas(void **state)
{
	(void)state;
	return canvas_init(&canvas, 10, 3);
}

static int close_canvas(void **state)
{
	(void)state;
	canvas_finish(&canvas);
	return 0;
}

static void text_is_clipped_at_every_edge_and_says_so(void **state)
{
	(void)state;
	assert_int_equal(canvas_text(&canvas, -2, 0, 10, PEN(ROLE_TEXT), "abcd"), 4);
	assert_int_equal(canvas_text(&canvas, 8, 1, 10, PEN(ROLE_TEXT), "abcd"), 2);
	assert_int_equal(canvas_text(&canvas, 2, 2, 3, PEN(ROLE_TEXT), "abcd"), 3);
	assert_int_equal(canvas_text(&canvas, 0, 3, 10, PEN(ROLE_TEXT), "abcd"), 0);
	assert_int_equal(canvas_text(&canvas, 0, -1, 10, PEN(ROLE_TEXT), "abcd"), 0);
	assert_int_equal(canvas_text(&canvas, 10, 0, 10, PEN(ROLE_TEXT), "abcd"), 0);
	assert_int_equal(canvas_text(&canvas, 0, 0, -3, PEN(ROLE_TEXT), "xyz"), 0);
	assert_glyphs(&canvas, "cd\n        a…\n  ab…\n");
}

static void no_hostile_byte_reaches_a_cell(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 10, PEN(ROLE_TEXT), "a\033[31m\r\n\tb");
	canvas_text(&canvas, 0, 1, 10, PEN(ROLE_TEXT), "\xc2\x9b\x7f\xff\xe2\x80\xae\xe2\x80\x8bz");
	canvas_put(&canvas, 0, 2, 0x1b, PEN(ROLE_TEXT));
	canvas_put(&canvas, 1, 2, 0x202e, PEN(ROLE_TEXT));
	canvas_put(&canvas, 2, 2, 0x110000, PEN(ROLE_TEXT));
	assert_glyphs(&canvas, "a?[31m???b\n?????z\n???\n");
}

static void a_wide_glyph_takes_two_cells(void **state)
{
	(void)state;
	assert_int_equal(canvas_text(&canvas, 0, 0, 10, PEN(ROLE_TEXT), "한글x"), 5);
	assert_int_equal(canvas_at(&canvas, 0, 0)->width, 2);
	assert_int_equal(canvas_at(&canvas, 1, 0)->width, 0);
	assert_int_equal(canvas_text(&canvas, 0, 1, 3, PEN(ROLE_TEXT), "한글x"), 3);
	assert_int_equal(canvas_text(&canvas, 0, 2, 4, PEN(ROLE_TEXT), "한글x"), 3);
	assert_glyphs(&canvas, "한글x\n한…\n한…\n");
}

static void overwriting_half_a_wide_glyph_blanks_the_other(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 10, PEN(ROLE_TEXT), "한글");
	canvas_put(&canvas, 1, 0, 'x', PEN(ROLE_TEXT));
	canvas_put(&canvas, 2, 0, 'y', PEN(ROLE_TEXT));
	assert_glyphs(&canvas, " xy\n\n\n");
	canvas_text(&canvas, 0, 1, 10, PEN(ROLE_TEXT), "한글");
	canvas_put(&canvas, 1, 1, U'한', PEN(ROLE_TEXT));
	assert_glyphs(&canvas, " xy\n 한\n\n");
}

static void a_wide_glyph_that_crosses_an_edge_is_left_out(void **state)
{
	(void)state;
	canvas_fill(&canvas, canvas_area(&canvas), '.', PEN(ROLE_TEXT));
	assert_int_equal(canvas_put(&canvas, 9, 0, U'한', PEN(ROLE_TEXT)), 0);
	assert_int_equal(canvas_put(&canvas, -1, 1, U'한', PEN(ROLE_TEXT)), 0);
	assert_glyphs(&canvas, ".........\n .........\n..........\n");
}

static void a_combining_mark_stays_with_its_base(void **state)
{
	(void)state;
	assert_int_equal(canvas_text(&canvas, 0, 0, 3, PEN(ROLE_TEXT), "xe\xcc\x81zz"), 3);
	assert_int_equal(canvas_at(&canvas, 1, 0)->mark, 0x301);
	canvas_put(&canvas, 0, 1, 'a', PEN(ROLE_TEXT));
	canvas_text(&canvas, 1, 1, 5, PEN(ROLE_TEXT), "\xcc\x81z");
	assert_int_equal(canvas_at(&canvas, 0, 1)->mark, 0);
	assert_glyphs(&canvas, "xe\xcc\x81…\naz\n\n");
}

static void ascii_has_a_stand_in_for_every_glyph(void **state)
{
	(void)state;
	canvas.ascii = true;
	for (unsigned glyph = 0; glyph < GLYPHS; glyph++)
		for (const char *at = canvas_glyph_text(&canvas, (enum glyph)glyph); *at; at++)
			assert_in_range(*at, ' ', '~');
	canvas_text(&canvas, 0, 0, 10, PEN(ROLE_TEXT), "a–b·…한é");
	canvas_glyph(&canvas, 0, 1, GLYPH_FULL, PEN(ROLE_TEXT));
	canvas_put(&canvas, 1, 1, U'→', PEN(ROLE_TEXT));
	assert_glyphs(&canvas, "a-b.~??\n#>\n\n");
}

static void text_to_the_right_ends_at_the_right(void **state)
{
	(void)state;
	assert_int_equal(canvas_text_right(&canvas, 0, 0, 6, PEN(ROLE_TEXT), "42"), 2);
	assert_int_equal(canvas_text_right(&canvas, 0, 1, 6, PEN(ROLE_TEXT), "123456"), 6);
	assert_int_equal(canvas_text_right(&canvas, 0, 2, 6, PEN(ROLE_TEXT), "1234567"), 6);
	assert_glyphs(&canvas, "    42\n123456\n12345…\n");
}

static void a_name_loses_its_middle(void **state)
{
	(void)state;
	assert_int_equal(canvas_name(&canvas, 0, 0, 10, PEN(ROLE_TEXT), "/lib/libc.so.6"), 10);
	assert_int_equal(canvas_name(&canvas, 0, 1, 10, PEN(ROLE_TEXT), "/libc.so.6"), 10);
	assert_int_equal(canvas_name(&canvas, 0, 2, 6, PEN(ROLE_TEXT), "한국어이름"), 5);
	assert_glyphs(&canvas, "/lib….so.6\n/libc.so.6\n한…름\n");
}

static void a_name_survives_any_length_in_any_width(void **state)
{
	(void)state;
	static char name[10001];
	memset(name, 'n', sizeof name - 1);
	for (int columns = 0; columns <= 12; columns++) {
		int expected = columns < 10 ? columns : 10;
		assert_int_equal(
			canvas_name(&canvas, 0, 0, columns, PEN(ROLE_TEXT), name), expected);
	}
	assert_glyphs(&canvas, "nnnn…nnnnn\n\n\n");
}

static void paragraphs_wrap_at_blanks(void **state)
{
	(void)state;
	struct rect area = { 1, 0, 6, 3 };
	assert_int_equal(canvas_wrap(&canvas, area, PEN(ROLE_TEXT), "to be or\nnot"), 3);
	assert_glyphs(&canvas, " to be\n or\n not\n");
}

static void a_word_that_does_not_fit_is_broken(void **state)
{
	(void)state;
	struct rect area = { 0, 0, 4, 3 };
	assert_int_equal(canvas_wrap(&canvas, area, PEN(ROLE_TEXT), "a undivided"), 3);
	assert_glyphs(&canvas, "a\nundi\nvide\n");
	assert_int_equal(canvas_wrap(&canvas, area, PEN(ROLE_TEXT), ""), 0);
}

static void wrapping_ends_in_an_area_too_narrow(void **state)
{
	(void)state;
	assert_int_equal(
		canvas_wrap(&canvas, (struct rect){ 0, 0, 1, 3 }, PEN(ROLE_TEXT), "한글"), 2);
	assert_int_equal(
		canvas_wrap(&canvas, (struct rect){ 0, 0, 0, 3 }, PEN(ROLE_TEXT), "ab"), 2);
	assert_int_equal(
		canvas_wrap(&canvas, (struct rect){ 0, 0, 5, 0 }, PEN(ROLE_TEXT), "ab"), 0);
	assert_glyphs(&canvas, "\n\n\n");
}

static void formatted_text_is_painted(void **state)
{
	(void)state;
	assert_int_equal(canvas_printf(&canvas, 0, 0, 10, PEN(ROLE_TEXT), "%d of %d", 4, 9), 6);
	assert_glyphs(&canvas, "4 of 9\n\n\n");
}

static void filling_is_clipped(void **state)
{
	(void)state;
	canvas_fill(&canvas, (struct rect){ 8, -5, 1 << 30, 6 }, '#', PEN(ROLE_TEXT));
	canvas_fill(&canvas, (struct rect){ -3, 1, 5, 1 }, '+', PEN(ROLE_TEXT));
	canvas_fill(&canvas, (struct rect){ 1, 2, 5, 9 }, U'한', PEN(ROLE_TEXT));
	assert_glyphs(&canvas, "        ##\n++\n 한한한\n");
}

static void roles_are_printed_as_runs(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 9, PEN(ROLE_DIM), "so it is");
	canvas_text(&canvas, 2, 1, 9, PEN_BOLD(ROLE_VALUE), "12");
	canvas_text(&canvas, 5, 1, 9, PEN(ROLE_KIND + REGION_HEAP), "h");
	canvas_ground(&canvas, (struct rect){ 0, 1, 10, 1 }, ROLE_SELECTED);
	assert_roles(&canvas, "8*dim\n"
			      "2*text/selected 3*value!/selected 5*kind.heap/selected\n\n");
}

static void resizing_clears(void **state)
{
	(void)state;
	canvas_text(&canvas, 0, 0, 10, PEN(ROLE_TEXT), "old");
	assert_int_equal(canvas_resize(&canvas, 3, 1), 0);
	assert_glyphs(&canvas, "\n");
	assert_int_equal(canvas_resize(&canvas, 0, 0), 0);
	assert_int_equal(canvas_text(&canvas, 0, 0, 10, PEN(ROLE_TEXT), "x"), 0);
	assert_null(canvas_at(&canvas, 0, 0));
	assert_int_equal(canvas_resize(&canvas, -1, 4), -EINVAL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_canvas, close_canvas)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(text_is_clipped_at_every_edge_and_says_so),
		CASE(no_hostile_byte_reaches_a_cell),
		CASE(a_wide_glyph_takes_two_cells),
		CASE(overwriting_half_a_wide_glyph_blanks_the_other),
		CASE(a_wide_glyph_that_crosses_an_edge_is_left_out),
		CASE(a_combining_mark_stays_with_its_base),
		CASE(ascii_has_a_stand_in_for_every_glyph),
		CASE(text_to_the_right_ends_at_the_right),
		CASE(a_name_loses_its_middle),
		CASE(a_name_survives_any_length_in_any_width),
		CASE(paragraphs_wrap_at_blanks),
		CASE(a_word_that_does_not_fit_is_broken),
		CASE(wrapping_ends_in_an_area_too_narrow),
		CASE(formatted_text_is_painted),
		CASE(filling_is_clipped),
		CASE(roles_are_printed_as_runs),
		CASE(resizing_clears),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
