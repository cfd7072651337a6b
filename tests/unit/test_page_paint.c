/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "view/page_paint.h"

#define START UINT64_C(0x7000000000)
#define CELL UINT64_C(4096)
#define COLUMNS 4

/* A row of four cells above another, of the states in `upper` and `lower`. */
struct painting {
	struct page_cell cells[2 * COLUMNS];
	struct page_map map;
	struct page_look look;
	struct page_picture picture;
	struct canvas canvas;
};

static struct page_cell cell_of(enum page_state state, uint8_t present)
{
	return (struct page_cell){
		.dominant = (uint8_t)state, .present = present, .is_mapped = true
	};
}

static void begin(struct painting *painting, bool is_plain)
{
	*painting = (struct painting){ 0 };
	for (size_t i = 0; i < 2 * COLUMNS; i++)
		painting->cells[i] = cell_of(PAGE_ABSENT, 0);
	painting->map = (struct page_map){
		.window = { START, START + 2 * COLUMNS * CELL, CELL, 2 * COLUMNS },
		.cells = painting->cells,
	};
	painting->look = (struct page_look){ .maps = { &painting->map }, .count = 1 };
	painting->picture = (struct page_picture){
		.start = START,
		.end = painting->map.window.end,
		.cell = CELL,
		.now = &painting->look,
		.cursor = UINT64_MAX,
		.is_plain = is_plain,
	};
	assert_int_equal(canvas_init(&painting->canvas, COLUMNS, 2), 0);
}

static const struct cell *painted(struct painting *painting, int x, int y)
{
	int height = painting->picture.is_plain ? 2 : 1;
	canvas_clear(&painting->canvas);
	page_paint(&painting->canvas, (struct rect){ 0, 0, COLUMNS, height }, &painting->picture);
	return canvas_at(&painting->canvas, x, y);
}

static void two_states_share_a_cell_as_halves(void **state)
{
	(void)state;
	struct painting painting;
	begin(&painting, false);
	painting.cells[1] = cell_of(PAGE_RESIDENT, 255);
	painting.cells[COLUMNS + 1] = cell_of(PAGE_SHARED, 255);
	const struct cell *cell = painted(&painting, 1, 0);
	assert_int_equal(cell->glyph, U'▀');
	assert_int_equal(cell->ink, ROLE_PAGE_RESIDENT);
	assert_int_equal(cell->ground, ROLE_PAGE_SHARED);
	canvas_finish(&painting.canvas);
}

static void one_state_in_both_halves_shows_its_glyph(void **state)
{
	(void)state;
	static const char32_t glyphs[PAGE_STATES] = { U'·', U'█', U'▒', U'░', U'▓', U'0', U'w',
		U'x' };
	struct painting painting;
	begin(&painting, false);
	for (unsigned at = 0; at < PAGE_STATES; at++) {
		painting.cells[0] = painting.cells[COLUMNS] =
			cell_of((enum page_state)at, at == PAGE_ABSENT ? 0 : 255);
		const struct cell *cell = painted(&painting, 0, 0);
		assert_int_equal(cell->glyph, glyphs[at]);
		assert_int_equal(cell->ink, ROLE_PAGE + at);
	}
	canvas_finish(&painting.canvas);
}

static void a_cell_is_filled_by_the_share_in_ram(void **state)
{
	(void)state;
	static const struct {
		uint8_t upper, lower;
		char32_t glyph;
	} cases[] = { { 255, 0, U'▀' }, { 0, 255, U'▄' }, { 1, 0, U'▘' }, { 0, 1, U'▖' },
		{ 1, 1, U'▌' }, { 254, 1, U'▛' }, { 127, 128, U'▙' } };
	struct painting painting;
	begin(&painting, false);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t shares[] = { cases[i].upper, cases[i].lower };
		for (size_t half = 0; half < 2; half++)
			painting.cells[half * COLUMNS] =
				cell_of(shares[half] ? PAGE_RESIDENT : PAGE_ABSENT, shares[half]);
		const struct cell *cell = painted(&painting, 0, 0);
		assert_int_equal(cell->glyph, cases[i].glyph);
		assert_int_equal(cell->ink, ROLE_PAGE_RESIDENT);
	}
	canvas_finish(&painting.canvas);
}

static void without_colour_each_state_has_a_letter(void **state)
{
	(void)state;
	static const char letters[PAGE_STATES + 1] = ".RSFC0WX";
	struct painting painting;
	begin(&painting, true);
	painting.canvas.ascii = true;
	for (unsigned at = 0; at < PAGE_STATES; at++) {
		painting.cells[COLUMNS] = cell_of((enum page_state)at, at == PAGE_ABSENT ? 0 : 255);
		assert_int_equal(painted(&painting, 0, 1)->glyph, (unsigned char)letters[at]);
	}
	painting.cells[COLUMNS] = cell_of(PAGE_COW, 3);
	assert_int_equal(painted(&painting, 0, 1)->glyph, 'c');
	canvas_finish(&painting.canvas);
}

static void what_changed_is_pointed_out(void **state)
{
	(void)state;
	struct painting painting;
	begin(&painting, false);
	struct page_cell old[2 * COLUMNS] = { 0 };
	struct page_map map = painting.map;
	struct page_look before = { .maps = { &map }, .count = 1 };
	for (size_t i = 0; i < 2 * COLUMNS; i++)
		old[i] = painting.cells[i];
	map.cells = old;
	painting.cells[2] = cell_of(PAGE_RESIDENT, 255);
	painting.picture.before = &before;
	const struct cell *cell = painted(&painting, 2, 0);
	assert_int_equal(cell->glyph, U'▀');
	assert_int_equal(cell->ink, ROLE_PAGE_CHANGED);
	assert_int_equal(painted(&painting, 1, 0)->glyph, U'·');
	painting.picture.is_fading = true;
	assert_int_equal(painted(&painting, 2, 0)->ink, ROLE_PAGE_ZERO);
	canvas_finish(&painting.canvas);
}

