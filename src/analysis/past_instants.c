/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "past_instants.h"

#include <string.h>

#define SHARE_FIRST (PAST_INSTANTS / 4)

void instants_finish(struct instants *instants)
{
	for (size_t i = 0; i < instants->count; i++)
		snapshot_unref(instants->kept[i]);
	instants->count = 0;
}

/* Which pages were referenced is said anew each time, and is no change. */
static bool has_same_counters(const struct region *a, const struct region *b)
{
	const size_t behind = COUNTER_REFERENCED + 1, word = sizeof a->counters[0];
	return memcmp(a->counters, b->counters, COUNTER_REFERENCED * word) == 0 &&
	       memcmp(a->counters + behind, b->counters + behind, (COUNTERS - behind) * word) == 0;
}

/* A table that was read again and says the same: keeping each would only keep its memory from use. */
static bool is_same_table(const struct region_table *a, const struct region_table *b)
{
	if (a == b)
		return true;
	if (a->layout != b->layout || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!has_same_counters(&a->regions[i], &b->regions[i]))
			return false;
	return true;
}

static bool is_news(const struct snapshot *last, const struct snapshot *snapshot)
{
	return !is_same_table(last->table, snapshot->table) || last->life != snapshot->life ||
	       last->process.exec_count != snapshot->process.exec_count ||
	       memcmp(last->metrics, snapshot->metrics,
		       METRIC_EXPORTED * sizeof last->metrics[0]) != 0;
}

/* What keeping them costs beyond the newest: tables, each once. */
static size_t cost(const struct instants *instants)
{
	const struct region_table *counted = instants->kept[instants->count - 1]->table;
	size_t bytes = 0;
	for (size_t i = instants->count - 1; i-- > 0;) {
		const struct region_table *table = instants->kept[i]->table;
		if (table != counted)
			bytes += table->count * sizeof table->regions[0];
		counted = table;
	}
	return bytes;
}

/* Drops those whose neighbours are no further apart than a `share`th of their age; the oldest and the
 * newest stay. */
static void thin(struct instants *instants, uint64_t now_ns, uint64_t share)
{
	size_t kept = 0;
	for (size_t i = 1; i < instants->count; i++) {
		const struct snapshot *this = instants->kept[i];
		bool is_newest = i + 1 == instants->count;
		uint64_t before_ns = instants->kept[kept]->clock_ns;
		uint64_t span = is_newest ? 0 : instants->kept[i + 1]->clock_ns - before_ns;
		if (!is_newest && span <= (now_ns - before_ns) / share)
			snapshot_unref(this);
		else
			instants->kept[++kept] = this;
	}
	instants->count = kept + 1;
}

static void make_room(struct instants *instants, uint64_t now_ns)
{
	size_t enough = PAST_INSTANTS - PAST_INSTANTS / 8;
	if (instants->count < PAST_INSTANTS && cost(instants) <= PAST_BYTES)
		return;
	for (uint64_t share = SHARE_FIRST; share > 0; share /= 2) {
		thin(instants, now_ns, share);
		if (instants->count <= enough && cost(instants) <= PAST_BYTES - PAST_BYTES / 8)
			return;
	}
}

/* The oldest go when nothing else helps: tables so large that two of them are too much. */
static void cut(struct instants *instants)
{
	while (instants->count > 1 && cost(instants) > PAST_BYTES) {
		snapshot_unref(instants->kept[0]);
		memmove(instants->kept, instants->kept + 1, --instants->count * sizeof(void *));
	}
}

void instants_add(struct instants *instants, const struct snapshot *snapshot)
{
	if (instants->count > 0 && !is_news(instants->kept[instants->count - 1], snapshot))
		return;
	if (instants->count > 1)
		make_room(instants, snapshot->clock_ns);
	instants->kept[instants->count++] = snapshot_ref(snapshot);
	cut(instants);
}

size_t instants_find(const struct instants *instants, uint64_t clock_ns)
{
	size_t low = 0, high = instants->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (instants->kept[middle]->clock_ns <= clock_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? low - 1 : 0;
}
