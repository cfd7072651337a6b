/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "source/page_cells.h"

#define PAGE 4096
#define START 0x100000

struct board {
	struct page_map map;
	struct page_cell room[8];
	struct page_cells cells;
};

/* Eight cells of four pages each. */
static void lay(struct board *board)
{
	*board = (struct board){
		.map.window = { START, START + 32 * PAGE, 4 * PAGE, 8 },
	};
	board->map.cells = board->room;
	page_cells_init(&board->cells, &board->map, PAGE);
}

static void add(
	struct board *board, uint64_t from, uint64_t to, enum page_state state, unsigned attributes)
{
	const struct page_run run = { START + from * PAGE, START + to * PAGE, (uint8_t)state,
		(uint8_t)attributes };
	page_cells_add(&board->cells, &run);
}

static void a_cell_shows_the_share_of_its_pages_that_is_present(void **state)
{
	(void)state;
	struct board board;
	lay(&board);
	add(&board, 0, 3, PAGE_ABSENT, 0);
	add(&board, 3, 4, PAGE_RESIDENT, 0);
	add(&board, 4, 8, PAGE_RESIDENT, 0);
	page_cells_finish(&board.cells);
	assert_int_equal(board.room[0].present, 63);
	assert_int_equal(board.room[0].dominant, PAGE_RESIDENT);
	assert_int_equal(board.room[1].present, 255);
	assert_int_equal(board.map.totals[PAGE_ABSENT], 3);
	assert_int_equal(board.map.totals[PAGE_RESIDENT], 5);
}

static void what_is_neither_in_ram_nor_absent_is_not_present(void **state)
{
	(void)state;
	struct board board;
	lay(&board);
	add(&board, 0, 2, PAGE_SWAPPED, 0);
	add(&board, 2, 4, PAGE_GUARD, 0);
	page_cells_finish(&board.cells);
	assert_int_equal(board.room[0].present, 0);
	assert_int_equal(board.room[0].dominant, PAGE_SWAPPED);
}

static void a_run_goes_over_cells(void **state)
{
	(void)state;
	struct board board;
	lay(&board);
	add(&board, 2, 18, PAGE_SHARED, PAGE_LOCKED);
	page_cells_finish(&board.cells);
	for (unsigned i = 0; i < 5; i++) {
		assert_int_equal(board.room[i].present, 255);
		assert_int_equal(board.room[i].shared, 255);
		assert_int_equal(board.room[i].attributes, PAGE_LOCKED);
	}
	assert_false(board.room[5].is_mapped);
	assert_int_equal(board.map.totals[PAGE_SHARED], 16);
}

static void holes_are_not_mapped(void **state)
{
	(void)state;
	struct board board;
	lay(&board);
	add(&board, 20, 21, PAGE_ABSENT, 0);
	page_cells_finish(&board.cells);
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(board.room[i].is_mapped, i == 5);
}

/* Eight cells of 2^20 pages each. */
static void lay_wide(struct board *board)
{
	lay(board);
	board->map.window.end = START + (8ull << 32);
	board->map.window.cell = 1ull << 32;
}

static void one_page_of_very_many_still_shows(void **state)
{
	(void)state;
	struct board board;
	lay_wide(&board);
	add(&board, 0, 1, PAGE_SHARED, 0);
	add(&board, 1, 1 << 20, PAGE_ABSENT, 0);
	page_cells_finish(&board.cells);
	assert_int_equal(board.room[0].present, 1);
	assert_int_equal(board.room[0].shared, 1);
}

static void one_page_missing_of_very_many_still_shows(void **state)
{
	(void)state;
	struct board board;
	lay_wide(&board);
	add(&board, 0, 1, PAGE_ABSENT, 0);
	add(&board, 1, 1 << 20, PAGE_RESIDENT, 0);
	page_cells_finish(&board.cells);
	assert_int_equal(board.room[0].present, 254);
	assert_int_equal(board.room[0].shared, 0);
}

static void a_cell_is_divided_as_its_sample_is(void **state)
{
	(void)state;
	struct board board;
	lay(&board);
	add(&board, 0, 1, PAGE_RESIDENT, 0);
	page_cells_sample(&board.cells, START, true);
	add(&board, 1, 4, PAGE_RESIDENT, 0);
	page_cells_sample(&board.cells, START + 3 * PAGE, false);
	page_cells_finish(&board.cells);
	assert_int_equal(board.map.totals[PAGE_SHARED], 2);
	assert_int_equal(board.map.totals[PAGE_RESIDENT], 2);
	assert_int_equal(board.room[0].shared, 127);
}

static void a_cell_without_a_sample_is_divided_as_the_one_before(void **state)
{
	(void)state;
	struct board board;
	lay(&board);
	add(&board, 0, 4, PAGE_RESIDENT, 0);
	page_cells_sample(&board.cells, START, true);
	add(&board, 4, 8, PAGE_COW, 0);
	page_cells_finish(&board.cells);
	assert_int_equal(board.room[1].dominant, PAGE_SHARED);
	assert_int_equal(board.room[1].shared, 255);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_shows_the_share_of_its_pages_that_is_present),
		cmocka_unit_test(what_is_neither_in_ram_nor_absent_is_not_present),
		cmocka_unit_test(a_run_goes_over_cells),
		cmocka_unit_test(holes_are_not_mapped),
		cmocka_unit_test(one_page_of_very_many_still_shows),
		cmocka_unit_test(one_page_missing_of_very_many_still_shows),
		cmocka_unit_test(a_cell_is_divided_as_its_sample_is),
		cmocka_unit_test(a_cell_without_a_sample_is_divided_as_the_one_before),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
