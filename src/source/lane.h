/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lane is a kind of reading that holds the target up, and when it may be done again.
 *
 * A read that took d is followed by a wait of d / budget: in the long run the target is held for
 * at most that share of time. When nothing can have moved, what was read stays valid for
 * LANE_PATIENCE such waits. Times are CLOCK_MONOTONIC nanoseconds. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define LANE_PATIENCE 10

struct lane {
	double budget;      /* 0..1 */
	uint64_t end_ns;    /* of the last read; 0: never */
	uint64_t cost_ns;   /* of the last read */
	uint64_t spent_ns;  /* since lane_tick() */
	uint64_t ticked_ns; /* when that was; 0: never */
	double duty;        /* share of time spent reading, over the last ten seconds or so */
};

void lane_init(struct lane *lane, double budget);
/* May it be read at `now`? */
bool lane_is_due(const struct lane *lane, uint64_t now);
/* Is it too old even when nothing moved? */
bool lane_is_overdue(const struct lane *lane, uint64_t now);
/* It was read. */
void lane_note(struct lane *lane, uint64_t begin, uint64_t end);
/* What it would take now is not known: it may be read at once. */
void lane_forget(struct lane *lane);
/* To be called once for every sample, at its end: brings `duty` up to date. */
void lane_tick(struct lane *lane, uint64_t now);
