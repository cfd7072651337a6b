/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page grid lays an address space out row by row, so that an address can be read off a row and a
 * column.
 *
 * Model: a cell stands for `cell` bytes, a power of two. `columns` cells make a row, one or two rows
 * make a line of the screen. What is mapped is cut into stretches, each beginning on a new line;
 * holes of up to a row stay inside a stretch, longer ones are folded away between two. All that is
 * needed of a stretch is its place: memory follows the number of stretches, never that of pages. */
#pragma once

#include "strata/snapshot.h"

struct page_stretch {
	uint64_t start, end;
	uint64_t line, lines; /* where it begins, and how many it takes */
};

struct page_grid {
	uint64_t cell;
	int columns;
	int rows; /* of a line: 2 in half blocks, otherwise 1 */
};

/* A place on the grid. */
struct page_spot {
	uint64_t line;
	int row, column;
};

/* Cells that fit beside the labels: a multiple of 16, or of 8 where there is little room. */
int page_grid_columns(int width);
uint64_t page_grid_row_bytes(const struct page_grid *grid);

/* The next stretch of [start, end) from region *index on; false after the last. Begin with *index
 * and *ret_stretch zero: it goes on from the stretch before. */
bool page_grid_next(const struct page_grid *grid, const struct region_table *table, uint64_t start,
	uint64_t end, size_t *index, struct page_stretch *ret_stretch);
/* Lines of [start, end) at this zoom. */
uint64_t page_grid_lines(const struct page_grid *grid, const struct region_table *table,
	uint64_t start, uint64_t end);
/* The smallest cell, a page at least, at which it takes at most so many lines; found by halving,
 * as each try looks at all regions. */
uint64_t page_grid_fit(const struct page_grid *grid, const struct region_table *table,
	uint64_t start, uint64_t end, uint64_t lines);

/* Where the stretch shows this address, which it holds. */
struct page_spot page_grid_spot(
	const struct page_grid *grid, const struct page_stretch *stretch, uint64_t address);
/* The first address of the cell at this spot; false where the stretch has none there. */
bool page_grid_address(const struct page_grid *grid, const struct page_stretch *stretch,
	struct page_spot spot, uint64_t *ret_address);
