/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <unistd.h>

#include "from_maps.h"
#include "strata/compare.h"

#define ANON "rw-p 00000000 00:00 0 "
#define FILE_MAP "r--p 00000000 fe:00 9 /lib/libfoo.so"
#define SHARED_MAP "rw-s 00000000 00:01 9 /memfd:x"
#define CELLS 4
#define MIB (UINT64_C(1) << 20)

static void assert_piece(struct alignment *alignment, uint64_t start, uint64_t end, int sides)
{
	struct aligned piece;
	assert_true(compare_next(alignment, &piece));
	assert_int_equal(piece.start, start);
	assert_int_equal(piece.end, end);
	assert_int_equal((piece.sides[0] ? 1 : 0) + (piece.sides[1] ? 2 : 0), sides);
}

static void tables_are_cut_at_the_borders_of_both(void **state)
{
	(void)state;
	struct region_table *first = from_maps("1000-5000 " ANON "\n9000-a000 " ANON);
	struct region_table *second =
		from_maps("3000-4000 " ANON "\n4000-7000 " ANON "\nb000-c000 " ANON);
	struct alignment alignment = { .tables = { first, second } };
	struct aligned piece;
	assert_piece(&alignment, 0x1000, 0x3000, 1);
	assert_piece(&alignment, 0x3000, 0x4000, 3);
	assert_piece(&alignment, 0x4000, 0x5000, 3);
	assert_piece(&alignment, 0x5000, 0x7000, 2);
	assert_piece(&alignment, 0x9000, 0xa000, 1);
	assert_piece(&alignment, 0xb000, 0xc000, 2);
	assert_false(compare_next(&alignment, &piece));
	region_table_unref(first);
	region_table_unref(second);
}

static void different_things_at_one_address_are_told_apart(void **state)
{
	(void)state;
	struct region_table *first = from_maps("1000-2000 " ANON "\n3000-4000 " FILE_MAP);
	struct region_table *second = from_maps("1000-2000 " FILE_MAP "\n3000-4000 " FILE_MAP);
	struct alignment alignment = { .tables = { first, second } };
	struct aligned piece;
	assert_true(compare_next(&alignment, &piece));
	assert_false(piece.is_same_thing);
	assert_true(compare_next(&alignment, &piece));
	assert_true(piece.is_same_thing);
	region_table_unref(first);
	region_table_unref(second);
}

static void parents_children_and_twins_are_family(void **state)
{
	(void)state;
	struct process parent = { .pid = 10, .ppid = 1, .exe = "/bin/a" };
	struct process child = { .pid = 11, .ppid = 10, .exe = "/bin/a" };
	struct process twin = { .pid = 12, .ppid = 10, .exe = "/bin/a" };
	struct process stranger = { .pid = 13, .ppid = 10, .exe = "/bin/b" };
	assert_true(compare_is_family(&parent, &child));
	assert_true(compare_is_family(&child, &parent));
	assert_true(compare_is_family(&child, &twin));
	assert_false(compare_is_family(&child, &stranger));
}

/* Two looks at four pages that both map, one page a cell. */
struct sides {
	struct region_table *tables[2];
	struct page_map maps[2];
	struct page_cell cells[2][CELLS];
	struct aligned piece;
	struct page_pair pair;
};

static void sides_init(struct sides *sides, const char *mapping, bool is_family)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	char maps[128];
	snprintf(maps, sizeof maps, "100000-%llx %s", 0x100000 + CELLS * (unsigned long long)page,
		mapping);
	*sides = (struct sides){ .pair.is_family = is_family, .pair.piece = &sides->piece };
	struct alignment alignment = { 0 };
	for (size_t i = 0; i < 2; i++) {
		alignment.tables[i] = sides->tables[i] = from_maps(maps);
		sides->maps[i].cells = sides->cells[i];
		sides->maps[i].window =
			(struct page_window){ 0x100000, 0x100000 + CELLS * page, page, CELLS };
		sides->pair.maps[i] = &sides->maps[i];
	}
	assert_true(compare_next(&alignment, &sides->piece));
}

/* A page in this state: absent and swapped ones are in no RAM. */
static struct page_cell cell_in(enum page_state state)
{
	bool is_present = state != PAGE_ABSENT && state != PAGE_SWAPPED;
	return (struct page_cell){ .dominant = (uint8_t)state,
		.present = is_present ? 255 : 0,
		.shared = state == PAGE_SHARED ? 255 : 0,
		.is_mapped = true };
}

static void set_states(struct sides *sides, const enum page_state states[2][CELLS])
{
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < CELLS; i++)
			sides->cells[side][i] = cell_in(states[side][i]);
}

static struct match_count sides_count(struct sides *sides)
{
	struct match_count count = compare_cells(&sides->pair, 0, CELLS);
	region_table_unref(sides->tables[0]);
	region_table_unref(sides->tables[1]);
	return count;
}

