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

/* The band that has most of so many eighths from `floor` on. */
static const struct band *band_of(
	const struct timeline *timeline, const int *tops, int floor, int height)
{
	size_t best = 0;
	int most = 0, from = floor;
	for (size_t i = 0; i < timeline->count; i++) {
		int top = tops[i] < floor + height ? tops[i] : floor + height;
		if (top - from > most) {
			most = top - from;
			best = i;
		}
		from = top > from ? top : from;
	}
	return &timeline->bands[best];
}

/* The band that begins at `floor` or goes through it. */
static size_t lowest_of(const struct timeline *timeline, const int *tops, int floor)
{
	size_t lowest = 0;
	while (lowest + 1 < timeline->count && tops[lowest] <= floor)
		lowest++;
	return lowest;
}

/* A full cell shows two bands: one as a block, what has most of the rest as its ground. */
static void paint_full_cell(const struct timeline *timeline, const int *tops, struct canvas *canvas,
	int x, int y, int floor)
{
	size_t lowest = lowest_of(timeline, tops, floor);
	const struct band *lower = &timeline->bands[lowest];
	int border = tops[lowest] - floor;
	if (border >= EIGHTHS) {
		canvas_put(canvas, x, y, BLOCKS + EIGHTHS, PEN(lower->ink));
		return;
	}
	const struct band *upper = band_of(timeline, tops, floor + border, EIGHTHS - border);
	canvas_put(canvas, x, y, (char32_t)(BLOCKS + border), PEN_ON(lower->ink, upper->ink));
}

static void paint_cell(const struct scene *scene, const struct timeline *timeline, const int *tops,
	struct canvas *canvas, int x, int y, int floor)
{
	int filled = tops[timeline->count - 1] - floor;
	if (filled <= 0)
		return;
	const struct band *band = band_of(timeline, tops, floor, EIGHTHS);
	if (!scene->is_plain && filled >= EIGHTHS)
		paint_full_cell(timeline, tops, canvas, x, y, floor);
	else if (!scene->is_plain)
		canvas_put(canvas, x, y, (char32_t)(BLOCKS + filled), PEN(band->ink));
	else if (filled > EIGHTHS / 2)
		canvas_put(canvas, x, y, (char32_t)band->letter, PEN(band->ink));
}

/* The row above the bands where the spike of a column stands, from below; -1: it has none. */
static int spike_row(const struct timeline *timeline, int column, int height)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < timeline->count; i++)
		sum += timeline->bands[i].values[column];
	int spike = eighths(timeline->spikes[column], timeline->most, height) / EIGHTHS;
	int top = eighths(sum, timeline->most, height) / EIGHTHS;
	return spike > top + 1 ? spike - 1 : -1;
}

bool timeline_shows_spikes(const struct timeline *timeline, int height)
{
	for (int i = 0; i < timeline->columns; i++)
		if (spike_row(timeline, i, height) >= 0)
			return true;
	return false;
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
	int spike = spike_row(timeline, column, area.height);
	if (spike >= 0)
		canvas_glyph(canvas, area.x, bottom - spike, GLYPH_DOT, PEN_BOLD(ROLE_VALUE));
}

/* A round number of bytes (1, 2, 5, 10 and so on of a unit) of which so many lines hold one at most. */
static uint64_t scale_step(uint64_t most, int labels)
{
	static const unsigned steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500 };
	for (uint64_t unit = 1; unit <= most; unit <<= 10)
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
			if (most / (unit * steps[i]) < (uint64_t)labels)
				return unit * steps[i];
	return most;
}

static void paint_scale(const struct timeline *timeline, struct canvas *canvas, struct rect area)
{
	char text[UNITS_TEXT];
	int labels = area.height / LABEL_LINES;
	if (timeline->most == 0 || area.height < 1)
		return;
	uint64_t step = scale_step(timeline->most, labels > 2 ? labels : 2);
	for (uint64_t value = step; value <= timeline->most; value += step) {
		int top = eighths(value, timeline->most, area.height);
		int row = area.height - (top + EIGHTHS - 1) / EIGHTHS;
		int length = canvas_text_right(canvas, area.x, area.y + row, area.width - 1,
			PEN(ROLE_DIM), units_bytes(value, UNITS_NARROW, text));
		if (length > 0)
			canvas_glyph(canvas, area.x + area.width - 1, area.y + row, GLYPH_RULE,
				PEN(ROLE_BORDER));
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
