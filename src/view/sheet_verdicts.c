/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/sheet.h"

#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "view/demo_figures.h"
#include "view/pencil.h"

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

/* With what it was before, where it changed. */
static int value_text(const struct run_value *value, char *out, size_t size)
{
	char before[UNITS_TEXT], now[UNITS_TEXT];
	demo_number((struct demo_number){ value->value }, now);
	demo_number((struct demo_number){ value->before }, before);
	if (value->is_old && value->before != value->value)
		snprintf(out, size, _("%s %s, was %s"), value->name, now, before);
	else
		snprintf(out, size, "%s %s", value->name, now);
	return text_width(out, strlen(out));
}

void sheet_write_values(struct sheet *sheet)
{
	const struct demo_run *run = sheet->run;
	struct pencil pencil = { 0 };
	for (size_t i = 0; i < run->shown_count; i++) {
		char text[96];
		int width = value_text(&run->shown[i], text, sizeof text);
		bool is_first = i == 0 || 2 + width > pencil_room(&pencil);
		if (is_first)
			pencil = pencil_at(sheet->canvas, sheet_line(sheet));
		pencil_write(&pencil, PEN_BOLD(ROLE_VALUE), "%s%s", is_first ? "" : "  ", text);
	}
}

static void write_verdict(struct sheet *sheet, const struct run_verdict *verdict, int number)
{
	char text[UNITS_TEXT];
	struct rect line = sheet_line(sheet);
	int end = line.x + line.width, numbers = sheet->is_narrow ? 1 : 2;
	enum glyph sign = verdict->holds ? GLYPH_YES : GLYPH_NO;
	enum role ink = verdict->holds ? ROLE_GOOD : ROLE_ERROR;
	canvas_glyph(sheet->canvas, line.x, line.y, verdict->is_known ? sign : GLYPH_UNKNOWN,
		PEN_BOLD(verdict->is_known ? ink : ROLE_DIM));
	canvas_name(sheet->canvas, line.x + 2, line.y, line.width - numbers * number - 3,
		PEN(ROLE_TEXT), verdict->label);
	canvas_text_right(sheet->canvas, end - number, line.y, number,
		PEN_BOLD(verdict->holds ? ROLE_VALUE : ink), demo_seen(verdict, text));
	if (sheet->is_narrow && !verdict->holds)
		line = sheet_line(sheet);
	if (!sheet->is_narrow)
		end -= number;
	if (!sheet->is_narrow || !verdict->holds)
		canvas_text_right(sheet->canvas, end - number, line.y, number, PEN(ROLE_DIM),
			demo_expected(verdict, text));
	if (sheet->is_narrow && !verdict->holds)
		canvas_text(sheet->canvas, line.x + 2, line.y, line.width - number - 2,
			PEN(ROLE_DIM), _("expected"));
	if (verdict->is_known && !verdict->holds && verdict->cause)
		sheet_write(sheet, PEN(ROLE_WARNING), verdict->cause);
}

static void write_verdict_titles(struct sheet *sheet, int number)
{
	struct rect line = sheet_line(sheet);
	int end = line.x + line.width;
	canvas_text_right(sheet->canvas, end - number, line.y, number, PEN(ROLE_DIM), _("seen"));
	if (!sheet->is_narrow)
		canvas_text_right(sheet->canvas, end - 2 * number, line.y, number, PEN(ROLE_DIM),
			_("expected"));
}

/* Where not all fit, those that fail come first and the rest is counted. */
void sheet_write_verdicts(struct sheet *sheet)
{
	const struct demo_run *run = sheet->run;
	int number = number_width(run);
	sheet->is_narrow = is_narrow(run, sheet->rest.width);
	size_t room = (size_t)sheet->rest.height, held = 0;
	if (run->verdict_count == 0 || room == 0)
		return;
	bool is_short = sheet->is_teaching || run->verdict_count + 1 > room;
	if (!is_short)
		write_verdict_titles(sheet, number);
	for (size_t i = 0; i < run->verdict_count; i++) {
		held += run->verdicts[i].holds;
		if (!is_short || !run->verdicts[i].holds)
			write_verdict(sheet, &run->verdicts[i], number);
	}
	if (is_short && held) {
		struct pencil pencil = pencil_at(sheet->canvas, sheet_line(sheet));
		pencil_glyph(&pencil, PEN_BOLD(ROLE_GOOD), GLYPH_YES);
		pencil_write(&pencil, PEN(ROLE_TEXT), _(" %zu of %zu as expected"), held,
			run->verdict_count);
	}
	sheet_set_apart(sheet);
}
