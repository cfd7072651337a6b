/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Overlays lie over the view in a frame of their own: title, rows, keys. frame.c calls these; each
 * overlay is a row of the table in overlay.c. `list` is frame->overlay_list, fitted here. */
#pragma once

#include "view/panel.h"

void overlay_paint(const struct scene *scene, struct frame *frame, struct canvas *canvas);
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
