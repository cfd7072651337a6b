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

#include "app/themes.h"

static char home[] = "/tmp/strata-themes-XXXXXX";
static const char *const names[] = { "00-first", "00-second" };

static char *path_of(const char *name, char out[128])
{
	snprintf(out, 128, "%s/strata/themes/%s", home, name);
	return out;
}

static int create_themes(void **state)
{
	(void)state;
	char path[128], file[160];
	if (!mkdtemp(home))
		return -1;
	setenv("XDG_CONFIG_HOME", home, 1);
	snprintf(path, sizeof path, "%s/strata", home);
	mkdir(path, 0700);
	mkdir(path_of("", path), 0700);
	for (size_t i = 0; i < 2; i++) {
		snprintf(file, sizeof file, "%s.ini", path_of(names[i], path));
		FILE *stream = fopen(file, "w");
		fprintf(stream, i == 0 ? "[theme]\nname = mine\n[roles]\nkind.heap = 200 bold\n"
				       : "[roles]\nkind.heap = purple\n");
		fclose(stream);
	}
	return 0;
}

static int remove_themes(void **state)
{
	(void)state;
	char path[128], file[160];
	for (size_t i = 0; i < 2; i++) {
		snprintf(file, sizeof file, "%s.ini", path_of(names[i], path));
		unlink(file);
	}
	rmdir(path_of("", path));
	snprintf(path, sizeof path, "%s/strata", home);
	rmdir(path);
	return rmdir(home);
}

static void a_name_is_found_in_the_users_folder(void **state)
{
	(void)state;
	struct theme theme;
	char error[256];
	assert_int_equal(themes_load("00-first", &theme, error, sizeof error), 0);
	assert_string_equal(theme.name, "mine");
	assert_int_equal(theme.looks[role_of_kind(REGION_HEAP)].ink, 200);
}

static void an_error_names_the_file_and_the_line(void **state)
{
	(void)state;
	struct theme theme;
	char error[256];
	assert_int_equal(themes_load("00-second", &theme, error, sizeof error), -EINVAL);
	assert_non_null(strstr(error, "00-second.ini:2: "));
}

static void a_name_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	struct theme theme;
	char error[256];
	assert_int_equal(themes_load("no\x1bwhere", &theme, error, sizeof error), -ENOENT);
	assert_string_equal(error, "there is no theme \"no?where\"; a path needs a slash in it");
	assert_int_equal(themes_load("/no/where.ini", &theme, error, sizeof error), -ENOENT);
}

static void no_name_is_the_one_built_in(void **state)
{
	(void)state;
	struct theme theme, built_in;
	char error[256];
	theme_default(&built_in);
	assert_int_equal(themes_load("", &theme, error, sizeof error), 0);
	assert_string_equal(theme.name, built_in.name);
}

static void names_follow_each_other_and_go_round(void **state)
{
	(void)state;
	char name[32];
	assert_true(themes_next("", name, sizeof name));
	assert_string_equal(name, "00-first");
	assert_true(themes_next("00-first", name, sizeof name));
	assert_string_equal(name, "00-second");
	assert_true(themes_next("zzzz", name, sizeof name));
	assert_string_equal(name, "00-first");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_found_in_the_users_folder),
		cmocka_unit_test(an_error_names_the_file_and_the_line),
		cmocka_unit_test(a_name_that_is_not_there_is_an_error),
		cmocka_unit_test(no_name_is_the_one_built_in),
		cmocka_unit_test(names_follow_each_other_and_go_round),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, create_themes, remove_themes);
}
