/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <errno.h>
#include <unistd.h>

#include "source/page_bits.h"

#define PRESENT PAGE_BIT_PRESENT
#define ONCE (PAGE_BIT_PRESENT | PAGE_BIT_EXCLUSIVE)

static const struct page_traits anonymous,
	file = { .is_file = true }, shared = { .is_file = true, .is_shared = true },
	closed = { .is_closed = true }, locked = { .is_locked = true };

static enum page_state state_of(const struct page_traits *traits, unsigned bits)
{
	return page_run_of(traits, bits, 0, 1).state;
}

static void anonymous_pages_are_resident_or_shared(void **state)
{
	(void)state;
	assert_int_equal(state_of(&anonymous, 0), PAGE_ABSENT);
	assert_int_equal(state_of(&anonymous, ONCE), PAGE_RESIDENT);
	assert_int_equal(state_of(&anonymous, PRESENT), PAGE_SHARED);
	assert_int_equal(state_of(&anonymous, PRESENT | PAGE_BIT_ZERO), PAGE_ZERO);
	assert_int_equal(state_of(&anonymous, PAGE_BIT_SWAPPED), PAGE_SWAPPED);
}

static void pages_of_a_private_file_are_of_the_file_until_written(void **state)
{
	(void)state;
	assert_int_equal(state_of(&file, ONCE | PAGE_BIT_FILE), PAGE_FILE);
	assert_int_equal(state_of(&file, PRESENT | PAGE_BIT_FILE), PAGE_FILE);
	assert_int_equal(state_of(&file, ONCE), PAGE_COW);
	assert_int_equal(state_of(&file, PRESENT), PAGE_SHARED);
}

static void pages_of_a_shared_file_are_resident_or_shared(void **state)
{
	(void)state;
	assert_int_equal(state_of(&shared, ONCE | PAGE_BIT_FILE), PAGE_RESIDENT);
	assert_int_equal(state_of(&shared, PRESENT | PAGE_BIT_FILE), PAGE_SHARED);
}

static void a_guard_is_told_from_a_swapped_page(void **state)
{
	(void)state;
	assert_int_equal(state_of(&anonymous, PAGE_BIT_GUARD | PAGE_BIT_SWAPPED), PAGE_GUARD);
}

static void what_has_no_access_guards_unless_pages_are_left_in_it(void **state)
{
	(void)state;
	assert_int_equal(state_of(&closed, 0), PAGE_GUARD);
	assert_int_equal(state_of(&closed, ONCE), PAGE_RESIDENT);
}

static void only_what_is_present_is_locked(void **state)
{
	(void)state;
	assert_int_equal(page_run_of(&locked, ONCE, 0, 1).attributes, PAGE_LOCKED);
	assert_int_equal(page_run_of(&locked, 0, 0, 1).attributes, 0);
	assert_int_equal(page_run_of(&locked, ONCE | PAGE_BIT_HUGE, 0, 1).attributes,
		PAGE_LOCKED | PAGE_HUGE);
}

static void entries_are_read_bit_by_bit(void **state)
{
	(void)state;
	assert_int_equal(page_bits_of_entry(1ull << 63 | 1ull << 56 | 42, 0), ONCE);
	assert_int_equal(page_bits_of_entry(1ull << 63 | 42, 42), PRESENT | PAGE_BIT_ZERO);
	assert_int_equal(page_bits_of_entry(1ull << 62 | 42, 42), PAGE_BIT_SWAPPED);
	assert_int_equal(page_bits_of_entry(1ull << 63 | 1ull << 61, 0), PRESENT | PAGE_BIT_FILE);
	assert_int_equal(
		page_bits_of_entry(1ull << 58 | 1ull << 62, 0), PAGE_BIT_GUARD | PAGE_BIT_SWAPPED);
}

static void flags_stand_as_words(void **state)
{
	(void)state;
	char text[64];
	assert_int_equal(page_flags_text(1 << 5 | 1 << 3 | 1 << 12 | 1 << 21, text, 64), 21);
	assert_string_equal(text, "uptodate lru anon ksm");
	assert_int_equal(page_flags_text(0, text, 64), 0);
	assert_string_equal(text, "");
	page_flags_text(1ull << 63, text, 64);
	assert_string_equal(text, "bit-63");
}

static void flags_that_do_not_fit_are_left_out_whole(void **state)
{
	(void)state;
	char text[64];
	assert_int_equal(page_flags_text(1 << 5 | 1 << 3 | 1 << 12, text, 13), 12);
	assert_string_equal(text, "uptodate lru");
	assert_int_equal(page_flags_text(1 << 3, text, 8), 0);
	assert_string_equal(text, "");
	assert_int_equal(page_flags_text(1 << 3, text, 0), 0);
}

static void a_window_must_be_of_whole_pages(void **state)
{
	(void)state;
	const struct region_table table = { 0 };
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	const struct page_window wrong[] = {
		{ 1, 1 + page, page, 1 },
		{ 0, page, page / 2, 2 },
		{ 0, page * 6, page * 3, 2 },
		{ 0, page * 2, page, 1 },
		{ page, page, page, 1 },
	};
	const struct page_reader_options options = { .pid = getpid() };
	struct page_reader *reader;
	assert_int_equal(page_reader_create(&options, &reader), 0);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct page_map *map;
		assert_int_equal(page_reader_look(reader, &table, &wrong[i], &map), -EINVAL);
	}
	page_reader_destroy(reader);
}

static void a_repeated_look_uses_the_same_memory(void **state)
{
	(void)state;
	const struct region_table table = { 0 };
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	const struct page_window window = { 0, 64 * page, page, 64 };
	const struct page_reader_options options = { .pid = getpid() };
	struct page_reader *reader;
	struct page_map *first, *second, *third;
	assert_int_equal(page_reader_create(&options, &reader), 0);
	assert_int_equal(page_reader_look(reader, &table, &window, &first), 0);
	assert_int_equal(page_reader_look(reader, &table, &window, &second), 0);
	assert_ptr_not_equal(first, second);
	page_map_unref(first);
	assert_int_equal(page_reader_look(reader, &table, &window, &third), 0);
	assert_ptr_equal(first, third);
	page_map_unref(second);
	page_map_unref(third);
	page_reader_destroy(reader);
}

static void nobody_is_a_process_with_the_number_zero(void **state)
{
	(void)state;
	struct page_reader *reader = NULL;
	assert_int_equal(
		page_reader_create(&(struct page_reader_options){ .pid = 0 }, &reader), -ESRCH);
	assert_null(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anonymous_pages_are_resident_or_shared),
		cmocka_unit_test(pages_of_a_private_file_are_of_the_file_until_written),
		cmocka_unit_test(pages_of_a_shared_file_are_resident_or_shared),
		cmocka_unit_test(a_guard_is_told_from_a_swapped_page),
		cmocka_unit_test(what_has_no_access_guards_unless_pages_are_left_in_it),
		cmocka_unit_test(only_what_is_present_is_locked),
		cmocka_unit_test(entries_are_read_bit_by_bit),
		cmocka_unit_test(flags_stand_as_words),
		cmocka_unit_test(flags_that_do_not_fit_are_left_out_whole),
		cmocka_unit_test(a_window_must_be_of_whole_pages),
		cmocka_unit_test(a_repeated_look_uses_the_same_memory),
		cmocka_unit_test(nobody_is_a_process_with_the_number_zero),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
