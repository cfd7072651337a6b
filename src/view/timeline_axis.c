/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <time.h>

#include "strata/text.h"
#include "ui/layout.h"
#include "view/pencil.h"
#include "view/timeline.h"
#include "view/words.h"

#define TICK 12           /* columns between two times, at least */
#define LABEL_MOST 28     /* columns of what an event is called */
#define HOUR_AND_MINUTE 5 /* characters of a time without its seconds */
#define SECOND 1000000000ull
#define MINUTE (60 * SECOND)

bool timeline_is_landmark(const struct event *event)
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
		if (!timeline_is_landmark(event) || at_ns == clock_ns ||
			(at_ns > clock_ns) != is_later)
			continue;
		if (best == 0 || (at_ns < best) == is_later)
			best = at_ns;
	}
	return best;
}

/* The last event of each column; NULL. */
static void place_events(const struct scene *scene, const struct timeline *timeline,
	const struct event *events[TIMELINE_COLUMNS])
{
	for (int i = 0; i < TIMELINE_COLUMNS; i++)
		events[i] = NULL;
	for (size_t i = 0; i < scene->log.count; i++) {
		const struct event *event = &scene->log.events[i];
		int column = timeline_column(timeline, timeline_clock(scene, event->wall_ns));
		if (timeline_is_landmark(event) && column >= 0)
			events[column] = event;
	}
}

/* Each as far as the next allows. */
static void paint_events(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect line)
{
	const struct event *events[TIMELINE_COLUMNS];
	int free_until = timeline->columns;
	place_events(scene, timeline, events);
	for (int column = timeline->columns - 1; column >= 0; column--) {
		const struct event *event = events[column];
		if (!event)
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

/* East of Greenwich, so that hours and days are round where the user is. */
static uint64_t local_offset(const struct scene *scene)
{
	uint64_t first_ns, last_ns;
	struct tm local;
	if (!past_span(scene->past, &first_ns, &last_ns))
		return 0;
	time_t seconds = (time_t)(past_wall(scene->past, last_ns) / SECOND);
	localtime_r(&seconds, &local);
	return (uint64_t)local.tm_gmtoff * SECOND;
}

/* Round times, as far apart as their words need. */
static uint64_t tick_step(const struct timeline *timeline)
{
	static const unsigned seconds[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600,
		7200, 10800, 21600, 43200, 86400 };
	size_t last = sizeof seconds / sizeof *seconds - 1, i = 0;
	while (i < last && seconds[i] * SECOND < timeline->step_ns * TICK)
		i++;
	return seconds[i] * SECOND;
}

static void paint_times(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect line)
{
	uint64_t step_ns = tick_step(timeline), first_ns = 0, last_ns = 0, before = 0;
	past_span(scene->past, &first_ns, &last_ns);
	for (int column = 0; column < timeline->columns; column++) {
		uint64_t end_ns = timeline_end_of(timeline, column);
		uint64_t wall_ns = past_wall(scene->past, end_ns) + local_offset(scene);
		bool is_tick = column > 0 && wall_ns / step_ns != before && end_ns >= first_ns;
		char text[WORDS_TEXT];
		before = wall_ns / step_ns;
		if (!is_tick || column + 9 > timeline->columns)
			continue;
		words_time(before * step_ns - local_offset(scene), text);
		canvas_glyph(canvas, line.x + column, line.y, GLYPH_WALL, PEN(ROLE_BORDER));
		if (step_ns >= MINUTE)
			text[HOUR_AND_MINUTE] = '\0';
		canvas_text(canvas, line.x + column + 1, line.y, 8, PEN(ROLE_DIM), text);
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
