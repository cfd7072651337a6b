/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson for the screen, made by hand: those of the demos may be reworded at any time. */
#pragma once

#include <stdio.h>

#include "demo/run.h"

void lesson_run(struct demo_run *run);
