/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A step of a real demo for the screen: its own texts, in any language, and what it expects, which
 * holds. The figures are made by hand. */
#pragma once

#include "demo/run.h"

/* `number` counts from 1, in the steps of the usual variant. False where there is no such step. */
bool lecture_run(struct demo_run *run, const char *id, size_t number);
