/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/prompt.h"
#include "view/command.h"

static struct prompt typed(const char *keys)
{
	struct prompt prompt;
	prompt_open(&prompt, PROMPT_FIND, "");
	for (; *keys; keys++)
		prompt_key(&prompt, *keys);
	return prompt;
}

static void typing_fills_the_line(void **state)
{
	(void)state;
	struct prompt prompt = typed("libc.so");
	assert_string_equal(prompt.text, "libc.so");
	assert_string_equal(prompt_label(&prompt), "find: ");
	assert_int_equal(prompt_key(&prompt, KEY_CODE_ENTER), PROMPT_DONE);
}

static void backspace_takes_a_whole_character(void **state)
{
	(void)state;
	struct prompt prompt = typed("a");
	prompt_key(&prompt, 0xd55c);
	assert_string_equal(prompt.text, "a\xed\x95\x9c");
	prompt_key(&prompt, KEY_CODE_BACKSPACE);
	assert_string_equal(prompt.text, "a");
	prompt_key(&prompt, KEY_CODE_BACKSPACE);
	assert_int_equal(prompt_key(&prompt, KEY_CODE_BACKSPACE), PROMPT_CANCELLED);
}

static void only_y_confirms(void **state)
{
	(void)state;
	static const int others[] = { 'n', 'Y', ' ', KEY_CODE_ENTER, KEY_CODE_ESCAPE, KEY_CODE_UP };
	struct prompt prompt;
	prompt_open(&prompt, PROMPT_CONFIRM, "really? ");
	assert_string_equal(prompt.text, "really? ");
	assert_int_equal(prompt_key(&prompt, 'y'), PROMPT_DONE);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(prompt_key(&prompt, others[i]), PROMPT_CANCELLED);
}

static void control_u_and_w_rub_out(void **state)
{
	(void)state;
	struct prompt prompt = typed("two words");
	prompt_key(&prompt, 'w' & 0x1f);
	assert_string_equal(prompt.text, "two ");
	prompt_key(&prompt, 'u' & 0x1f);
	assert_string_equal(prompt.text, "");
	assert_int_equal(prompt_key(&prompt, KEY_CODE_ESCAPE), PROMPT_CANCELLED);
}

static void control_characters_and_arrows_are_not_typed(void **state)
{
	(void)state;
	struct prompt prompt = typed("x");
	prompt_key(&prompt, 7);
	prompt_key(&prompt, 0x9b);
	prompt_key(&prompt, 0x202e);
	prompt_key(&prompt, KEY_CODE_UP);
	assert_string_equal(prompt.text, "x");
}

static void a_full_line_takes_no_more(void **state)
{
	(void)state;
	struct prompt prompt = typed("");
	for (size_t i = 0; i < 1000; i++)
		prompt_key(&prompt, 0x1f600);
	assert_true(prompt.length < sizeof prompt.text);
	assert_int_equal(prompt.length % 4, 0);
	assert_int_equal(prompt.text[prompt.length], '\0');
}

static void addresses_are_hex_in_any_dress(void **state)
{
	(void)state;
	static const char *const same[] = { "7ffd4c219000", "0x7ffd4c219000", "7ffd_4c21_9000",
		" 0X7FFD_4C21_9000 " };
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		uint64_t address = 0;
		assert_true(prompt_address(same[i], &address));
		assert_int_equal(address, 0x7ffd4c219000);
	}
	uint64_t last;
	assert_true(prompt_address("ffff_ffff_ffff_ffff", &last));
	assert_true(last == UINT64_MAX);
}

static void what_is_no_address_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "0x", "_", "xyz", "12 34", "-1", "7ffd.0",
		"1ffffffffffffffff" };
	uint64_t address = 42;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(prompt_address(wrong[i], &address));
	assert_int_equal(address, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing_fills_the_line),
		cmocka_unit_test(backspace_takes_a_whole_character),
		cmocka_unit_test(only_y_confirms),
		cmocka_unit_test(control_u_and_w_rub_out),
		cmocka_unit_test(control_characters_and_arrows_are_not_typed),
		cmocka_unit_test(a_full_line_takes_no_more),
		cmocka_unit_test(addresses_are_hex_in_any_dress),
		cmocka_unit_test(what_is_no_address_is_refused),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
