/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Panels: the parts of the screen around and over the views. All pure, like views. */
#pragma once

#include "view/view.h"

/* What is laid over the view. */
enum overlay {
	OVERLAY_NONE,
	OVERLAY_HELP,    /* keys, from the command table */
	OVERLAY_EXPLAIN, /* the selected region, or a topic */
	OVERLAY_SORT,    /* choose a column to sort by */
	OVERLAY_COLUMNS, /* choose columns */
	OVERLAY_TABLE,   /* a demo's before/after table */
};

/* Everything about the frame that is not in the scene. */
struct frame {
	const struct view *view;
	enum overlay overlay;
	struct list overlay_list; /* scroll or cursor of the overlay */
	bool side;                /* the side panel is wanted */
	enum context focus;       /* which keys hold, for the help line */
};

/* The whole screen: header, tabs, view, side panel, event line, help line, overlay. The only
 * function the app calls to paint. Below 40x10 a polite line. */
void frame_paint(const struct scene *scene, struct frame *frame, struct canvas *canvas);
/* Where the view lies in a canvas of this size (mouse; list heights). */
struct rect frame_view_area(
	const struct scene *scene, const struct frame *frame, int width, int height);
/* What a click at x, y means: a tab's command, or COMMAND_NONE. */
enum command frame_click(
	const struct scene *scene, const struct frame *frame, int width, int height, int x, int y);

void panel_header(const struct scene *scene, struct canvas *canvas, struct rect area);
void panel_tabs(const struct frame *frame, struct canvas *canvas, struct rect area);
void panel_events(const struct scene *scene, struct canvas *canvas, struct rect area);
void panel_keys(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
void panel_side(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
void panel_demo(const struct scene *scene, struct canvas *canvas, struct rect area);
void panel_help(const struct frame *frame, struct canvas *canvas, struct rect area);
void panel_explain(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area);
/* The chooser fills the screen below its own header. */
void panel_chooser(const struct scene *scene, struct canvas *canvas, struct rect area);
