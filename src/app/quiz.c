/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/quiz.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/viewer.h"
#include "strata/translate.h"

static const struct quiz_question *question_of(const struct quiz *quiz)
{
	return quiz_at(quiz->at);
}

static const struct demo_run *run_of(const struct viewer *viewer)
{
	return runner_run(viewer->lesson.runner);
}

/* Starts the demo of the question and asks; it runs once there is an answer. */
static void pose(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	const struct quiz_question *question = question_of(&viewer->quiz);
	lesson_stop(viewer);
	lesson->setting_count = 0;
	for (size_t i = 0; i < QUIZ_SETTINGS && question->settings[i]; i++)
		snprintf(lesson->settings[lesson->setting_count++], LESSON_SETTING, "%s",
			question->settings[i]);
	lesson->demo = demo_find(question->demo);
	lesson_start(viewer, lesson->demo);
	viewer->quiz.is_on = lesson->runner != NULL;
	if (!lesson->runner)
		return;
	viewer->quiz.is_counted = false;
	runner_pose(lesson->runner, &question->prediction, question->step - 1);
	if (!question->prediction.choices[0].text)
		prompt_open(&viewer->prompt, PROMPT_PREDICTION, "");
}

void quiz_start(struct viewer *viewer, size_t first)
{
	viewer->quiz.is_on = true;
	viewer->quiz.at = viewer->quiz.first = first;
	viewer->quiz.right = viewer->quiz.judged = 0;
	viewer->quiz.is_over = false;
	viewer->lesson.playlist = NULL;
	pose(viewer);
}

void quiz_open(struct viewer *viewer)
{
	lesson_open(viewer, demo_find(quiz_at(0)->demo));
	quiz_start(viewer, 0);
}

void quiz_go_on(struct viewer *viewer)
{
	runner_go_to(viewer->lesson.runner, question_of(&viewer->quiz)->step - 1);
}

static void save(const struct viewer *viewer, const struct run_prediction *said)
{
	const struct quiz_question *question = question_of(&viewer->quiz);
	char time_text[32];
	time_t now = time(NULL);
	struct tm parts;
	if (!viewer->quiz.file)
		return;
	strftime(time_text, sizeof time_text, "%Y-%m-%dT%H:%M:%S%z", localtime_r(&now, &parts));
	fprintf(viewer->quiz.file, "%s %s %s %zu/%zu\n", time_text, question->id,
		said->is_right ? "right" : "wrong", viewer->quiz.right, viewer->quiz.judged);
	fflush(viewer->quiz.file);
}

void quiz_judged(struct viewer *viewer)
{
	struct quiz *quiz = &viewer->quiz;
	const struct run_prediction *said = &run_of(viewer)->prediction;
	if (!quiz->is_on || quiz->is_counted || said->state != PREDICTION_JUDGED)
		return;
	quiz->is_counted = true;
	if (!said->is_known)
		return;
	quiz->judged++;
	quiz->right += said->is_right;
	save(viewer, said);
}

/* Is there nothing more to be seen of the question? */
static bool is_done(const struct viewer *viewer)
{
	const struct demo_run *run = run_of(viewer);
	return run_is_over(run) ||
	       (run->state == RUN_JUDGED && run->step + 1 >= question_of(&viewer->quiz)->step);
}

static void next_question(struct viewer *viewer)
{
	struct quiz *quiz = &viewer->quiz;
	if (quiz->at + 1 == quiz_count()) {
		quiz->is_over = true;
		return;
	}
	quiz->at++;
	pose(viewer);
}

static void next(struct viewer *viewer)
{
	struct runner *runner = viewer->lesson.runner;
	if (run_of(viewer)->prediction.state == PREDICTION_ASKED) {
		runner_pass(runner);
		quiz_go_on(viewer);
	} else if (is_done(viewer) && !viewer->quiz.is_over) {
		next_question(viewer);
	}
}

bool quiz_obey(struct viewer *viewer, enum command command)
{
	if (!viewer->quiz.is_on)
		return false;
	switch (command) {
	case COMMAND_DEMO_NEXT:
		next(viewer);
		return true;
	case COMMAND_DEMO_RESTART:
	case COMMAND_DEMO_EDIT:
	case COMMAND_DEMO_AUTO:
	case COMMAND_DEMO_PAUSE:
		viewer_say(viewer, _("not in a quiz; q stops it"));
		return true;
	case COMMAND_DEMO_STOP:
		quiz_stop(viewer);
		return false;
	default:
		return false;
	}
}

void quiz_stop(struct viewer *viewer)
{
	struct quiz *quiz = &viewer->quiz;
	if (quiz->is_on && quiz->judged)
		viewer_say(viewer, _("quiz: %zu of %zu right"), quiz->right, quiz->judged);
	quiz->is_on = false;
}

struct quiz_sheet quiz_sheet(const struct viewer *viewer)
{
	const struct quiz *quiz = &viewer->quiz;
	if (!quiz->is_on || !viewer->lesson.runner)
		return (struct quiz_sheet){ 0 };
	return (struct quiz_sheet){
		.question = question_of(quiz),
		.number = quiz->at + 1 - quiz->first,
		.count = quiz_count() - quiz->first,
		.right = quiz->right,
		.judged = quiz->judged,
		.is_done = is_done(viewer),
		.is_over = quiz->is_over,
	};
}
