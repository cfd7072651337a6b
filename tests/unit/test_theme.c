/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "ui/theme.h"

#define HEAD "[theme]\nname = test\n[roles]\n"

static struct theme parsed(const char *text)
{
	struct theme theme;
	char error[256] = "";
	int result = theme_parse(text, "test.ini", &theme, error, sizeof error);
	assert_string_equal(error, "");
	assert_int_equal(result, 0);
	return theme;
}

static void assert_look(const struct theme *theme, enum role role, struct look look)
{
	assert_int_equal(theme->looks[role].ink, look.ink);
	assert_int_equal(theme->looks[role].ground, look.ground);
	assert_int_equal(theme->looks[role].attributes, look.attributes);
}

static void assert_refused(const char *text, const char *expected)
{
	struct theme theme = { .name = "before" };
	char error[256] = "";
	assert_int_equal(theme_parse(text, "test.ini", &theme, error, sizeof error), -EINVAL);
	assert_string_equal(theme.name, "before");
	if (!strstr(error, expected))
		fail_msg("\"%s\" does not say \"%s\"", error, expected);
}

static void a_look_is_ink_ground_and_attributes(void **state)
{
	(void)state;
	struct theme theme = parsed("[theme]\nname = x\ndescription = why: so\n[roles]\n"
				    "text = default\n"
				    "value = 231 bold underline ; a comment\n"
				    "selected = on 238\n"
				    "error = #ff8000 on default reverse dim\n");
	assert_string_equal(theme.name, "x");
	assert_string_equal(theme.description, "why: so");
	assert_look(&theme, ROLE_VALUE,
		(struct look){ 231, COLOUR_DEFAULT, ATTRIBUTE_BOLD | ATTRIBUTE_UNDERLINE });
	assert_look(&theme, ROLE_SELECTED, (struct look){ COLOUR_DEFAULT, 238, 0 });
	assert_look(&theme, ROLE_ERROR,
		(struct look){
			COLOUR_RGB | 0xff8000, COLOUR_DEFAULT, ATTRIBUTE_DIM | ATTRIBUTE_REVERSE });
}

static void what_is_not_said_comes_from_text_and_every_kind(void **state)
{
	(void)state;
	struct theme theme = parsed(HEAD "kind.heap = 214\ntext = 16 on 231 bold\n"
					 "dim = underline\nkind.* = 20\n");
	assert_look(&theme, ROLE_TITLE, (struct look){ 16, 231, ATTRIBUTE_BOLD });
	assert_look(&theme, ROLE_DIM, (struct look){ 16, 231, ATTRIBUTE_UNDERLINE });
	assert_look(&theme, role_of_kind(REGION_HEAP), (struct look){ 214, 231, 0 });
	assert_look(&theme, role_of_kind(REGION_STACK), (struct look){ 20, 231, 0 });
}

static void an_error_names_file_line_and_expectation(void **state)
{
	(void)state;
	assert_refused(HEAD "text = 256\n", "test.ini:4: \"256\" has no place here; expected");
	assert_refused(HEAD "\n; comment\ntext = 1 2\n", "test.ini:6: \"2\" has no place here");
	assert_refused(HEAD "text = #12345\n", "test.ini:4: \"#12345\"");
	assert_refused(HEAD "text = #+12345\n", "test.ini:4: ");
	assert_refused(HEAD "text = -1\n", "test.ini:4: \"-1\"");
	assert_refused(HEAD "text = 1x\n", "test.ini:4: \"1x\"");
	assert_refused(HEAD "text = 1 on\n", "test.ini:4: \"on\"");
	assert_refused(HEAD "text = on on 3\n", "test.ini:4: \"on\"");
	assert_refused(HEAD "text =\n", "test.ini:4: no look; expected");
	assert_refused(HEAD "kind.heep = 3\n", "test.ini:4: no role \"kind.heep\"; expected");
	assert_refused(HEAD "text = 3\ntext = 4\n", "test.ini:5: \"text\" a second time");
	assert_refused(HEAD "text = 3\n    bold\n", "test.ini:5: \"text\" a second time");
	assert_refused("[theme]\nname = a\n[colours]\nx = 1\n", "test.ini:4: section \"colours\"");
	assert_refused("[theme]\ncolour = a\n", "test.ini:2: \"colour\"; expected name");
	assert_refused("[theme]\nname = a\nname = b\n", "test.ini:3: said a second time");
	assert_refused("[theme\nname = a\n", "test.ini:1: not understood; expected");
	assert_refused(HEAD "text\n", "test.ini:4: not understood; expected");
	assert_refused("[roles]\ntext = 3\n", "test.ini:2: the file ends; expected name");
	assert_refused("", "expected name");
}

