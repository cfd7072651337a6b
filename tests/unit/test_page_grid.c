/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>
#include <cmocka.h>

#include "view/page_grid.h"

#define PAGE ((uint64_t)sysconf(_SC_PAGESIZE))
#define TERABYTE (UINT64_C(1) << 40)
#define VSYSCALL UINT64_C(0xffffffffff600000)
#define USER_END (UINT64_C(1) << 47)
#define STRETCHES 8

static size_t stretches_of(const struct page_grid *grid, struct region *regions, size_t count,
	struct page_stretch out[STRETCHES])
{
	const struct region_table table = { .regions = regions, .count = count };
	struct page_stretch stretch = { 0 };
	size_t found = 0;
	for (size_t index = 0; page_grid_next(grid, &table, 0, UINT64_MAX, &index, &stretch);) {
		assert_true(found < STRETCHES);
		out[found++] = stretch;
	}
	return found;
}

static void an_address_is_where_its_cell_says(void **state)
{
	(void)state;
	const struct page_grid grid = { .cell = 4 * PAGE, .columns = 16, .rows = 2 };
	const struct page_stretch stretch = { 0x7000000000, 0x7000000000 + 1000 * PAGE, 5, 8 };
	for (uint64_t page = 0; page < 1000; page++) {
		uint64_t address = stretch.start + page * PAGE, start = 0;
		struct page_spot spot = page_grid_spot(&grid, &stretch, address + 7);
		assert_int_equal(spot.line, 5 + page / 128);
		assert_int_equal(spot.row, page / 64 % 2);
		assert_int_equal(spot.column, page / 4 % 16);
		assert_true(page_grid_address(&grid, &stretch, spot, &start));
		assert_int_equal(start, address - page % 4 * PAGE);
	}
}

static void behind_the_last_cell_is_nothing(void **state)
{
	(void)state;
	const struct page_grid grid = { .cell = PAGE, .columns = 16, .rows = 2 };
	const struct page_stretch stretch = { PAGE, PAGE + 17 * PAGE, 2, 1 };
	uint64_t address = 0;
	assert_true(page_grid_address(
		&grid, &stretch, (struct page_spot){ .line = 2, .row = 1 }, &address));
	assert_int_equal(address, 17 * PAGE);
	assert_false(page_grid_address(
		&grid, &stretch, (struct page_spot){ .line = 2, .row = 1, .column = 1 }, &address));
	assert_false(page_grid_address(&grid, &stretch, (struct page_spot){ .line = 1 }, &address));
	assert_false(page_grid_address(&grid, &stretch, (struct page_spot){ .line = 3 }, &address));
}

static void the_ends_of_the_address_space_have_a_place(void **state)
{
	(void)state;
	struct region regions[] = {
		{ .start = USER_END - 2 * PAGE, .end = USER_END },
		{ .start = VSYSCALL, .end = VSYSCALL + PAGE },
	};
	struct page_stretch stretches[STRETCHES];
	for (uint64_t cell = PAGE; cell <= UINT64_C(1) << 46; cell *= 2) {
		const struct page_grid grid = { .cell = cell, .columns = 64, .rows = 2 };
		size_t count = stretches_of(&grid, regions, 2, stretches);
		const struct page_stretch *last = &stretches[count - 1];
		struct page_spot spot = page_grid_spot(&grid, last, VSYSCALL);
		uint64_t address = 0;
		assert_true(page_grid_address(&grid, last, spot, &address));
		assert_true(address <= VSYSCALL && VSYSCALL - address < cell);
	}
}

