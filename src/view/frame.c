/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/panel.h"

#include "demo/run.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/overlay.h"
#include "view/pencil.h"

#define LEAST_WIDTH 40
#define LEAST_HEIGHT 10
#define WIDE 100         /* from here on the side panel fits */
#define LESSON_LEAST 34  /* a demo's pane */
#define CAPTION 3        /* lines, in a class, */
#define CAPTION_FROM 20  /* on a screen of so many */
#define LESSON_BESIDE 74 /* and from here on it fits beside a view */

struct parts {
	struct rect header, tabs, view, wall, side, caption, events, keys;
};

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

static int header_height(const struct scene *scene, int height)
{
	if (scene->processes)
		return 1;
	return height >= 22 ? 3 : height >= 14 ? 2 : 1;
}

/* Width of the panel at the side; 0 for none, all of it when it takes the view's place. */
static int side_width(const struct scene *scene, const struct frame *frame, int width)
{
	if (scene->processes)
		return 0;
	if (scene->demo && frame->side) {
		if (width >= LESSON_BESIDE)
			return clamp(width * 2 / 5, LESSON_LEAST, 64);
		return frame->focus == CONTEXT_DEMO ? width : 0;
	}
	if (frame->side && frame->view->has_side && width >= WIDE)
		return clamp(width * 34 / 100, 38, 66);
	return 0;
}

static struct parts divide(
	const struct scene *scene, const struct frame *frame, int width, int height)
{
	struct parts parts = { 0 };
	struct rect rest = { 0, 0, width, height };
	bool is_taught = frame->is_teaching && scene->demo;
	parts.header = layout_top(&rest, is_taught ? 1 : header_height(scene, height));
	if (!scene->processes && !is_taught)
		parts.tabs = layout_top(&rest, 1);
	parts.keys = layout_bottom(&rest, 1);
	parts.events = layout_bottom(&rest, 1);
	if (is_taught && height >= CAPTION_FROM)
		parts.caption = layout_bottom(&rest, CAPTION);
	parts.side = layout_right(&rest, side_width(scene, frame, width));
	if (parts.side.width && rest.width)
		parts.wall = layout_right(&rest, 1);
	parts.view = rest;
	return parts;
}

struct rect frame_view_area(
	const struct scene *scene, const struct frame *frame, int width, int height)
{
	return divide(scene, frame, width, height).view;
}

void frame_arrange(const struct scene *scene, const struct frame *frame, struct view_state *state,
	int width, int height)
{
	const struct view *view = frame->view;
	struct rect area = frame_view_area(scene, frame, width, height);
	int rows = area.height - view->head - view->foot;
	state->width = area.width;
	state->height = rows > 0 ? rows : 1;
	if (view->arrange)
		view->arrange(scene, state);
	if (view->columns_shown)
		state->shown = view->columns_shown(scene, area);
	list_fit(&state->list, state->lines ? state->lines : state->row_count,
		rows > 0 ? (size_t)rows : 1);
}

enum context frame_context(const struct scene *scene, const struct frame *frame)
{
	if (frame->overlay == OVERLAY_DEMOS)
		return CONTEXT_VIEW;
	bool is_asked = scene->demo && scene->demo->prediction.state == PREDICTION_ASKED;
	return frame->focus == CONTEXT_DEMO && is_asked ? CONTEXT_QUESTION : frame->focus;
}

static void paint_wall(struct canvas *canvas, struct rect area)
{
	for (int y = 0; y < area.height && area.width; y++)
		canvas_glyph(canvas, area.x, area.y + y, GLYPH_WALL, PEN(ROLE_BORDER));
}

static bool is_too_small(const struct canvas *canvas)
{
	return canvas->width < LEAST_WIDTH || canvas->height < LEAST_HEIGHT;
}

static void paint_too_small(struct canvas *canvas)
{
	char words[160];
	snprintf(words, sizeof words, _("strata needs %dx%d, this is %dx%d. q quits."), LEAST_WIDTH,
		LEAST_HEIGHT, canvas->width, canvas->height);
	canvas_wrap(canvas, canvas_area(canvas), PEN(ROLE_TEXT), words);
}

static void paint_view(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area)
{
	if (scene->state->row_count == 0)
		panel_empty(scene, frame, canvas, area);
	else
		frame->view->paint(scene, canvas, area);
}

/* From the tabs to the event line. */
static struct rect area_of_overlay(const struct parts *parts)
{
	int top = parts->header.y + parts->header.height;
	return (struct rect){ 0, top, parts->keys.width, parts->events.y - top };
}

