/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sheet is the pane of a lesson, written from top to bottom until it is full. What does not fit is
 * written anew, denser. */
#pragma once

#include "demo/run.h"
#include "ui/canvas.h"

/* How much of the lesson is written: all of it and set apart by blank lines, all that has to be known,
 * or, where even that does not fit, the lesson before the numbers. */
enum density {
	DENSITY_AIRY,
	DENSITY_DENSE,
	DENSITY_SHORT,
	DENSITIES,
};

struct sheet {
	const struct demo_run *run;
	const struct demo_step *step; /* the one that is shown; NULL before the first */
	struct canvas *canvas;
	struct rect rest;
	enum density density;
	bool is_teaching; /* for a class: few numbers */
	/* Of the verdicts: columns, and what has room beside what was seen. */
	int seen_width, expected_width;
	bool is_narrow, has_tolerance;
};

/* sheet.c. Where there is no line left, one far outside, where nothing shows. */
struct rect sheet_line(struct sheet *sheet);
/* A line filled as far as so much of the whole is done. */
void sheet_bar(struct sheet *sheet, size_t done, size_t whole);
void sheet_set_apart(struct sheet *sheet);
/* Wrapped; nothing for NULL and "". */
void sheet_write(struct sheet *sheet, struct pen pen, const char *text);

/* sheet_verdicts.c: what the worker says it saw, and what was expected of the step. */
void sheet_write_values(struct sheet *sheet);
void sheet_write_verdicts(struct sheet *sheet);

/* sheet_question.c: what the learner is asked before a step, and after it what was said beside what
 * was measured. */
void sheet_write_question(struct sheet *sheet);
void sheet_write_answer(struct sheet *sheet);
