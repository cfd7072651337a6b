/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "strata/arena.h"

static void takes_zeroed_and_aligned_memory(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	for (size_t size = 1; size < 10000; size = size * 3 + 1) {
		char *memory = arena_take(&arena, size);
		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xff, size);
		arena_copy(&arena, "x", 1);
	}
	arena_finish(&arena);
}

static void zeroes_memory_that_is_used_again(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	memset(arena_take(&arena, 1000), 0xff, 1000);
	arena_reset(&arena);
	const char *memory = arena_take(&arena, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(memory[i], 0);
	arena_finish(&arena);
}

static void a_second_round_costs_no_memory(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	size_t first = 0;
	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < 1000; i++)
			assert_non_null(arena_copy(&arena, "/usr/lib/libfoo.so", i % 18));
		assert_non_null(arena_take(&arena, 1000000));
		if (round == 0)
			first = arena_footprint(&arena);
		assert_int_equal(arena_footprint(&arena), first);
		arena_reset(&arena);
	}
	arena_finish(&arena);
	assert_int_equal(arena_footprint(&arena), 0);
}

static void copies_bytes_with_nul_inside_and_ends_them(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	const char *copy = arena_copy(&arena, "a\0b", 3);
	assert_memory_equal(copy, "a\0b", 4);
	assert_string_equal(arena_copy(&arena, "", 0), "");
	arena_finish(&arena);
}

static void resizes_the_last_thing_in_place(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	char *memory = arena_resize(&arena, NULL, 0, 16);
	memcpy(memory, "0123456789abcdef", 16);
	assert_ptr_equal(arena_resize(&arena, memory, 16, 64), memory);
	assert_memory_equal(memory, "0123456789abcdef\0\0\0", 19);
	assert_ptr_equal(arena_resize(&arena, memory, 64, 8), memory);
	assert_ptr_equal(arena_copy(&arena, "next", 4), memory + 8);
	arena_finish(&arena);
}

static void resizes_an_older_thing_by_moving_it(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	char *memory = arena_take(&arena, 4);
	memcpy(memory, "keep", 4);
	arena_copy(&arena, "between", 7);
	char *moved = arena_resize(&arena, memory, 4, 100000);
	assert_ptr_not_equal(moved, memory);
	assert_memory_equal(moved, "keep\0", 5);
	arena_finish(&arena);
}

static void says_so_when_memory_is_exhausted(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	assert_null(arena_take(&arena, SIZE_MAX));
	assert_non_null(arena_take(&arena, 1));
	arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_zeroed_and_aligned_memory),
		cmocka_unit_test(zeroes_memory_that_is_used_again),
		cmocka_unit_test(a_second_round_costs_no_memory),
		cmocka_unit_test(copies_bytes_with_nul_inside_and_ends_them),
		cmocka_unit_test(resizes_the_last_thing_in_place),
		cmocka_unit_test(resizes_an_older_thing_by_moving_it),
		cmocka_unit_test(says_so_when_memory_is_exhausted),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
