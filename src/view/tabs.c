/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/panel.h"

#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "view/pencil.h"

/* Columns of a tab: its number, its title, blanks between; where it is narrow, fewer. */
static int tab_width(const struct view *view, int blanks)
{
	const char *title = translate(view->title);
	return text_width(title, strlen(title)) + 1 + blanks;
}

#define BLANKS_MOST 3

/* " 1 Map " where there is room, "1 Map " where there is not, else "1Map ". */
static int tab_blanks(struct rect area)
{
	int blanks = BLANKS_MOST;
	for (; blanks > 1; blanks--) {
		int width = 0;
		for (size_t i = 0; i < view_count; i++)
			width += tab_width(view_registry[i], blanks);
		if (width <= area.width)
			break;
	}
	return blanks;
}

size_t panel_tab_at(struct rect area, int x)
{
	int end = area.x, blanks = tab_blanks(area);
	for (size_t i = 0; i < view_count; i++) {
		end += tab_width(view_registry[i], blanks);
		if (x < end)
			return i;
	}
	return SIZE_MAX;
}

/* What shapes the rows: filter, order, place. */
static void paint_notes(const struct scene *scene, const struct frame *frame, struct pencil *pencil)
{
	const struct view_state *state = scene->state;
	char note[STATE_FILTER + 128] = "";
	size_t used = 0;
	if (state->filter[0])
		used += (size_t)snprintf(note, sizeof note, _("only: %s  "), state->filter);
	if (frame->view->columns && state->sort < frame->view->column_count)
		used += (size_t)snprintf(note + used, sizeof note - used,
			state->is_reversed ? _("by %s, reversed  ") : _("by %s  "),
			translate(frame->view->columns[state->sort].title));
	if (state->list.count > state->list.height && state->list.height > 0)
		used += (size_t)snprintf(note + used, sizeof note - used, _("row %zu of %zu  "),
			state->list.selected + 1, state->list.count);
	int spare = pencil_room(pencil) - text_width(note, used);
	pencil_skip(pencil, spare > 0 ? spare : 0);
	pencil_write_whole(pencil, PEN_ON(ROLE_DIM, ROLE_BAR), "%s", note);
}

void panel_tabs(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area)
{
	canvas_fill(canvas, area, ' ', PEN_ON(ROLE_TEXT, ROLE_BAR));
	struct pencil pencil = pencil_at(canvas, area);
	int blanks = tab_blanks(area);
	for (size_t i = 0; i < view_count; i++) {
		bool is_open = view_registry[i] == frame->view;
		uint8_t ground = is_open ? ROLE_BRAND : ROLE_BAR;
		struct pen number = PEN_ON(is_open ? ROLE_BRAND : ROLE_KEY, ground);
		struct pen title = PEN_ON(is_open ? ROLE_BRAND : ROLE_TEXT, ground);
		number.bold = true;
		title.bold = is_open;
		pencil_write(&pencil, number, "%s%zu%s", blanks > 2 ? " " : "", i + 1,
			blanks > 1 ? " " : "");
		pencil_write(&pencil, title, "%s ", translate(view_registry[i]->title));
	}
	pencil_skip(&pencil, 2);
	if (scene->state)
		paint_notes(scene, frame, &pencil);
}
