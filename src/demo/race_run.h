/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a race and reporting it: the counter while it runs, and at the end what was lost, how long it
 * took and how often the racers left the processor. All on two processors at most, and for a few
 * seconds at most, however slow the machine is. */
#pragma once

#include "demo/race.h"
#include "demo/worker.h"

struct race_run {
	struct worker *worker;
	struct race *race; /* shared with all racers */
};

/* Skips the demo where there is no memory for it. */
void race_run_init(struct race_run *run, struct worker *worker);
/* A name for locks that are files, which does not outlive the worker. */
void race_run_name_lock(struct race_run *run);
void race_run_threads(struct race_run *run, const struct race_way *way, int64_t rounds);
void race_run_processes(
	struct race_run *run, const struct race_way *way, unsigned racers, int64_t rounds);
/* Shells that add to a number in a file, behind the command flock or not. */
void race_run_shells(struct race_run *run, bool is_locked);
/* One step in which this process holds the lock of the file. */
void race_run_hold(struct race_run *run);
