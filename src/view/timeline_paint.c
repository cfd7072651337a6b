/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/layout.h"
#include "strata/translate.h"
#include "view/pencil.h"
#include "view/timeline.h"

#define EIGHTHS 8
#define BLOCKS 0x2580 /* + 1..8: the lower eighths of a cell */
#define LABEL_LINES 3 /* between two figures of the scale */

/* A value as eighths of a cell of the height. */
static int eighths(uint64_t value, uint64_t most, int height)
{
	return most ? (int)((double)value / (double)most * height * EIGHTHS + 0.5) : 0;
}

/* The band that has most of the cell from `floor` on, in eighths. */
static const struct band *band_of(const struct timeline *timeline, const int *tops, int floor)
{
	size_t best = 0;
	int most = 0, from = floor;
	for (size_t i = 0; i < timeline->count; i++) {
		int top = tops[i] < floor + EIGHTHS ? tops[i] : floor + EIGHTHS;
		if (top - from > most) {
			most = top - from;
			best = i;
		}
		from = top > from ? top : from;
	}
	return &timeline->bands[best];
}

static void paint_cell(const struct scene *scene, const struct timeline *timeline, const int *tops,
	struct canvas *canvas, int x, int y, int floor)
{
	int top = tops[timeline->count - 1] - floor;
	int filled = top < EIGHTHS ? top : EIGHTHS;
	if (filled <= 0)
		return;
	const struct band *band = band_of(timeline, tops, floor);
	if (!scene->is_plain)
		canvas_put(canvas, x, y, (char32_t)(BLOCKS + filled), PEN(band->ink));
	else if (filled > EIGHTHS / 2)
		canvas_put(canvas, x, y, (char32_t)band->letter, PEN(band->ink));
}

static void paint_column(const struct scene *scene, const struct timeline *timeline, int column,
	struct canvas *canvas, struct rect area)
{
	int tops[TIMELINE_BANDS];
	uint64_t sum = 0;
	for (size_t i = 0; i < timeline->count; i++) {
		sum += timeline->bands[i].values[column];
		tops[i] = eighths(sum, timeline->most, area.height);
	}
	int bottom = area.y + area.height - 1;
	for (int row = 0; row < area.height; row++)
		paint_cell(scene, timeline, tops, canvas, area.x, bottom - row, row * EIGHTHS);
	int spike = eighths(timeline->spikes[column], timeline->most, area.height) / EIGHTHS;
	int top = eighths(sum, timeline->most, area.height) / EIGHTHS;
	if (spike > top + 1)
		canvas_glyph(canvas, area.x, bottom - spike + 1, GLYPH_DOT, PEN(ROLE_VALUE));
}

static void paint_scale(const struct timeline *timeline, struct canvas *canvas, struct rect area)
{
	char text[UNITS_TEXT];
	for (int row = 0; row < area.height; row += LABEL_LINES) {
		double share = (double)(area.height - row) / area.height;
		uint64_t value = (uint64_t)((double)timeline->most * share);
		canvas_text_right(canvas, area.x, area.y + row, area.width - 1, PEN(ROLE_DIM),
			units_bytes(value, UNITS_NARROW, text));
	}
}

static void paint_cursor(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area)
{
	int column = scene->travel_ns ? timeline_column(timeline, scene->travel_ns) : -1;
	for (int y = 0; y < area.height && column >= 0; y++)
		canvas_glyph(canvas, area.x + column, area.y + y, GLYPH_WALL, PEN_BOLD(ROLE_VALUE));
}

void timeline_paint_bands(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area)
{
	struct rect scale = layout_left(&area, TIMELINE_SCALE);
	paint_scale(timeline, canvas, scale);
	for (int i = 0; i < timeline->columns && timeline->count > 0; i++) {
		struct rect column = { area.x + i, area.y, 1, area.height };
		paint_column(scene, timeline, i, canvas, column);
	}
	paint_cursor(scene, timeline, canvas, area);
}

static uint64_t most_rate(const struct series *series, const struct timeline *timeline, int column)
{
	uint64_t end_ns = timeline_end_of(timeline, column);
	uint64_t most = series_window(series, end_ns - timeline->step_ns + 1, end_ns).most;
	return most == UNKNOWN ? 0 : most;
}

static void paint_rates(const struct series *series, const struct timeline *timeline,
	struct canvas *canvas, struct rect line, enum role ink)
{
	static const char ascii[] = " _.:-=+*#";
	uint64_t most = 0;
	for (int i = 0; i < timeline->columns; i++) {
		uint64_t rate = most_rate(series, timeline, i);
		most = rate > most ? rate : most;
	}
	for (int i = 0; i < timeline->columns; i++) {
		uint64_t rate = most_rate(series, timeline, i);
		int level = rate ? 1 + (int)((double)rate / (double)most * (EIGHTHS - 1)) : 0;
		char32_t glyph =
			canvas->ascii ? (char32_t)ascii[level] : (char32_t)(BLOCKS + level);
		if (level > 0)
			canvas_put(canvas, line.x + i, line.y, glyph, PEN(ink));
		else
			canvas_glyph(canvas, line.x + i, line.y, GLYPH_DOT, PEN(ROLE_DIM));
	}
}

void timeline_paint_faults(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area)
{
	static const struct {
		enum metric metric;
		enum role ink;
	} lines[] = { { METRIC_MINFLT, ROLE_CHANGED }, { METRIC_MAJFLT, ROLE_ERROR } };
	struct rect all = area;
	layout_left(&all, TIMELINE_SCALE);
	for (size_t i = 0; i < 2 && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		struct rect label = layout_left(&line, TIMELINE_SCALE);
		canvas_text_right(canvas, label.x, label.y, label.width - 1, PEN(ROLE_DIM),
			metric_table[lines[i].metric].title);
		paint_rates(past_rate(scene->past, lines[i].metric), timeline, canvas, line,
			lines[i].ink);
	}
	paint_cursor(scene, timeline, canvas, all);
}
