/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/panel.h"

#include <stdlib.h>
#include <string.h>

#include "demo/run.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/demo_faults.h"
#include "view/demo_figures.h"
#include "view/pencil.h"

/* How much of the lesson is written: all of it and set apart by blank lines, all that has to be known,
 * or, where even that does not fit, the lesson before the numbers. */
enum density {
	DENSITY_AIRY,
	DENSITY_DENSE,
	DENSITY_SHORT,
	DENSITIES,
};

/* The lesson is written from top to bottom. */
struct lesson {
	const struct demo_run *run;
	const struct demo_step *step; /* the one that is shown; NULL before the first */
	struct canvas *canvas;
	struct rect rest;
	enum density density;
	bool is_narrow;
};

/* Where there is no line left, one far outside, where nothing shows. */
static struct rect next_line(struct lesson *lesson)
{
	struct rect line = layout_top(&lesson->rest, 1);
	if (line.height == 0)
		line.y = lesson->canvas->height;
	return line;
}

static void set_apart(struct lesson *lesson)
{
	if (lesson->density == DENSITY_AIRY)
		next_line(lesson);
}

static void write_text(struct lesson *lesson, struct pen pen, const char *text)
{
	if (text && text[0])
		layout_top(&lesson->rest, canvas_wrap(lesson->canvas, lesson->rest, pen, text));
}

/* Columns of a number of the verdicts, with a blank. */
static int number_width(const struct demo_run *run)
{
	char text[UNITS_TEXT];
	size_t width = (size_t)text_width(_("expected"), strlen(_("expected")));
	for (size_t i = 0; i < run->verdict_count; i++) {
		const struct run_verdict *verdict = &run->verdicts[i];
		size_t expected = strlen(demo_expected(verdict, text));
		size_t seen = strlen(demo_seen(verdict, text));
		width = expected > width ? expected : width;
		width = seen > width ? seen : width;
	}
	return (int)width + 1;
}

/* Is there no room for what was expected beside what was seen? */
static bool is_narrow(const struct demo_run *run, int width)
{
	int label = 0;
	for (size_t i = 0; i < run->verdict_count; i++) {
		const char *text = run->verdicts[i].label;
		int here = text_width(text, strlen(text));
		label = here > label ? here : label;
	}
	return 2 + label + 2 * number_width(run) > width;
}

/* While a step is being done it is the one to speak of, not the one that last ended. */
static size_t current_step(const struct demo_run *run)
{
	size_t ended = run->step == SIZE_MAX ? 0 : run->step + 1;
	return run->state == RUN_WORKING ? ended : ended - (ended > 0);
}

static void write_title(struct lesson *lesson)
{
	const struct demo_run *run = lesson->run;
	size_t steps = run->demo->step_count;
	size_t done = run->step == SIZE_MAX ? 0 : run->step + 1;
	char progress[64];
	if (run->state == RUN_READY)
		snprintf(progress, sizeof progress, translate_many("%zu step", "%zu steps", steps),
			steps);
	else
		snprintf(progress, sizeof progress, _("step %zu of %zu"),
			done + (run->state == RUN_WORKING && done < steps), steps);
	struct rect line = next_line(lesson);
	int width = text_width(progress, strlen(progress));
	canvas_name(lesson->canvas, line.x, line.y, line.width - width - 1, PEN_BOLD(ROLE_TITLE),
		translate(run->demo->title));
	canvas_text_right(lesson->canvas, line.x, line.y, line.width, PEN(ROLE_DIM), progress);
	line = next_line(lesson);
	int filled = steps ? (int)((size_t)line.width * done / steps) : 0;
	for (int x = 0; x < line.width; x++)
		canvas_glyph(lesson->canvas, line.x + x, line.y,
			x < filled ? GLYPH_EDGE : GLYPH_RULE,
			PEN(x < filled ? ROLE_KEY : ROLE_BORDER));
}

static void write_status(struct lesson *lesson)
{
	const struct demo_run *run = lesson->run;
	struct pencil pencil = pencil_at(lesson->canvas, next_line(lesson));
	if (run->is_auto)
		pencil_write(&pencil, PEN(ROLE_GOOD), _("auto %gx  "), run->speed);
	if (run->is_paused)
		pencil_write(&pencil, PEN(ROLE_WARNING), "%s", _("paused  "));
	if (run->passed + run->failed > 0)
		pencil_write(&pencil, PEN(ROLE_DIM), _("%zu as expected"), run->passed);
	if (run->failed > 0)
		pencil_write(&pencil, PEN(ROLE_ERROR), _(", %zu not"), run->failed);
}

