/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever can be pointed at has an explanation, and each explanation stands in every language: what
 * is said here of Korean holds for the others by lint/language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "demo/playlist.h"
#include "demo/quiz.h"
#include "strata/explain.h"
#include "strata/text.h"
#include "view/view.h"

#define KOREAN CATALOGUES "/ko/LC_MESSAGES/strata.mo"

static bool has_hangul(const char *text)
{
	size_t bytes;
	for (const char *at = text; *at; at += bytes) {
		char32_t character = text_decode(at, strlen(at), &bytes);
		if (character >= 0xac00 && character <= 0xd7a3)
			return true;
	}
	return false;
}

/* Not all is words: "munmap" is the same in every language. */
static void check(const char *what, const char *name, const char *text, bool is_in_words)
{
	assert_non_null(text);
	assert_true(*text != '\0');
	if (is_in_words && !has_hangul(translate(text)))
		fail_msg("%s %s is not translated: %s", what, name, text);
}

static void skip_without_korean(void)
{
	if (translate_open(KOREAN) < 0) {
		print_message("# no %s: msgfmt was missing when this was built\n", KOREAN);
		skip();
	}
}

static int english(void **state)
{
	(void)state;
	translate_close();
	return 0;
}

static void every_topic_is_explained_in_korean(void **state)
{
	(void)state;
	skip_without_korean();
	for (size_t i = 0; i < topic_count; i++) {
		const struct topic *topic = explain_topic_at(i);
		check("the topic", topic->name, topic->text, true);
		check("the title of", topic->name, topic->title, false);
		if (topic->wrong)
			check("what goes wrong with", topic->name, topic->wrong, true);
	}
}

static void every_view_and_command_is_explained_in_korean(void **state)
{
	(void)state;
	skip_without_korean();
	for (size_t i = 0; i < view_count; i++) {
		check("the title of view", view_registry[i]->name, view_registry[i]->title, true);
		check("the view", view_registry[i]->name, view_registry[i]->summary, true);
		for (size_t j = 0; j < view_registry[i]->column_count; j++) {
			const struct column *column = &view_registry[i]->columns[j];
			check("the column", column->name, column->description, true);
		}
	}
	for (size_t i = 0; i < command_count; i++)
		check("the command", command_table[i].name, command_table[i].help, true);
}

static void check_prediction(const char *id, const struct demo_prediction *prediction)
{
	check("what is asked in", id, prediction->question, true);
	for (size_t i = 0; i < DEMO_CHOICES && prediction->choices[i].text; i++)
		check("a choice in", id, prediction->choices[i].text, false);
}

static void check_step(const struct demo *demo, const struct demo_step *step)
{
	check("a step's title in", demo->id, step->title, false);
	check("a step of", demo->id, step->before, true);
	check("a lesson of", demo->id, step->lesson, true);
	if (step->textbook) {
		check("what textbooks say in", demo->id, step->textbook, true);
		check("what was measured in", demo->id, step->measured, false);
	}
	if (step->prediction)
		check_prediction(demo->id, step->prediction);
}

static void every_demo_teaches_in_korean(void **state)
{
	(void)state;
	skip_without_korean();
	for (size_t i = 0; i < demo_count; i++) {
		const struct demo *demo = demo_table[i];
		check("the title of", demo->id, demo->title, true);
		check("the summary of", demo->id, demo->summary, true);
		check("the group of", demo->id, demo->group, true);
		for (size_t j = 0; j < DEMO_PARAMETERS && demo->parameters[j].name; j++)
			check("a parameter of", demo->id, demo->parameters[j].help, true);
		for (size_t j = 0; j < demo->step_count; j++)
			check_step(demo, &demo->steps[j]);
	}
}

static void the_quiz_asks_and_answers_in_korean(void **state)
{
	(void)state;
	skip_without_korean();
	for (size_t i = 0; i < quiz_count(); i++) {
		const struct quiz_question *question = quiz_at(i);
		check("the question", question->id, question->question, true);
		check("the answer to", question->id, question->answer, true);
		check_prediction(question->id, &question->prediction);
	}
	for (size_t i = 0; i < playlist_count; i++) {
		check("the title of", playlist_table[i].id, playlist_table[i].title, true);
		check("the summary of", playlist_table[i].id, playlist_table[i].summary, true);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(every_topic_is_explained_in_korean, english),
		cmocka_unit_test_teardown(every_view_and_command_is_explained_in_korean, english),
		cmocka_unit_test_teardown(every_demo_teaches_in_korean, english),
		cmocka_unit_test_teardown(the_quiz_asks_and_answers_in_korean, english),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
