/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What grew over a stretch of time and what it is suspected of: found while a view arranges its rows,
 * painted as lines by the timeline and the growth view alike. */
#pragma once

#include "ui/canvas.h"
#include "view/scene.h"

/* Finds anew; nothing where there is no past. */
void findings_update(const struct scene *scene, struct view_state *state, enum growth_scope scope,
	uint64_t since_ns, uint64_t until_ns);
/* One line: sparkline, name, address, change, rate, share. */
void finding_paint(const struct growth *growth, uint64_t since_ns, uint64_t until_ns,
	struct canvas *canvas, struct rect line);
/* Where on a line of that width the numbers begin. */
int finding_numbers(int width);
/* The verdicts, each with its evidence, wrapped; returns the lines used. */
int finding_paint_verdicts(const struct scene *scene, struct canvas *canvas, struct rect area);
/* "resident", "own", "size". */
const char *finding_figure(enum past_figure figure);
/* "by kind", "by module", "by region". */
const char *finding_scope(enum growth_scope scope);
/* "10 s", "12 min": a stretch of time. */
const char *finding_span(uint64_t nanoseconds, char out[24]);
