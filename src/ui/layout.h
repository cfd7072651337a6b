/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cutting rectangles. Each function takes a piece off `rest` and returns it; asking for more than is
 * there gives what is there. */
#pragma once

#include "ui/canvas.h"

struct rect layout_top(struct rect *rest, int rows);
struct rect layout_bottom(struct rect *rest, int rows);
struct rect layout_left(struct rect *rest, int columns);
struct rect layout_right(struct rect *rest, int columns);
bool layout_contains(struct rect area, int x, int y);