static void the_cursor_covers_its_half(void **state)
{
	(void)state;
	struct painting painting;
	begin(&painting, false);
	painting.picture.cursor = START + (COLUMNS + 3) * CELL + 12;
	const struct cell *cell = painted(&painting, 3, 0);
	assert_int_equal(cell->glyph, U'▄');
	assert_int_equal(cell->ink, ROLE_PAGE_CURSOR);
	canvas_finish(&painting.canvas);
}

static void what_was_not_looked_at_stays_blank(void **state)
{
	(void)state;
	struct painting painting;
	begin(&painting, false);
	painting.picture.cell = 2 * CELL;
	assert_int_equal(painted(&painting, 0, 0)->glyph, U' ');
	painting.picture.cell = CELL;
	painting.picture.end = START + 2 * CELL;
	assert_int_equal(painted(&painting, 1, 0)->glyph, U'·');
	assert_int_equal(painted(&painting, 2, 0)->glyph, U' ');
	painting.cells[1].is_mapped = false;
	assert_int_equal(painted(&painting, 1, 0)->glyph, U' ');
	canvas_finish(&painting.canvas);
}

static void begin_huge(struct painting *painting, uint64_t cell, bool is_plain)
{
	begin(painting, is_plain);
	painting->canvas.ascii = is_plain;
	painting->picture.cell = painting->map.window.cell = cell;
	painting->picture.end = painting->map.window.end = START + 2 * COLUMNS * cell;
	for (size_t i = 0; i < 2 * COLUMNS; i++) {
		painting->cells[i] = cell_of(PAGE_RESIDENT, 255);
		painting->cells[i].attributes = PAGE_HUGE;
	}
}

static void a_huge_page_is_one_run_from_edge_to_edge(void **state)
{
	(void)state;
	static const struct {
		unsigned cells; /* of a huge page */
		char32_t halves[COLUMNS + 1];
		char upper[COLUMNS + 1], lower[COLUMNS + 1];
	} cases[] = { { 8, U"╘══╕", "[===", "===]" }, { 4, U"╞══╡", "[==]", "[==]" },
		{ 1, U"■■■■", "HHHH", "HHHH" } };
	struct painting painting;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t cell = (UINT64_C(2) << 20) / cases[i].cells;
		begin_huge(&painting, cell, false);
		for (int x = 0; x < COLUMNS; x++) {
			assert_int_equal(painted(&painting, x, 0)->glyph, cases[i].halves[x]);
			assert_int_equal(painted(&painting, x, 0)->ground, ROLE_PAGE_HUGE);
		}
		canvas_finish(&painting.canvas);
		begin_huge(&painting, cell, true);
		for (int x = 0; x < COLUMNS; x++) {
			assert_int_equal(painted(&painting, x, 0)->glyph, cases[i].upper[x]);
			assert_int_equal(painted(&painting, x, 1)->glyph, cases[i].lower[x]);
		}
		canvas_finish(&painting.canvas);
	}
}

static void a_mark_without_colour_shows_the_letter_of_the_state(void **state)
{
	(void)state;
	struct painting painting;
	begin(&painting, true);
	painting.cells[0] = cell_of(PAGE_RESIDENT, 255);
	assert_int_equal(painted(&painting, 0, 0)->glyph, U'█');
	painting.picture.cursor = START;
	const struct cell *cell = painted(&painting, 0, 0);
	assert_int_equal(cell->glyph, 'R');
	assert_int_equal(cell->ink, ROLE_PAGE_CURSOR);
	canvas_finish(&painting.canvas);
}

static void locked_pages_have_a_sign_of_their_own(void **state)
{
	(void)state;
	struct painting painting;
	begin(&painting, true);
	painting.cells[0] = cell_of(PAGE_RESIDENT, 255);
	painting.cells[0].attributes = PAGE_LOCKED;
	assert_int_equal(painted(&painting, 0, 0)->glyph, U'▣');
	painting.canvas.ascii = true;
	assert_int_equal(painted(&painting, 0, 0)->glyph, 'L');
	canvas_finish(&painting.canvas);
}

static void huge_pages_have_a_look_of_their_own(void **state)
{
	(void)state;
	struct page_cell cell = cell_of(PAGE_RESIDENT, 255);
	assert_int_equal(page_ink(&cell), ROLE_PAGE_RESIDENT);
	cell.attributes = PAGE_HUGE;
	assert_int_equal(page_ink(&cell), ROLE_PAGE_HUGE);
	cell.dominant = PAGE_SHARED;
	assert_int_equal(page_ink(&cell), ROLE_PAGE_SHARED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_states_share_a_cell_as_halves),
		cmocka_unit_test(one_state_in_both_halves_shows_its_glyph),
		cmocka_unit_test(a_cell_is_filled_by_the_share_in_ram),
		cmocka_unit_test(without_colour_each_state_has_a_letter),
		cmocka_unit_test(what_changed_is_pointed_out),
		cmocka_unit_test(the_cursor_covers_its_half),
		cmocka_unit_test(what_was_not_looked_at_stays_blank),
		cmocka_unit_test(a_huge_page_is_one_run_from_edge_to_edge),
		cmocka_unit_test(a_mark_without_colour_shows_the_letter_of_the_state),
		cmocka_unit_test(locked_pages_have_a_sign_of_their_own),
		cmocka_unit_test(huge_pages_have_a_look_of_their_own),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