/* What the worker says it saw. */
static void write_values(struct lesson *lesson)
{
	const struct demo_run *run = lesson->run;
	if (run->shown_count == 0)
		return;
	struct pencil pencil = pencil_at(lesson->canvas, next_line(lesson));
	for (size_t i = 0; i < run->shown_count; i++)
		pencil_write(&pencil, PEN_BOLD(ROLE_VALUE), "%s %lld  ", run->shown[i].name,
			(long long)run->shown[i].value);
}

static void write_faults(struct lesson *lesson)
{
	int height = demo_faults_height(lesson->run, FAULTS_OF_STEP);
	if (height == 0)
		return;
	demo_faults(lesson->run, FAULTS_OF_STEP, lesson->canvas, layout_top(&lesson->rest, height));
	set_apart(lesson);
}

/* In the room that is left, but for a line that says there was enough. */
static void write_earlier_faults(struct lesson *lesson)
{
	int height = demo_faults_height(lesson->run, FAULTS_BEFORE);
	int room = lesson->rest.height - 1;
	if (height == 0 || room < 3)
		return;
	demo_faults(lesson->run, FAULTS_BEFORE, lesson->canvas,
		layout_top(&lesson->rest, height < room ? height : room));
}

static void write_verdict(struct lesson *lesson, const struct run_verdict *verdict, int number)
{
	char text[UNITS_TEXT];
	struct rect line = next_line(lesson);
	int end = line.x + line.width, numbers = lesson->is_narrow ? 1 : 2;
	enum glyph sign = verdict->holds ? GLYPH_YES : GLYPH_NO;
	enum role ink = verdict->holds ? ROLE_GOOD : ROLE_ERROR;
	canvas_glyph(lesson->canvas, line.x, line.y, verdict->is_known ? sign : GLYPH_UNKNOWN,
		PEN_BOLD(verdict->is_known ? ink : ROLE_DIM));
	canvas_name(lesson->canvas, line.x + 2, line.y, line.width - numbers * number - 3,
		PEN(ROLE_TEXT), verdict->label);
	canvas_text_right(lesson->canvas, end - number, line.y, number,
		PEN_BOLD(verdict->holds ? ROLE_VALUE : ink), demo_seen(verdict, text));
	if (lesson->is_narrow && !verdict->holds)
		line = next_line(lesson);
	if (!lesson->is_narrow)
		end -= number;
	if (!lesson->is_narrow || !verdict->holds)
		canvas_text_right(lesson->canvas, end - number, line.y, number, PEN(ROLE_DIM),
			demo_expected(verdict, text));
	if (lesson->is_narrow && !verdict->holds)
		canvas_text(lesson->canvas, line.x + 2, line.y, line.width - number - 2,
			PEN(ROLE_DIM), _("expected"));
	if (verdict->is_known && !verdict->holds && verdict->cause)
		write_text(lesson, PEN(ROLE_WARNING), verdict->cause);
}

static void write_verdict_titles(struct lesson *lesson, int number)
{
	struct rect line = next_line(lesson);
	int end = line.x + line.width;
	canvas_text_right(lesson->canvas, end - number, line.y, number, PEN(ROLE_DIM), _("seen"));
	if (!lesson->is_narrow)
		canvas_text_right(lesson->canvas, end - 2 * number, line.y, number, PEN(ROLE_DIM),
			_("expected"));
}

/* Where not all fit, those that fail come first and the rest is counted. */
static void write_verdicts(struct lesson *lesson)
{
	const struct demo_run *run = lesson->run;
	int number = number_width(run);
	size_t room = (size_t)lesson->rest.height, held = 0;
	if (run->verdict_count == 0 || room == 0)
		return;
	bool is_short = run->verdict_count + 1 > room;
	if (!is_short)
		write_verdict_titles(lesson, number);
	for (size_t i = 0; i < run->verdict_count; i++) {
		held += run->verdicts[i].holds;
		if (!is_short || !run->verdicts[i].holds)
			write_verdict(lesson, &run->verdicts[i], number);
	}
	if (is_short && held) {
		struct pencil pencil = pencil_at(lesson->canvas, next_line(lesson));
		pencil_glyph(&pencil, PEN_BOLD(ROLE_GOOD), GLYPH_YES);
		pencil_write(&pencil, PEN(ROLE_TEXT), _(" %zu of %zu as expected"), held,
			run->verdict_count);
	}
	set_apart(lesson);
}

static void write_parameters(struct lesson *lesson)
{
	const struct demo_parameter *parameter = lesson->run->demo->parameters;
	for (size_t i = 0; i < DEMO_PARAMETERS && parameter[i].name; i++) {
		struct pencil pencil = pencil_at(lesson->canvas, next_line(lesson));
		pencil_write(&pencil, PEN_BOLD(ROLE_KEY), "%s ", parameter[i].name);
		pencil_write(&pencil, PEN_BOLD(ROLE_VALUE), "%s",
			lesson->run->values[i] ? lesson->run->values[i] : parameter[i].value);
		if (!pencil_write_whole(
			    &pencil, PEN(ROLE_DIM), "  %s", translate(parameter[i].help)))
			write_text(lesson, PEN(ROLE_DIM), translate(parameter[i].help));
	}
}

