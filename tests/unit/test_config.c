/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "app/config.h"

static void every_key_is_taken(void **state)
{
	(void)state;
	struct settings settings;
	char error[256];
	settings_default(&settings);
	assert_int_equal(config_parse("# mine\n"
				      "theme = light\nevery = 0.5s\nview = regions\nascii = yes\n"
				      "mouse = no\nbudget = 2%\nside = off\n",
				 "config", &settings, error, sizeof error),
		0);
	assert_string_equal(settings.theme, "light");
	assert_string_equal(settings.view, "regions");
	assert_int_equal(settings.period_ns, 500000000);
	assert_true(settings.budget > 0.0199 && settings.budget < 0.0201);
	assert_true(settings.is_ascii);
	assert_false(settings.has_mouse);
	assert_false(settings.has_side);
}

static void errors_name_file_line_and_what_was_expected(void **state)
{
	(void)state;
	static const struct {
		const char *text, *error;
	} cases[] = {
		{ "every = 0.01s\n", "f:1: every must be a time from 0.1s to 60s, not \"0.01s\"" },
		{ "\nmouse = maybe\n", "f:2: mouse must be yes or no, not \"maybe\"" },
		{ "[strata]\ntheme = dark\n", "f:2: sections have no meaning here" },
		{ "theme = dark\nnonsense\n", "f:2: expected key = value" },
		{ "budget = 200%\n", "f:1: budget must be a share of time in percent, such as 1%, "
				     "not \"200%\"" },
		{ "thema = dark\n",
			"f:1: unknown key \"thema\"; there are theme, every, view, ascii, mouse, "
			"budget, side" },
		{ "theme = a\x1b]0;x\n\nside = x\x1b[31m\n",
			"f:3: side must be yes or no, not \"x?[31m\"" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct settings settings, before;
		char error[256];
		settings_default(&settings);
		before = settings;
		assert_int_equal(
			config_parse(cases[i].text, "f", &settings, error, sizeof error), -EINVAL);
		assert_string_equal(error, cases[i].error);
		assert_memory_equal(&settings, &before, sizeof settings);
	}
}

static void times_have_units(void **state)
{
	(void)state;
	uint64_t ns = 0;
	assert_true(config_duration("2", &ns) && ns == 2000000000);
	assert_true(config_duration("100ms", &ns) && ns == 100000000);
	assert_true(config_duration("1m", &ns) && ns == 60000000000);
	assert_true(config_duration("0.25s", &ns) && ns == 250000000);
	static const char *const wrong[] = { "", "s", "-1", "0", "nan", "inf", "1 hour", "1e99" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(config_duration(wrong[i], &ns));
}

static void a_missing_file_is_no_error(void **state)
{
	(void)state;
	struct settings settings;
	char error[256];
	settings_default(&settings);
	assert_int_equal(config_load("/nonexistent/config", &settings, error, sizeof error), 0);
	assert_string_equal(error, "");
}

static void a_folder_or_a_fifo_is_not_read(void **state)
{
	(void)state;
	char folder[] = "/tmp/strata-config-XXXXXX", fifo[64], error[256];
	struct settings settings;
	settings_default(&settings);
	assert_non_null(mkdtemp(folder));
	snprintf(fifo, sizeof fifo, "%s/fifo", folder);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(config_load(fifo, &settings, error, sizeof error), -EPERM);
	assert_int_equal(config_load(folder, &settings, error, sizeof error), -EPERM);
	unlink(fifo);
	rmdir(folder);
}

static void the_path_follows_the_environment(void **state)
{
	(void)state;
	char path[128];
	setenv("HOME", "/here", 1);
	setenv("XDG_CONFIG_HOME", "/there", 1);
	assert_true(config_path("config", path, sizeof path));
	assert_string_equal(path, "/there/strata/config");
	setenv("XDG_CONFIG_HOME", "relative", 1);
	assert_true(config_path("config", path, sizeof path));
	assert_string_equal(path, "/here/.config/strata/config");
	unsetenv("HOME");
	assert_false(config_path("config", path, sizeof path));
	assert_false(config_path("config", path, 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_is_taken),
		cmocka_unit_test(errors_name_file_line_and_what_was_expected),
		cmocka_unit_test(times_have_units),
		cmocka_unit_test(a_missing_file_is_no_error),
		cmocka_unit_test(a_folder_or_a_fifo_is_not_read),
		cmocka_unit_test(the_path_follows_the_environment),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
