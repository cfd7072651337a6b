/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns of a table: what a column is called, how wide, how its cell is written and compared.
 *
 * A table is an array of columns over rows of one type (`const void *row`, with a context the view
 * gives). The header line, the help, --sort and the manual read the same array. */
#pragma once

#include "ui/canvas.h"

#define COLUMN_TEXT 512

struct column {
	const char *name;        /* "private_dirty": for sort, config */
	const char *title;       /* "PrivDirty": header line */
	const char *description; /* one line of help */
	int width;               /* columns; 0 takes what is left (at most one per table) */
	bool is_right;           /* right-aligned: numbers */
	bool descends;           /* sorted greatest first */
	/* Writes the cell's text (raw bytes allowed) into `out`; returns the ink. */
	enum role (*write)(const void *row, const void *context, char out[COLUMN_TEXT]);
	/* <0, 0, >0 in ascending order. */
	int (*compare)(const void *a, const void *b, const void *context);
	bool is_prose; /* what is too long is cut at its end; else in the middle, as paths are */
};

/* One line of titles; `sorted` is underlined or marked, SIZE_MAX for none. `chosen` is a bit mask of
 * visible columns. Columns that do not fit at the right are left out whole. */
void column_header(struct canvas *canvas, struct rect line, const struct column *columns,
	size_t count, uint64_t chosen, size_t sorted, bool reversed);
void column_row(struct canvas *canvas, struct rect line, const struct column *columns, size_t count,
	uint64_t chosen, const void *row, const void *context);
/* The column whose title is at x of the header line, or SIZE_MAX (mouse). */
size_t column_at(
	struct rect line, const struct column *columns, size_t count, uint64_t chosen, int x);
