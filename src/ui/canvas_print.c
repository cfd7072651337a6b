/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A canvas as two planes of text. */
#include <errno.h>

#include "strata/text.h"
#include "ui/canvas.h"

static bool is_blank(const struct cell *cell)
{
	return cell->glyph == ' ' && !cell->mark;
}

static void print_character(char32_t character, FILE *stream)
{
	char bytes[4];
	fwrite(bytes, 1, text_encode(character, bytes), stream);
}

int canvas_print(const struct canvas *canvas, FILE *stream)
{
	for (int y = 0; y < canvas->height; y++) {
		int end = canvas->width;
		while (end > 0 && is_blank(canvas_at(canvas, end - 1, y)))
			end--;
		for (int x = 0; x < end; x++) {
			const struct cell *cell = canvas_at(canvas, x, y);
			if (cell->width)
				print_character(cell->glyph, stream);
			if (cell->mark)
				print_character(cell->mark, stream);
		}
		putc('\n', stream);
	}
	return ferror(stream) ? -EIO : 0;
}

/* Nobody sees the ink of a blank: it takes that of the cell before, so runs are words. */
static struct pen pen_of(const struct cell *cell, struct pen before)
{
	struct pen pen = { .ink = cell->ink, .ground = cell->ground, .bold = cell->bold };
	if (cell->glyph != ' ')
		return pen;
	bool goes_on = before.ground == cell->ground;
	return goes_on ? before : PEN_ON(ROLE_TEXT, cell->ground);
}

static bool is_same(struct pen a, struct pen b)
{
	return a.ink == b.ink && a.ground == b.ground && a.bold == b.bold;
}

static void print_run(int columns, struct pen pen, FILE *stream)
{
	if (!columns)
		return;
	fprintf(stream, "%d*%s%s", columns, role_name(pen.ink), pen.bold ? "!" : "");
	if (pen.ground != ROLE_TEXT)
		fprintf(stream, "/%s", role_name(pen.ground));
}

static void print_row(const struct canvas *canvas, int y, FILE *stream)
{
	struct pen run = PEN(ROLE_TEXT);
	int start = 0, end = canvas->width;
	while (end > 0 && is_blank(canvas_at(canvas, end - 1, y)) &&
		canvas_at(canvas, end - 1, y)->ground == ROLE_TEXT)
		end--;
	for (int x = 0; x < end; x++) {
		struct pen pen = pen_of(canvas_at(canvas, x, y), run);
		if (is_same(pen, run))
			continue;
		print_run(x - start, run, stream);
		if (x > start)
			putc(' ', stream);
		start = x;
		run = pen;
	}
	print_run(end - start, run, stream);
	putc('\n', stream);
}

int canvas_print_roles(const struct canvas *canvas, FILE *stream)
{
	for (int y = 0; y < canvas->height; y++)
		print_row(canvas, y, stream);
	return ferror(stream) ? -EIO : 0;
}
