/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each answer of the quiz says is what is measured here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "demo/check.h"
#include "demo/prediction.h"
#include "demo/quiz.h"

/* What became of the question that is being decided. */
static struct run_prediction decided;

static int open_nothing(void **ret_state)
{
	*ret_state = NULL;
	return 0;
}

static void note(void *state, const struct demo_run *run)
{
	(void)state;
	if (run->step == run->prediction.step)
		decided = run->prediction;
}

static void ignore(void *state, const struct demo_run *run)
{
	(void)state;
	(void)run;
}

static void close_nothing(void *state, const struct check_totals *totals)
{
	(void)state;
	(void)totals;
}

static const struct check_format listening = {
	.open = open_nothing, .begin = ignore, .judged = note, .end = ignore, .close = close_nothing
};

static void the_answer_is_what_is_measured(void **state)
{
	const struct quiz_question *question = *state;
	const struct demo *demo = demo_find(question->demo);
	const char *settings[QUIZ_SETTINGS + 1] = { NULL };
	memcpy(settings, question->settings, sizeof question->settings);
	struct check_options options = { .demos = &demo,
		.count = 1,
		.worker_path = WORKER,
		.settings = settings,
		.format = &listening,
		.posed = &question->prediction,
		.posed_step = question->step - 1 };
	decided = (struct run_prediction){ 0 };
	if (check_demos(&options) == CHECK_SKIPPED) {
		printf("# %s cannot run here\n", demo->id);
		skip();
	}
	assert_true(decided.is_known);
	if (prediction_choices(&question->prediction))
		assert_int_equal(decided.right, question->right);
	else
		assert_true(decided.seen > 0);
}

int main(void)
{
	struct CMUnitTest *tests = calloc(quiz_count(), sizeof *tests);
	if (!tests)
		return EXIT_FAILURE;
	for (size_t i = 0; i < quiz_count(); i++)
		tests[i] = (struct CMUnitTest){ .name = quiz_at(i)->id,
			.test_func = the_answer_is_what_is_measured,
			.initial_state = (void *)(uintptr_t)quiz_at(i) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	int failed = _cmocka_run_group_tests("quiz", tests, quiz_count(), NULL, NULL);
	free(tests);
	return failed;
}
