/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Panels: the parts of the screen around and over the views. All pure, like views. */
#pragma once

#include "view/view.h"

/* What is laid over the view. */
enum overlay {
	OVERLAY_NONE,
	OVERLAY_HELP,       /* keys, from the command table */
	OVERLAY_EXPLAIN,    /* the selected region, and every topic there is */
	OVERLAY_SORT,       /* choose a column to sort by */
	OVERLAY_COLUMNS,    /* choose columns */
	OVERLAY_DEMOS,      /* choose a demo: overlay_list.selected is an index into scene->menu */
	OVERLAY_TABLE,      /* a demo's before/after table */
	OVERLAY_MARKERS,    /* what it marked: overlay_list.selected is an index into its markers */
	OVERLAY_DIFFERENCE, /* overlay_list.selected is an index into scene->differing */
	OVERLAY_WHO,        /* who maps this: overlay_list.selected is an index into the answer */
};

/* Everything about the frame that is not in the scene. */
struct frame {
	const struct view *view; /* &view_chooser while scene->processes is set */
	enum overlay overlay;
	struct list overlay_list;  /* scroll or cursor of the overlay; fitted by frame_paint() */
	char search[STATE_FILTER]; /* words that topics must have, while they are listed */
	int against;               /* which pin the difference is to: any number, in turn */
	bool is_since_start;       /* the table counts from the start, not from the step before */
	bool is_teaching;          /* fewer panes and larger figures, for a class */
	bool side;                 /* the side panel is wanted */
	enum context focus;        /* which keys hold, for the help line */
};

/* Which keys hold now: those of the focus, or of a question that waits in the lesson's pane. */
enum context frame_context(const struct scene *scene, const struct frame *frame);
/* The whole screen: header, tabs, view, side panel, event line, help line, overlay. The only
 * function the app calls to paint; rows must have been arranged. Below 40x10 a polite line. */
void frame_paint(const struct scene *scene, struct frame *frame, struct canvas *canvas);
/* Arranges the view's rows and keeps its cursor on screen: after a sample, a resize, a change of
 * view, and whenever frame_obey() or frame_click() did something. `state` is scene->state. */
void frame_arrange(const struct scene *scene, const struct frame *frame, struct view_state *state,
	int width, int height);
/* What views and overlays do by themselves at a command: move, open, mark, sort, find (for
 * state->find), open and close overlays, choose columns. false: the program's own business. */
bool frame_obey(const struct scene *scene, struct frame *frame, struct view_state *state,
	enum command command);
/* Where the view lies in a canvas of this size. */
struct rect frame_view_area(
	const struct scene *scene, const struct frame *frame, int width, int height);
/* A click at x, y: selects a row, or sorts by a column; returns a tab's command for the program to
 * obey, COMMAND_ENTER for a click on the row already selected, or COMMAND_NONE. */
enum command frame_click(const struct scene *scene, struct frame *frame, struct view_state *state,
	int width, int height, int x, int y);

void panel_header(const struct scene *scene, struct canvas *canvas, struct rect area);
void panel_tabs(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
/* The view whose tab is at x of that line, or SIZE_MAX. */
size_t panel_tab_at(struct rect area, int x);
void panel_events(const struct scene *scene, struct canvas *canvas, struct rect area);
/* The step and its figure, for a class: three lines. */
void panel_caption(const struct scene *scene, struct canvas *canvas, struct rect area);
void panel_keys(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
void panel_side(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
/* The lesson: at least 34 columns wide. */
void panel_demo(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
/* The same place while a quiz is on. */
void panel_quiz(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
/* Instead of a view without rows: why there are none. */
void panel_empty(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
