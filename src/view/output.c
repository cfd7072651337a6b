/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the watched command has written (strata run): in no tab, shown by its own key. */
#include <string.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/view.h"

#define LINE_TEXT 1024 /* bytes of a line that are shown */
#define TAB 8

/* A row is a line: value is where it begins in the text, size its bytes. The newest is the last, and
 * a cursor that is there stays there. */
static void arrange(const struct scene *scene, struct view_state *state)
{
	bool follows = state->list.selected + 1 >= state->row_count;
	const char *text = scene->output.text, *end = text + scene->output.length;
	state_clear_rows(state);
	for (const char *line = text; line < end;) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *stop = newline ? newline : end;
		state_add_row(state, (struct row){ .value = (uint64_t)(line - text),
					     .size = (uint64_t)(stop - line) });
		line = stop + 1;
	}
	if (follows && state->row_count)
		state->list.selected = state->row_count - 1;
}

/* Tabs become blanks; what overwrote itself with '\r' shows its last form. */
static void write_line(const char *line, size_t length, char out[LINE_TEXT])
{
	size_t written = 0;
	for (size_t i = 0; i < length && written + TAB < LINE_TEXT; i++) {
		if (line[i] == '\r' && i + 1 < length)
			written = 0;
		else if (line[i] == '\t')
			do
				out[written++] = ' ';
			while (written % TAB);
		else if (line[i] != '\r')
			out[written++] = line[i] ? line[i] : '?';
	}
	out[written] = '\0';
}

static void paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct view_state *state = scene->state;
	canvas_text(canvas, area.x + 1, area.y, area.width - 1, PEN_BOLD(ROLE_TITLE),
		scene->output.is_cut ? _("Output of the command (its beginning was dropped)")
				     : _("Output of the command"));
	layout_top(&area, 1);
	for (size_t i = state->list.top; i < state->row_count && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		const struct row *row = &state->rows[i];
		char text[LINE_TEXT];
		write_line(scene->output.text + row->value, row->size, text);
		canvas_text(canvas, line.x + 1, line.y, line.width - 1, PEN(ROLE_TEXT), text);
		if (i == state->list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

const struct view view_output = {
	.name = "output",
	.title = N_("Output"),
	.summary = N_("what the command has written"),
	.needs = DETAIL_MAPS | DETAIL_SMAPS,
	.head = 1,
	.arrange = arrange,
	.paint = paint,
};
