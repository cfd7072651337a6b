/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/map_line.h"

#include <string.h>

#include "strata/translate.h"
#include "view/bar.h"

#define ADDRESS 14
#define SIZE 6
#define RESIDENT 7
#define FIGURE 6
#define PERMISSIONS 8
#define DELTA 8
#define LEAST_NAME 8
#define LEAST_BAR 6
#define LEAST_NOTE 24

#define SMALLEST_BITS 10 /* tracks have no length at this size, */
#define LARGEST_BITS 27  /* and the full one at this, or at the largest there is */

static struct map_place take(int *x, int width)
{
	struct map_place place = { *x, width };
	*x += width ? width + 1 : 0;
	return place;
}

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

struct map_columns map_columns_for(struct rect area)
{
	struct map_columns columns;
	int x = area.x + 1, end = area.x + area.width;
	int figure = area.width >= 104 ? FIGURE : 0;
	int permissions = area.width >= 74 ? PERMISSIONS : 0;
	int delta = area.width >= 50 ? DELTA : 0;
	columns.address = take(&x, area.width >= 56 ? ADDRESS : 0);
	columns.stripe = x;
	x += 2;
	int behind = SIZE + 1 + RESIDENT + 1 + 2 * (figure + !!figure) + permissions +
		     !!permissions + delta;
	int rest = end - x - behind - 2;
	int name = clamp(rest * 3 / 5, LEAST_NAME, 36);
	columns.name = take(&x, name);
	columns.size = take(&x, SIZE);
	columns.bar = take(&x, clamp(rest - name, LEAST_BAR, 64));
	columns.resident = take(&x, RESIDENT);
	columns.pss = take(&x, figure);
	columns.uss = take(&x, figure);
	columns.permissions = take(&x, permissions);
	columns.delta = take(&x, delta);
	columns.note = take(&x, end - x >= LEAST_NOTE ? end - x - 1 : 0);
	return columns;
}

const struct region *map_region(const struct map_line *line)
{
	enum map_tag tag = line->row->tag;
	if (tag != MAP_REGION && tag != MAP_CHILD && tag != MAP_PART)
		return NULL;
	return &line->scene->now->table->regions[line->row->first];
}

bool map_has_changed(const struct map_line *line)
{
	return line->scene->is_flashing &&
	       (line->moved.is_new || line->moved.rss != 0 || line->moved.size != 0);
}

void map_paint_stripe(const struct map_line *line, enum glyph glyph, enum role ink)
{
	for (int y = 0; y < line->area.height; y++)
		canvas_glyph(line->canvas, line->columns.stripe, line->area.y + y, glyph, PEN(ink));
}

void map_paint_address(const struct map_line *line, struct pen pen)
{
	char text[UNITS_TEXT];
	canvas_name(line->canvas, line->columns.address.x, line->area.y,
		line->columns.address.width, pen, units_address(line->row->value, text));
}

static void paint_bytes(
	const struct map_line *line, struct map_place place, uint64_t bytes, struct pen pen)
{
	char text[UNITS_TEXT + 4] = "";
	if (line->row->is_partial && place.x == line->columns.resident.x && bytes != UNKNOWN)
		strcpy(text, "≥");
	units_bytes(bytes, UNITS_NARROW, text + strlen(text));
	canvas_text_right(line->canvas, place.x, line->area.y, place.width, pen, text);
}

static void paint_delta(const struct map_line *line)
{
	char text[UNITS_TEXT + 8], size[UNITS_TEXT];
	struct map_place place = line->columns.delta;
	const struct delta *delta = &line->grew;
	const char *sign = "";
	enum role ink = ROLE_CHANGED;
	if (delta->rss != 0 || delta->is_new) {
		ink = delta->rss < 0 ? ROLE_SHRANK : ROLE_GREW;
		sign = canvas_glyph_text(line->canvas, delta->rss < 0 ? GLYPH_DOWN : GLYPH_UP);
	} else if (map_has_changed(line)) {
		delta = &line->moved;
	} else {
		return;
	}
	if (delta->is_new && delta->rss == 0)
		snprintf(text, sizeof text, _("%snew"), sign);
	else
		snprintf(text, sizeof text, "%s%s", sign,
			units_delta(delta->rss ? delta->rss : delta->size, UNITS_NARROW, size));
	canvas_text(line->canvas, place.x, line->area.y, place.width, PEN_BOLD(ink), text);
}

void map_paint_numbers(const struct map_line *line)
{
	enum role ink = line->row->rss == 0 ? ROLE_DIM : ROLE_VALUE;
	paint_bytes(line, line->columns.size, line->row->size, PEN(ROLE_TEXT));
	if (map_has_changed(line))
		ink = ROLE_CHANGED;
	paint_bytes(line, line->columns.resident, line->row->rss,
		ink == ROLE_DIM ? PEN(ink) : PEN_BOLD(ink));
	paint_bytes(line, line->columns.pss, line->row->pss, PEN(ROLE_TEXT));
	paint_bytes(line, line->columns.uss, line->row->uss, PEN(ROLE_TEXT));
	paint_delta(line);
}

static int bits_of(uint64_t size)
{
	return size ? 63 - __builtin_clzll(size) : 0;
}

int map_track_length(const struct map_line *line)
{
	int room = line->columns.bar.width;
	int most = clamp(bits_of(line->scene->state->largest), LARGEST_BITS, 63) - SMALLEST_BITS;
	int length = bits_of(line->row->size) - SMALLEST_BITS;
	return clamp((room * length + most / 2) / most, 1, room);
}

void map_paint_bar(const struct map_line *line, enum role ink)
{
	const struct row *row = line->row;
	struct rect track = { line->columns.bar.x, line->area.y, map_track_length(line), 1 };
	struct bar bar = { .size = row->size, .resident = row->rss, .own = row->uss };
	if (map_has_changed(line) && line->moved.rss > 0)
		bar.fresh = (uint64_t)line->moved.rss;
	if (map_paint_strip(line))
		return;
	for (int i = 0; i < line->area.height; i++, track.y++)
		bar_paint(line->canvas, track, bar, ink);
}
