/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The past is everything that is remembered of one process: series of its figures, the life of each of
 * its regions, and pictures of single instants, all in bounded memory.
 *
 * Model
 *  - Every metric is a series; so are the rates of faults (per second, so that a short burst stays to
 *    be seen where samples have been merged) and the figures of each kind of region.
 *  - A track is the life of one region. It keeps its identity while the region grows, shrinks, moves
 *    (mremap), changes its permissions or loses a part of itself: the largest heir goes on. Of regions
 *    that become one the largest goes on, the others are gone `into` it; the lesser parts of one that
 *    is split begin as tracks of their own, `out_of` it. A region is taken for moved when in the same
 *    sample one like it (same file and offset, or both without; same permissions) ended elsewhere
 *    with as many resident bytes, or with none and as many bytes. All tracks end with an exec.
 *    Place comes before likeness, for only regions are seen, and only when a sample is taken: what
 *    stands where something like it stood goes on from that, even if it was replaced in between; a
 *    part that moves away, or a region that moves and becomes one with neighbours there, is not
 *    followed; of several alike that moved in one sample the lowest goes on in the lowest, and one
 *    that ended may be taken for moved to one like it that began.
 *  - An instant is a snapshot that was kept, for looking at it again: all of the last ones in which
 *    something had changed, fewer and fewer further back, within PAST_BYTES.
 * Times are CLOCK_MONOTONIC: a clock that is set does not disturb the past; past_wall() knows what it
 * said. Regions are followed from smaps to smaps, so their figures are as old as counters_clock_ns.
 * A process that has ended adds nothing.
 * A past belongs to one thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/series.h"
#include "strata/snapshot.h"

#define PAST_BYTES (8u << 20) /* of regions in kept instants, beyond the newest */
#define PAST_INSTANTS 256
#define PAST_GONE 1024 /* tracks of regions that are no more */

enum past_figure {
	PAST_RSS,
	PAST_OWN, /* what only the process can give back: anonymous and swapped, less what it has
		     given up with MADV_FREE; for shm what is resident */
	PAST_SIZE,
	PAST_FIGURES,
};

struct track {
	uint64_t born_ns, gone_ns; /* when first seen; when seen no more, 0: it lives */
	uint64_t changed_ns;       /* when a figure changed last */
	uint8_t kind, permissions;
	bool was_there; /* already in the first sample with regions, or after an exec */
	unsigned moves; /* times it was found elsewhere */
	struct series figures[PAST_FIGURES];
	uint64_t id;               /* unique within the past, from 1 */
	uint64_t start, end;       /* last seen */
	const char *path, *module; /* raw; "" for none; live as long as the past */
	uint64_t out_of, into;     /* id of the track it was split from, merged into; 0 */
};

struct past;

int past_create(struct past **ret_past);
void past_destroy(struct past *past); /* NULL is fine */
/* The next sample of the process. -ENOMEM: some of it may be missing. */
int past_add(struct past *past, const struct snapshot *snapshot);

/* Times of the first and the last sample; false when there is none. */
bool past_span(const struct past *past, uint64_t *ret_first_ns, uint64_t *ret_last_ns);
/* Until when the figures of regions are known: the last sample, or the last smaps where memory has moved
 * since it was read. */
uint64_t past_known(const struct past *past);
/* Between two samples, on the average; 0 while there are not two. */
uint64_t past_period(const struct past *past);
/* What the clock on the wall said at that moment. */
uint64_t past_wall(const struct past *past, uint64_t clock_ns);

const struct series *past_metric(const struct past *past, enum metric metric);
/* Faults per second: METRIC_MINFLT or METRIC_MAJFLT; NULL for others. */
const struct series *past_rate(const struct past *past, enum metric metric);
const struct series *past_kind(
	const struct past *past, enum region_kind kind, enum past_figure figure);

/* The living, by address, then those gone, the latest first. Valid until the next past_add(). */
size_t past_track_count(const struct past *past);
const struct track *past_track(const struct past *past, size_t index);
/* The track of this region of the newest sample; NULL. */
const struct track *past_track_of(const struct past *past, uint64_t start);

/* The kept picture of that moment: the last at or before it, or the first; NULL when there is none.
 * Borrowed until the next past_add(); take a reference to keep it. */
const struct snapshot *past_instant(const struct past *past, uint64_t clock_ns);
/* The kept picture before this one (`is_later`: after it); NULL. */
const struct snapshot *past_neighbour(
	const struct past *past, const struct snapshot *instant, bool is_later);
