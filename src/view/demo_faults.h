/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The accesses a demo has tried, a row each: what was tried, the mapping it hit and its bits, what it
 * gave. What a row cannot say in one line follows dimmed: how far below a mapping a hole was hit, an
 * address the signal got wrong. */
#pragma once

#include "demo/run.h"
#include "ui/canvas.h"

enum faults_of {
	FAULTS_OF_STEP, /* that has ended */
	FAULTS_BEFORE,  /* of the steps before it */
};

/* Lines of demo_faults(); 0 where there are none. */
int demo_faults_height(const struct demo_run *run, enum faults_of which);
/* Where not all fit, the first are left out. */
void demo_faults(
	const struct demo_run *run, enum faults_of which, struct canvas *canvas, struct rect area);
