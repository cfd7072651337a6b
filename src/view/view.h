/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A view is one screen: what it needs read, how its rows come about, how it paints, what it obeys.
 * One file a view; the registry in registry.c lists them in tab order. */
#pragma once

#include "strata/source.h"
#include "ui/canvas.h"
#include "ui/column.h"
#include "view/command.h"
#include "view/scene.h"

struct topic;

/* What lies under the cursor. */
struct selection {
	const struct region *region; /* a single one; NULL for a block, a gap, an event, nothing */
	uint32_t first, count;       /* the regions, by index; a block has several, a gap none */
	uint64_t start, end;         /* addresses; both 0: nothing */
	const char *name;            /* of a block: its module's path (raw), or "" */
	const struct topic *topic;   /* what explains it, where it is no memory; NULL */
};

/* What a key does in this view, for the help line. */
struct view_hint {
	enum command command;
	const char *hint; /* "" stands before the next: "↑↓ select" */
};

struct view {
	const char *name;             /* "map": --view, config */
	const char *title;            /* "Map": its tab */
	const char *summary;          /* one line of help */
	const char *nothing;          /* said where it has no rows; NULL: a general word */
	unsigned needs;               /* enum detail: read while this view is shown */
	bool has_side;                /* the side panel explains the selected region beside it */
	int head, foot;               /* lines of its area above and below the rows */
	const struct column *columns; /* of a table view; NULL */
	size_t column_count;
	const struct view_hint *hints; /* in place of the usual ones; ended by COMMAND_NONE; NULL */
	/* Which of them show in an area of this width, as a bit mask. */
	uint64_t (*columns_shown)(const struct scene *scene, struct rect area);
	/* Rows for the scene's snapshot and the state's order, filter and folds; the cursor stays on
	 * the thing it was on. NULL: no rows. */
	void (*arrange)(const struct scene *scene, struct view_state *state);
	/* Paints into `area` only. */
	void (*paint)(const struct scene *scene, struct canvas *canvas, struct rect area);
	/* true when it obeyed; then rows are arranged again. NULL: nothing of its own. */
	bool (*obey)(const struct scene *scene, struct view_state *state, enum command command);
	/* What is under the cursor. */
	struct selection (*selected)(const struct scene *scene);
	/* Puts the cursor on what holds this address, opening what hides it; false: nothing does. */
	bool (*reveal)(const struct scene *scene, struct view_state *state, uint64_t address);
	/* The row at this line of `area`, for rows of several lines; SIZE_MAX. NULL: a line each. */
	size_t (*row_at)(const struct scene *scene, struct rect area, int y);
	/* What it wants to see of the pages, in `area`; needs DETAIL_PAGES. NULL: nothing. */
	void (*look)(const struct scene *scene, struct rect area, struct page_wish *wish);
	/* The companion at whose pages it looks, too; SIZE_MAX. NULL: none. */
	size_t (*partner)(const struct scene *scene);
	/* Makes what was selected in another view its own matter. NULL: it goes its own way. */
	void (*take_over)(const struct scene *scene, struct view_state *state,
		const struct selection *selection);
	/* Puts the cursor on what is at x, y. NULL: on the row there. */
	void (*point)(const struct scene *scene, struct view_state *state, struct rect area, int x,
		int y);
	/* Paints, at the top of the side panel, what is under the cursor; returns the lines used. */
	int (*inspect)(const struct scene *scene, struct canvas *canvas, struct rect area);
	/* The column whose title is at x, for tables; SIZE_MAX. */
	size_t (*title_at)(const struct scene *scene, struct rect area, int x);
};

extern const struct view *const view_registry[];
extern const size_t view_count;

/* The processes to choose from: in no tab, shown while scene->processes is set. */
extern const struct view view_chooser;
/* What a command started by strata has written: in no tab. */
extern const struct view view_output;
/* The process under its cursor; NULL. Its `error` says why it cannot be watched. */
const struct process_entry *chooser_selected(const struct scene *scene);

/* By name or title, any case; NULL. */
const struct view *view_find(const char *name);
