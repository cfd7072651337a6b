/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/formula.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct scope scope_of_test(void)
{
	struct scope scope = { 0 };
	scope_add(&scope, "size", "100M");
	scope_add(&scope, "who", "child-exits-first");
	scope_add(&scope, "page", "4096");
	scope_add(&scope, "swap", "0");
	scope_add(&scope, "most", "9223372036854775807");
	return scope;
}

static int64_t value_of(const char *formula)
{
	struct scope scope = scope_of_test();
	int64_t value = -12345;
	assert_int_equal(formula_value(formula, &scope, &value), 0);
	return value;
}

static int error_of(const char *formula)
{
	struct scope scope = scope_of_test();
	int64_t value = 77;
	int error = formula_value(formula, &scope, &value);
	assert_int_equal(value, 77);
	return error;
}

static void numbers_take_binary_suffixes(void **state)
{
	(void)state;
	uint64_t value = 0;
	assert_int_equal(formula_number("17", &value), 0);
	assert_int_equal(value, 17);
	assert_int_equal(formula_number("64K", &value), 0);
	assert_int_equal(value, 65536);
	assert_int_equal(formula_number("3G", &value), 0);
	assert_int_equal(value, (uint64_t)3 << 30);
	assert_int_equal(formula_number("18446744073709551615", &value), 0);
	assert_int_equal(value, UINT64_MAX);
}

static void numbers_that_are_none_leave_the_result_alone(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "M", "-1", "1.5M", "10MB", "1 ", " 1", "0x10",
		"18446744073709551616", "99999999999T" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		uint64_t value = 5;
		assert_int_not_equal(formula_number(bad[i], &value), 0);
		assert_int_equal(value, 5);
	}
}

static void formulae_know_precedence_names_and_signs(void **state)
{
	(void)state;
	assert_int_equal(value_of("size/4/page"), 6400);
	assert_int_equal(value_of("-size/4/page"), -6400);
	assert_int_equal(value_of("2*size+24M"), 224 << 20);
	assert_int_equal(value_of("2*(size+24M)"), 248 << 20);
	assert_int_equal(value_of("10-2-3"), 5);
	assert_int_equal(value_of("--7"), 7);
	assert_int_equal(value_of("2*-3"), -6);
	assert_int_equal(value_of("'Z'"), 'Z');
}

static void a_part_of_a_page_is_a_page(void **state)
{
	(void)state;
	assert_int_equal(value_of("1/page"), 1);
	assert_int_equal(value_of("4096/page"), 1);
	assert_int_equal(value_of("4097/page"), 2);
	assert_int_equal(value_of("-4097/page"), -2);
	assert_int_equal(value_of("4097/-4096"), -2);
	assert_int_equal(value_of("0/page"), 0);
}

static void overflow_is_an_error_not_a_number(void **state)
{
	(void)state;
	assert_int_equal(error_of("most+1"), -ERANGE);
	assert_int_equal(error_of("-most-1"), -ERANGE);
	assert_int_equal(error_of("most*2"), -ERANGE);
	assert_int_equal(error_of("18446744073709551615"), -ERANGE);
	assert_int_equal(error_of("8388608T"), -ERANGE);
}

static void what_is_no_formula_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "+", "1+", "(1", "1)", "size/0", "size/(page-page)",
		"unknown", "who", "1 + 1", "'Z", "'", "*1", "1//2",
		"((((((((((((((((((((1))))))))))))))))))))", "--------------------1" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(error_of(bad[i]), -EINVAL);
}

static void conditions_compare_words_and_numbers(void **state)
{
	(void)state;
	struct scope scope = scope_of_test();
	assert_true(condition_holds(NULL, &scope));
	assert_true(condition_holds("who=child-exits-first", &scope));
	assert_false(condition_holds("who=child", &scope));
	assert_true(condition_holds("who!=child", &scope));
	assert_true(condition_holds("size=102400K", &scope));
	assert_true(condition_holds("size>99M", &scope));
	assert_false(condition_holds("size<100M", &scope));
	assert_true(condition_holds("who!=child&page=4096", &scope));
	assert_false(condition_holds("page=4096&swap>0", &scope));
}

static void a_condition_on_an_unknown_name_is_false(void **state)
{
	(void)state;
	struct scope scope = scope_of_test();
	assert_false(condition_holds("nobody=1", &scope));
	assert_false(condition_holds("nobody!=1", &scope));
	assert_false(condition_holds("page", &scope));
	assert_false(condition_holds("page!", &scope));
	assert_false(condition_holds("=4096", &scope));
}

static void a_scope_keeps_the_first_word_of_a_name(void **state)
{
	(void)state;
	struct scope scope = scope_of_test();
	assert_int_equal(scope_add(&scope, "size", "1M"), -EEXIST);
	assert_string_equal(scope_get(&scope, "size"), "100M");
	assert_int_equal(scope_set(&scope, "size", "1M"), 0);
	assert_string_equal(scope_get(&scope, "size"), "1M");
	assert_int_equal(scope_set(&scope, "other", "1M"), -ENOENT);
	assert_null(scope_get(&scope, "siz"));
}

static void a_scope_refuses_what_does_not_fit(void **state)
{
	(void)state;
	struct scope scope = { 0 };
	char name[SCOPE_NAME];
	assert_int_equal(scope_add(&scope, "a_name_too_long_for_it", "1"), -ENAMETOOLONG);
	assert_int_equal(scope_add(&scope, "a", "a value that is too long for a scope's word"),
		-ENAMETOOLONG);
	for (int i = 0; i < SCOPE_WORDS; i++) {
		snprintf(name, sizeof name, "word_%d", i);
		assert_int_equal(scope_add(&scope, name, "1"), 0);
	}
	assert_int_equal(scope_add(&scope, "z", "1"), -ENOSPC);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_take_binary_suffixes),
		cmocka_unit_test(numbers_that_are_none_leave_the_result_alone),
		cmocka_unit_test(formulae_know_precedence_names_and_signs),
		cmocka_unit_test(a_part_of_a_page_is_a_page),
		cmocka_unit_test(overflow_is_an_error_not_a_number),
		cmocka_unit_test(what_is_no_formula_is_refused),
		cmocka_unit_test(conditions_compare_words_and_numbers),
		cmocka_unit_test(a_condition_on_an_unknown_name_is_false),
		cmocka_unit_test(a_scope_keeps_the_first_word_of_a_name),
		cmocka_unit_test(a_scope_refuses_what_does_not_fit),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
