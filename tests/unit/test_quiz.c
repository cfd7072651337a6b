/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The quiz: every question is decided by a demo that is there, at a step it has, by a figure of it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "demo/figure.h"
#include "demo/formula.h"
#include "demo/prediction.h"
#include "demo/quiz.h"
#include "demo/runner_plan.h"

/* As a run with the settings of the question would be. */
static void plan(const struct quiz_question *question, struct plan *plan)
{
	char error[160] = "";
	const struct demo *demo = demo_find(question->demo);
	const char *settings[QUIZ_SETTINGS + 1] = { NULL };
	if (!demo)
		fail_msg("%s: no demo %s", question->id, question->demo);
	memcpy(settings, question->settings, sizeof question->settings);
	int status = plan_init(plan, demo, settings, UINT64_MAX, error, sizeof error);
	if (status && status != -ENOTSUP)
		fail_msg("%s: %s", question->id, error);
}

static void each_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < quiz_count(); i++)
		assert_int_equal(quiz_find(quiz_at(i)->id), i);
	assert_int_equal(quiz_find("nonesuch"), quiz_count());
}

static void each_names_a_demo_and_a_step_of_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < quiz_count(); i++) {
		const struct quiz_question *question = quiz_at(i);
		struct plan run;
		plan(question, &run);
		if (question->step == 0 || question->step > run.demo.step_count)
			fail_msg("%s: %s has no step %u", question->id, question->demo,
				question->step);
	}
}

static bool is_role(const struct demo *demo, const char *role)
{
	if (!role || strcmp(role, "sum") == 0 || (demo->role && strcmp(role, demo->role) == 0))
		return true;
	for (size_t i = 0; i < demo->step_count; i++)
		for (const struct demo_expectation *at = demo->steps[i].expectations;
			at && at->metric; at++)
			if (at->role && strcmp(at->role, role) == 0)
				return true;
	return false;
}

/* A metric of every process, or one the demo's own expectations know. */
static bool is_figure(const struct demo *demo, const char *metric)
{
	if (metric_of(metric) < METRICS)
		return true;
	for (size_t i = 0; i < demo->step_count; i++)
		for (const struct demo_expectation *at = demo->steps[i].expectations;
			at && at->metric; at++)
			if (strcmp(at->metric, metric) == 0)
				return true;
	return false;
}

static void each_is_decided_by_a_figure_of_that_demo(void **state)
{
	(void)state;
	for (size_t i = 0; i < quiz_count(); i++) {
		const struct quiz_question *question = quiz_at(i);
		const struct demo *demo = demo_find(question->demo);
		if (!is_figure(demo, question->prediction.metric) ||
			!is_role(demo, question->prediction.role))
			fail_msg("%s: %s has no %s", question->id, question->demo,
				question->prediction.metric);
	}
}

static void choices_can_be_worked_out_and_one_is_right(void **state)
{
	(void)state;
	for (size_t i = 0; i < quiz_count(); i++) {
		const struct quiz_question *question = quiz_at(i);
		const struct demo_prediction *asked = &question->prediction;
		size_t choices = prediction_choices(asked);
		struct plan run;
		int64_t value;
		plan(question, &run);
		assert_true(choices == 0 || choices >= 2);
		assert_true(choices ? question->right < choices : question->right == 0);
		for (size_t c = 0; c < choices && !figure_is_word(asked->metric); c++)
			if (formula_value(asked->choices[c].value, &run.scope, &value) < 0)
				fail_msg("%s: choice %zu", question->id, c + 1);
	}
}

static void each_is_answered_in_three_sentences_or_more(void **state)
{
	(void)state;
	for (size_t i = 0; i < quiz_count(); i++) {
		const struct quiz_question *question = quiz_at(i);
		size_t sentences = 0;
		assert_true(question->question && question->prediction.question);
		for (const char *at = question->answer; *at; at++)
			sentences += *at == '.' && (at[1] == ' ' || !at[1]);
		assert_in_range(sentences, 3, 5);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_has_a_name_of_its_own),
		cmocka_unit_test(each_names_a_demo_and_a_step_of_it),
		cmocka_unit_test(each_is_decided_by_a_figure_of_that_demo),
		cmocka_unit_test(choices_can_be_worked_out_and_one_is_right),
		cmocka_unit_test(each_is_answered_in_three_sentences_or_more),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
