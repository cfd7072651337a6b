/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/panel.h"

#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/demo_faults.h"
#include "view/demo_figures.h"
#include "view/pencil.h"
#include "view/sheet.h"

static bool is_asked(const struct demo_run *run)
{
	return run->prediction.state == PREDICTION_ASKED;
}

/* Is the next step being done, or its outcome asked for? */
static bool is_about_next(const struct demo_run *run)
{
	return run->state == RUN_WORKING || is_asked(run);
}

/* While a step is being done it is the one to speak of, not the one that last ended. */
static size_t current_step(const struct demo_run *run)
{
	return is_about_next(run) ? run->step + 1 : run->step == SIZE_MAX ? 0 : run->step;
}

static void write_title(struct sheet *sheet)
{
	const struct demo_run *run = sheet->run;
	size_t steps = run->demo->step_count;
	size_t done = run->step == SIZE_MAX ? 0 : run->step + 1;
	char progress[64];
	bool is_before = run->step == SIZE_MAX && !is_about_next(run);
	if (is_before)
		snprintf(progress, sizeof progress, translate_many("%zu step", "%zu steps", steps),
			steps);
	else
		snprintf(progress, sizeof progress, _("step %zu of %zu"),
			done + (is_about_next(run) && done < steps), steps);
	struct rect line = sheet_line(sheet);
	int width = text_width(progress, strlen(progress));
	canvas_text(sheet->canvas, line.x, line.y, line.width - width - 1, PEN_BOLD(ROLE_TITLE),
		translate(run->demo->title));
	canvas_text_right(sheet->canvas, line.x, line.y, line.width, PEN(ROLE_DIM), progress);
	sheet_bar(sheet, done, steps);
}

static void write_status(struct sheet *sheet)
{
	const struct demo_run *run = sheet->run;
	struct pencil pencil = pencil_at(sheet->canvas, sheet_line(sheet));
	if (run->is_auto)
		pencil_write(&pencil, PEN(ROLE_GOOD), _("auto %gx  "), run->speed);
	if (run->is_paused)
		pencil_write(&pencil, PEN(ROLE_WARNING), "%s", _("paused  "));
	if (run->passed + run->failed > 0)
		pencil_write(&pencil, PEN(ROLE_DIM), _("%zu as expected"), run->passed);
	if (run->failed > 0)
		pencil_write(&pencil, PEN(ROLE_ERROR), _(", %zu not"), run->failed);
}

static void write_parameters(struct sheet *sheet)
{
	const struct demo_parameter *parameter = sheet->run->demo->parameters;
	for (size_t i = 0; i < DEMO_PARAMETERS && parameter[i].name; i++) {
		struct pencil pencil = pencil_at(sheet->canvas, sheet_line(sheet));
		pencil_write(&pencil, PEN_BOLD(ROLE_KEY), "%s ", parameter[i].name);
		pencil_write(&pencil, PEN_BOLD(ROLE_VALUE), "%s",
			sheet->run->values[i] ? sheet->run->values[i] : parameter[i].value);
		if (!pencil_write_whole(
			    &pencil, PEN(ROLE_DIM), "  %s", translate(parameter[i].help)))
			sheet_write(sheet, PEN(ROLE_DIM), translate(parameter[i].help));
	}
}

static void write_beginning(struct sheet *sheet)
{
	const struct demo *demo = sheet->run->demo;
	sheet_write(sheet, PEN(ROLE_TEXT), translate(demo->summary));
	sheet_set_apart(sheet);
	write_parameters(sheet);
	sheet_set_apart(sheet);
	sheet_write(sheet, PEN_BOLD(ROLE_TITLE), translate(demo->steps[0].title));
	sheet_write(sheet, PEN(ROLE_TEXT), translate(demo->steps[0].before));
}

static void write_textbook(struct sheet *sheet)
{
	const struct demo_step *step = sheet->step;
	if (!step->textbook)
		return;
	sheet_write(sheet, PEN(ROLE_DIM), _("textbooks say"));
	sheet_write(sheet, PEN(ROLE_WARNING), translate(step->textbook));
	if (step->measured) {
		sheet_write(sheet, PEN(ROLE_DIM), _("measured"));
		sheet_write(sheet, PEN(ROLE_VALUE), translate(step->measured));
	}
	sheet_set_apart(sheet);
}

/* What is about to happen, so that it can be predicted. */
static void write_next(struct sheet *sheet)
{
	const struct demo *demo = sheet->run->demo;
	size_t next = sheet->run->step + 1;
	if (sheet->density != DENSITY_AIRY || next >= demo->step_count || sheet->rest.height < 4)
		return;
	sheet_write(sheet, PEN(ROLE_DIM), _("next"));
	sheet_write(sheet, PEN_BOLD(ROLE_TITLE), translate(demo->steps[next].title));
	sheet_write(sheet, PEN(ROLE_DIM), translate(demo->steps[next].before));
}

static void write_faults(struct sheet *sheet)
{
	int height = demo_faults_height(sheet->run, FAULTS_OF_STEP);
	if (height == 0)
		return;
	demo_faults(sheet->run, FAULTS_OF_STEP, sheet->canvas, layout_top(&sheet->rest, height));
	sheet_set_apart(sheet);
}

