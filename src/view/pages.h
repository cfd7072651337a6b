/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Pages view: the pages of a region, a module or the whole process on a page grid (page_grid.h).
 *
 * Its rows are the stretches of the grid: value and size say what of the address space, first and
 * count which lines of the screen. The list counts lines; the cursor is an address. */
#pragma once

#include "view/page_grid.h"
#include "view/view.h"

#define PAGES_LABEL 16 /* columns before the cells: the address of the line */
#define PAGES_HEAD 2   /* lines above them: title and ruler */
#define PAGES_FOOT 1   /* and below: the legend */

struct page_grid pages_grid(const struct scene *scene, const struct view_state *state);
struct page_stretch pages_stretch(const struct view_state *state, size_t row);
/* The row that shows this line or this address; row_count when none does. */
size_t pages_row_of_line(const struct view_state *state, uint64_t line);
size_t pages_row_of_address(const struct view_state *state, uint64_t address);
/* What lines [top, bottom) of the screen show of the stretch; no cells where they show none. */
struct page_window pages_window(const struct page_grid *grid, const struct page_stretch *stretch,
	uint64_t top, uint64_t bottom);
/* When the marks of writing were wiped; 0: they were not. */
uint64_t pages_wiped(const struct scene *scene);
/* Commands that move the cursor, and those that change the zoom; false: it is neither. */
bool pages_move(const struct scene *scene, struct view_state *state, enum command command);
bool pages_zoom(const struct scene *scene, struct view_state *state, enum command command);

void pages_paint(const struct scene *scene, struct canvas *canvas, struct rect area);
/* How many pages of the screen are in which state; shared or not is estimated where sampled. */
void pages_paint_legend(
	const struct scene *scene, bool is_sampled, struct canvas *canvas, struct rect line);
int pages_inspect(const struct scene *scene, struct canvas *canvas, struct rect area);
