/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resources_lane decides at every sample whether resources are read or those of an earlier snapshot
 * are handed out again.
 *
 *  - A read takes as long as the process has threads and descriptors: it is paced like smaps.
 *  - Between reads a snapshot holds on to the one whose arena they lie in (snapshot.resources_from):
 *    nothing is copied or allocated but the gaps the reading left.
 *  - They are read at once when asked for on demand (DETAIL_NOW), when the process executes another
 *    program, and when it lives no more. */
#pragma once

#include <stdbool.h>

#include "strata/snapshot.h"

#include "describe.h"
#include "lane.h"

struct resources_lane {
	struct lane lane;
	const struct snapshot *last; /* the one they were read into; NULL: none; a reference */
};

void resources_lane_init(struct resources_lane *resources, double budget);
void resources_lane_finish(struct resources_lane *resources);
/* Forgets what was read and what it cost: the process executes another program. */
void resources_lane_forget(struct resources_lane *resources);
/* Gives `snapshot`, whose process, life and clock are in, its resources if `detail` asks for them.
 * 0 or -ENOMEM. */
int resources_lane_take(struct resources_lane *resources, const struct describer *describer,
	bool is_this_machine, unsigned detail, struct snapshot *snapshot);
