/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/chart.h"

#include "strata/units.h"

#define EIGHTHS 8
#define LEAST_SHARE 32 /* a full column is at least so small a share of the greatest value */

static const char32_t bar_steps[EIGHTHS] = { ' ', U'▏', U'▎', U'▍', U'▌', U'▋', U'▊', U'▉' };
static const char32_t column_steps[EIGHTHS] = { U'▁', U'▂', U'▃', U'▄', U'▅', U'▆', U'▇', U'█' };
static const char column_ascii[EIGHTHS] = { '_', '.', ':', '-', '=', '+', '*', '#' };

/* In floating point, so that no size overflows: near enough for a picture. */
static uint64_t scaled(uint64_t value, uint64_t total, uint64_t steps)
{
	return (uint64_t)((double)value * (double)steps / (double)total);
}

static uint64_t bar_length(uint64_t filled, uint64_t total, uint64_t steps)
{
	if (filled == 0 || total == 0)
		return 0;
	if (filled >= total || steps == 1)
		return steps;
	uint64_t length = scaled(filled, total, steps);
	if (length == 0)
		return 1;
	return length < steps ? length : steps - 1;
}

void chart_bar(struct canvas *canvas, int x, int y, int columns, uint64_t filled, uint64_t total,
	struct pen pen, struct pen rest)
{
	if (filled == UNKNOWN || total == UNKNOWN || columns < 1)
		return;
	int step = canvas->ascii ? 1 : EIGHTHS;
	int length = (int)bar_length(filled, total, (uint64_t)columns * (uint64_t)step);
	for (int i = 0; i < columns; i++) {
		int here = length - i * step;
		if (here >= step)
			canvas_glyph(canvas, x + i, y, GLYPH_FULL, pen);
		else if (here > 0)
			canvas_put(canvas, x + i, y, bar_steps[here], pen);
		else
			canvas_glyph(canvas, x + i, y, GLYPH_DOT, rest);
	}
}

/* What the lowest and the highest column stand for. */
struct scale {
	uint64_t floor, span;
};

static struct scale scale_of(int columns, uint64_t (*value)(const void *context, size_t age),
	const void *context, bool from_zero)
{
	uint64_t least = UNKNOWN, most = 0;
	for (size_t age = 0; age < (size_t)columns; age++) {
		uint64_t number = value(context, age);
		if (number == UNKNOWN)
			continue;
		most = number > most ? number : most;
		least = number < least ? number : least;
	}
	uint64_t floor = from_zero ? 0 : least;
	uint64_t span = most > floor ? most - floor : 0;
	/* What hardly moves is not drawn as a cliff. */
	uint64_t least_span = most / LEAST_SHARE;
	return (struct scale){ floor, span > least_span ? span : least_span };
}

void chart_sparkline(struct canvas *canvas, int x, int y, int columns, struct pen pen,
	uint64_t (*value)(const void *context, size_t age), const void *context, bool from_zero)
{
	if (columns < 1)
		return;
	struct scale scale = scale_of(columns, value, context, from_zero);
	for (int i = 0; i < columns; i++) {
		uint64_t number = value(context, (size_t)i);
		if (number == UNKNOWN)
			continue;
		uint64_t level =
			scale.span ? scaled(number - scale.floor, scale.span, EIGHTHS - 1) : 0;
		char32_t glyph =
			canvas->ascii ? (char32_t)column_ascii[level] : column_steps[level];
		canvas_put(canvas, x + columns - 1 - i, y, glyph, pen);
	}
}
