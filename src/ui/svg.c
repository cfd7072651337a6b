/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/svg.h"

#include <errno.h>
#include <string.h>

#include "strata/text.h"

#define FONT_SIZE 15
#define BASELINE 14 /* below the top of the cell */
#define MARGIN SVG_CELL_WIDTH
#define PLAIN_INK 0xd6d6d6 /* where the theme leaves it to the terminal */
#define PLAIN_GROUND 0x14161b

/* What a cell looks like: colours are 0xrrggbb. */
struct paint {
	int ink, ground;
	unsigned attributes;
};

/* A part of a cell, as shares of its width and height. */
struct block {
	char32_t glyph;
	double x, y, width, height;
	double share; /* of the ink */
};

#define LOWER(eighths)                                                                             \
	{                                                                                          \
		0x2580 + (eighths), 0, 1 - (eighths) / 8.0, 1, (eighths) / 8.0, 1                  \
	}
#define LEFT(eighths)                                                                              \
	{                                                                                          \
		0x2590 - (eighths), 0, 0, (eighths) / 8.0, 1, 1                                    \
	}
#define THIN_ACROSS (1.0 / SVG_CELL_HEIGHT)
#define THIN_DOWN (1.0 / SVG_CELL_WIDTH)

/* A glyph may be of several. */
static const struct block blocks[] = {
	{ U'▀', 0, 0, 1, 0.5, 1 },
	LOWER(1),
	LOWER(2),
	LOWER(3),
	LOWER(4),
	LOWER(5),
	LOWER(6),
	LOWER(7),
	LOWER(8),
	LEFT(7),
	LEFT(6),
	LEFT(5),
	LEFT(4),
	LEFT(3),
	LEFT(2),
	LEFT(1),
	{ U'▐', 0.5, 0, 0.5, 1, 1 },
	{ U'░', 0, 0, 1, 1, 0.25 },
	{ U'▒', 0, 0, 1, 1, 0.5 },
	{ U'▓', 0, 0, 1, 1, 0.75 },
	{ U'│', 4 * THIN_DOWN, 0, THIN_DOWN, 1, 1 },
	{ U'─', 0, 9 * THIN_ACROSS, 1, THIN_ACROSS, 1 },
	{ U'═', 0, 7 * THIN_ACROSS, 1, THIN_ACROSS, 1 },
	{ U'═', 0, 11 * THIN_ACROSS, 1, THIN_ACROSS, 1 },
};
#define BLOCKS (sizeof blocks / sizeof *blocks)

static int rgb_of(int colour, int otherwise)
{
	return colour == COLOUR_DEFAULT ? otherwise : theme_rgb(colour);
}

static struct paint paint_of(const struct theme *theme, const struct cell *cell)
{
	struct look look =
		theme_look(theme, (enum role)cell->ink, (enum role)cell->ground, PALETTE_DIRECT);
	struct paint paint = { rgb_of(look.ink, PLAIN_INK), rgb_of(look.ground, PLAIN_GROUND),
		look.attributes | (cell->bold ? ATTRIBUTE_BOLD : 0) };
	if (paint.attributes & ATTRIBUTE_REVERSE) {
		int ink = paint.ink;
		paint.ink = paint.ground;
		paint.ground = ink;
	}
	return paint;
}

static bool is_same(struct paint a, struct paint b)
{
	return a.ink == b.ink && a.ground == b.ground && a.attributes == b.attributes;
}

static int left_of(int x)
{
	return MARGIN + x * SVG_CELL_WIDTH;
}

static int top_of(int y)
{
	return MARGIN + y * SVG_CELL_HEIGHT;
}

static void write_rectangle(
	FILE *stream, double x, double y, double width, double height, int fill, double share)
{
	fprintf(stream, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"#%06x\"", x, y,
		width, height, (unsigned)fill);
	if (share < 1)
		fprintf(stream, " fill-opacity=\"%g\"", share);
	fputs("/>\n", stream);
}

/* Cells side by side on one ground, where it is not that of the whole. */
static void write_grounds(
	const struct canvas *canvas, const struct theme *theme, int y, int whole, FILE *stream)
{
	for (int x = 0, end; x < canvas->width; x = end) {
		int ground = paint_of(theme, canvas_at(canvas, x, y)).ground;
		for (end = x + 1; end < canvas->width; end++)
			if (paint_of(theme, canvas_at(canvas, end, y)).ground != ground)
				break;
		if (ground != whole)
			write_rectangle(stream, left_of(x), top_of(y), (end - x) * SVG_CELL_WIDTH,
				SVG_CELL_HEIGHT, ground, 1);
	}
}

static void write_character(char32_t character, FILE *stream)
{
	char bytes[4];
	switch (character) {
	case '&':
		fputs("&amp;", stream);
		break;
	case '<':
		fputs("&lt;", stream);
		break;
	case '>':
		fputs("&gt;", stream);
		break;
	case '"':
		fputs("&quot;", stream);
		break;
	default:
		fwrite(bytes, 1, text_encode(character, bytes), stream);
	}
}

/* Cells of the same glyph and look are one rectangle where it goes from edge to edge. Returns where the
 * next begins; x where the glyph is no block. */
