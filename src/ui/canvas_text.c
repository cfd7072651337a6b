/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing text on a canvas: raw bytes in, cells out, without a buffer between: a name may be of any
 * length, a row is short. */
#include <string.h>

#include "strata/text.h"
#include "ui/canvas.h"

/* What is left of a raw text. */
struct reader {
	const char *at, *end;
};

struct character {
	char32_t code;
	int width;
};

static struct reader reader_of(const char *text)
{
	return (struct reader){ text, text + strlen(text) };
}

/* The next character as it may be shown; what may not is '?'. */
static struct character read_character(struct reader *reader, bool ascii)
{
	unsigned char first = (unsigned char)*reader->at;
	if (first >= ' ' && first < 0x7f) {
		reader->at++;
		return (struct character){ first, 1 };
	}
	size_t bytes;
	char32_t code = text_decode(reader->at, (size_t)(reader->end - reader->at), &bytes);
	reader->at += bytes;
	bool is_broken = code == 0xfffd && bytes == 1;
	int width = is_broken ? -1 : text_character_width(code);
	if (width < 0)
		return (struct character){ '?', 1 };
	return (struct character){ code, ascii ? 1 : width };
}

static int width_of(struct reader reader, bool ascii)
{
	int width = 0;
	while (reader.at < reader.end)
		width += read_character(&reader, ascii).width;
	return width;
}

/* Writes up to `columns` columns and moves the reader behind what was written. */
static int write(
	struct canvas *canvas, int x, int y, int columns, struct pen pen, struct reader *reader)
{
	int used = 0;
	while (reader->at < reader->end) {
		struct reader next = *reader;
		struct character character = read_character(&next, canvas->ascii);
		if (used + character.width > columns)
			break;
		*reader = next;
		/* A mark with no base of its own would sit on a stranger's cell. */
		if (character.width || used)
			canvas_put(canvas, x + used, y, character.code, pen);
		used += character.width;
	}
	return used;
}

/* Columns that are both asked for and on the canvas. */
static int room(const struct canvas *canvas, int x, int y, int columns)
{
	if (y < 0 || y >= canvas->height || x >= canvas->width)
		return 0;
	return columns < canvas->width - x ? columns : canvas->width - x;
}

/* A text that does not fit ends in "…": a word or a number cut in silence would be another one. */
int canvas_text(struct canvas *canvas, int x, int y, int columns, struct pen pen, const char *text)
{
	struct reader reader = reader_of(text);
	columns = room(canvas, x, y, columns);
	if (width_of(reader, canvas->ascii) <= columns)
		return write(canvas, x, y, columns, pen, &reader);
	if (columns < 1)
		return 0;
	int used = write(canvas, x, y, columns - 1, pen, &reader);
	return used + canvas_glyph(canvas, x + used, y, GLYPH_ELLIPSIS, pen);
}

int canvas_text_right(
	struct canvas *canvas, int x, int y, int columns, struct pen pen, const char *text)
{
	int blank = columns - width_of(reader_of(text), canvas->ascii);
	if (blank < 0)
		blank = 0;
	return canvas_text(canvas, x + blank, y, columns - blank, pen, text);
}

int canvas_printf(
	struct canvas *canvas, int x, int y, int columns, struct pen pen, const char *format, ...)
{
	char text[1024]; /* more than any row shows */
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	return length < 0 ? 0 : canvas_text(canvas, x, y, columns, pen, text);
}

int canvas_name(struct canvas *canvas, int x, int y, int columns, struct pen pen, const char *raw)
{
	struct reader reader = reader_of(raw);
	int width = width_of(reader, canvas->ascii);
	columns = room(canvas, x, y, columns);
	if (width <= columns)
		return write(canvas, x, y, columns, pen, &reader);
	if (columns < 3)
		return canvas_text_right(canvas, x, y, columns, pen, raw);
	int head = (columns - 1) / 2;
	int used = write(canvas, x, y, head, pen, &reader);
	used += canvas_glyph(canvas, x + used, y, GLYPH_ELLIPSIS, pen);
	/* The end of a path says most: it gets what the head left. */
	for (width = width_of(reader, canvas->ascii); width > columns - used;)
		width -= read_character(&reader, canvas->ascii).width;
	return used + write(canvas, x + used, y, columns - used, pen, &reader);
}

/* The longest piece of one line that fits, cut at a blank where there is one. */
static struct reader cut_line(struct reader *rest, int columns, bool ascii)
{
	struct reader line = { rest->at, rest->at }, next = *rest;
	const char *blank = NULL;
	for (int used = 0; next.at < next.end && *next.at != '\n';) {
		if (*next.at == ' ')
			blank = next.at;
		used += read_character(&next, ascii).width;
		if (used > columns && line.end > line.at) {
			rest->at = line.end = blank && blank > line.at ? blank : line.end;
			rest->at += *rest->at == ' ';
			return line;
		}
		line.end = next.at;
	}
	rest->at = next.at + (next.at < next.end);
	return line;
}

int canvas_wrap(struct canvas *canvas, struct rect area, struct pen pen, const char *text)
{
	struct reader rest = reader_of(text);
	int rows = 0;
	for (; rest.at < rest.end && rows < area.height; rows++) {
		struct reader line = cut_line(&rest, area.width, canvas->ascii);
		int y = area.y + rows;
		write(canvas, area.x, y, room(canvas, area.x, y, area.width), pen, &line);
	}
	return rows;
}
