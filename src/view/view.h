/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A view is one screen: what it needs read, how its rows come about, how it paints, what it obeys.
 * One file a view; the registry in registry.c lists them in tab order. */
#pragma once

#include "strata/source.h"
#include "ui/canvas.h"
#include "ui/column.h"
#include "view/command.h"
#include "view/scene.h"

struct view {
	const char *name;             /* "map": --view, config */
	const char *title;            /* "Map": its tab */
	const char *summary;          /* one line of help */
	unsigned needs;               /* enum detail: read while this view is shown */
	bool has_side;                /* the side panel explains the selected region beside it */
	const struct column *columns; /* of a table view; NULL */
	size_t column_count;
	/* Rows for the scene's snapshot and the state's order, filter and folds. NULL: no rows. */
	void (*arrange)(const struct scene *scene, struct view_state *state);
	/* Paints into `area` only. */
	void (*paint)(const struct scene *scene, struct canvas *canvas, struct rect area);
	/* true when it obeyed; then rows are arranged again. NULL: nothing of its own. */
	bool (*obey)(const struct scene *scene, struct view_state *state, enum command command);
	/* The region under the cursor, or NULL. */
	const struct region *(*selected)(const struct scene *scene);
};

extern const struct view *const view_registry[];
extern const size_t view_count;

/* By name or title, any case; NULL. */
const struct view *view_find(const char *name);
