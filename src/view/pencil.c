/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/pencil.h"

#include <string.h>

#include "strata/text.h"

#define PIECE 512

struct pencil pencil_at(struct canvas *canvas, struct rect line)
{
	return (struct pencil){ canvas, line.x, line.y, line.x + line.width };
}

int pencil_room(const struct pencil *pencil)
{
	return pencil->end - pencil->x;
}

void pencil_write(struct pencil *pencil, struct pen pen, const char *format, ...)
{
	char text[PIECE];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	pencil->x +=
		canvas_text(pencil->canvas, pencil->x, pencil->y, pencil_room(pencil), pen, text);
}

bool pencil_write_whole(struct pencil *pencil, struct pen pen, const char *format, ...)
{
	char text[PIECE];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (text_width(text, strlen(text)) > pencil_room(pencil))
		return false;
	pencil_write(pencil, pen, "%s", text);
	return true;
}

void pencil_say(struct pencil *pencil, struct pen plain, struct pen strong, const char *format, ...)
{
	char text[PIECE];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	bool is_strong = false;
	for (const char *at = text; *at; is_strong = !is_strong) {
		size_t length = strcspn(at, is_strong ? "}" : "{");
		pencil_write(pencil, is_strong ? strong : plain, "%.*s", (int)length, at);
		at += length + (at[length] != '\0');
	}
}

void pencil_write_cell(struct pencil *pencil, struct pen pen, int columns, const char *text)
{
	int room = pencil_room(pencil);
	columns = columns < room ? columns : room;
	canvas_text(pencil->canvas, pencil->x, pencil->y, columns, pen, text);
	pencil->x += columns;
}

void pencil_write_number(struct pencil *pencil, struct pen pen, int columns, const char *text)
{
	int room = pencil_room(pencil);
	columns = columns < room ? columns : room;
	canvas_text_right(pencil->canvas, pencil->x, pencil->y, columns, pen, text);
	pencil->x += columns;
}

void pencil_glyph(struct pencil *pencil, struct pen pen, enum glyph glyph)
{
	pencil_write(pencil, pen, "%s", canvas_glyph_text(pencil->canvas, glyph));
}

void pencil_name(struct pencil *pencil, struct pen pen, int columns, const char *raw)
{
	int room = pencil_room(pencil);
	pencil->x += canvas_name(
		pencil->canvas, pencil->x, pencil->y, columns < room ? columns : room, pen, raw);
}

void pencil_skip(struct pencil *pencil, int columns)
{
	int room = pencil_room(pencil);
	pencil->x += columns < room ? columns : room;
}
