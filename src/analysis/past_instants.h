/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instants: snapshots that are kept, oldest first, thinned out by age as a series is (past.h). */
#pragma once

#include "strata/past.h"

struct instants {
	const struct snapshot *kept[PAST_INSTANTS]; /* one reference each */
	size_t count;
};

void instants_finish(struct instants *instants);
/* Keeps it where it differs from the last one kept in its regions or its exported metrics. */
void instants_add(struct instants *instants, const struct snapshot *snapshot);
/* The index of the last at or before that time, or 0. */
size_t instants_find(const struct instants *instants, uint64_t clock_ns);
