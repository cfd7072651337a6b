/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <strings.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/filter.h"
#include "view/pencil.h"
#include "view/view.h"
#include "view/words.h"

/* Events of one sample have one time: this tells them apart. */
static uint64_t identity(const struct event_log *log, size_t index)
{
	size_t same = 0;
	while (same < index && log->events[index - same - 1].wall_ns == log->events[index].wall_ns)
		same++;
	return log->events[index].wall_ns + same;
}

/* Newest first; row.first is the index in the log. */
static void arrange(const struct scene *scene, struct view_state *state)
{
	struct row current = state_current(state);
	bool follows = state->list.selected == 0;
	state_clear_rows(state);
	for (size_t i = scene->log.count; i-- > 0;) {
		const char *text = scene->log.events[i].text;
		if (filter_fits_texts(state->filter, &text, 1))
			state_add_row(state, (struct row){ .first = (uint32_t)i,
						     .value = identity(&scene->log, i) });
	}
	if (!follows)
		state_restore(state, current);
}

static const struct event *event_of(const struct scene *scene, const struct row *row)
{
	return &scene->log.events[row->first];
}

static enum role ink_of(const struct event *event)
{
	switch (event->kind) {
	case EVENT_EXIT:
		return ROLE_ERROR;
	case EVENT_EXEC:
	case EVENT_STATE:
		return ROLE_WARNING;
	case EVENT_NOTE:
		return ROLE_DIM;
	default:
		return event->region_kind == REGION_UNKNOWN ? ROLE_TEXT
							    : role_of_kind(event->region_kind);
	}
}

static void paint_event(struct canvas *canvas, struct rect line, const struct event *event)
{
	struct pencil pencil = pencil_at(canvas, line);
	char time[WORDS_TEXT], address[UNITS_TEXT];
	pencil_skip(&pencil, 1);
	pencil_write(&pencil, PEN(ROLE_DIM), "%s.%03u ", words_time(event->wall_ns, time),
		(unsigned)(event->wall_ns / 1000000 % 1000));
	pencil_glyph(&pencil, PEN(ink_of(event)), GLYPH_STRIPE);
	pencil_write(&pencil, PEN(ink_of(event)), " %s", event->text);
	if (event->address && pencil_room(&pencil) > 18)
		canvas_text_right(canvas, line.x, line.y, line.width - 1, PEN(ROLE_DIM),
			units_address(event->address, address));
}

static void paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct view_state *state = scene->state;
	for (size_t i = state->list.top; i < state->row_count && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		paint_event(canvas, line, event_of(scene, &state->rows[i]));
		if (i == state->list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

static struct selection selected(const struct scene *scene)
{
	struct row row = state_current(scene->state);
	if (row.tag == UINT32_MAX)
		return (struct selection){ .name = "" };
	const struct event *event = event_of(scene, &row);
	return (struct selection){ .start = event->address,
		.end = event->address,
		.name = "",
		.topic = explain_event(event->kind) };
}

static bool find(const struct scene *scene, struct view_state *state, int step)
{
	size_t rows = state->row_count, at = state->list.selected;
	for (size_t i = 0; i < rows && state->find[0]; i++) {
		at = (at + rows + (size_t)step) % rows;
		const char *text = event_of(scene, &state->rows[at])->text;
		if (filter_fits_texts(state->find, &text, 1)) {
			state->list.selected = at;
			return true;
		}
	}
	return false;
}

static bool obey(const struct scene *scene, struct view_state *state, enum command command)
{
	if (command == COMMAND_FIND_NEXT)
		return find(scene, state, 1);
	if (command == COMMAND_FIND_PREVIOUS)
		return find(scene, state, -1);
	return false;
}

const struct view view_events = {
	.name = "events",
	.title = N_("Events"),
	.summary = N_("what happened, newest first; enter shows where"),
	.nothing = N_("Told here: what is mapped and unmapped, what grows, what becomes resident, "
		      "libraries, threads, another program executed, the exit."),
	.needs = DETAIL_MAPS | DETAIL_SMAPS,
	.arrange = arrange,
	.paint = paint,
	.obey = obey,
	.selected = selected,
};