static int write_blocks(
	const struct canvas *canvas, const struct theme *theme, int x, int y, FILE *stream)
{
	const struct cell *cell = canvas_at(canvas, x, y), *next;
	struct paint paint = paint_of(theme, cell);
	int end = x;
	for (size_t i = 0; i < BLOCKS; i++) {
		const struct block *block = &blocks[i];
		if (block->glyph != cell->glyph)
			continue;
		end = x + 1;
		while (block->width == 1 && (next = canvas_at(canvas, end, y)) &&
			next->glyph == cell->glyph && is_same(paint, paint_of(theme, next)))
			end++;
		write_rectangle(stream, left_of(x) + block->x * SVG_CELL_WIDTH,
			top_of(y) + block->y * SVG_CELL_HEIGHT,
			block->width * (end - x) * SVG_CELL_WIDTH, block->height * SVG_CELL_HEIGHT,
			paint.ink, block->share);
	}
	return end;
}

/* The cells from x to `end` as one text of that length. */
static void write_run(
	const struct canvas *canvas, int x, int end, int y, struct paint paint, FILE *stream)
{
	fprintf(stream, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"", left_of(x),
		top_of(y) + BASELINE, (end - x) * SVG_CELL_WIDTH, (unsigned)paint.ink);
	if (paint.attributes & ATTRIBUTE_BOLD)
		fputs(" font-weight=\"bold\"", stream);
	if (paint.attributes & ATTRIBUTE_DIM)
		fputs(" fill-opacity=\"0.6\"", stream);
	if (paint.attributes & ATTRIBUTE_UNDERLINE)
		fputs(" text-decoration=\"underline\"", stream);
	putc('>', stream);
	for (; x < end; x++) {
		const struct cell *cell = canvas_at(canvas, x, y);
		if (cell->width)
			write_character(cell->glyph, stream);
		if (cell->mark)
			write_character(cell->mark, stream);
	}
	fputs("</text>\n", stream);
}

/* Where the run of ASCII of one look that begins at x ends; blanks at its end are not part of it. */
static int end_of_run(const struct canvas *canvas, const struct theme *theme, int x, int y)
{
	struct paint paint = paint_of(theme, canvas_at(canvas, x, y));
	int end = x + 1;
	for (int i = end; i < canvas->width; i++) {
		const struct cell *cell = canvas_at(canvas, i, y);
		if (cell->glyph > 0x7e || cell->mark || !is_same(paint, paint_of(theme, cell)))
			break;
		if (cell->glyph != ' ')
			end = i + 1;
	}
	return end;
}

/* Returns where the next begins. */
static int write_cell(
	const struct canvas *canvas, const struct theme *theme, int x, int y, FILE *stream)
{
	const struct cell *cell = canvas_at(canvas, x, y);
	struct paint paint = paint_of(theme, cell);
	bool is_blank =
		cell->glyph == ' ' && !cell->mark && !(paint.attributes & ATTRIBUTE_UNDERLINE);
	if (cell->width == 0 || is_blank)
		return x + 1;
	int end = write_blocks(canvas, theme, x, y, stream);
	if (end > x)
		return end;
	bool is_ascii = cell->glyph < 0x7f && !cell->mark;
	end = is_ascii ? end_of_run(canvas, theme, x, y) : x + cell->width;
	write_run(canvas, x, end, y, paint, stream);
	return end;
}

static void write_title(const char *raw, FILE *stream)
{
	char title[256];
	text_sanitise(raw, strlen(raw), title, sizeof title);
	fputs("<title>", stream);
	for (const char *at = title, *end = title + strlen(title); at < end;) {
		size_t bytes;
		write_character(text_decode(at, (size_t)(end - at), &bytes), stream);
		at += bytes;
	}
	fputs("</title>\n", stream);
}

int svg_write(
	const struct canvas *canvas, const struct theme *theme, const char *title, FILE *stream)
{
	int width = left_of(canvas->width) + MARGIN, height = top_of(canvas->height) + MARGIN;
	const struct cell plain = { .glyph = ' ', .ink = ROLE_TEXT, .ground = ROLE_TEXT };
	int ground = paint_of(theme, &plain).ground;
	fprintf(stream,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\">\n",
		width, height, width, height);
	write_title(title, stream);
	fprintf(stream, "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n", width,
		height, (unsigned)ground);
	fputs("<g shape-rendering=\"crispEdges\">\n", stream);
	for (int y = 0; y < canvas->height; y++)
		write_grounds(canvas, theme, y, ground, stream);
	fputs("</g>\n", stream);
	fprintf(stream,
		"<g shape-rendering=\"crispEdges\" font-family=\"DejaVu Sans Mono, Noto Sans Mono, "
		"Menlo, Consolas, monospace\" font-size=\"%d\" xml:space=\"preserve\">\n",
		FONT_SIZE);
	for (int y = 0; y < canvas->height; y++)
		for (int x = 0; x < canvas->width;)
			x = write_cell(canvas, theme, x, y, stream);
	fputs("</g>\n</svg>\n", stream);
	return ferror(stream) ? -EIO : 0;
}
