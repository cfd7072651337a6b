/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/timeline.h"

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/findings.h"
#include "view/pencil.h"
#include "view/view.h"
#include "view/words.h"

#define SECOND_NS 1000000000ull
#define GRAPH_LEAST 15   /* lines, legend included, before there are any of what grew, */
#define FINDINGS_LEAST 4 /* so many of those at least */
#define FINDINGS_MOST 8
#define BESIDE_FROM 110 /* columns: from here on verdicts stand beside what grew */
#define LEGEND_FROM 16  /* lines: from here on the legend has two */

static void arrange(const struct scene *scene, struct view_state *state)
{
	uint64_t from_ns = 0, until_ns = 0;
	state_clear_rows(state);
	if (!timeline_span(scene, &from_ns, &until_ns))
		return;
	state_add_row(state, (struct row){ .value = until_ns });
	findings_update(scene, state, timeline_scope(scene), from_ns, until_ns);
}

static void paint_title(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect line, int height)
{
	char span[24], step[24];
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	pencil_write(&pencil, PEN_BOLD(ROLE_TITLE), "%s %s", finding_figure(timeline_figure(scene)),
		finding_scope(timeline_scope(scene)));
	finding_span(timeline->step_ns * (uint64_t)timeline->columns, span);
	finding_span(timeline->step_ns, step);
	pencil_write(&pencil, PEN(ROLE_DIM), " · ");
	pencil_write_whole(&pencil, PEN(ROLE_DIM), _("%s, %s a column"), span, step);
	if (timeline_shows_spikes(timeline, height))
		pencil_write_whole(&pencil, PEN(ROLE_VALUE),
			_("  %s the most there was in between"),
			canvas_glyph_text(canvas, GLYPH_DOT));
}

static void paint_grown(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area)
{
	const struct findings *findings = scene->state->findings;
	uint64_t until_ns = timeline_end_of(timeline, timeline->columns - 1);
	canvas_text(canvas, area.x + 1, area.y, area.width, PEN_BOLD(ROLE_TITLE), _("what grew"));
	layout_top(&area, 1);
	for (size_t i = 0; findings && i < findings->growth_count && area.height > 0; i++)
		finding_paint(&findings->growths[i], timeline->from_ns, until_ns, canvas,
			layout_top(&area, 1));
}

/* The verdicts beside it, or where there is no room for that below. */
static void paint_findings(const struct scene *scene, const struct timeline *timeline,
	struct canvas *canvas, struct rect area)
{
	bool is_wide = area.width > BESIDE_FROM;
	layout_top(&area, 1);
	struct rect verdicts = is_wide ? layout_right(&area, area.width * 2 / 5)
				       : layout_bottom(&area, (area.height - 1) / 2);
	paint_grown(scene, timeline, canvas, area);
	if (is_wide)
		canvas_text(canvas, verdicts.x, verdicts.y, verdicts.width, PEN_BOLD(ROLE_TITLE),
			_("verdict"));
	if (is_wide)
		layout_top(&verdicts, 1);
	else
		layout_left(&verdicts, 1);
	finding_paint_verdicts(scene, canvas, verdicts);
}

static void paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	struct timeline timeline;
	if (!timeline_gather(scene, area.width - TIMELINE_SCALE - 1, &timeline))
		return;
	struct rect title = layout_top(&area, 1);
	int below = area.height - GRAPH_LEAST;
	struct rect findings = layout_bottom(&area, below < FINDINGS_LEAST  ? 0
						    : below < FINDINGS_MOST ? below
									    : FINDINGS_MOST);
	timeline_paint_values(
		scene, &timeline, canvas, layout_bottom(&area, area.height < LEGEND_FROM ? 1 : 2));
	timeline_paint_axis(scene, &timeline, canvas, layout_bottom(&area, 2));
	timeline_paint_faults(
		scene, &timeline, canvas, layout_bottom(&area, area.height > 7 ? 2 : 0));
	timeline_paint_bands(scene, &timeline, canvas, area);
	paint_title(scene, &timeline, canvas, title, area.height);
	if (findings.height > 0)
		paint_findings(scene, &timeline, canvas, findings);
}

/* What one may zoom to, in seconds; beyond the last all there is. */
static const unsigned spans[] = { 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200,
	86400 };
#define SPANS (sizeof spans / sizeof *spans)

static void zoom(const struct scene *scene, struct time_place *place, int step)
{
	uint64_t from_ns, until_ns;
	if (!timeline_span(scene, &from_ns, &until_ns))
		return;
	uint64_t seconds = (until_ns - from_ns + SECOND_NS / 2) / SECOND_NS, first_ns, last_ns;
	past_span(scene->past, &first_ns, &last_ns);
	size_t at = 0;
	while (at < SPANS && (step < 0 ? spans[at] < seconds : spans[at] <= seconds))
		at++;
	if (step < 0 && at == 0)
		return;
	at -= step < 0;
	place->span_ns = at < SPANS ? spans[at] * SECOND_NS : 0;
	if (place->span_ns >= last_ns - first_ns)
		place->span_ns = 0;
	/* What is looked at stays in sight. */
	if (place->cursor_ns && place->span_ns)
		place->end_ns = place->cursor_ns + place->span_ns / 2 < last_ns
					? place->cursor_ns + place->span_ns / 2
					: 0;
	else
		place->end_ns = 0;
}

