/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "analysis/prose.h"

static void pieces_follow_each_other(void **state)
{
	(void)state;
	char out[80];
	struct prose prose = prose_begin(out, sizeof out);
	prose_add(&prose, "%s, ", PROSE_COUNTED(6400, "%s minor fault", "%s minor faults"));
	prose_add(&prose, "%s, ", PROSE_COUNTED(1, "%s thread", "%s threads"));
	prose_add(&prose, "heap %s", PROSE_DELTA(-4096));
	assert_string_equal(out, "6,400 minor faults, 1 thread, heap -4 KiB");
	assert_int_equal(prose.length, strlen(out));
}

static void a_full_buffer_ends_at_a_character(void **state)
{
	(void)state;
	char out[9];
	for (size_t size = 1; size <= sizeof out; size++) {
		memset(out, 'x', sizeof out);
		struct prose prose = prose_begin(out, size);
		prose_add(&prose, "%s", "가나");
		prose_add(&prose, "%s", "다");
		assert_int_equal(prose.length, (size - 1) / 3 * 3);
		assert_int_equal(strlen(out), prose.length);
	}
}

static void names_lose_their_folders_and_their_control_bytes(void **state)
{
	(void)state;
	assert_string_equal(PROSE_NAME("/usr/lib/\x1b[31mlib\xff.so"), "?[31mlib?.so");
}

static void a_region_is_called_by_what_people_know_of_it(void **state)
{
	(void)state;
	static const struct {
		struct region region;
		const char *name;
	} cases[] = {
		{ { .kind = REGION_HEAP, .path = "[heap]", .module = "" }, "heap" },
		{ { .kind = REGION_DATA, .path = "/lib/libc.so.6", .module = "/lib/libc.so.6" },
			"libc.so.6 data" },
		{ { .kind = REGION_FILE, .path = "/tmp/[heap]", .module = "" }, "[heap]" },
		{ { .kind = REGION_ANON, .path = "", .module = "", .start = 0x7f1c87400000 },
			"anon 7f1c_8740_0000" },
		{ { .kind = REGION_SHM, .path = "/dev/zero", .module = "", .start = 0x1000 },
			"shm 0000_0000_1000" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(PROSE_REGION(&cases[i].region), cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_follow_each_other),
		cmocka_unit_test(a_full_buffer_ends_at_a_character),
		cmocka_unit_test(names_lose_their_folders_and_their_control_bytes),
		cmocka_unit_test(a_region_is_called_by_what_people_know_of_it),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
