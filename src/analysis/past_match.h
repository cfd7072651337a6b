/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match: which regions of a table were which of an earlier one. Both are walked once, side by side. */
#pragma once

#include "strata/snapshot.h"

#define MATCH_NONE UINT32_MAX

struct match {
	/* For each later region, indices of earlier ones: */
	uint32_t *heir_of; /* it goes on from this one */
	uint32_t *part_of; /* it overlaps this one most, whoever goes on from it */
	bool *has_moved;   /* it is an heir, found elsewhere */
	/* For each earlier region: */
	bool *is_inherited;
	uint32_t *merged_into; /* the later region that overlaps it most */
	void *memory;
};

/* `before` may be NULL. -ENOMEM. */
int match_init(
	struct match *match, const struct region_table *before, const struct region_table *after);
void match_finish(struct match *match);