static void write_beginning(struct lesson *lesson)
{
	const struct demo *demo = lesson->run->demo;
	write_text(lesson, PEN(ROLE_TEXT), translate(demo->summary));
	set_apart(lesson);
	write_parameters(lesson);
	set_apart(lesson);
	write_text(lesson, PEN_BOLD(ROLE_TITLE), translate(demo->steps[0].title));
	write_text(lesson, PEN(ROLE_TEXT), translate(demo->steps[0].before));
}

static void write_textbook(struct lesson *lesson)
{
	const struct demo_step *step = lesson->step;
	if (!step->textbook)
		return;
	write_text(lesson, PEN(ROLE_DIM), _("textbooks say"));
	write_text(lesson, PEN(ROLE_WARNING), translate(step->textbook));
	if (step->measured) {
		write_text(lesson, PEN(ROLE_DIM), _("measured"));
		write_text(lesson, PEN(ROLE_VALUE), translate(step->measured));
	}
	set_apart(lesson);
}

/* What is about to happen, so that it can be predicted. */
static void write_next(struct lesson *lesson)
{
	const struct demo *demo = lesson->run->demo;
	size_t next = lesson->run->step + 1;
	if (lesson->density != DENSITY_AIRY || next >= demo->step_count || lesson->rest.height < 4)
		return;
	write_text(lesson, PEN(ROLE_DIM), _("next"));
	write_text(lesson, PEN_BOLD(ROLE_TITLE), translate(demo->steps[next].title));
	write_text(lesson, PEN(ROLE_DIM), translate(demo->steps[next].before));
}

/* Where there is little room the lesson comes before the numbers. */
static void write_step(struct lesson *lesson)
{
	const struct demo_step *step = lesson->step;
	bool is_working = lesson->run->state == RUN_WORKING;
	write_text(lesson, PEN_BOLD(ROLE_GREW), translate(step->title));
	if (is_working || lesson->density == DENSITY_AIRY)
		write_text(lesson, PEN(is_working ? ROLE_TEXT : ROLE_DIM), translate(step->before));
	set_apart(lesson);
	if (is_working)
		return;
	if (lesson->density != DENSITY_SHORT) {
		write_values(lesson);
		write_faults(lesson);
		write_verdicts(lesson);
	}
	write_text(lesson, PEN(ROLE_TEXT), translate(step->lesson));
	set_apart(lesson);
	write_textbook(lesson);
	if (lesson->density == DENSITY_SHORT) {
		write_faults(lesson);
		write_verdicts(lesson);
		write_values(lesson);
	}
	write_next(lesson);
	write_earlier_faults(lesson);
}

/* What comes next, at the foot of the pane. */
static void write_foot(struct lesson *lesson, const struct frame *frame, struct rect foot)
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
	struct pencil pencil = pencil_at(lesson->canvas, foot);
	if (frame->focus != CONTEXT_DEMO)
		pencil_write(&pencil, PEN(ROLE_DIM), "%s", _("d gives the keys to this pane  "));
	else
		pencil_write(
			&pencil, PEN_BOLD(ROLE_KEY), "%s", translate(words[lesson->run->state]));
}

static void write_lesson(struct lesson *lesson)
{
	const struct demo_run *run = lesson->run;
	write_title(lesson);
	if (lesson->density == DENSITY_AIRY)
		write_status(lesson);
	write_text(lesson, PEN(ROLE_WARNING), run->reason);
	write_text(lesson, PEN(ROLE_DIM), run->note);
	if (run->state == RUN_READY)
		write_beginning(lesson);
	else if (lesson->step)
		write_step(lesson);
}

void panel_demo(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area)
{
	const struct demo_run *run = scene->demo;
	layout_left(&area, 1);
	layout_right(&area, 1);
	struct lesson lesson = { .run = run, .canvas = canvas };
	lesson.is_narrow = is_narrow(run, area.width);
	size_t at = current_step(run);
	if (at < run->demo->step_count)
		lesson.step = &run->demo->steps[at];
	write_foot(&lesson, frame, layout_bottom(&area, 1));
	demo_figures(run, canvas, layout_bottom(&area, demo_figures_height(run, area)));
	/* Written anew, denser, as long as it does not fit. */
	for (unsigned density = DENSITY_AIRY; density < DENSITIES; density++) {
		canvas_fill(canvas, area, ' ', PEN(ROLE_TEXT));
		lesson.rest = area;
		lesson.density = (enum density)density;
		write_lesson(&lesson);
		if (lesson.rest.height > 0)
			break;
	}
}
