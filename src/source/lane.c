/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lane.h"

#define MEMORY_NS 1e10

void lane_init(struct lane *lane, double budget)
{
	*lane = (struct lane){ .budget = budget };
}

static bool has_waited(const struct lane *lane, uint64_t now, unsigned waits)
{
	double wait_ns = (double)lane->cost_ns / lane->budget;
	return lane->end_ns == 0 || (double)(now - lane->end_ns) >= waits * wait_ns;
}

bool lane_is_due(const struct lane *lane, uint64_t now)
{
	return has_waited(lane, now, 1);
}

bool lane_is_overdue(const struct lane *lane, uint64_t now)
{
	return has_waited(lane, now, LANE_PATIENCE);
}

void lane_note(struct lane *lane, uint64_t begin, uint64_t end)
{
	lane->cost_ns = end - begin;
	lane->end_ns = end;
	lane->spent_ns += lane->cost_ns;
}

void lane_forget(struct lane *lane)
{
	lane->cost_ns = 0;
	lane->end_ns = 0;
}

void lane_tick(struct lane *lane, uint64_t now)
{
	double window_ns = lane->ticked_ns ? (double)(now - lane->ticked_ns) : 0;
	lane->duty = (lane->duty * MEMORY_NS + (double)lane->spent_ns) / (MEMORY_NS + window_ns);
	lane->spent_ns = 0;
	lane->ticked_ns = now;
}
