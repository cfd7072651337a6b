/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growth: what became larger or smaller over a stretch of time, ranked.
 *
 * By region (tracks, so that one that moved is still itself), by kind or by module. A region that came
 * within the stretch grew by all it has, one that went shrank by all it had; what was merged into
 * another or split from it is marked, for its bytes only changed hands. Sizes are bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/past.h"

enum growth_scope {
	GROWTH_REGIONS,
	GROWTH_KINDS,
	GROWTH_MODULES,
	GROWTH_SCOPES,
};

struct growth {
	const struct track *track; /* of GROWTH_REGIONS; NULL; borrowed from the past */
	const char *module;        /* of GROWTH_MODULES: path, raw; NULL */
	enum region_kind kind;     /* of the others */
	uint64_t before, now;      /* at the ends of the stretch; 0 where it was not there */
	int64_t delta;
	double rate;          /* bytes per second */
	double share;         /* of all that grew (or shrank), 0..1 */
	bool is_new, is_gone; /* came, went within the stretch */
	bool is_merged, is_split;
	const struct series *series; /* what it is about; NULL for modules */
};

/* The `capacity` that grew most, then those that shrank, the most first; returns how many. Those that
 * did not change are left out. -ENOMEM as 0. */
size_t growth_rank(const struct past *past, enum growth_scope scope, enum past_figure figure,
	uint64_t since_ns, uint64_t until_ns, struct growth *growths, size_t capacity);
