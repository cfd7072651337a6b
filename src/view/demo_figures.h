/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The numbers of a demo: its processes side by side, at one scale, and how a number is written. */
#pragma once

#include "demo/run.h"
#include "ui/canvas.h"

struct demo_number {
	int64_t number;
	bool is_bytes, is_change;
};

/* Exact: "+6,400", "+25,600K", "132K". */
const char *demo_number(struct demo_number number, char out[UNITS_TEXT]);
/* The two sides of a verdict, numbers or words. */
const char *demo_seen(const struct run_verdict *verdict, char out[UNITS_TEXT]);
const char *demo_expected(const struct run_verdict *verdict, char out[UNITS_TEXT]);
/* What was expected and how far off it may be: "+6,400 ±8". */
#define DEMO_RANGE (2 * UNITS_TEXT + 4)
const char *demo_range(const struct run_verdict *verdict, char out[DEMO_RANGE]);
/* How many lines of the pane demo_figures() needs; 0 where there is no room for it. */
int demo_figures_height(const struct demo_run *run, struct rect pane);
/* In a class: the resident memory of each alone, as bars two lines high. */
int demo_bars_height(const struct demo_run *run, struct rect pane);
void demo_bars(const struct demo_run *run, struct canvas *canvas, struct rect area);
void demo_figures(const struct demo_run *run, struct canvas *canvas, struct rect area);
