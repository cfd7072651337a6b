/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bar of memory: as long as `size`, filled as far as it is resident. What is the process's own is
 * solid, what it shares with others is hatched, what has just become resident is bright. */
#pragma once

#include "ui/canvas.h"

struct bar {
	uint64_t size;
	uint64_t resident; /* UNKNOWN: no bar */
	uint64_t own;      /* of it; UNKNOWN: not told apart */
	uint64_t fresh;    /* of it, just now */
};

void bar_paint(struct canvas *canvas, struct rect track, struct bar bar, enum role ink);
