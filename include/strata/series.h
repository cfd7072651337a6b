/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A series is one figure over time, in bounded memory.
 *
 * Model: a step function. A point says what the figure was from its time until the next point; a value
 * that stays costs nothing, however long. When the points reach their limit, neighbours are merged
 * where that is least to be seen: a point may cover up to a fixed share of its age, so the recent past
 * keeps every change and the distant past gets coarser with its distance. A merged point keeps the
 * least, the most and the last value of what it covers, so that no spike is lost.
 * Times are CLOCK_MONOTONIC, in nanoseconds, and never fall; UNKNOWN is a value like others, but
 * neither least nor most where there is a known one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/units.h"

struct series_point {
	uint64_t clock_ns;          /* from then on */
	uint64_t least, most, last; /* until the next point */
};

struct series {
	struct series_point *points; /* oldest first; owned; NULL before the first value */
	uint32_t count, capacity;
	uint32_t limit;
	uint64_t changed_ns;        /* of the newest point; 0 */
	uint64_t last, least, most; /* of the newest point, of all there ever were; UNKNOWN */
};

/* At most `limit` points, at least 16. Allocates nothing. */
void series_init(struct series *series, uint32_t limit);
void series_finish(struct series *series);
void series_clear(struct series *series);
/* The value at a time not before the last one's. -ENOMEM: the series stays as it was. */
int series_add(struct series *series, uint64_t clock_ns, uint64_t value);
/* The value then; UNKNOWN before the first. */
uint64_t series_at(const struct series *series, uint64_t clock_ns);
/* When the value became what it is; 0 before the first. */
uint64_t series_changed(const struct series *series);

/* A stretch of a series, [from, until]. All UNKNOWN where nothing is known. */
struct series_window {
	uint64_t first, last; /* the values at its ends */
	uint64_t least, most; /* within, both ends included */
};

struct series_window series_window(
	const struct series *series, uint64_t from_ns, uint64_t until_ns);
/* The same for one stretch behind the other; `place` belongs to these calls, and is 0 at first. */
struct series_window series_sweep(
	const struct series *series, uint64_t from_ns, uint64_t until_ns, uint32_t *place);
