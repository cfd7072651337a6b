/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "app/language.h"
#include "strata/translate.h"

static const char *const variables[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

static int forget(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		unsetenv(variables[i]);
	return 0;
}

/* The names that are tried, with blanks between. */
static const char *tried(char out[256])
{
	char name[LANGUAGE_NAME];
	out[0] = '\0';
	for (size_t place = 0; language_name(place, name); place++)
		strcat(strcat(out, place ? " " : ""), name);
	return out;
}

static void the_country_is_tried_before_the_language(void **state)
{
	char out[256];
	(void)state;
	setenv("LANG", "ko_KR.UTF-8", 1);
	assert_string_equal(tried(out), "ko_KR ko");
	setenv("LC_MESSAGES", "de_AT.UTF-8@euro", 1);
	assert_string_equal(tried(out), "de_AT de");
	setenv("LC_ALL", "ko", 1);
	assert_string_equal(tried(out), "ko ko");
}

static void LANGUAGE_is_a_list_and_comes_first(void **state)
{
	char out[256];
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("LANGUAGE", "de:ko_KR", 1);
	assert_string_equal(tried(out), "de de ko_KR ko");
	setenv("LANGUAGE", "", 1);
	assert_string_equal(tried(out), "");
}

static void english_ends_the_list(void **state)
{
	static const char *const english[] = { "C", "C.UTF-8", "POSIX", "en_US.UTF-8", "en" };
	char out[256];
	(void)state;
	for (size_t i = 0; i < sizeof english / sizeof *english; i++) {
		setenv("LANG", english[i], 1);
		assert_string_equal(tried(out), "");
	}
	setenv("LANGUAGE", "en_GB:ko", 1);
	assert_string_equal(tried(out), "");
	setenv("LANGUAGE", "ko:en:de", 1);
	assert_string_equal(tried(out), "ko ko");
}

static void a_language_is_no_path(void **state)
{
	char out[256];
	(void)state;
	setenv("LANGUAGE", "../../tmp/evil", 1);
	assert_string_equal(tried(out), "");
	setenv("LANGUAGE", "ko_KRKRKRKRKRKRKRKRKRKRKRKRKRKRKRKRKRKRKRKRKR", 1);
	assert_string_equal(tried(out), "");
}

static void without_a_catalogue_texts_are_english(void **state)
{
	(void)state;
	assert_int_not_equal(translate_open("/nonexistent/strata.mo"), 0);
	assert_string_equal(translate("Map"), "Map");
	assert_string_equal(translate(""), "");
	assert_null(translate(NULL));
	assert_string_equal(translate_many("%s page", "%s pages", 1), "%s page");
	assert_string_equal(translate_many("%s page", "%s pages", 0), "%s pages");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_country_is_tried_before_the_language, forget),
		cmocka_unit_test_setup(LANGUAGE_is_a_list_and_comes_first, forget),
		cmocka_unit_test_setup(english_ends_the_list, forget),
		cmocka_unit_test_setup(a_language_is_no_path, forget),
		cmocka_unit_test(without_a_catalogue_texts_are_english),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