/* In the room that is left, but for a line that says there was enough. */
static void write_earlier_faults(struct sheet *sheet)
{
	int height = demo_faults_height(sheet->run, FAULTS_BEFORE);
	int room = sheet->rest.height - 1;
	if (height == 0 || room < 3)
		return;
	demo_faults(sheet->run, FAULTS_BEFORE, sheet->canvas,
		layout_top(&sheet->rest, height < room ? height : room));
}

/* Where there is little room the lesson comes before the numbers. */
static void write_step(struct sheet *sheet)
{
	const struct demo_step *step = sheet->step;
	bool is_next = is_about_next(sheet->run);
	sheet_write(sheet, PEN_BOLD(ROLE_GREW), translate(step->title));
	if (is_next || sheet->density == DENSITY_AIRY)
		sheet_write(sheet, PEN(is_next ? ROLE_TEXT : ROLE_DIM), translate(step->before));
	sheet_set_apart(sheet);
	if (is_asked(sheet->run))
		sheet_write_question(sheet);
	if (sheet->run->state == RUN_WORKING) /* a long step says how far it is */
		sheet_write_values(sheet);
	if (is_next)
		return;
	sheet_write_answer(sheet);
	if (sheet->density != DENSITY_SHORT) {
		sheet_write_values(sheet);
		write_faults(sheet);
		sheet_write_verdicts(sheet);
	}
	sheet_write(sheet, PEN(ROLE_TEXT), translate(step->lesson));
	sheet_set_apart(sheet);
	write_textbook(sheet);
	if (sheet->density == DENSITY_SHORT) {
		write_faults(sheet);
		sheet_write_verdicts(sheet);
		sheet_write_values(sheet);
	}
	write_next(sheet);
	write_earlier_faults(sheet);
}

/* What can be done now, at the foot of the pane. */
static const char *foot_words(const struct scene *scene)
{
	static const char *const words[] = {
		[RUN_READY] = N_("begins with n"),
		[RUN_WORKING] = N_("working…"),
		[RUN_WAITING_SAMPLE] = N_("looking…"),
		[RUN_JUDGED] = N_("n goes on"),
		[RUN_DONE] = N_("the end: b begins again, q leaves"),
		[RUN_SKIPPED] = N_("skipped"),
		[RUN_FAILED] = N_("failed"),
	};
	const struct demo_run *run = scene->demo;
	if (is_asked(run))
		return _("what do you think?");
	if (run_is_at_end(run) && !scene->next_demo)
		return _("the end: look around, e changes, b repeats, q leaves");
	return translate(words[run->state]);
}

static void write_foot(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect foot)
{
	const struct demo_run *run = scene->demo;
	struct pencil pencil = pencil_at(canvas, foot);
	if (frame->focus != CONTEXT_DEMO)
		pencil_write(&pencil, PEN(ROLE_DIM), "%s", _("d gives the keys to this pane  "));
	else if (scene->next_demo && run_is_over(run))
		pencil_write(&pencil, PEN_BOLD(ROLE_KEY), _("n: %s"),
			translate(scene->next_demo->title));
	else
		pencil_write(&pencil, PEN_BOLD(ROLE_KEY), "%s", foot_words(scene));
}

/* Of a demo that cannot run here: what it is, and what would be seen. */
static void write_without(struct sheet *sheet)
{
	sheet_set_apart(sheet);
	sheet_write(sheet, PEN(ROLE_TEXT), translate(sheet->run->demo->summary));
	sheet_set_apart(sheet);
	sheet_write(sheet, PEN(ROLE_TEXT), translate(sheet->run->demo->without));
}

static void write_lesson(struct sheet *sheet)
{
	const struct demo_run *run = sheet->run;
	write_title(sheet);
	if (sheet->density == DENSITY_AIRY)
		write_status(sheet);
	sheet_write(sheet, PEN(ROLE_WARNING), run->reason);
	sheet_write(sheet, PEN(ROLE_DIM), run->note);
	if (run->state == RUN_SKIPPED)
		write_without(sheet);
	else if (run->state == RUN_READY && !is_asked(run))
		write_beginning(sheet);
	else if (sheet->step)
		write_step(sheet);
}

/* Written anew, denser, as long as it does not fit; false: it does not. */
static bool write_as_it_fits(struct sheet *sheet, struct rect area)
{
	for (unsigned density = DENSITY_AIRY; density < DENSITIES; density++) {
		canvas_fill(sheet->canvas, area, ' ', PEN(ROLE_TEXT));
		sheet->rest = area;
		sheet->density = (enum density)density;
		write_lesson(sheet);
		if (sheet->rest.height > 0)
			return true;
	}
	return false;
}

void panel_demo(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area)
{
	const struct demo_run *run = scene->demo;
	layout_left(&area, 1);
	layout_right(&area, 1);
	struct sheet sheet = { .run = run, .canvas = canvas, .is_teaching = frame->is_teaching };
	size_t at = current_step(run);
	if (at < run->demo->step_count)
		sheet.step = &run->demo->steps[at];
	write_foot(scene, frame, canvas, layout_bottom(&area, 1));
	struct rect all = area;
	if (!frame->is_teaching)
		demo_figures(run, canvas, layout_bottom(&area, demo_figures_height(run, area)));
	else
		demo_bars(run, canvas, layout_bottom(&area, demo_bars_height(run, area)));
	/* The lesson comes before the figures of its processes, which the header has, too. */
	if (!write_as_it_fits(&sheet, area) && area.height < all.height)
		write_as_it_fits(&sheet, all);
}
