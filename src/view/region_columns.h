/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns of the Regions view. A row is a `const struct row *` whose `first` is the region's
 * index in the scene that is the context; row.grew holds what it grew since the baseline once the
 * table is sorted by that. */
#pragma once

#include "ui/column.h"
#include "view/scene.h"

enum region_column {
	REGION_COLUMN_ADDRESS,
	REGION_COLUMN_PERMISSIONS,
	REGION_COLUMN_KIND,
	REGION_COLUMN_SIZE,
	REGION_COLUMN_RSS,
	REGION_COLUMN_PSS,
	REGION_COLUMN_USS,
	REGION_COLUMN_GREW,
	REGION_COLUMN_COUNTERS, /* the counters from COUNTER_SHARED_CLEAN on */
	REGION_COLUMN_END = REGION_COLUMN_COUNTERS + COUNTERS - COUNTER_SHARED_CLEAN,
	REGION_COLUMN_OFFSET,
	REGION_COLUMN_FLAGS,
	REGION_COLUMN_NAME,
	REGION_COLUMNS,
};

#define REGION_COLUMN_OF(counter)                                                                  \
	((counter) == COUNTER_RSS ? REGION_COLUMN_RSS                                              \
		: (counter) == COUNTER_PSS                                                         \
			? REGION_COLUMN_PSS                                                        \
			: REGION_COLUMN_COUNTERS + (counter)-COUNTER_SHARED_CLEAN)

extern const struct column region_columns[REGION_COLUMNS];

/* What a region grew since the scene's baseline, resident; 0 without one. */
int64_t region_growth(const struct scene *scene, const struct region *region);
