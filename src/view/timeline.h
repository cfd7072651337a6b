/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The timeline: bands stacked over time, one column of the screen a step of it.
 *
 * A column shows the figure at its end; the most that the whole process had within it is kept beside,
 * so that a spike between two columns is seen. Bands stand in the order of enum region_kind from below,
 * or by size; what has no band of its own is in the last, "other". */
#pragma once

#include "strata/past.h"
#include "view/scene.h"

#define TIMELINE_BANDS 8
#define TIMELINE_COLUMNS 512

struct band {
	const char *name; /* raw */
	enum role ink;
	char letter; /* stands for it where colours say nothing */
	uint64_t values[TIMELINE_COLUMNS];
};

struct timeline {
	uint64_t from_ns, step_ns; /* column i ends at from_ns + (i + 1) * step_ns */
	int columns;
	struct band bands[TIMELINE_BANDS];
	size_t count;
	uint64_t spikes[TIMELINE_COLUMNS]; /* the most of the whole process in that column, where
					      that is not seen from what stands beside it; 0 */
	uint64_t most;                     /* of all columns and spikes */
};

/* What is on the screen in that many columns; false: there is no past yet. */
bool timeline_gather(const struct scene *scene, int columns, struct timeline *timeline);
/* What the bands are (kinds, unless another was chosen), and of what. */
enum growth_scope timeline_scope(const struct scene *scene);
enum past_figure timeline_figure(const struct scene *scene);
/* The stretch of time that is shown. */
bool timeline_span(const struct scene *scene, uint64_t *ret_from_ns, uint64_t *ret_until_ns);
/* The column of that moment; -1 outside. */
int timeline_column(const struct timeline *timeline, uint64_t clock_ns);
uint64_t timeline_end_of(const struct timeline *timeline, int column);
/* The moment of a time on the wall. */
uint64_t timeline_clock(const struct scene *scene, uint64_t wall_ns);

/* timeline_paint.c: the bands with their scale; the faults; the axis with what happened. */
void timeline_paint_bands(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area);
/* Are there any, in bands so high? */
bool timeline_shows_spikes(const struct timeline *timeline, int height);
void timeline_paint_faults(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area);
/* timeline_legend.c: what the bands are, and the figures under the cursor, or of now. */
void timeline_paint_values(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area);
/* timeline_axis.c: two lines. */
void timeline_paint_axis(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area);
/* Is it one that stands on the axis? */
bool timeline_is_landmark(const struct event *event);
/* The moment of the event before or after this one that stands on the axis; 0. */
uint64_t timeline_event(const struct scene *scene, uint64_t clock_ns, bool is_later);

#define TIMELINE_SCALE 8 /* columns of the scale at the left */
