/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user's language, whether its locale is installed here or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "viewer.h"

#define LIVE "실시간" /* in the header */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Is strata built with its catalogues? Without msgfmt it speaks English alone. */
static bool speaks_korean(void)
{
	struct ran ran;
	setenv("LANGUAGE", "ko", 1);
	run_program(&ran, (const char *[]){ strata_path(), "--help", NULL });
	unsetenv("LANGUAGE");
	bool is_korean = strstr(ran.output, "프로세스");
	ran_finish(&ran);
	return is_korean;
}

static void skip_without_korean(void)
{
	if (!speaks_korean()) {
		print_message("# no Korean catalogue: msgfmt was missing when strata was built\n");
		skip();
	}
}

static void see(const char *const *words, const char *const *variables, const char *text)
{
	struct target target;
	struct vt vt;
	target_start(&target, "grow", NULL);
	const char *arguments[8] = { strata_path(), target.text };
	for (size_t i = 0; words && words[i]; i++)
		arguments[2 + i] = words[i];
	vt_start(&vt, &(struct vt_options){ .arguments = arguments, .variables = variables });
	bool is_seen = vt_wait_text(&vt, text);
	if (!is_seen)
		vt_dump(&vt);
	assert_true(is_seen);
	viewer_quit(&vt);
	target_finish(&target);
}

static void korean_needs_no_korean_locale(void **state)
{
	(void)state;
	skip_without_korean();
	see(NULL, (const char *[]){ "LC_ALL", "LANG=ko_KR.UTF-8", NULL }, LIVE);
	see(NULL, (const char *[]){ "LC_ALL=ko_KR.utf8", NULL }, LIVE);
	see(NULL, (const char *[]){ "LANGUAGE=ko", NULL }, LIVE);
}

static void english_is_what_is_left(void **state)
{
	(void)state;
	see(NULL, (const char *[]){ "LC_ALL", "LANG=xx_XX.UTF-8", NULL }, "live");
	see(NULL, (const char *[]){ "LC_ALL", "LANG=ko_KR.UTF-8", "LC_MESSAGES=C", NULL }, "live");
	see(NULL, (const char *[]){ "LC_ALL", "LANG=ko_KR.UTF-8", "LANGUAGE=en", NULL }, "live");
}

static void where_hangul_cannot_be_shown_all_is_english(void **state)
{
	(void)state;
	see(NULL, (const char *[]){ "LC_ALL=C", "LANGUAGE=ko", NULL }, "live");
	see(NULL, (const char *[]){ "LC_ALL=ko_KR.EUC-KR", NULL }, "live");
	/* Without the mouse of the console, whose library leaks. */
	see(NULL, (const char *[]){ "LANGUAGE=ko", "TERM=linux", "NCURSES_GPM_TERMS=none", NULL },
		"live");
	see((const char *[]){ "--ascii", NULL }, (const char *[]){ "LANGUAGE=ko", NULL }, "live");
}

/* The output of strata with these words. */
static char *said(const char *language, const char *const *words)
{
	struct ran ran;
	const char *arguments[8] = { strata_path() };
	for (size_t i = 0; words[i]; i++)
		arguments[1 + i] = words[i];
	setenv("LANGUAGE", language, 1);
	run_program(&ran, arguments);
	unsetenv("LANGUAGE");
	char *output = strdup(ran.output);
	ran_finish(&ran);
	return output;
}

static bool has_other_than_ascii(const char *text)
{
	while (*text && !(*text & 0x80))
		text++;
	return *text != '\0';
}

static void what_programs_read_is_the_same_in_every_language(void **state)
{
	static const char *const formats[] = { "json", "csv" };
	struct target target;
	(void)state;
	target_start(&target, "grow", NULL);
	for (size_t i = 0; i < COUNT(formats); i++) {
		char *korean = said("ko",
			(const char *[]){ "snapshot", target.text, "--format", formats[i], NULL });
		assert_false(has_other_than_ascii(korean));
		free(korean);
	}
	target_finish(&target);
}

static void help_and_complaints_are_translated(void **state)
{
	(void)state;
	skip_without_korean();
	char *korean = said("ko", (const char *[]){ "--help", NULL });
	char *english = said("en", (const char *[]){ "--help", NULL });
	assert_true(has_other_than_ascii(korean));
	assert_false(has_other_than_ascii(english));
	assert_non_null(strstr(korean, "--no-color"));
	free(korean);
	free(english);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(korean_needs_no_korean_locale),
		cmocka_unit_test(english_is_what_is_left),
		cmocka_unit_test(where_hangul_cannot_be_shown_all_is_english),
		cmocka_unit_test(what_programs_read_is_the_same_in_every_language),
		cmocka_unit_test(help_and_complaints_are_translated),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
