/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/column.h"

#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"

#define SEPARATOR 1       /* a blank between columns */
#define LEAST_FLEXIBLE 12 /* kept free for the column that takes what is left */

/* A walk over the columns that are shown, left to right. */
struct walk {
	const struct column *columns;
	size_t count;
	uint64_t chosen;
	size_t end;    /* columns from here on do not fit, but for the flexible one */
	int flexible;  /* its width */
	size_t column; /* where the walk is, */
	int x, width;  /* and where that column stands */
};

static bool is_chosen(const struct walk *walk, size_t column)
{
	return column < 64 && walk->chosen >> column & 1;
}

static bool has_flexible(const struct walk *walk)
{
	for (size_t i = 0; i < walk->count; i++)
		if (is_chosen(walk, i) && walk->columns[i].width == 0)
			return true;
	return false;
}

/* Titles of another language may be wider than what stands below them. */
static int width_of(const struct column *column)
{
	const char *title = translate(column->title);
	int width = text_width(title, strlen(title));
	return column->width == 0 || column->width > width ? column->width : width;
}

static struct walk walk_start(
	struct rect line, const struct column *columns, size_t count, uint64_t chosen)
{
	struct walk walk = { .columns = columns, .count = count, .chosen = chosen };
	bool flexible = has_flexible(&walk);
	int room = line.width + SEPARATOR - (flexible ? LEAST_FLEXIBLE + SEPARATOR : 0);
	for (; walk.end < count; walk.end++) {
		if (!is_chosen(&walk, walk.end) || columns[walk.end].width == 0)
			continue;
		int width = width_of(&columns[walk.end]) + SEPARATOR;
		if (width > room)
			break;
		room -= width;
	}
	walk.flexible = flexible ? room + LEAST_FLEXIBLE : 0;
	walk.column = SIZE_MAX;
	walk.x = line.x - SEPARATOR;
	return walk;
}

static bool walk_next(struct walk *walk)
{
	walk->x += walk->width + SEPARATOR;
	while (++walk->column < walk->count) {
		bool is_flexible = walk->columns[walk->column].width == 0;
		if (!is_chosen(walk, walk->column) || (!is_flexible && walk->column >= walk->end))
			continue;
		walk->width = is_flexible ? walk->flexible : width_of(&walk->columns[walk->column]);
		return true;
	}
	return false;
}

/* The arrow may stand in the blank behind a column: a title as wide as its column keeps it. */
static void paint_sorted(struct canvas *canvas, struct rect line, const struct walk *walk,
	const struct column *column, bool reversed)
{
	char text[COLUMN_TEXT];
	bool descends = column->descends != reversed;
	enum glyph arrow = descends ? GLYPH_DOWN : GLYPH_UP;
	snprintf(text, sizeof text, "%s%s", translate(column->title),
		canvas_glyph_text(canvas, arrow));
	int end = line.x + line.width, width = walk->width + SEPARATOR;
	width = walk->x + width < end ? width : end - walk->x;
	(column->is_right ? canvas_text_right : canvas_text)(
		canvas, walk->x, line.y, width, PEN_BOLD(ROLE_TITLE), text);
}

void column_header(struct canvas *canvas, struct rect line, const struct column *columns,
	size_t count, uint64_t chosen, size_t sorted, bool reversed)
{
	struct walk walk = walk_start(line, columns, count, chosen);
	while (walk_next(&walk)) {
		const struct column *column = &columns[walk.column];
		if (walk.column == sorted)
			paint_sorted(canvas, line, &walk, column, reversed);
		else
			(column->is_right ? canvas_text_right : canvas_text)(canvas, walk.x, line.y,
				walk.width, PEN(ROLE_DIM), translate(column->title));
	}
}

typedef int writer(
	struct canvas *canvas, int x, int y, int columns, struct pen pen, const char *text);

static writer *writer_of(const struct column *column)
{
	if (column->is_right)
		return canvas_text_right;
	return column->is_prose ? canvas_text : canvas_name;
}

void column_row(struct canvas *canvas, struct rect line, const struct column *columns, size_t count,
	uint64_t chosen, const void *row, const void *context)
{
	char text[COLUMN_TEXT];
	struct walk walk = walk_start(line, columns, count, chosen);
	while (walk_next(&walk)) {
		const struct column *column = &columns[walk.column];
		struct pen pen = PEN(column->write(row, context, text));
		writer_of(column)(canvas, walk.x, line.y, walk.width, pen, text);
	}
}

size_t column_at(
	struct rect line, const struct column *columns, size_t count, uint64_t chosen, int x)
{
	struct walk walk = walk_start(line, columns, count, chosen);
	while (walk_next(&walk))
		if (x >= walk.x && x < walk.x + walk.width + SEPARATOR)
			return walk.column;
	return SIZE_MAX;
}
