/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "view/command.h"

static bool has_key(const struct command_info *info, int key)
{
	for (size_t i = 0; i < 4 && info->keys[i]; i++)
		if (info->keys[i] == key)
			return true;
	return false;
}

static void no_key_means_two_things_in_one_context(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_count; i++)
		for (size_t j = i + 1; j < command_count; j++)
			for (size_t k = 0; k < 4 && command_table[j].keys[k]; k++)
				if (command_table[i].context == command_table[j].context)
					assert_false(has_key(
						&command_table[i], command_table[j].keys[k]));
}

static void every_command_has_a_name_a_key_and_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_count; i++) {
		assert_non_null(command_table[i].group);
		assert_true(command_table[i].name[0]);
		assert_true(command_table[i].help[0]);
		assert_int_not_equal(command_table[i].keys[0], 0);
	}
}

static void help_fits_beside_the_keys_in_half_a_screen(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_count; i++)
		assert_in_range(strlen(command_table[i].help), 1, 44);
}

static void every_command_stands_in_the_table(void **state)
{
	(void)state;
	for (unsigned command = COMMAND_NONE + 1; command < COMMANDS; command++) {
		bool found = false;
		for (size_t i = 0; i < command_count; i++)
			found |= command_table[i].command == command;
		assert_true(found);
	}
}

static void names_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_count; i++)
		for (size_t j = i + 1; j < command_count; j++)
			assert_string_not_equal(command_table[i].name, command_table[j].name);
}

static void keys_of_htop_and_vi_both_work(void **state)
{
	(void)state;
	assert_int_equal(command_of_key('q', CONTEXT_VIEW), COMMAND_QUIT);
	assert_int_equal(command_of_key(KEY_CODE_F1 + 9, CONTEXT_VIEW), COMMAND_QUIT);
	assert_int_equal(command_of_key('h', CONTEXT_VIEW), COMMAND_LEFT);
	assert_int_equal(command_of_key('j', CONTEXT_VIEW), COMMAND_DOWN);
	assert_int_equal(command_of_key(KEY_CODE_F1, CONTEXT_VIEW), COMMAND_HELP);
	assert_int_equal(command_of_key('9', CONTEXT_VIEW), COMMAND_VIEW_9);
	assert_int_equal(command_of_key('u', CONTEXT_VIEW), COMMAND_NONE);
}

static void a_demo_s_keys_come_before_the_view_s(void **state)
{
	(void)state;
	assert_int_equal(command_of_key('b', CONTEXT_DEMO), COMMAND_DEMO_RESTART);
	assert_int_equal(command_of_key('b', CONTEXT_VIEW), COMMAND_BASELINE);
	assert_int_equal(command_of_key(KEY_CODE_UP, CONTEXT_DEMO), COMMAND_UP);
	assert_int_equal(command_of_key('s', CONTEXT_DEMO), COMMAND_SORT);
}

static void characters_are_typed_in_the_chooser(void **state)
{
	(void)state;
	assert_int_equal(command_of_key('b', CONTEXT_CHOOSER), COMMAND_NONE);
	assert_int_equal(command_of_key(0xac00, CONTEXT_CHOOSER), COMMAND_NONE);
	assert_int_equal(command_of_key('q', CONTEXT_CHOOSER), COMMAND_QUIT);
	assert_int_equal(command_of_key(KEY_CODE_DOWN, CONTEXT_CHOOSER), COMMAND_DOWN);
	assert_int_equal(command_of_key(KEY_CODE_ENTER, CONTEXT_CHOOSER), COMMAND_ENTER);
}

static void keys_have_short_ascii_names(void **state)
{
	(void)state;
	char out[16];
	assert_string_equal(command_key_name('b', out), "b");
	assert_string_equal(command_key_name(' ', out), "space");
	assert_string_equal(command_key_name(KEY_CODE_F12, out), "F12");
	assert_string_equal(command_key_name(12, out), "^L");
	assert_string_equal(command_key_name(KEY_CODE_ENTER, out), "enter");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_key_means_two_things_in_one_context),
		cmocka_unit_test(every_command_has_a_name_a_key_and_help),
		cmocka_unit_test(help_fits_beside_the_keys_in_half_a_screen),
		cmocka_unit_test(every_command_stands_in_the_table),
		cmocka_unit_test(names_are_unique),
		cmocka_unit_test(keys_of_htop_and_vi_both_work),
		cmocka_unit_test(a_demo_s_keys_come_before_the_view_s),
		cmocka_unit_test(characters_are_typed_in_the_chooser),
		cmocka_unit_test(keys_have_short_ascii_names),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
