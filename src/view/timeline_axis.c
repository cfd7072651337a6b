/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <time.h>

#include "strata/text.h"
#include "ui/layout.h"
#include "view/pencil.h"
#include "view/timeline.h"

#define TICK 14       /* columns between two times, at least */
#define LABEL_MOST 28 /* columns of what an event is called */
#define MINUTE 60000000000ull

/* Is it one that a line of the axis is worth? */
static bool is_landmark(const struct event *event)
{
	switch (event->kind) {
	case EVENT_EXEC:
	case EVENT_EXIT:
	case EVENT_LIBRARY:
	case EVENT_MAPPED:
	case EVENT_UNMAPPED:
	case EVENT_THREADS:
	case EVENT_NOTE:
		return true;
	default:
		return false;
	}
}

uint64_t timeline_event(const struct scene *scene, uint64_t clock_ns, bool is_later)
{
	uint64_t best = 0;
	for (size_t i = 0; i < scene->log.count; i++) {
		const struct event *event = &scene->log.events[i];
		uint64_t at_ns = timeline_clock(scene, event->wall_ns);
		if (!is_landmark(event) || at_ns == clock_ns || (at_ns > clock_ns) != is_later)
			continue;
		if (best == 0 || (at_ns < best) == is_later)
			best = at_ns;
	}
	return best;
}

/* Of the events in one column the last speaks; each as far as the next allows. */
static void paint_events(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect line)
{
	int free_until = timeline->columns;
	for (size_t i = scene->log.count; i-- > 0;) {
		const struct event *event = &scene->log.events[i];
		int column = timeline_column(timeline, timeline_clock(scene, event->wall_ns));
		if (!is_landmark(event) || column < 0 || column >= free_until)
			continue;
		enum role ink = event->region_kind == REGION_UNKNOWN
					? ROLE_TITLE
					: role_of_kind(event->region_kind);
		canvas_glyph(canvas, line.x + column, line.y, GLYPH_UP, PEN(ink));
		int room = free_until - column - 3;
		if (room > 6)
			canvas_text(canvas, line.x + column + 2, line.y,
				room < LABEL_MOST ? room : LABEL_MOST, PEN(ink), event->text);
		free_until = column;
	}
}

static void time_text(uint64_t wall_ns, uint64_t step_ns, char out[16])
{
	time_t seconds = (time_t)(wall_ns / 1000000000);
	struct tm local;
	localtime_r(&seconds, &local);
	strftime(out, 16, step_ns * TICK < MINUTE ? "%H:%M:%S" : "%H:%M", &local);
}

static void paint_times(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect line)
{
	for (int column = 0; column + 8 < timeline->columns; column += TICK) {
		char text[16];
		uint64_t clock_ns = timeline_end_of(timeline, column) - timeline->step_ns;
		uint64_t first_ns = 0, last_ns = 0;
		past_span(scene->past, &first_ns, &last_ns);
		if (clock_ns + timeline->step_ns < first_ns)
			continue;
		time_text(past_wall(scene->past, clock_ns), timeline->step_ns, text);
		canvas_text(canvas, line.x + column, line.y, 8, PEN(ROLE_DIM), text);
	}
}

static void paint_pins(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect line)
{
	for (size_t i = 0; i < scene->pin_count; i++) {
		int column = timeline_column(timeline, scene->pins[i].clock_ns);
		if (column >= 0)
			canvas_put(canvas, line.x + column, line.y,
				(unsigned char)scene->pins[i].name, PEN_ON(ROLE_MATCH, ROLE_MATCH));
	}
}

void timeline_paint_axis(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area)
{
	layout_left(&area, TIMELINE_SCALE);
	if (area.height > 1) {
		struct rect line = layout_top(&area, 1);
		paint_events(scene, timeline, canvas, line);
		paint_pins(scene, timeline, canvas, line);
	}
	if (area.height > 0)
		paint_times(scene, timeline, canvas, layout_top(&area, 1));
}
