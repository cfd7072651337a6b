/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "resources_lane.h"

#include "strata/resources.h"
#include "strata/source.h"

#include "clock.h"
#include "resources.h"

void resources_lane_init(struct resources_lane *resources, double budget)
{
	*resources = (struct resources_lane){ 0 };
	lane_init(&resources->lane, budget);
}

static void drop(struct resources_lane *resources)
{
	snapshot_unref(resources->last);
	resources->last = NULL;
}

void resources_lane_finish(struct resources_lane *resources)
{
	drop(resources);
}

void resources_lane_forget(struct resources_lane *resources)
{
	drop(resources);
	lane_forget(&resources->lane);
}

static int share(const struct snapshot *from, struct snapshot *snapshot)
{
	const struct resources *last = from->resources;
	int error = 0;
	for (size_t i = 0; i < last->gap_count && !error; i++)
		error = snapshot_add_gap(snapshot, last->gaps[i].what, last->gaps[i].error);
	snapshot->resources = last;
	snapshot->resources_from = snapshot_ref(from);
	return error;
}

static int read_again(struct resources_lane *resources, const struct describer *describer,
	bool is_this_machine, struct snapshot *snapshot)
{
	uint64_t begin = clock_now(CLOCK_MONOTONIC);
	drop(resources);
	int error = resources_take(describer, is_this_machine, snapshot);
	lane_note(&resources->lane, begin, clock_now(CLOCK_MONOTONIC));
	if (!error)
		resources->last = snapshot_ref(snapshot);
	return error;
}

int resources_lane_take(struct resources_lane *resources, const struct describer *describer,
	bool is_this_machine, unsigned detail, struct snapshot *snapshot)
{
	const struct snapshot *last = resources->last;
	bool is_due = lane_is_due(&resources->lane, snapshot->clock_ns);
	if (!(detail & DETAIL_RESOURCES)) {
		if (is_due)
			drop(resources);
		return 0;
	}
	if (last && !is_due && !(detail & DETAIL_NOW) && last->life == snapshot->life)
		return share(last, snapshot);
	return read_again(resources, describer, is_this_machine, snapshot);
}
