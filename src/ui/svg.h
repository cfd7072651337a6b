/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A canvas as a picture: SVG, for a manual, a report, a ticket.
 *
 * Every cell is a rectangle of SVG_CELL_WIDTH by SVG_CELL_HEIGHT units, in the colours of a theme. What
 * fills a part of its cell (blocks, bars, rules, shades) is drawn as rectangles, so that graphs have no
 * gaps whatever the font; the rest is text, a run of ASCII of one look at a time, each other glyph by
 * itself, so that no font moves a column. Colours that a theme leaves to the terminal are light grey
 * on almost black. The file refers to nothing outside itself. */
#pragma once

#include <stdio.h>

#include "ui/canvas.h"
#include "ui/theme.h"

#define SVG_CELL_WIDTH 9
#define SVG_CELL_HEIGHT 18

/* `title` is raw. 0, or -EIO. */
int svg_write(
	const struct canvas *canvas, const struct theme *theme, const char *title, FILE *stream);
