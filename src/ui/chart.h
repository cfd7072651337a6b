/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small charts in cells: bars and sparklines. Values are plain numbers; UNKNOWN draws nothing. */
#pragma once

#include "ui/canvas.h"

/* A horizontal bar of `columns` cells, `filled` of `total`, to an eighth of a cell (whole cells
 * in ASCII); something above 0 shows at least its smallest step, less than all never looks full.
 * `rest` paints the empty part with dots ('·', '.'). */
void chart_bar(struct canvas *canvas, int x, int y, int columns, uint64_t filled, uint64_t total,
	struct pen pen, struct pen rest);
/* One row of block columns ("▁▂▃▄▅▆▇█"; ASCII "_.:-=+*#"), newest at the right, `value(context, i)`
 * for i = 0 (newest) .. columns-1; scaled from the least value (or zero) to the greatest,
 * but a change of less than 1/32 does not fill the height. */
void chart_sparkline(struct canvas *canvas, int x, int y, int columns, struct pen pen,
	uint64_t (*value)(const void *context, size_t age), const void *context, bool from_zero);
