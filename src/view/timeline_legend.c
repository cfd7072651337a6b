/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "strata/text.h"
#include "ui/layout.h"
#include "view/pencil.h"
#include "view/timeline.h"
#include "view/words.h"

#define NAME_MOST 20

/* The bands that have anything at that column, the largest first; returns how many. */
static size_t order(
	const struct timeline *timeline, int column, const struct band *ordered[TIMELINE_BANDS])
{
	size_t count = 0;
	for (size_t i = 0; i < timeline->count; i++) {
		const struct band *band = &timeline->bands[i];
		size_t at = count;
		if (band->values[column] == 0)
			continue;
		for (; at > 0 && ordered[at - 1]->values[column] < band->values[column]; at--)
			ordered[at] = ordered[at - 1];
		ordered[at] = band;
		count++;
	}
	return count;
}

/* "█ heap 6.9M", or "a heap 6.9M" where colours say nothing. */
static void write_band(
	struct pencil *pencil, const struct band *band, uint64_t value, bool is_plain)
{
	char text[UNITS_TEXT];
	if (is_plain)
		pencil_write(pencil, PEN_BOLD(band->ink), "%c", band->letter);
	else
		pencil_glyph(pencil, PEN(band->ink), GLYPH_FULL);
	pencil_skip(pencil, 1);
	pencil_name(pencil, PEN(band->ink), NAME_MOST, band->name);
	pencil_write(pencil, PEN(ROLE_VALUE), " %s  ", units_bytes(value, UNITS_NARROW, text));
}

static int width_of(const struct band *band)
{
	int name = text_width(band->name, strlen(band->name));
	return 2 + (name < NAME_MOST ? name : NAME_MOST) + 8;
}

void timeline_paint_values(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area)
{
	const struct band *ordered[TIMELINE_BANDS];
	int column = scene->travel_ns ? timeline_column(timeline, scene->travel_ns) : -1;
	if (column < 0)
		column = timeline->columns - 1;
	uint64_t at_ns = scene->travel_ns ? scene->travel_ns : timeline_end_of(timeline, column);
	char time[WORDS_TEXT];
	struct pencil pencil = pencil_at(canvas, layout_top(&area, 1));
	pencil_skip(&pencil, 1);
	pencil_write(&pencil, PEN_BOLD(ROLE_TITLE), "%s  ",
		words_time(past_wall(scene->past, at_ns), time));
	int indent = pencil.x;
	size_t count = order(timeline, column, ordered);
	for (size_t i = 0; i < count; i++) {
		bool fits = pencil_room(&pencil) >= width_of(ordered[i]);
		if (!fits && area.height == 0)
			break;
		if (!fits) {
			pencil = pencil_at(canvas, layout_top(&area, 1));
			pencil_skip(&pencil, indent - pencil.x);
		}
		write_band(&pencil, ordered[i], ordered[i]->values[column], scene->is_plain);
	}
}
