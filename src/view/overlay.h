/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Overlays lie over tabs and view: a title, and rows of their own. frame.c calls these; each overlay
 * is a row of the table in overlay.c. `frame->overlay_list` is fitted while painting. */
#pragma once

#include "view/panel.h"

/* What can be done in an overlay, for the help line. */
struct overlay_key {
	const char *key, *hint;
};

/* Ended by key NULL; NULL where no overlay is open. */
const struct overlay_key *overlay_keys(const struct scene *scene, const struct frame *frame);
void overlay_paint(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area);
/* true when the overlay did something with it. */
bool overlay_obey(struct frame *frame, struct view_state *state, enum command command);

/* The bodies. Each fits frame->overlay_list to what it shows. */
void overlay_help(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area);
void overlay_explain(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area);
void overlay_demos(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area);
void overlay_table(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area);
void overlay_markers(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area);
void overlay_difference(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area);
void overlay_who(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area);
