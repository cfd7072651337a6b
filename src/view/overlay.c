/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/overlay.h"

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pencil.h"

#define BOX_WIDTH 76

struct overlay_info {
	const char *title;
	struct overlay_key keys[5]; /* ended by key NULL */
	bool is_box;  /* only as large as the columns need; otherwise it fills the area */
	bool scrolls; /* has no cursor */
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
		bool is_on = is_sort ? state->sort == i : state->shown >> i & 1;
		if (is_on)
			canvas_glyph(canvas, line.x + 1, line.y, GLYPH_YES, PEN_BOLD(ROLE_GOOD));
		pencil_skip(&pencil, 3);
		pencil_write_cell(
			&pencil, PEN_BOLD(ROLE_TEXT), 16, translate(view->columns[i].title));
		pencil_write(&pencil, PEN(ROLE_DIM), "%s", translate(view->columns[i].description));
		if (i == frame->overlay_list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

#define BACK                                                                                       \
	{                                                                                          \
		"esc", N_("back")                                                                  \
	}
#define MOVE                                                                                       \
	{                                                                                          \
		"↑↓", N_("another word")                                                           \
	}

static const struct overlay_info infos[] = {
	[OVERLAY_HELP] = { N_("Keys"), { { "?", N_("topics") }, BACK }, false, true, overlay_help },
	[OVERLAY_EXPLAIN] = { N_("Explain"),
		{ MOVE, { "/", N_("search") }, { "F1", N_("keys") }, BACK }, false, false,
		overlay_explain },
	[OVERLAY_SORT] = { N_("Sort by"), { { "enter", N_("choose") }, BACK }, true, false,
		paint_columns },
	[OVERLAY_COLUMNS] = { N_("Columns"), { { "enter", N_("show or hide") }, BACK }, true, false,
		paint_columns },
	[OVERLAY_DEMOS] = { N_("Demos"),
		{ { "enter", N_("start") }, BACK, { "*", N_("needs something, which is here") },
			{ "!", N_("cannot run here") } },
		false, false, overlay_demos },
	[OVERLAY_TABLE] = { N_("Before and after"),
		{ { "d", N_("of this step") }, { "D", N_("since the start") }, BACK }, false, true,
		overlay_table },
	[OVERLAY_MARKERS] = { N_("Marked places"), { { "enter", N_("go there") }, BACK }, false,
		false, overlay_markers },
	[OVERLAY_DIFFERENCE] = { N_("What differs"),
		{ { "←→", N_("from another pin") }, { "enter", N_("where") }, BACK }, false, false,
		overlay_difference },
	[OVERLAY_WHO] = { N_("Who maps this?"), { { "enter", N_("watch it") }, BACK }, false, false,
		overlay_who },
};

const struct overlay_key *overlay_keys(const struct scene *scene, const struct frame *frame)
{
	static const struct overlay_key only_back[] = { BACK, { NULL, NULL } };
	const struct mappers *answer = scene->asked ? scene->asked->answer : NULL;
	bool has_none = frame->overlay == OVERLAY_WHO && (!answer || answer->tally.found == 0);
	return frame->overlay == OVERLAY_NONE ? NULL
	       : has_none                     ? only_back
					      : infos[frame->overlay].keys;
}

static struct rect box_in(struct rect area, size_t rows)
{
	struct rect box = area;
	if (box.width > BOX_WIDTH)
		box.width = BOX_WIDTH;
	if (box.height > (int)rows + 2)
		box.height = (int)rows + 2;
	box.x += (area.width - box.width) / 2;
	box.y += (area.height - box.height) / 2;
	return box;
}

/* What lies beneath is blotted out; a box has an edge, the others are as wide as the screen. */
static struct rect paint_edge(struct canvas *canvas, struct rect area, bool is_box)
{
	struct rect left = layout_left(&area, 1), right = layout_right(&area, 1);
	struct rect foot = is_box ? layout_bottom(&area, 1) : (struct rect){ 0 };
	for (int y = 0; y < left.height && is_box; y++) {
		canvas_glyph(canvas, left.x, left.y + y, GLYPH_WALL, PEN(ROLE_BORDER));
		canvas_glyph(canvas, right.x, right.y + y, GLYPH_WALL, PEN(ROLE_BORDER));
	}
	for (int x = 0; x < foot.width; x++)
		canvas_glyph(canvas, foot.x + x, foot.y, GLYPH_RULE, PEN(ROLE_BORDER));
	return area;
}

void overlay_paint(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	if (frame->overlay == OVERLAY_NONE)
		return;
	const struct overlay_info *info = &infos[frame->overlay];
	if (info->is_box)
		area = box_in(area, frame->view->column_count);
	canvas_fill(canvas, area, ' ', PEN(ROLE_TEXT));
	struct rect title = layout_top(&area, 1);
	canvas_fill(canvas, title, ' ', PEN_ON(ROLE_TEXT, ROLE_BAR));
	struct pencil pencil = pencil_at(canvas, title);
	pencil_write(&pencil, PEN_ON(ROLE_BRAND, ROLE_BRAND), " %s ", translate(info->title));
	info->paint(scene, frame, canvas, paint_edge(canvas, area, info->is_box));
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
	if (frame->overlay == OVERLAY_SORT) {
		state->is_reversed = false;
		state->sort = column;
		frame->overlay = OVERLAY_NONE;
		return true;
	}
	if (state->columns == 0)
		state->columns = state->shown;
	uint64_t columns = state->columns ^ (UINT64_C(1) << column);
	if (columns)
		state->columns = columns;
	return true;
}

/* Back first drops what was searched for. */
static bool close_or_clear(struct frame *frame)
{
	if (frame->overlay != OVERLAY_EXPLAIN || !frame->search[0])
		frame->overlay = OVERLAY_NONE;
	frame->search[0] = '\0';
	return true;
}

/* Keys and topics lead to each other; the key that opened something closes it. */
static bool turn(struct frame *frame, enum overlay other)
{
	bool is_either = frame->overlay == OVERLAY_HELP || frame->overlay == OVERLAY_EXPLAIN;
	frame->overlay = is_either && frame->overlay != other ? other : OVERLAY_NONE;
	frame->overlay_list = (struct list){ 0 };
	frame->search[0] = '\0';
	return true;
}

/* The key that shows what is shown closes it; the other one shows the other. */
static bool turn_table(struct frame *frame, bool is_since_start)
{
	if (frame->is_since_start == is_since_start)
		frame->overlay = OVERLAY_NONE;
	frame->is_since_start = is_since_start;
	return true;
}

/* The key that opened it closes it. */
static bool turn_pin(struct frame *frame, enum command command)
{
	if (command == COMMAND_DIFFERENCE)
		frame->overlay = OVERLAY_NONE;
	else
		frame->against += command == COMMAND_RIGHT ? 1 : -1;
	return true;
}

bool overlay_obey(struct frame *frame, struct view_state *state, enum command command)
{
	bool is_choice = frame->overlay == OVERLAY_SORT || frame->overlay == OVERLAY_COLUMNS;
	switch (command) {
	case COMMAND_BACK:
		return close_or_clear(frame);
	case COMMAND_HELP:
	case COMMAND_EXPLAIN:
		return turn(frame, command == COMMAND_HELP ? OVERLAY_HELP : OVERLAY_EXPLAIN);
	case COMMAND_DEMO_TABLE:
	case COMMAND_DEMO_SINCE:
		return frame->overlay == OVERLAY_TABLE &&
		       turn_table(frame, command == COMMAND_DEMO_SINCE);
	case COMMAND_DIFFERENCE:
	case COMMAND_LEFT:
	case COMMAND_RIGHT:
		return frame->overlay == OVERLAY_DIFFERENCE && turn_pin(frame, command);
	case COMMAND_ENTER:
	case COMMAND_PAUSE:
		return is_choice && choose_column(frame, state);
	default:
		return infos[frame->overlay].scrolls && scroll(&frame->overlay_list, command);
	}
}
