/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pencil writes pieces of different ink one behind the other, on one line, up to its end. */
#pragma once

#include "ui/canvas.h"

struct pencil {
	struct canvas *canvas;
	int x, y;
	int end; /* first column it does not write to */
};

struct pencil pencil_at(struct canvas *canvas, struct rect line);
/* Columns left. */
int pencil_room(const struct pencil *pencil);
void pencil_write(struct pencil *pencil, struct pen pen, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, but nothing at all where it does not fit whole. */
bool pencil_write_whole(struct pencil *pencil, struct pen pen, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void pencil_glyph(struct pencil *pencil, struct pen pen, enum glyph glyph);
/* A sentence with something in it that stands out, in braces: "{%zu} of %zu processes". */
void pencil_say(struct pencil *pencil, struct pen plain, struct pen strong, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* A cell of a table: as wide as that in columns of the screen, at its left or at its right. */
void pencil_write_cell(struct pencil *pencil, struct pen pen, int columns, const char *text);
void pencil_write_number(struct pencil *pencil, struct pen pen, int columns, const char *text);
/* Raw text, its middle cut to fit `columns`. */
void pencil_name(struct pencil *pencil, struct pen pen, int columns, const char *raw);
void pencil_skip(struct pencil *pencil, int columns);