static void short_holes_stay_and_long_ones_are_folded(void **state)
{
	(void)state;
	struct region regions[] = {
		{ .start = 100 * PAGE, .end = 110 * PAGE },
		{ .start = 126 * PAGE, .end = 130 * PAGE }, /* 16 pages on: a row of the grid */
		{ .start = 147 * PAGE, .end = 148 * PAGE }, /* 17 */
	};
	const struct page_grid grid = { .cell = PAGE, .columns = 16, .rows = 2 };
	struct page_stretch stretches[STRETCHES];
	assert_int_equal(stretches_of(&grid, regions, 3, stretches), 2);
	assert_int_equal(stretches[0].start, 100 * PAGE);
	assert_int_equal(stretches[0].end, 130 * PAGE);
	assert_int_equal(stretches[0].lines, 1);
	assert_int_equal(stretches[1].start, 147 * PAGE);
	assert_int_equal(stretches[1].line, 1);
}

static void the_scope_cuts_what_reaches_beyond_it(void **state)
{
	(void)state;
	struct region region = { .start = 100 * PAGE, .end = 200 * PAGE };
	const struct region_table table = { .regions = &region, .count = 1 };
	const struct page_grid grid = { .cell = PAGE, .columns = 16, .rows = 2 };
	struct page_stretch stretch = { 0 };
	size_t index = 0;
	assert_true(page_grid_next(&grid, &table, 150 * PAGE, 160 * PAGE, &index, &stretch));
	assert_int_equal(stretch.start, 150 * PAGE);
	assert_int_equal(stretch.end, 160 * PAGE);
	assert_false(page_grid_next(&grid, &table, 150 * PAGE, 160 * PAGE, &index, &stretch));
}

static void a_terabyte_fits_on_one_screen(void **state)
{
	(void)state;
	struct region region = { .start = TERABYTE, .end = 2 * TERABYTE };
	const struct region_table table = { .regions = &region, .count = 1 };
	struct page_grid grid = { .cell = PAGE, .columns = 128, .rows = 2 };
	grid.cell = page_grid_fit(&grid, &table, 0, UINT64_MAX, 50);
	uint64_t lines = page_grid_lines(&grid, &table, 0, UINT64_MAX);
	assert_true(lines <= 50);
	assert_true(lines > 25);
	grid.cell = PAGE;
	assert_int_equal(page_grid_lines(&grid, &table, 0, UINT64_MAX), TERABYTE / PAGE / 256);
}

static void what_is_small_shows_every_page(void **state)
{
	(void)state;
	struct region region = { .start = TERABYTE, .end = TERABYTE + 10 * PAGE };
	const struct region_table table = { .regions = &region, .count = 1 };
	const struct page_grid grid = { .columns = 16, .rows = 2 };
	assert_int_equal(page_grid_fit(&grid, &table, 0, UINT64_MAX, 1), PAGE);
}

static void scattered_regions_fit_by_closing_ranks(void **state)
{
	(void)state;
	struct region regions[STRETCHES];
	for (uint64_t i = 0; i < STRETCHES; i++)
		regions[i] = (struct region){ .start = i * TERABYTE, .end = i * TERABYTE + PAGE };
	const struct region_table table = { .regions = regions, .count = STRETCHES };
	struct page_grid grid = { .columns = 16, .rows = 2 };
	grid.cell = page_grid_fit(&grid, &table, 0, UINT64_MAX, 4);
	assert_true(page_grid_lines(&grid, &table, 0, UINT64_MAX) <= 4);
}

static void rows_are_as_long_as_is_easy_to_count(void **state)
{
	(void)state;
	assert_int_equal(page_grid_columns(127), 112);
	assert_int_equal(page_grid_columns(31), 24);
	assert_int_equal(page_grid_columns(8), 8);
	assert_int_equal(page_grid_columns(-3), 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_where_its_cell_says),
		cmocka_unit_test(behind_the_last_cell_is_nothing),
		cmocka_unit_test(the_ends_of_the_address_space_have_a_place),
		cmocka_unit_test(short_holes_stay_and_long_ones_are_folded),
		cmocka_unit_test(the_scope_cuts_what_reaches_beyond_it),
		cmocka_unit_test(a_terabyte_fits_on_one_screen),
		cmocka_unit_test(what_is_small_shows_every_page),
		cmocka_unit_test(scattered_regions_fit_by_closing_ranks),
		cmocka_unit_test(rows_are_as_long_as_is_easy_to_count),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
