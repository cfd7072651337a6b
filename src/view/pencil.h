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
/* Raw text, its middle cut to fit `columns`. */
void pencil_name(struct pencil *pencil, struct pen pen, int columns, const char *raw);
void pencil_skip(struct pencil *pencil, int columns);
