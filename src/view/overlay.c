/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/overlay.h"

#include "ui/layout.h"
#include "view/pencil.h"

struct overlay_info {
	const char *title;
	const char *keys; /* what can be done here */
	int width;        /* at most */
	bool is_short;    /* as high as its rows, not as the screen */
	bool scrolls;     /* has no cursor */
	void (*paint)(const struct scene *scene, struct frame *frame, struct canvas *canvas,
		struct rect area);
};

static void paint_columns(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	const struct view *view = frame->view;
	const struct view_state *state = scene->state;
	bool is_sort = frame->overlay == OVERLAY_SORT;
	list_fit(&frame->overlay_list, view->column_count, (size_t)area.height);
	for (int y = 0; y < area.height; y++) {
		size_t i = frame->overlay_list.top + (size_t)y;
		if (i >= view->column_count)
			break;
		struct rect line = { area.x, area.y + y, area.width, 1 };
		struct pencil pencil = pencil_at(canvas, line);
		bool is_on = is_sort ? state->sort == i : view->columns_shown(state, area) >> i & 1;
		if (is_on)
			canvas_glyph(canvas, line.x + 1, line.y, GLYPH_YES, PEN_BOLD(ROLE_GOOD));
		pencil_skip(&pencil, 3);
		pencil_write(&pencil, PEN_BOLD(ROLE_TEXT), "%-16s", view->columns[i].title);
		pencil_write(&pencil, PEN(ROLE_DIM), "%s", view->columns[i].description);
		if (i == frame->overlay_list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

static const struct overlay_info infos[] = {
	[OVERLAY_HELP] = { "Keys", "esc back", 110, false, true, overlay_help },
	[OVERLAY_EXPLAIN] = { "Explain", "up/down another word   esc back", 116, false, false,
		overlay_explain },
	[OVERLAY_SORT] = { "Sort by", "enter choose   esc back", 76, true, false, paint_columns },
	[OVERLAY_COLUMNS] = { "Columns", "enter show or hide   esc back", 76, true, false,
		paint_columns },
	[OVERLAY_DEMOS] = { "Demos", "enter start   esc back", 116, false, false, overlay_demos },
	[OVERLAY_TABLE] = { "Before and after", "esc back", 116, false, true, overlay_table },
};

static struct rect box_for(
	const struct overlay_info *info, const struct frame *frame, const struct canvas *canvas)
{
	int width = canvas->width - 4, height = canvas->height - 4;
	if (width > info->width)
		width = info->width;
	if (info->is_short && height > (int)frame->view->column_count + 2)
		height = (int)frame->view->column_count + 2;
	return (struct rect){ (canvas->width - width) / 2, (canvas->height - height) / 2, width,
		height };
}

static void paint_bar(
	struct canvas *canvas, struct rect line, uint8_t ink, bool is_bold, const char *text)
{
	struct pen pen = PEN_ON(ink, ROLE_BAR);
	pen.bold = is_bold;
	canvas_fill(canvas, line, ' ', pen);
	canvas_text(canvas, line.x + 2, line.y, line.width - 2, pen, text);
}

void overlay_paint(const struct scene *scene, struct frame *frame, struct canvas *canvas)
{
	if (frame->overlay == OVERLAY_NONE)
		return;
	const struct overlay_info *info = &infos[frame->overlay];
	struct rect box = box_for(info, frame, canvas);
	canvas_fill(canvas, box, ' ', PEN(ROLE_TEXT));
	paint_bar(canvas, layout_top(&box, 1), ROLE_TITLE, true, info->title);
	paint_bar(canvas, layout_bottom(&box, 1), ROLE_DIM, false, info->keys);
	struct rect left = layout_left(&box, 1), right = layout_right(&box, 1);
	for (int y = 0; y < box.height; y++) {
		canvas_glyph(canvas, left.x, left.y + y, GLYPH_WALL, PEN(ROLE_BORDER));
		canvas_glyph(canvas, right.x, right.y + y, GLYPH_WALL, PEN(ROLE_BORDER));
	}
	info->paint(scene, frame, canvas, box);
}

static bool scroll(struct list *list, enum command command)
{
	if (command != COMMAND_UP && command != COMMAND_DOWN)
		return false;
	list_scroll(list, command == COMMAND_UP ? -1 : 1);
	return true;
}

static bool choose_column(struct frame *frame, struct view_state *state)
{
	size_t column = frame->overlay_list.selected;
	const struct view *view = frame->view;
	if (frame->overlay == OVERLAY_SORT) {
		state->is_reversed = false;
		state->sort = column;
		frame->overlay = OVERLAY_NONE;
		return true;
	}
	if (state->columns == 0)
		state->columns = view->columns_shown(state, (struct rect){ .width = 100 });
	uint64_t columns = state->columns ^ (UINT64_C(1) << column);
	if (columns)
		state->columns = columns;
	return true;
}

bool overlay_obey(struct frame *frame, struct view_state *state, enum command command)
{
	bool is_choice = frame->overlay == OVERLAY_SORT || frame->overlay == OVERLAY_COLUMNS;
	switch (command) {
	case COMMAND_BACK:
	case COMMAND_HELP:
	case COMMAND_EXPLAIN:
		frame->overlay = OVERLAY_NONE;
		return true;
	case COMMAND_ENTER:
	case COMMAND_PAUSE:
		return is_choice && choose_column(frame, state);
	default:
		return infos[frame->overlay].scrolls && scroll(&frame->overlay_list, command);
	}
}