static void assert_counts(struct match_count count, uint64_t none, uint64_t same, uint64_t copied,
	uint64_t first, uint64_t second)
{
	assert_int_equal(count.pages[MATCH_NONE], none);
	assert_int_equal(count.pages[MATCH_SAME], same);
	assert_int_equal(count.pages[MATCH_COPIED], copied);
	assert_int_equal(count.pages[MATCH_FIRST], first);
	assert_int_equal(count.pages[MATCH_SECOND], second);
}

static const enum page_state forked[2][CELLS] = {
	{ PAGE_SHARED, PAGE_RESIDENT, PAGE_RESIDENT, PAGE_ABSENT },
	{ PAGE_SHARED, PAGE_RESIDENT, PAGE_ABSENT, PAGE_RESIDENT },
};

static void of_a_family_what_nobody_has_alone_is_one_frame(void **state)
{
	(void)state;
	struct sides sides;
	sides_init(&sides, ANON, true);
	set_states(&sides, forked);
	struct match_count count = sides_count(&sides);
	assert_counts(count, 0, 1, 1, 1, 1);
	assert_false(count.is_proved);
	assert_false(count.is_sampled);
}

static void what_a_sample_told_is_said(void **state)
{
	(void)state;
	struct sides sides;
	sides_init(&sides, ANON, true);
	set_states(&sides, forked);
	sides.maps[1].is_sampled = true;
	assert_true(sides_count(&sides).is_sampled);
}

/* One cell of so many pages over what both map; `part` of them are in RAM on the second side. */
static struct match_count count_part(uint64_t pages, uint64_t part)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct sides sides;
	sides_init(&sides, ANON, false);
	struct page_window window = { 0x100000, 0x100000 + pages * page, pages * page, 1 };
	for (size_t i = 0; i < 2; i++)
		sides.maps[i].window = window;
	sides.cells[0][0] = cell_in(PAGE_ABSENT);
	sides.cells[1][0] = cell_in(PAGE_RESIDENT);
	sides.cells[1][0].present = (uint8_t)(part * 255 / pages);
	return sides_count(&sides);
}

static void pages_of_a_cell_are_counted_one_by_one_while_shares_can_tell(void **state)
{
	(void)state;
	for (uint64_t pages = 2; pages <= 64; pages *= 2)
		for (uint64_t part = 1; part < pages; part++) {
			struct match_count count = count_part(pages, part);
			assert_int_equal(count.pages[MATCH_SECOND], part);
			assert_int_equal(count.pages[MATCH_NONE], pages - part);
			assert_false(count.is_estimated);
		}
	assert_true(count_part(1024, 100).is_estimated);
	assert_false(count_part(1024, 1024).is_estimated);
}

static void strangers_share_no_anonymous_page(void **state)
{
	(void)state;
	struct sides sides;
	sides_init(&sides, ANON, false);
	set_states(&sides, forked);
	assert_counts(sides_count(&sides), 0, 0, 2, 1, 1);
}

static void clean_pages_of_one_file_are_the_files(void **state)
{
	(void)state;
	static const enum page_state states[2][CELLS] = {
		{ PAGE_FILE, PAGE_FILE, PAGE_COW, PAGE_ABSENT },
		{ PAGE_FILE, PAGE_COW, PAGE_COW, PAGE_ABSENT },
	};
	struct sides sides;
	sides_init(&sides, FILE_MAP, false);
	set_states(&sides, states);
	assert_counts(sides_count(&sides), 1, 1, 2, 0, 0);
}

static void a_shared_mapping_has_one_frame_a_page(void **state)
{
	(void)state;
	static const enum page_state states[2][CELLS] = {
		{ PAGE_SHARED, PAGE_RESIDENT, PAGE_ABSENT, PAGE_SWAPPED },
		{ PAGE_SHARED, PAGE_ABSENT, PAGE_ABSENT, PAGE_SWAPPED },
	};
	struct sides sides;
	sides_init(&sides, SHARED_MAP, false);
	set_states(&sides, states);
	assert_counts(sides_count(&sides), 2, 1, 0, 1, 0);
}

static void one_process_keeps_its_pages_unless_it_copied_them(void **state)
{
	(void)state;
	static const enum page_state states[2][CELLS] = {
		{ PAGE_RESIDENT, PAGE_FILE, PAGE_ABSENT, PAGE_RESIDENT },
		{ PAGE_SHARED, PAGE_COW, PAGE_RESIDENT, PAGE_ABSENT },
	};
	struct sides sides;
	sides_init(&sides, FILE_MAP, false);
	sides.pair.is_one_process = true;
	set_states(&sides, states);
	assert_counts(sides_count(&sides), 0, 1, 1, 1, 1);
}

