/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a class must see from the back of the room: the step, and its figure in large digits. */
#include "view/panel.h"

#include <string.h>

#include "demo/run.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/demo_figures.h"
#include "view/pencil.h"

#define ROWS 3

/* Each three rows high, of half blocks. */
static const struct large {
	char character;
	int width;
	const char *rows[ROWS];
} font[] = {
	{ '0', 3, { "█▀█", "█ █", "▀▀▀" } },
	{ '1', 3, { "▀█ ", " █ ", "▀▀▀" } },
	{ '2', 3, { "▀▀█", "█▀▀", "▀▀▀" } },
	{ '3', 3, { "▀▀█", " ▀█", "▀▀▀" } },
	{ '4', 3, { "█ █", "▀▀█", "  ▀" } },
	{ '5', 3, { "█▀▀", "▀▀█", "▀▀▀" } },
	{ '6', 3, { "█▀▀", "█▀█", "▀▀▀" } },
	{ '7', 3, { "▀▀█", "  █", "  ▀" } },
	{ '8', 3, { "█▀█", "█▀█", "▀▀▀" } },
	{ '9', 3, { "█▀█", "▀▀█", "▀▀▀" } },
	{ '+', 3, { " ▄ ", "▀█▀", "   " } },
	{ '-', 3, { "   ", "▀▀▀", "   " } },
	{ '.', 1, { " ", " ", "▀" } },
	{ ',', 1, { " ", " ", "█" } },
	{ 'K', 3, { "█ █", "█▀▄", "▀ ▀" } },
	{ 'M', 3, { "█▄█", "█ █", "▀ ▀" } },
	{ 'G', 3, { "█▀▀", "█ █", "▀▀▀" } },
};

static const struct large *large_of(char character)
{
	for (size_t i = 0; i < sizeof font / sizeof *font; i++)
		if (font[i].character == character)
			return &font[i];
	return NULL;
}

static bool is_large(const char *text)
{
	for (; *text; text++)
		if (!large_of(*text))
			return false;
	return true;
}

/* Returns the columns it took. */
static int write_large(struct canvas *canvas, struct rect area, struct pen pen, const char *text)
{
	int x = area.x;
	for (; *text; text++) {
		const struct large *large = large_of(*text);
		for (int row = 0; row < ROWS; row++)
			canvas_text(canvas, x, area.y + row, large->width, pen, large->rows[row]);
		x += large->width + 1;
	}
	return x - area.x;
}

/* The one that says most: what was asked for, else the first that moved, else the first. */
static const struct run_verdict *main_verdict(const struct demo_run *run)
{
	const struct demo_prediction *asked =
		run->step < run->demo->step_count ? run->demo->steps[run->step].prediction : NULL;
	for (size_t i = 0; asked && i < run->verdict_count; i++)
		if (strcmp(run->verdicts[i].expectation->metric, asked->metric) == 0)
			return &run->verdicts[i];
	for (size_t i = 0; i < run->verdict_count; i++)
		if (run->verdicts[i].seen != 0)
			return &run->verdicts[i];
	return run->verdict_count ? &run->verdicts[0] : NULL;
}

static const char *short_figure(const struct run_verdict *verdict, char out[UNITS_TEXT])
{
	if (!verdict->is_known || verdict->is_word || !verdict->is_bytes)
		return demo_seen(verdict, out);
	if (verdict->is_change)
		return units_delta(verdict->seen, UNITS_NARROW, out);
	return units_bytes((uint64_t)verdict->seen, UNITS_NARROW, out);
}

static int write_figure(struct canvas *canvas, struct rect area, const struct run_verdict *verdict)
{
	char text[UNITS_TEXT];
	struct pen pen = PEN_ON(verdict->holds ? ROLE_GOOD : ROLE_ERROR, ROLE_BAR);
	const char *figure = short_figure(verdict, text);
	pen.bold = true;
	if (!canvas->ascii && is_large(figure))
		return write_large(canvas, area, pen, figure);
	return canvas_text(canvas, area.x, area.y + 1, area.width, pen, figure) + 1;
}

static const struct demo_step *step_of(const struct demo_run *run)
{
	bool is_next = run->state == RUN_WORKING || run->prediction.state == PREDICTION_ASKED;
	size_t at = is_next ? run->step + 1 : run->step;
	return at < run->demo->step_count ? &run->demo->steps[at] : NULL;
}

static void write_words(struct canvas *canvas, struct rect area, const struct demo_run *run,
	const struct run_verdict *verdict)
{
	const struct demo_step *step = step_of(run);
	struct pen title = PEN_ON(ROLE_TITLE, ROLE_BAR), label = PEN_ON(ROLE_TEXT, ROLE_BAR);
	title.bold = label.bold = true;
	if (area.width <= 0)
		return;
	if (verdict)
		canvas_text(canvas, area.x, area.y, area.width, label, verdict->label);
	canvas_text(canvas, area.x, area.y + 1, area.width, title,
		translate(step ? step->title : run->demo->title));
}

void panel_caption(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct demo_run *run = scene->demo;
	canvas_fill(canvas, area, ' ', PEN_ON(ROLE_TEXT, ROLE_BAR));
	layout_left(&area, 2);
	if (!run || area.height < ROWS)
		return;
	bool is_judged = run->state == RUN_JUDGED && run->prediction.state != PREDICTION_ASKED;
	const struct run_verdict *verdict = is_judged ? main_verdict(run) : NULL;
	if (verdict)
		layout_left(&area, write_figure(canvas, area, verdict) + 2);
	write_words(canvas, area, run, verdict);
}
