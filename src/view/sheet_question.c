/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/sheet.h"

#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "view/demo_figures.h"
#include "view/pencil.h"

#define LABEL 10

static void write_choice(struct sheet *sheet, size_t number, const char *text)
{
	struct rect rest = sheet->rest;
	struct pencil pencil = pencil_at(sheet->canvas, (struct rect){ rest.x, rest.y, 3, 1 });
	pencil_write(&pencil, PEN_BOLD(ROLE_KEY), " %zu", number);
	sheet->rest.x += 4;
	sheet->rest.width -= 4;
	sheet_write(sheet, PEN(ROLE_TEXT), text);
	sheet->rest.x = rest.x;
	sheet->rest.width = rest.width;
}

void sheet_write_question(struct sheet *sheet)
{
	const struct run_prediction *asked = &sheet->run->prediction;
	const struct demo_choice *choices = asked->prediction->choices;
	sheet_write(sheet, PEN_BOLD(ROLE_VALUE), translate(asked->prediction->question));
	sheet_set_apart(sheet);
	for (size_t i = 0; i < DEMO_CHOICES && choices[i].text && sheet->rest.height > 0; i++)
		write_choice(sheet, i + 1, translate(choices[i].text));
	if (!choices[0].text)
		sheet_write(sheet, PEN(ROLE_DIM), _("Type a number, such as 300, 12M or -4K."));
	sheet_set_apart(sheet);
}

/* A label and, behind it, a text of as many lines as it takes. */
static void write_labelled(struct sheet *sheet, const char *label, struct pen pen, const char *text)
{
	struct rect rest = sheet->rest;
	int width = text_width(label, strlen(label)) + 2;
	width = width > LABEL ? width : LABEL;
	if (rest.height > 0)
		canvas_text(sheet->canvas, rest.x, rest.y, width, PEN(ROLE_DIM), label);
	sheet->rest.x += width;
	sheet->rest.width -= width;
	sheet_write(sheet, pen, text);
	sheet->rest.x = rest.x;
	sheet->rest.width = rest.width;
}

static const char *said_text(const struct run_prediction *said, char number[UNITS_TEXT])
{
	if (said->state == PREDICTION_PASSED)
		return _("nothing");
	if (said->prediction->choices[0].text)
		return translate(said->prediction->choices[said->choice].text);
	return demo_number((struct demo_number){ said->number, said->is_bytes, false }, number);
}

static const char *seen_text(const struct run_prediction *said, char number[UNITS_TEXT])
{
	if (!said->is_known)
		return "–";
	if (said->is_word)
		return said->word;
	return demo_number(
		(struct demo_number){ said->seen, said->is_bytes, !said->prediction->is_absolute },
		number);
}

void sheet_write_answer(struct sheet *sheet)
{
	const struct run_prediction *said = &sheet->run->prediction;
	char number[UNITS_TEXT], measured[256];
	if (said->state < PREDICTION_PASSED || said->step != sheet->run->step)
		return;
	enum role ink = said->is_right ? ROLE_GOOD : ROLE_ERROR;
	sheet_write(sheet, PEN(ROLE_TEXT), translate(said->prediction->question));
	struct pen pen = said->state == PREDICTION_JUDGED ? PEN_BOLD(ink) : PEN(ROLE_DIM);
	struct rect first = sheet->rest;
	write_labelled(sheet, _("you said"), pen, said_text(said, number));
	if (said->state == PREDICTION_JUDGED && first.height > 0)
		canvas_glyph(sheet->canvas, first.x + first.width - 1, first.y,
			said->is_right ? GLYPH_YES : GLYPH_NO, pen);
	bool has_choice = said->right < DEMO_CHOICES && !said->is_right;
	snprintf(measured, sizeof measured, "%s%s%s", seen_text(said, number),
		has_choice ? ": " : "",
		has_choice ? translate(said->prediction->choices[said->right].text) : "");
	write_labelled(sheet, _("measured"), PEN_BOLD(ROLE_VALUE), measured);
	sheet_set_apart(sheet);
}
