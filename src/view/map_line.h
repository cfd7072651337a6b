/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row of the map being painted: its columns, and the cells that rows of several tags share. */
#pragma once

#include "strata/diff.h"
#include "view/map.h"

struct map_place {
	int x, width; /* a width of 0 leaves the column out */
};

struct map_columns {
	struct map_place address, name, size, bar, resident, pss, uss, permissions, delta, note;
	int stripe;
};

struct map_line {
	const struct scene *scene;
	struct canvas *canvas;
	struct map_columns columns;
	const struct row *row;
	struct rect area; /* all lines of the row */
	bool is_selected;
	struct delta grew, moved; /* since the baseline, since the sample before */
};

struct map_columns map_columns_for(struct rect area);
/* The region of a region's or a part's row; NULL for others. */
const struct region *map_region(const struct map_line *line);
/* Did it change just now? */
bool map_has_changed(const struct map_line *line);

void map_paint_stripe(const struct map_line *line, enum glyph glyph, enum role ink);
void map_paint_address(const struct map_line *line, struct pen pen);
/* Size, resident bytes, delta, and the others there is room for. */
void map_paint_numbers(const struct map_line *line);
/* A strip, or a bar (bar.h), on a track as long as the logarithm of the size. */
void map_paint_bar(const struct map_line *line, enum role ink);
/* Columns of the track. */
int map_track_length(const struct map_line *line);

/* map_strip.c: the pages of a region on its track; false where they are not at hand. */
bool map_paint_strip(const struct map_line *line);
