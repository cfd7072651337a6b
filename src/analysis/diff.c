/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/diff.h"

#include "overlap.h"

const struct region *diff_counterpart(
	const struct region_table *earlier, const struct region *region)
{
	return overlap_find(earlier, overlap_begin(earlier, region->start), region).first;
}

static void set_rss(struct delta *delta, uint64_t now, uint64_t before)
{
	delta->rss_known = now != UNKNOWN && before != UNKNOWN;
	if (delta->rss_known)
		delta->rss = (int64_t)(now - before);
}

struct delta diff_region(const struct region_table *earlier, const struct region *region)
{
	struct overlap overlap =
		overlap_find(earlier, overlap_begin(earlier, region->start), region);
	struct delta delta = { .is_new = !overlap.first };
	uint64_t size = region_size(region), rss = region->counters[COUNTER_RSS];
	if (overlap.same > 0 || delta.is_new) {
		delta.size = (int64_t)(size - overlap.whole);
		set_rss(&delta, rss, overlap.whole_rss);
		return delta;
	}
	/* All of it had other permissions. What was resident of a part of a region is not told. */
	bool is_whole = region_size(overlap.changed) == overlap.protected;
	delta.permissions_changed = true;
	delta.size = (int64_t)(size - overlap.protected);
	set_rss(&delta, rss, is_whole ? overlap.changed->counters[COUNTER_RSS] : UNKNOWN);
	return delta;
}
