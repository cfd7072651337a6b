/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/layout.h"

static int clamp(int wanted, int most)
{
	if (wanted < 0 || most < 0)
		return 0;
	return wanted < most ? wanted : most;
}

struct rect layout_top(struct rect *rest, int rows)
{
	struct rect piece = *rest;
	piece.height = clamp(rows, rest->height);
	rest->y += piece.height;
	rest->height -= piece.height;
	return piece;
}

struct rect layout_bottom(struct rect *rest, int rows)
{
	struct rect piece = *rest;
	piece.height = clamp(rows, rest->height);
	rest->height -= piece.height;
	piece.y = rest->y + rest->height;
	return piece;
}

struct rect layout_left(struct rect *rest, int columns)
{
	struct rect piece = *rest;
	piece.width = clamp(columns, rest->width);
	rest->x += piece.width;
	rest->width -= piece.width;
	return piece;
}

struct rect layout_right(struct rect *rest, int columns)
{
	struct rect piece = *rest;
	piece.width = clamp(columns, rest->width);
	rest->width -= piece.width;
	piece.x = rest->x + rest->width;
	return piece;
}

bool layout_contains(struct rect area, int x, int y)
{
	return x >= area.x && x - area.x < area.width && y >= area.y && y - area.y < area.height;
}