/* The cursor to a moment; beyond the last one it is now. What is shown follows it. */
static void move_to(const struct scene *scene, struct time_place *place, uint64_t clock_ns)
{
	uint64_t first_ns = 0, last_ns = 0, from_ns = 0, until_ns = 0;
	past_span(scene->past, &first_ns, &last_ns);
	if (clock_ns >= last_ns) {
		place->cursor_ns = place->end_ns = 0;
		return;
	}
	place->cursor_ns = clock_ns < first_ns ? first_ns : clock_ns;
	timeline_span(scene, &from_ns, &until_ns);
	if (place->cursor_ns > until_ns)
		place->end_ns = place->cursor_ns;
	else if (place->cursor_ns < from_ns)
		place->end_ns = place->cursor_ns + (until_ns - from_ns);
	/* While one looks back, what is shown does not move on. */
	else if (place->end_ns == 0 && place->span_ns)
		place->end_ns = until_ns;
}

static void move_by(const struct scene *scene, struct view_state *state, int columns)
{
	uint64_t from_ns, until_ns;
	if (!timeline_span(scene, &from_ns, &until_ns))
		return;
	int width = state->width - TIMELINE_SCALE - 1;
	uint64_t step = (until_ns - from_ns) / (uint64_t)(width > 1 ? width : 1);
	uint64_t at_ns = state->time.cursor_ns ? state->time.cursor_ns : until_ns;
	uint64_t by = step * (uint64_t)(columns < 0 ? -columns : columns);
	move_to(scene, &state->time, columns < 0 ? (at_ns > by ? at_ns - by : 1) : at_ns + by);
}

static void move_to_event(const struct scene *scene, struct view_state *state, bool is_later)
{
	uint64_t from_ns, until_ns;
	if (!timeline_span(scene, &from_ns, &until_ns))
		return;
	uint64_t at_ns = state->time.cursor_ns ? state->time.cursor_ns : until_ns;
	uint64_t event_ns = timeline_event(scene, at_ns, is_later);
	if (event_ns || is_later)
		move_to(scene, &state->time, event_ns ? event_ns : UINT64_MAX);
}

static bool obey(const struct scene *scene, struct view_state *state, enum command command)
{
	struct time_place *place = &state->time;
	int page = state->width / 2;
	switch (command) {
	case COMMAND_LEFT:
	case COMMAND_RIGHT:
		move_by(scene, state, command == COMMAND_LEFT ? -1 : 1);
		return true;
	case COMMAND_PAGE_UP:
	case COMMAND_PAGE_DOWN:
		move_by(scene, state, command == COMMAND_PAGE_UP ? -page : page);
		return true;
	case COMMAND_FIRST:
	case COMMAND_LAST:
		move_to(scene, place, command == COMMAND_FIRST ? 1 : UINT64_MAX);
		return true;
	case COMMAND_UP:
	case COMMAND_DOWN:
		move_to_event(scene, state, command == COMMAND_DOWN);
		return true;
	case COMMAND_ZOOM_IN:
	case COMMAND_ZOOM_OUT:
		zoom(scene, place, command == COMMAND_ZOOM_IN ? -1 : 1);
		return true;
	case COMMAND_ZOOM_FIT:
		place->span_ns = place->end_ns = 0;
		return true;
	case COMMAND_MARK:
		place->by = (place->by + 1) % GROWTH_SCOPES;
		return true;
	case COMMAND_SORT:
		place->figure = (place->figure + 1) % PAST_FIGURES;
		return true;
	default:
		return false;
	}
}

static void point(
	const struct scene *scene, struct view_state *state, struct rect area, int x, int y)
{
	struct timeline timeline;
	(void)y;
	if (!timeline_gather(scene, area.width - TIMELINE_SCALE - 1, &timeline))
		return;
	int column = x - area.x - TIMELINE_SCALE;
	if (column >= 0 && column < timeline.columns)
		move_to(scene, &state->time, timeline_end_of(&timeline, column));
}

static const struct view_hint hints[] = {
	{ COMMAND_LEFT, "" },
	{ COMMAND_RIGHT, N_("back in time") },
	{ COMMAND_UP, "" },
	{ COMMAND_DOWN, N_("events") },
	{ COMMAND_ZOOM_OUT, "" },
	{ COMMAND_ZOOM_IN, N_("zoom") },
	{ COMMAND_MARK, N_("kind, module, region") },
	{ COMMAND_SORT, N_("figure") },
	{ COMMAND_NONE, NULL },
};

const struct view view_timeline = {
	.name = "timeline",
	.title = N_("Timeline"),
	.summary = N_("memory over time, what happened when, and what grew; look at any moment"),
	.needs = DETAIL_MAPS | DETAIL_SMAPS,
	.hints = hints,
	.arrange = arrange,
	.paint = paint,
	.obey = obey,
	.point = point,
};
