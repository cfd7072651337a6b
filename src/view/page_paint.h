/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Painting pages: cells of page maps, row by row, in any rectangle.
 *
 * Two rows share a line as the halves of a block, told apart by colour; where both halves are in the
 * same state, the line shows that state's glyph. A cell of several pages is filled whole, half or not
 * at all, by its share in RAM. A huge page is one run from edge to edge, ╞═══╡. `is_plain` is for where colours say nothing: a row takes a line, and
 * each state has a glyph of its own. */
#pragma once

#include "ui/canvas.h"
#include "view/page_look.h"

/* What is known of a stretch of address space; a picture of it has area.width cells a row. */
struct page_picture {
	uint64_t start, end;         /* the first cell begins at `start`; behind `end` is nothing */
	uint64_t cell;               /* bytes */
	const struct page_look *now; /* NULL, or what it does not show: left blank */
	const struct page_look
		*before; /* cells not as they were then are marked as changed; NULL */
	uint64_t cursor; /* an address in the cell to point out; UINT64_MAX: none */
	bool is_fading;  /* what has changed is marked less brightly */
	bool is_plain;
	bool shows_written; /* cells with pages written since a wipe are marked as changed */
};

/* Rows that fit in a line. */
int page_paint_rows(bool is_plain);
void page_paint(struct canvas *canvas, struct rect area, const struct page_picture *picture);
/* All of it in one row as high as the area: a strip beside something. */
void page_paint_strip(struct canvas *canvas, struct rect area, const struct page_picture *picture);
/* The glyph and the ink of a page like this one, for a legend. */
void page_paint_sample(struct canvas *canvas, int x, int y, const struct page_cell *cell);
enum role page_ink(const struct page_cell *cell);
