/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Compare view: two processes side by side, or one process at its baseline and now.
 *
 * Its rows are what either side has mapped, most resident first: value and size say where, first and
 * count which region of either table (UINT32_MAX: not there), tag whether it is the same thing. The
 * pages of the row under the cursor lie below the rows, on one grid for both sides: label, cells,
 * gutter, cells. The right side is one of the companions, chosen by state->horizontal. */
#pragma once

#include "strata/compare.h"
#include "view/page_grid.h"
#include "view/view.h"

#define PAIR_WORDS 32

struct pair_side {
	const struct snapshot *now;
	const char *role; /* "parent", "baseline"; "" */
	const struct page_look *pages, *pages_before;
	uint64_t ended_wall_ns; /* 0: it lives; otherwise all this is its last picture */
};

struct pair {
	struct pair_side sides[2];
	bool is_one_process; /* the left one is the baseline */
};

/* Where things lie in the view's area. */
struct pair_layout {
	struct rect head, list, title, cells[2], gutter, legend, states, totals;
	int label; /* columns before the cells; 0: no room */
};

/* false: there is nothing to compare with. */
bool pair_of(const struct scene *scene, struct pair *ret_pair);
/* Has either of two processes ended? Then they have nothing in common any more. */
bool pair_has_ended(const struct pair *pair);
/* What to call a side: its role, or where it stands. */
const char *pair_name(const struct pair *pair, size_t side);
/* "copied", "only in child": what pages are to each other. */
const char *pair_words(const struct pair *pair, enum match match, char out[PAIR_WORDS]);
/* Another process; not the baseline of the one on the screen. */
size_t pair_partner(const struct scene *scene);
struct pair_layout pair_layout(const struct scene *scene, struct rect area);
/* What a row speaks of. */
struct aligned pair_piece(const struct pair *pair, const struct row *row);
/* The window that shows the row in these cells. */
struct page_window pair_window(const struct row *row, struct rect cells, int rows);
/* The first row of the list that is shown. */
size_t pair_top(const struct view_state *state, int height);

void pair_paint(const struct scene *scene, struct canvas *canvas, struct rect area);
/* The sums of all that are watched, as bars, and a sentence. */
void pair_paint_totals(const struct scene *scene, const struct pair *pair,
	const struct match_count *count, struct canvas *canvas, struct rect area);
int pair_totals_height(const struct scene *scene, const struct pair *pair, int height);
