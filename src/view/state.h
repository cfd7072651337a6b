/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a view remembers between paints: cursor, order, filter, what is folded, and the rows that
 * follow from them. The rows are arranged once per snapshot or change of state (view->arrange), so
 * that painting costs what is on screen. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/growth.h"
#include "strata/leak.h"
#include "strata/snapshot.h"
#include "ui/column.h"
#include "ui/list.h"

/* One row of a view: a tag the view defines, which regions (or other things) by index, and `value`,
 * which with the tag says what it is, so that the cursor finds it again in the next snapshot. Sums
 * over many regions are made while arranging, not while painting. */
struct row {
	uint32_t tag;
	uint32_t first, count;
	uint64_t value; /* a start address, a time, ... */
	uint64_t size, rss, pss, uss;
	int64_t grew;    /* bytes resident since the baseline */
	int64_t moved;   /* and since the sample before */
	bool is_partial; /* some of the regions have counters not yet read */
	uint8_t kind;    /* enum region_kind of most of its bytes */
};

/* Where the Pages view is: what it shows, how large, and the page under its cursor. */
struct page_place {
	uint64_t start, end;           /* the scope; both 0: the whole process */
	uint64_t zoom;                 /* bytes a cell as chosen; 0: as much as fits */
	uint64_t cell;                 /* and as arranged */
	uint64_t cursor;               /* address */
	uint64_t seek_turn, seek_done; /* searches asked for, and answered */
	uint64_t seek_from, seek_to;   /* the last of them, as in page_look.h */
	size_t line;                   /* of the cursor, when lines were arranged last */
	bool is_region;                /* the scope is one region, and grows with it */
	bool is_marking;               /* what has changed since the baseline is marked */
};

/* Where the timeline is. Times are CLOCK_MONOTONIC. */
struct time_place {
	uint64_t cursor_ns; /* 0: now */
	uint64_t span_ns;   /* that is shown; 0: all there is */
	uint64_t end_ns;    /* of what is shown; 0: now */
	unsigned by;        /* enum growth_scope: what the bands are */
	unsigned figure;    /* enum past_figure: of what */
	unsigned window;    /* of growth: index into the choices */
};

/* What grew and what it is suspected of, found while arranging. Borrows from the past. */
struct findings {
	struct growth growths[64];
	struct suspect suspects[8];
	size_t growth_count, suspect_count;
};

#define STATE_OPEN 64    /* how many things may be unfolded at once */
#define STATE_FILTER 128 /* bytes of a filter */

struct view_state {
	struct list list;
	struct row *rows; /* owned; grown by state_add_row() */
	size_t row_count, row_capacity;

	size_t sort; /* column index; SIZE_MAX: address order */
	bool is_reversed;
	uint64_t columns;          /* bit mask of chosen columns; 0: the view's default */
	uint64_t shown;            /* the same of those that show, as last arranged */
	char filter[STATE_FILTER]; /* as typed; empty for none */
	char find[STATE_FILTER];   /* what COMMAND_FIND_NEXT looks for */
	uint64_t open[STATE_OPEN]; /* keys of unfolded things (an address): exceptions from... */
	size_t open_count;
	bool is_all_open;            /* ...this */
	uint64_t marked[STATE_OPEN]; /* start addresses of marked regions: their sum is shown */
	size_t marked_count;
	struct kind_total sum; /* over the marked rows, or over all that pass the filter */
	uint64_t largest;      /* size of the largest row: the scale of bars */
	size_t horizontal;     /* first column shown, for wide tables */
	int width, height;     /* of the view's area, for what is arranged by them */
	size_t lines;          /* what the list counts where that is not the rows; 0 */
	struct page_place place;
	struct time_place time;
	struct findings *findings; /* owned; NULL until a view wants them */
};

void state_init(struct view_state *state);
void state_finish(struct view_state *state);
void state_clear_rows(struct view_state *state);
/* false on exhaustion. */
bool state_add_row(struct view_state *state, struct row row);
/* The row under the cursor; a row of tag UINT32_MAX where there are none. */
struct row state_current(const struct view_state *state);
/* Puts the cursor on the row with this tag and value; else on one whose `size` from `value` on covers
 * it; else on the nearest. */
void state_restore(struct view_state *state, struct row row);
/* Sorts the rows as the state has it by a column that compares them; equal ones by `first`. */
void state_sort(struct view_state *state, const struct column *columns, const void *context);
bool state_is_open(const struct view_state *state, uint64_t key);
/* Opens all, or folds all. */
void state_toggle_all(struct view_state *state);
void state_toggle_open(struct view_state *state, uint64_t key);
bool state_is_marked(const struct view_state *state, uint64_t key);
void state_toggle_marked(struct view_state *state, uint64_t key);
