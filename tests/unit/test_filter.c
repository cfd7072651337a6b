/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const struct region heap = {
	.start = 0x1000,
	.end = 0x5000,
	.permissions = PERMISSION_READ | PERMISSION_WRITE,
	.kind = REGION_HEAP,
	.path = "[heap]",
	.module = "",
};
static const struct region library = {
	.start = 0x9000,
	.end = 0xa000,
	.permissions = PERMISSION_READ | PERMISSION_EXECUTE,
	.kind = REGION_TEXT,
	.path = "/usr/lib/libCrypto.so.3",
	.module = "/usr/lib/libCrypto.so.3",
};

static void an_empty_filter_fits_everything(void **state)
{
	(void)state;
	assert_true(filter_fits("", &heap));
	assert_true(filter_fits("   ", &library));
}

static void a_word_fits_name_or_kind_in_any_case(void **state)
{
	(void)state;
	assert_true(filter_fits("libcrypto", &library));
	assert_true(filter_fits("TEXT", &library));
	assert_false(filter_fits("libcrypto", &heap));
}

static void every_word_must_fit(void **state)
{
	(void)state;
	assert_true(filter_fits("libcrypto text", &library));
	assert_false(filter_fits("libcrypto heap", &library));
}

static void words_with_a_prefix_look_in_one_place(void **state)
{
	(void)state;
	assert_true(filter_fits("kind:heap", &heap));
	assert_false(filter_fits("kind:lib", &library));
	assert_true(filter_fits("name:crypto", &library));
	assert_false(filter_fits("name:text", &library));
}

static void permissions_fit_when_all_their_letters_are_there(void **state)
{
	(void)state;
	assert_true(filter_fits("perm:rw", &heap));
	assert_true(filter_fits("rw", &heap));
	assert_false(filter_fits("perm:w", &library));
	assert_true(filter_fits("r-xp", &library));
	assert_false(filter_fits("perm:s", &library));
}

static void an_address_fits_the_region_that_holds_it(void **state)
{
	(void)state;
	assert_true(filter_fits("0x4fff", &heap));
	assert_false(filter_fits("0x5000", &heap));
}

static void texts_are_searched_together(void **state)
{
	(void)state;
	static const char *const texts[] = { "4121", "redis", "redis-server *:6379" };
	assert_true(filter_fits_texts("REDIS 6379", texts, 3));
	assert_false(filter_fits_texts("redis 6380", texts, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_filter_fits_everything),
		cmocka_unit_test(a_word_fits_name_or_kind_in_any_case),
		cmocka_unit_test(every_word_must_fit),
		cmocka_unit_test(words_with_a_prefix_look_in_one_place),
		cmocka_unit_test(permissions_fit_when_all_their_letters_are_there),
		cmocka_unit_test(an_address_fits_the_region_that_holds_it),
		cmocka_unit_test(texts_are_searched_together),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
