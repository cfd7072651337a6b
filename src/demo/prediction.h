/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Predictions: what the learner says of a step, held against what was measured. Pure. */
#pragma once

#include "demo/figure.h"
#include "demo/run.h"
#include "demo/scope.h"

/* A number as people write it: "6,400", "25M", "25 MiB", "132 KB", "-4M"; K, M, G are powers of 1024.
 * -EINVAL, -ERANGE. */
int prediction_number(const char *text, int64_t *ret_number);
size_t prediction_choices(const struct demo_prediction *prediction);
/* Judges what was said of the step that has just ended; a typed number is right when it is off by no
 * more than a tenth. */
void prediction_judge(
	struct demo_run *run, const struct scope *scope, const struct judge_samples *samples);
