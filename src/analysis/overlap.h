/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Overlap: how much of a region there was (or is) in another table, by address.
 *
 * Two regions are the same thing when they are both without a file and have the same name, or map
 * the same place of the same file. Rows are not compared: neighbouring mappings merge and split. */
#pragma once

#include "strata/snapshot.h"

struct overlap {
	const struct region *first;   /* the first that is the same thing; NULL */
	const struct region *changed; /* the first of them with other permissions; NULL */
	uint64_t same;                /* bytes that are the same thing with the same permissions */
	uint64_t protected;           /* bytes with other permissions */
	uint64_t opened;              /* of these: had no access in the other table */
	uint64_t closed;              /* of these: have no access in `region` */
	uint64_t whole;               /* full size of the regions that `same` counts parts of */
	uint64_t whole_rss;           /* their resident bytes; UNKNOWN */
};

bool overlap_is_same_thing(const struct region *a, const struct region *b);
/* The first region of `table` that ends behind `address`. O(log n). */
size_t overlap_begin(const struct region_table *table, uint64_t address);
/* Overlap of `region` with the regions from `from` on, which is overlap_begin() of its start. */
struct overlap overlap_find(
	const struct region_table *table, size_t from, const struct region *region);
