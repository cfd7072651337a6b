/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A viewer that runs a demo up to the end of a step and is killed there, with all that it started. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "demo/runner.h"

#define DOOMED_PROCESSES 32

struct doomed {
	pid_t viewer;
	pid_t pids
		[DOOMED_PROCESSES]; /* the worker first; announced ones, then other children of it */
	int pidfds[DOOMED_PROCESSES];
	size_t announced, count;
};

/* `is_working`: in the midst of the step after it. false where this machine cannot run the demo. */
bool doomed_start(
	struct doomed *doomed, const struct runner_options *options, size_t step, bool is_working);
/* Kills the viewer, and waits for every process of the demo. */
void doomed_kill(struct doomed *doomed);