void frame_paint(const struct scene *scene, struct frame *frame, struct canvas *canvas)
{
	canvas_clear(canvas);
	if (is_too_small(canvas)) {
		paint_too_small(canvas);
		return;
	}
	struct parts parts = divide(scene, frame, canvas->width, canvas->height);
	panel_header(scene, canvas, parts.header);
	if (parts.tabs.height)
		panel_tabs(scene, frame, canvas, parts.tabs);
	if (parts.view.width)
		paint_view(scene, frame, canvas, parts.view);
	paint_wall(canvas, parts.wall);
	if (parts.side.width && scene->demo && scene->quiz.question)
		panel_quiz(scene, frame, canvas, parts.side);
	else if (parts.side.width && scene->demo)
		panel_demo(scene, frame, canvas, parts.side);
	else if (parts.side.width)
		panel_side(scene, frame, canvas, parts.side);
	if (parts.caption.height)
		panel_caption(scene, canvas, parts.caption);
	panel_events(scene, canvas, parts.events);
	panel_keys(scene, frame, canvas, parts.keys);
	overlay_paint(scene, frame, canvas, area_of_overlay(&parts));
}

static bool move(struct list *list, enum command command)
{
	switch (command) {
	case COMMAND_UP:
		list_move(list, -1);
		return true;
	case COMMAND_DOWN:
		list_move(list, 1);
		return true;
	case COMMAND_PAGE_UP:
		list_page(list, -1);
		return true;
	case COMMAND_PAGE_DOWN:
		list_page(list, 1);
		return true;
	case COMMAND_FIRST:
		list_select(list, 0);
		return true;
	case COMMAND_LAST:
		list_select(list, list->count ? list->count - 1 : 0);
		return true;
	default:
		return false;
	}
}

static enum overlay overlay_of(enum command command)
{
	switch (command) {
	case COMMAND_HELP:
		return OVERLAY_HELP;
	case COMMAND_EXPLAIN:
		return OVERLAY_EXPLAIN;
	case COMMAND_SORT:
		return OVERLAY_SORT;
	case COMMAND_COLUMNS:
		return OVERLAY_COLUMNS;
	case COMMAND_DEMO_TABLE:
	case COMMAND_DEMO_SINCE:
		return OVERLAY_TABLE;
	case COMMAND_DEMO_MARKERS:
		return OVERLAY_MARKERS;
	default:
		return OVERLAY_NONE;
	}
}

static bool open_overlay(struct frame *frame, enum command command)
{
	enum overlay overlay = overlay_of(command);
	bool needs_columns = overlay == OVERLAY_SORT || overlay == OVERLAY_COLUMNS;
	if (overlay == OVERLAY_NONE || (needs_columns && !frame->view->columns))
		return false;
	frame->overlay = overlay;
	frame->is_since_start = command == COMMAND_DEMO_SINCE;
	frame->search[0] = '\0';
	frame->overlay_list = (struct list){ 0 };
	return true;
}

/* What every view does alike. */
static bool obey_state(struct view_state *state, enum command command)
{
	switch (command) {
	case COMMAND_REVERSE:
		state->is_reversed = !state->is_reversed;
		return true;
	case COMMAND_UNMARK_ALL:
		state->marked_count = 0;
		return true;
	case COMMAND_BACK:
		if (!state->filter[0])
			return false;
		state->filter[0] = '\0';
		return true;
	default:
		return move(&state->list, command);
	}
}

bool frame_obey(const struct scene *scene, struct frame *frame, struct view_state *state,
	enum command command)
{
	if (frame->overlay != OVERLAY_NONE)
		return overlay_obey(frame, state, command) || move(&frame->overlay_list, command);
	if (frame->view->obey && frame->view->obey(scene, state, command))
		return true;
	return open_overlay(frame, command) || obey_state(state, command);
}

static enum command click_row(const struct scene *scene, const struct view *view,
	struct view_state *state, struct rect area, int y)
{
	size_t row = state->list.top + (size_t)(y - area.y - view->head);
	if (view->row_at)
		row = view->row_at(scene, area, y);
	if (row >= state->row_count)
		return COMMAND_NONE;
	bool was_selected = row == state->list.selected;
	list_select(&state->list, row);
	return was_selected ? COMMAND_ENTER : COMMAND_NONE;
}

static void click_title(const struct scene *scene, const struct view *view,
	struct view_state *state, struct rect area, int x)
{
	size_t column = view->title_at ? view->title_at(scene, area, x) : SIZE_MAX;
	if (column == SIZE_MAX)
		return;
	state->is_reversed = column == state->sort && !state->is_reversed;
	state->sort = column;
}

enum command frame_click(const struct scene *scene, struct frame *frame, struct view_state *state,
	int width, int height, int x, int y)
{
	struct parts parts = divide(scene, frame, width, height);
	const struct view *view = frame->view;
	size_t tab = parts.tabs.height ? panel_tab_at(parts.tabs, x) : SIZE_MAX;
	if (frame->overlay != OVERLAY_NONE)
		return COMMAND_NONE;
	if (layout_contains(parts.tabs, x, y) && tab != SIZE_MAX)
		return (enum command)(COMMAND_VIEW_1 + tab);
	if (!layout_contains(parts.view, x, y))
		return COMMAND_NONE;
	if (y < parts.view.y + view->head) {
		click_title(scene, view, state, parts.view, x);
		return COMMAND_NONE;
	}
	if (y >= parts.view.y + parts.view.height - view->foot)
		return COMMAND_NONE;
	if (view->point) {
		view->point(scene, state, parts.view, x, y);
		return COMMAND_NONE;
	}
	return click_row(scene, view, state, parts.view, y);
}
