/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The quiz: asked, predicted, measured, answered, counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

#define YES "\342\234\223"
#define NO "\342\234\227"

static void open_quiz(struct vt *vt, const char *id, const char *file)
{
	const char *arguments[] = { strata_path(), "quiz", id, file ? "--save" : NULL, file, NULL };
	vt_start(vt, &(struct vt_options){ .rows = 40, .columns = 120, .arguments = arguments });
	assert_true(vt_wait_text(vt, "what do you think"));
}

static void leave(struct vt *vt)
{
	vt_type(vt, "q");
	assert_true(vt_wait_text(vt, "Demos"));
	viewer_quit(vt);
}

static void count_lines(const char *path, size_t expected)
{
	char text[1024];
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	size_t length = fread(text, 1, sizeof text - 1, file), lines = 0;
	fclose(file);
	for (size_t i = 0; i < length; i++)
		lines += text[i] == '\n';
	assert_int_equal(lines, expected);
	text[length] = '\0';
	assert_non_null(strstr(text, "stack-shrinks right 1/1"));
	assert_non_null(strstr(text, "dontneed wrong 1/2"));
}

static void what_was_said_stands_beside_what_was_measured(void **state)
{
	(void)state;
	struct vt vt;
	char path[] = "/tmp/strata-quiz-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	open_quiz(&vt, "stack-shrinks", path);
	assert_true(vt_wait_text(&vt, "question 1 of 2"));
	vt_type(&vt, "2");
	assert_true(vt_wait_text(&vt, "the answer"));
	assert_true(vt_find(&vt, YES, NULL, NULL));
	assert_true(vt_find(&vt, "1 of 1 right", NULL, NULL));
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "question 2 of 2"));
	assert_true(vt_wait_text(&vt, "what do you think"));
	vt_type(&vt, "1");
	assert_true(vt_wait_text(&vt, "the answer"));
	assert_true(vt_find(&vt, NO, NULL, NULL));
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "The end: 1 of 2 right"));
	leave(&vt);
	count_lines(path, 2);
	unlink(path);
}

static void a_number_is_typed(void **state)
{
	(void)state;
	struct vt vt;
	open_quiz(&vt, "q3", NULL);
	assert_true(vt_wait_text(&vt, "you say:"));
	vt_type(&vt, "2,068\r");
	assert_true(vt_wait_text(&vt, "the answer"));
	assert_true(vt_find(&vt, YES, NULL, NULL));
	leave(&vt);
}

static void who_does_not_know_is_told(void **state)
{
	(void)state;
	struct vt vt;
	open_quiz(&vt, "reading", NULL);
	vt_type(&vt, "n");
	assert_true(vt_wait_text(&vt, "the answer"));
	assert_true(vt_find(&vt, "nothing", NULL, NULL));
	assert_false(vt_find(&vt, "right so far", NULL, NULL));
	leave(&vt);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_said_stands_beside_what_was_measured),
		cmocka_unit_test(a_number_is_typed),
		cmocka_unit_test(who_does_not_know_is_told),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
