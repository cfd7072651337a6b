/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judging a step: what was expected of it against what the snapshots show. Pure but for the run it
 * fills; no clock, no /proc. */
#pragma once

#include "demo/figure.h"
#include "demo/run.h"
#include "demo/scope.h"

/* Takes the samples into the run's processes: before, after, first, is_gone. */
void judge_take(struct demo_run *run, const struct judge_samples *samples);
/* Fills the verdicts of the step that has just ended. */
void judge_step(
	struct demo_run *run, const struct scope *scope, const struct judge_samples *samples);
