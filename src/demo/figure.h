/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures: what an expectation or a prediction looks at (demo.h says how it is named), as the samples
 * of a run show it. A figure is bytes, a count or a word; what could not be read is not known. Pure. */
#pragma once

#include "demo/run.h"

/* The samples at the ends of the step before and of this one, by process of the run; NULL where there
 * was no such process (yet, any more). */
struct judge_samples {
	const struct snapshot *before[DEMO_ROLES], *after[DEMO_ROLES];
};

struct figure {
	int64_t value;
	bool is_known, is_bytes, is_word;
	char word[RUN_WORD]; /* "bss", "rw-p" */
};

/* Index of the process with this role: NULL is the first, "sum" gives process_count; SIZE_MAX where
 * there is none. */
size_t figure_process(const struct demo_run *run, const char *role);
/* Does this metric give words ("KEY.kind", "KEY.permissions", "KEY.fault") and no numbers? */
bool figure_is_word(const char *metric);
/* What it was after the step, or by how much it changed. A word does not change by so much: it is
 * always the one after the step. */
struct figure figure_measure(const struct demo_run *run, const char *role, const char *metric,
	bool is_absolute, const struct judge_samples *samples);
/* What to call it before people: "child minflt", "data Private_Dirty", "fork_us". */
void figure_label(
	const struct demo_run *run, const char *role, const char *metric, char *out, size_t size);
