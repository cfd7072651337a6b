/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "view/page_look.h"

#define START UINT64_C(0x7000000000)
#define CELL UINT64_C(4096)
#define COUNT 8

static struct page_map map_over(struct page_cell *cells, uint64_t start, uint64_t cell)
{
	return (struct page_map){
		.window = { start, start + COUNT * cell, cell, COUNT },
		.cells = cells,
		.references = 1,
	};
}

static void a_cell_is_found_where_it_begins(void **state)
{
	(void)state;
	struct page_cell low[COUNT] = { 0 }, high[COUNT] = { 0 };
	struct page_map a = map_over(low, START, CELL), b = map_over(high, 2 * START, CELL);
	struct page_look look = { .maps = { &a, NULL, &b }, .count = 3 };
	assert_ptr_equal(page_look_cell(&look, START + 3 * CELL, CELL), &low[3]);
	assert_ptr_equal(page_look_cell(&look, 2 * START, CELL), &high[0]);
	assert_null(page_look_cell(&look, START + 1, CELL));
	assert_null(page_look_cell(&look, START + COUNT * CELL, CELL));
	assert_null(page_look_cell(&look, START, 2 * CELL));
	assert_null(page_look_cell(NULL, START, CELL));
}

static void looks_differ_in_what_both_have_seen(void **state)
{
	(void)state;
	struct page_cell first[COUNT] = { 0 }, second[COUNT] = { 0 };
	struct page_map a = map_over(first, START, CELL), b = map_over(second, START, CELL);
	struct page_look before = { .maps = { &a }, .count = 1 };
	struct page_look now = { .maps = { &b }, .count = 1 };
	assert_false(page_look_differs(&now, &before));
	second[5].present = 1;
	assert_true(page_look_differs(&now, &before));
	/* Three cells on, the changed one is the third of both. */
	struct page_cell moved[COUNT] = { 0 };
	b = map_over(moved, START + 3 * CELL, CELL);
	assert_false(page_look_differs(&now, &before));
	moved[2].present = 1;
	assert_true(page_look_differs(&now, &before));
	/* What the other has not seen is no difference. */
	moved[2].present = 0;
	moved[COUNT - 1].present = 1;
	assert_false(page_look_differs(&now, &before));
}

static void what_a_sample_guessed_is_no_change(void **state)
{
	(void)state;
	struct page_cell then = { .dominant = PAGE_RESIDENT, .present = 200, .is_mapped = true };
	struct page_cell now = then;
	struct page_map map = map_over(&now, START, CELL);
	now.dominant = PAGE_SHARED;
	now.shared = 130;
	assert_true(page_cell_differs(&map, &now, &then));
	map.is_sampled = true;
	assert_false(page_cell_differs(&map, &now, &then));
	now.present = 100;
	assert_true(page_cell_differs(&map, &now, &then));
	map.is_presence_sampled = true;
	assert_false(page_cell_differs(&map, &now, &then));
}

static void a_look_holds_its_maps(void **state)
{
	(void)state;
	struct page_cell cells[COUNT] = { 0 };
	struct page_map map = map_over(cells, START, CELL);
	struct page_look look = { .maps = { NULL, &map }, .count = 2 };
	struct page_look other = page_look_ref(&look);
	assert_int_equal(map.references, 2);
	page_look_finish(&other);
	assert_int_equal(map.references, 1);
	assert_int_equal(other.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_is_found_where_it_begins),
		cmocka_unit_test(looks_differ_in_what_both_have_seen),
		cmocka_unit_test(what_a_sample_guessed_is_no_change),
		cmocka_unit_test(a_look_holds_its_maps),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
