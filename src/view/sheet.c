/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/sheet.h"

#include "ui/layout.h"

struct rect sheet_line(struct sheet *sheet)
{
	struct rect line = layout_top(&sheet->rest, 1);
	if (line.height == 0)
		line.y = sheet->canvas->height;
	return line;
}

void sheet_set_apart(struct sheet *sheet)
{
	if (sheet->density == DENSITY_AIRY)
		sheet_line(sheet);
}

void sheet_write(struct sheet *sheet, struct pen pen, const char *text)
{
	if (text && text[0])
		layout_top(&sheet->rest, canvas_wrap(sheet->canvas, sheet->rest, pen, text));
}

void sheet_bar(struct sheet *sheet, size_t done, size_t whole)
{
	struct rect line = sheet_line(sheet);
	int filled = whole ? (int)((size_t)line.width * done / whole) : 0;
	for (int x = 0; x < line.width; x++)
		canvas_glyph(sheet->canvas, line.x + x, line.y,
			x < filled ? GLYPH_EDGE : GLYPH_RULE,
			PEN(x < filled ? ROLE_KEY : ROLE_BORDER));
}
