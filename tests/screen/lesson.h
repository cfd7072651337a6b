/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson for the screen, made by hand: those of the demos may be reworded at any time. */
#pragma once

#include <stdio.h>

#include "demo/run.h"

void lesson_run(struct demo_run *run);
/* Its figures are RSS, PSS, USS and minor faults. */
void lesson_process(struct run_process *process, const char *role, pid_t pid,
	const uint64_t before[4], const uint64_t after[4]);
