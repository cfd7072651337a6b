/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/sheet.h"

#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/demo_figures.h"
#include "view/pencil.h"

static int wider(int width, const char *text)
{
	int here = text_width(text, strlen(text));
	return here > width ? here : width;
}

/* How wide the columns are, each with a blank, and whether the tolerance has room beside what was
 * expected, and that beside what was seen. */
static void measure(struct sheet *sheet)
{
	char text[DEMO_RANGE];
	int label = 0, seen = wider(0, _("seen")), bare = wider(0, _("expected")), whole = bare;
	for (size_t i = 0; i < sheet->run->verdict_count; i++) {
		const struct run_verdict *verdict = &sheet->run->verdicts[i];
		label = wider(label, verdict->label);
		seen = wider(seen, demo_seen(verdict, text));
		bare = wider(bare, demo_expected(verdict, text));
		whole = wider(whole, demo_range(verdict, text));
	}
	int room = sheet->rest.width - label - seen - 4;
	sheet->has_tolerance = whole <= room;
	sheet->is_narrow = bare > room;
	sheet->seen_width = seen + 1;
	sheet->expected_width = (sheet->has_tolerance || sheet->is_narrow ? whole : bare) + 1;
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

static void write_expected(struct sheet *sheet, struct rect cell, const struct run_verdict *verdict)
{
	char text[DEMO_RANGE];
	bool is_whole = sheet->has_tolerance || sheet->is_narrow;
	canvas_text_right(sheet->canvas, cell.x, cell.y, cell.width, PEN(ROLE_DIM),
		is_whole ? demo_range(verdict, text) : demo_expected(verdict, text));
}

/* Where there is little room what was expected is told only where it was not seen, below it. */
static void write_verdict(struct sheet *sheet, const struct run_verdict *verdict)
{
	char text[UNITS_TEXT];
	struct rect line = sheet_line(sheet), seen = layout_right(&line, sheet->seen_width);
	enum glyph sign = verdict->holds ? GLYPH_YES : GLYPH_NO;
	enum role ink = verdict->holds ? ROLE_GOOD : ROLE_ERROR;
	if (!sheet->is_narrow)
		write_expected(sheet, layout_right(&line, sheet->expected_width), verdict);
	canvas_glyph(sheet->canvas, line.x, line.y, verdict->is_known ? sign : GLYPH_UNKNOWN,
		PEN_BOLD(verdict->is_known ? ink : ROLE_DIM));
	canvas_name(
		sheet->canvas, line.x + 2, line.y, line.width - 3, PEN(ROLE_TEXT), verdict->label);
	canvas_text_right(sheet->canvas, seen.x, seen.y, seen.width,
		PEN_BOLD(verdict->holds ? ROLE_VALUE : ink), demo_seen(verdict, text));
	if (sheet->is_narrow && !verdict->holds) {
		line = sheet_line(sheet);
		write_expected(sheet, layout_right(&line, sheet->expected_width), verdict);
		canvas_text(sheet->canvas, line.x + 2, line.y, line.width - 2, PEN(ROLE_DIM),
			_("expected"));
	}
	if (verdict->is_known && !verdict->holds && verdict->cause)
		sheet_write(sheet, PEN(ROLE_WARNING), verdict->cause);
}

static void write_verdict_titles(struct sheet *sheet)
{
	struct rect line = sheet_line(sheet), seen = layout_right(&line, sheet->seen_width);
	struct rect expected = layout_right(&line, sheet->expected_width);
	canvas_text_right(sheet->canvas, seen.x, seen.y, seen.width, PEN(ROLE_DIM), _("seen"));
	if (!sheet->is_narrow)
		canvas_text_right(sheet->canvas, expected.x, expected.y, expected.width,
			PEN(ROLE_DIM), _("expected"));
}

/* Where not all fit, those that fail come first and the rest is counted. */
void sheet_write_verdicts(struct sheet *sheet)
{
	const struct demo_run *run = sheet->run;
	measure(sheet);
	size_t room = (size_t)sheet->rest.height, held = 0;
	if (run->verdict_count == 0 || room == 0)
		return;
	bool is_short = sheet->is_teaching || run->verdict_count + 1 > room;
	if (!is_short)
		write_verdict_titles(sheet);
	for (size_t i = 0; i < run->verdict_count; i++) {
		held += run->verdicts[i].holds;
		if (!is_short || !run->verdicts[i].holds)
			write_verdict(sheet, &run->verdicts[i]);
	}
	if (is_short && held) {
		struct pencil pencil = pencil_at(sheet->canvas, sheet_line(sheet));
		pencil_glyph(&pencil, PEN_BOLD(ROLE_GOOD), GLYPH_YES);
		pencil_write(&pencil, PEN(ROLE_TEXT), _(" %zu of %zu as expected"), held,
			run->verdict_count);
	}
	sheet_set_apart(sheet);
}
