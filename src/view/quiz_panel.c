/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A question of the quiz in the lesson's pane: what is asked, what was said, what was measured, why. */
#include "view/panel.h"

#include <string.h>

#include "demo/quiz.h"
#include "demo/run.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/demo_figures.h"
#include "view/pencil.h"
#include "view/sheet.h"

static void write_title(struct sheet *sheet, const struct quiz_sheet *quiz)
{
	char progress[64];
	snprintf(progress, sizeof progress, _("question %zu of %zu"), quiz->number, quiz->count);
	struct rect line = sheet_line(sheet);
	canvas_text(sheet->canvas, line.x, line.y, line.width, PEN_BOLD(ROLE_TITLE), _("Quiz"));
	canvas_text_right(sheet->canvas, line.x, line.y, line.width, PEN(ROLE_DIM), progress);
	sheet_bar(sheet, quiz->number - !quiz->is_done, quiz->count);
}

/* Where the demo is on its way to the step that decides. */
static void write_progress(struct sheet *sheet, const struct quiz_sheet *quiz)
{
	const struct demo_run *run = sheet->run;
	char text[160];
	size_t next = run->step + 1;
	if (quiz->is_done || next >= run->demo->step_count)
		return;
	snprintf(text, sizeof text, _("step %zu of %u: %s"), next + 1, quiz->question->step,
		translate(run->demo->steps[next].title));
	sheet_write(sheet, PEN(ROLE_DIM), text);
}

static bool is_otherwise(const struct demo_run *run, const struct quiz_question *question)
{
	const struct run_prediction *said = &run->prediction;
	return said->state >= PREDICTION_PASSED && said->is_known &&
	       question->prediction.choices[0].text && said->right != question->right;
}

static void write_answer(struct sheet *sheet, const struct quiz_sheet *quiz)
{
	sheet_write_answer(sheet);
	if (is_otherwise(sheet->run, quiz->question))
		sheet_write(sheet, PEN(ROLE_WARNING),
			_("On this machine it is not as in the answer below."));
	sheet_write(sheet, PEN(ROLE_DIM), _("the answer"));
	sheet_write(sheet, PEN(ROLE_TEXT), translate(quiz->question->answer));
	sheet_set_apart(sheet);
}

static void write_score(struct sheet *sheet, const struct quiz_sheet *quiz)
{
	char text[96];
	if (!quiz->judged)
		return;
	snprintf(text, sizeof text,
		quiz->is_over ? _("The end: %zu of %zu right.") : _("%zu of %zu right so far"),
		quiz->right, quiz->judged);
	sheet_write(sheet, PEN_BOLD(quiz->is_over ? ROLE_GOOD : ROLE_DIM), text);
}

static void write_question(struct sheet *sheet, const struct quiz_sheet *quiz)
{
	const struct demo_run *run = sheet->run;
	write_title(sheet, quiz);
	sheet_set_apart(sheet);
	sheet_write(sheet, PEN_BOLD(ROLE_GREW), translate(quiz->question->question));
	sheet_set_apart(sheet);
	if (run->prediction.state == PREDICTION_ASKED && !run_is_over(run))
		sheet_write_question(sheet);
	else if (!quiz->is_done)
		write_progress(sheet, quiz);
	sheet_write(sheet, PEN(ROLE_WARNING), run->reason);
	if (quiz->is_done)
		write_answer(sheet, quiz);
	write_score(sheet, quiz);
}

static void write_foot(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect foot)
{
	const struct quiz_sheet *quiz = &scene->quiz;
	const char *words = _("working…");
	if (frame->focus != CONTEXT_DEMO)
		words = _("d gives the keys to this pane  ");
	else if (quiz->is_over)
		words = _("q leaves");
	else if (quiz->is_done)
		words = quiz->number == quiz->count ? _("n: the score") : _("n: the next question");
	else if (scene->demo->prediction.state == PREDICTION_ASKED)
		words = _("what do you think?");
	canvas_text(canvas, foot.x, foot.y, foot.width,
		frame->focus == CONTEXT_DEMO ? PEN_BOLD(ROLE_KEY) : PEN(ROLE_DIM), words);
}

void panel_quiz(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area)
{
	struct sheet sheet = { .run = scene->demo, .canvas = canvas };
	layout_left(&area, 1);
	layout_right(&area, 1);
	write_foot(scene, frame, canvas, layout_bottom(&area, 1));
	if (scene->quiz.is_done)
		demo_figures(scene->demo, canvas,
			layout_bottom(&area, demo_figures_height(scene->demo, area)));
	for (unsigned density = DENSITY_AIRY; density < DENSITIES; density++) {
		canvas_fill(canvas, area, ' ', PEN(ROLE_TEXT));
		sheet.rest = area;
		sheet.density = (enum density)density;
		write_question(&sheet, &scene->quiz);
		if (sheet.rest.height > 0)
			break;
	}
}
