/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A vigil watches processes without a terminal: one sample of each at every beat, until its time is up,
 * all of them have ended, or SIGINT, SIGTERM or SIGHUP ends it in peace. Beats are on a fixed grid of
 * CLOCK_MONOTONIC; one that comes too late is skipped. The end of a process is read at once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/snapshot.h"

#define VIGIL_TARGETS 8

struct vigil {
	const pid_t *pids;
	size_t count;        /* at most VIGIL_TARGETS */
	uint64_t period_ns;  /* between beats */
	uint64_t lasting_ns; /* 0: until they end */
	unsigned needs;      /* enum detail, beside the regions and their counters */
	double budget;       /* of the slow lane, as in live_options */
	/* One sample of the process `index`, borrowed; below 0 ends the vigil. */
	int (*take)(void *context, size_t index, const struct snapshot *snapshot);
	void *context;
};

/* 0; what take() returned; -errno when the first process cannot be watched at all. */
int vigil_keep(const struct vigil *vigil);