static void lengths_are_bounded(void **state)
{
	(void)state;
	char text[1024];
	snprintf(text, sizeof text, "[theme]\nname = %050d\n", 7);
	assert_refused(text, "test.ini:2: 50 bytes long; expected 1 to 31");
	snprintf(text, sizeof text, HEAD "text = %0150d\n", 7);
	assert_refused(text, "test.ini:4: too long a look");
	snprintf(text, sizeof text, HEAD "; %0500d\ntext = 3\n", 7);
	assert_refused(text, "test.ini:4: a line of ");
}

static void an_error_repeats_no_hostile_byte(void **state)
{
	(void)state;
	assert_refused(HEAD "te\033]0;x = 3\n", "no role \"te?]0;x\"");
	assert_refused(HEAD "text = \033[31m\xff\n", "\"?[31m?\" has no place");
}

static char *write_file(const char *bytes, size_t length)
{
	static char path[64];
	strcpy(path, "/tmp/strata-theme-XXXXXX");
	int file = mkstemp(path);
	assert_true(file >= 0);
	assert_int_equal(write(file, bytes, length), length);
	close(file);
	return path;
}

static int load(const char *path, struct theme *theme, char error[256])
{
	*theme = (struct theme){ .name = "before" };
	strcpy(error, "");
	return theme_load(path, theme, error, 256);
}

static void a_file_is_read(void **state)
{
	(void)state;
	struct theme theme;
	char error[256], *path = write_file(HEAD "text = 3", strlen(HEAD "text = 3"));
	assert_int_equal(load(path, &theme, error), 0);
	assert_string_equal(theme.name, "test");
	assert_int_equal(theme.looks[ROLE_TEXT].ink, 3);
	unlink(path);
}

static void what_is_no_theme_file_is_refused(void **state)
{
	(void)state;
	struct theme theme;
	char error[256];
	static char large[THEME_FILE + 10];
	assert_int_equal(load("/nonexistent/theme.ini", &theme, error), -ENOENT);
	assert_non_null(strstr(error, "/nonexistent/theme.ini: No such file"));
	assert_int_equal(load("/", &theme, error), -EISDIR);
	assert_int_equal(load("/dev/zero", &theme, error), -EINVAL);
	char *path = write_file("[theme]\0name", 12);
	assert_int_equal(load(path, &theme, error), -EINVAL);
	assert_non_null(strstr(error, "binary; expected"));
	unlink(path);
	memset(large, '\n', sizeof large);
	path = write_file(large, sizeof large);
	assert_int_equal(load(path, &theme, error), -EINVAL);
	assert_non_null(strstr(error, "too large; expected"));
	unlink(path);
	assert_string_equal(theme.name, "before");
}

static void the_built_in_themes_are_without_error(void **state)
{
	(void)state;
	struct theme theme;
	theme_default(&theme);
	assert_string_equal(theme.name, "dark");
	assert_int_equal(theme.looks[ROLE_TEXT].ground, COLOUR_DEFAULT);
	theme_mono(&theme);
	assert_string_equal(theme.name, "mono");
	for (unsigned role = 0; role < ROLES; role++)
		assert_int_equal(theme.looks[role].ink, COLOUR_DEFAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_look_is_ink_ground_and_attributes),
		cmocka_unit_test(what_is_not_said_comes_from_text_and_every_kind),
		cmocka_unit_test(an_error_names_file_line_and_expectation),
		cmocka_unit_test(lengths_are_bounded),
		cmocka_unit_test(an_error_repeats_no_hostile_byte),
		cmocka_unit_test(a_file_is_read),
		cmocka_unit_test(what_is_no_theme_file_is_refused),
		cmocka_unit_test(the_built_in_themes_are_without_error),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