static struct page_frames *frames_of(const uint64_t frames[CELLS])
{
	struct page_frames *made = malloc(sizeof *made + CELLS * sizeof *frames);
	*made = (struct page_frames){ .start = 0x100000, .count = CELLS, .references = 1 };
	memcpy(made->frames, frames, CELLS * sizeof *frames);
	return made;
}

static void equal_frame_numbers_prove_what_states_cannot(void **state)
{
	(void)state;
	struct sides sides;
	sides_init(&sides, ANON, false);
	set_states(&sides, forked);
	struct page_frames *first = frames_of((const uint64_t[]){ 7, 8, 9, 0 });
	struct page_frames *second = frames_of((const uint64_t[]){ 7, 18, 0, 19 });
	sides.pair.frames[0] = first;
	sides.pair.frames[1] = second;
	struct match_count count = compare_cells(&sides.pair, 1, 2);
	assert_counts(count, 0, 0, 1, 1, 0);
	count = sides_count(&sides);
	assert_counts(count, 0, 1, 1, 1, 1);
	assert_true(count.is_proved);
	page_frames_unref(first);
	page_frames_unref(second);
}

static void frames_of_a_part_prove_nothing(void **state)
{
	(void)state;
	struct sides sides;
	sides_init(&sides, ANON, true);
	set_states(&sides, forked);
	struct page_frames *frames = frames_of((const uint64_t[]){ 7, 8, 9, 0 });
	frames->count = CELLS - 1;
	sides.pair.frames[0] = sides.pair.frames[1] = frames;
	assert_false(sides_count(&sides).is_proved);
	page_frames_unref(frames);
}

static void looks_at_different_windows_are_not_compared(void **state)
{
	(void)state;
	struct sides sides;
	sides_init(&sides, ANON, true);
	set_states(&sides, forked);
	sides.maps[1].window.start -= sides.maps[1].window.cell;
	assert_counts(sides_count(&sides), 0, 0, 0, 0, 0);
}

static void a_large_cell_is_counted_by_its_shares(void **state)
{
	(void)state;
	struct sides sides;
	sides_init(&sides, ANON, true);
	for (size_t side = 0; side < 2; side++) {
		struct page_window *window = &sides.maps[side].window;
		window->cell *= CELLS;
		window->count = 1;
		/* 3 of 4 pages in RAM, 2 of them shared */
		sides.cells[side][0] = (struct page_cell){
			.dominant = PAGE_SHARED, .present = 191, .shared = 128, .is_mapped = true
		};
	}
	assert_counts(sides_count(&sides), 1, 2, 1, 0, 0);
}

static void a_family_counts_each_page_once(void **state)
{
	(void)state;
	struct snapshot *parent = snapshot_create(), *child = snapshot_create();
	struct snapshot *gone = snapshot_create();
	const struct snapshot *family[] = { parent, child, gone };
	gone->life = LIFE_EXITED;
	for (size_t i = 0; i < 2; i++) {
		struct snapshot *snapshot = i ? child : parent;
		snapshot->metrics[METRIC_RSS] = 100 * MIB;
		snapshot->metrics[METRIC_PSS] = 62 * MIB;
		snapshot->metrics[METRIC_USS] = 25 * MIB;
	}
	struct family_sum sum = compare_family(family, 3);
	assert_int_equal(sum.rss, 200 * MIB);
	assert_int_equal(sum.again, 76 * MIB);
	assert_int_equal(sum.base, 74 * MIB);
	child->metrics[METRIC_PSS] = UNKNOWN;
	sum = compare_family(family, 3);
	assert_true(sum.pss == UNKNOWN && sum.again == UNKNOWN && sum.base == UNKNOWN);
	assert_int_equal(sum.rss, 200 * MIB);
	for (size_t i = 0; i < 3; i++)
		snapshot_unref(family[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_cut_at_the_borders_of_both),
		cmocka_unit_test(different_things_at_one_address_are_told_apart),
		cmocka_unit_test(parents_children_and_twins_are_family),
		cmocka_unit_test(of_a_family_what_nobody_has_alone_is_one_frame),
		cmocka_unit_test(what_a_sample_told_is_said),
		cmocka_unit_test(pages_of_a_cell_are_counted_one_by_one_while_shares_can_tell),
		cmocka_unit_test(strangers_share_no_anonymous_page),
		cmocka_unit_test(clean_pages_of_one_file_are_the_files),
		cmocka_unit_test(a_shared_mapping_has_one_frame_a_page),
		cmocka_unit_test(one_process_keeps_its_pages_unless_it_copied_them),
		cmocka_unit_test(equal_frame_numbers_prove_what_states_cannot),
		cmocka_unit_test(frames_of_a_part_prove_nothing),
		cmocka_unit_test(looks_at_different_windows_are_not_compared),
		cmocka_unit_test(a_large_cell_is_counted_by_its_shares),
		cmocka_unit_test(a_family_counts_each_page_once),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
