/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/bar.h"

#include "strata/units.h"
#include "ui/chart.h"

/* Cells filled by this many bytes; never none for some, never all for less than all. */
static int cells(struct rect track, uint64_t bytes, uint64_t size)
{
	if (bytes == 0 || size == 0)
		return 0;
	if (bytes >= size || track.width == 1)
		return track.width;
	int filled = (int)((double)bytes / (double)size * track.width + 0.5);
	return filled < 1 ? 1 : filled < track.width ? filled : track.width - 1;
}

static void fill(
	struct canvas *canvas, struct rect track, int from, int to, enum glyph glyph, enum role ink)
{
	for (int x = from; x < to; x++)
		canvas_glyph(canvas, track.x + x, track.y, glyph, PEN(ink));
}

void bar_paint(struct canvas *canvas, struct rect track, struct bar bar, enum role ink)
{
	if (bar.resident == UNKNOWN || track.width < 1)
		return;
	uint64_t own = bar.own < bar.resident ? bar.own : bar.resident;
	int end = cells(track, bar.resident, bar.size);
	int old = cells(track, bar.resident - bar.fresh, bar.size);
	chart_bar(canvas, track.x, track.y, track.width, bar.resident, bar.size, PEN(ink),
		PEN(ROLE_DIM));
	/* Eighths of a cell are solid: with hatching there are whole cells only. */
	if (own < bar.resident) {
		int solid = (int)((double)own / (double)bar.size * track.width + 0.5);
		fill(canvas, track, 0, solid, GLYPH_FULL, ink);
		fill(canvas, track, solid, end, GLYPH_HATCH, ink);
		fill(canvas, track, end, track.width, GLYPH_DOT, ROLE_DIM);
	}
	if (bar.fresh)
		fill(canvas, track, old < end ? old : end - 1, end, GLYPH_FULL, ROLE_CHANGED);
}
