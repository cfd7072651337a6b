/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "overlap.h"

#include <string.h>

#define ACCESS (PERMISSION_READ | PERMISSION_WRITE | PERMISSION_EXECUTE)

bool overlap_is_same_thing(const struct region *a, const struct region *b)
{
	if (a->inode != b->inode || a->device_major != b->device_major ||
		a->device_minor != b->device_minor)
		return false;
	if (a->inode != 0)
		return a->start - a->offset == b->start - b->offset;
	return a->path_length == b->path_length && memcmp(a->path, b->path, a->path_length) == 0;
}

static uint64_t common_bytes(const struct region *a, const struct region *b)
{
	uint64_t start = a->start > b->start ? a->start : b->start;
	uint64_t end = a->end < b->end ? a->end : b->end;
	return end > start ? end - start : 0;
}

size_t overlap_begin(const struct region_table *table, uint64_t address)
{
	size_t low = 0, high = table->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (table->regions[middle].end <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add(struct overlap *overlap, const struct region *other, const struct region *region)
{
	uint64_t bytes = common_bytes(other, region);
	if (!overlap->first)
		overlap->first = other;
	if (other->permissions == region->permissions) {
		overlap->same += bytes;
		overlap->whole += region_size(other);
		overlap->whole_rss = known_sum(overlap->whole_rss, other->counters[COUNTER_RSS]);
		return;
	}
	if (!overlap->changed)
		overlap->changed = other;
	overlap->protected += bytes;
	if (!(other->permissions & ACCESS))
		overlap->opened += bytes;
	if (!(region->permissions & ACCESS))
		overlap->closed += bytes;
}

struct overlap overlap_find(
	const struct region_table *table, size_t from, const struct region *region)
{
	struct overlap overlap = { 0 };
	for (size_t i = from; i < table->count && table->regions[i].start < region->end; i++)
		if (overlap_is_same_thing(&table->regions[i], region))
			add(&overlap, &table->regions[i], region);
	return overlap;
}
