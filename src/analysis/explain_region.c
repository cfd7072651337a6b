/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "prose.h"
#include "strata/explain.h"

static void add_share(struct prose *prose, uint64_t part, uint64_t whole)
{
	if (whole)
		prose_add(prose, "%.0f %%", 100.0 * (double)part / (double)whole);
}

static void tell_resident(struct prose *prose, const struct region *region)
{
	uint64_t rss = region->counters[COUNTER_RSS], size = region_size(region);
	if (rss == UNKNOWN) {
		prose_add(prose, "How much of it is in RAM is not known.");
	} else if (rss == 0) {
		prose_add(prose, "Nothing of it is in RAM.");
	} else if (rss >= size) {
		prose_add(prose, "All of it is in RAM.");
	} else {
		prose_bytes(prose, rss);
		prose_add(prose, " of ");
		prose_bytes(prose, size);
		prose_add(prose, " are in RAM (");
		add_share(prose, rss, size);
		prose_add(prose, "); the rest was not touched, or was given back.");
	}
	if (region->stale)
		prose_add(prose, " Counted at an earlier sample.");
}

static void tell_stack(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	uint64_t limit = snapshot->process.stack_limit, size = region_size(region);
	if (limit == UNKNOWN || limit < size)
		return;
	prose_add(prose, " It may grow to ");
	prose_bytes(prose, limit);
	prose_add(prose, ": ");
	prose_bytes(prose, limit - size);
	prose_add(prose, " are left.");
}

static void tell_heap(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	(void)snapshot;
	prose_add(prose, " The program break is at ");
	prose_address(prose, region->end);
	prose_add(prose, ".");
}

static const struct region *above(const struct snapshot *snapshot, const struct region *region)
{
	const struct region_table *table = snapshot->table;
	return region_find(table->regions, table->count, region->end);
}

static const struct region *below(const struct snapshot *snapshot, const struct region *region)
{
	const struct region_table *table = snapshot->table;
	return region->start ? region_find(table->regions, table->count, region->start - 1) : NULL;
}

static void tell_arena(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	const struct region *rest = above(snapshot, region);
	if (!rest || rest->kind != REGION_RESERVE)
		return;
	prose_add(prose, " Behind it ");
	prose_bytes(prose, region_size(rest));
	prose_add(prose, " are reserved.");
}

static void tell_thread_stack(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	const struct region *guard = below(snapshot, region);
	if (!guard || guard->kind != REGION_GUARD)
		return;
	prose_add(prose, " Below it is a guard of ");
	prose_bytes(prose, region_size(guard));
	prose_add(prose, ".");
}

static void tell_guard(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	const struct region *guarded = above(snapshot, region);
	if (!guarded)
		return;
	prose_add(prose, "It lies below ");
	prose_region(prose, guarded);
	prose_add(prose, ".");
}

/* What only this kind has to say, and whether being resident means anything for it. */
static const struct {
	bool has_no_memory;
	void (*tell)(
		struct prose *prose, const struct snapshot *snapshot, const struct region *region);
} kinds[REGION_KINDS] = {
	[REGION_STACK] = { .tell = tell_stack },
	[REGION_HEAP] = { .tell = tell_heap },
	[REGION_ARENA] = { .tell = tell_arena },
	[REGION_THREAD_STACK] = { .tell = tell_thread_stack },
	[REGION_GUARD] = { .has_no_memory = true, .tell = tell_guard },
	[REGION_RESERVE] = { .has_no_memory = true },
	[REGION_VVAR] = { .has_no_memory = true },
	[REGION_VSYSCALL] = { .has_no_memory = true },
	[REGION_HUGETLB] = { .has_no_memory = true },
};

/* Said where the counter is not zero. */
static const struct {
	enum counter counter;
	const char *text;
} remarks[] = {
	{ COUNTER_SWAP, " are on swap." },
	{ COUNTER_LAZY_FREE, " are freed lazily: still in RAM, until the kernel needs them." },
	{ COUNTER_ANON_HUGE, " are transparent huge pages." },
	{ COUNTER_SHMEM_HUGE, " are huge pages of shared memory." },
	{ COUNTER_LOCKED, " are locked in RAM." },
	{ COUNTER_KSM, " are merged with equal pages elsewhere." },
	{ COUNTER_SHARED_HUGETLB, " of huge pages are shared with others." },
	{ COUNTER_PRIVATE_HUGETLB, " of huge pages are its own." },
};

static bool is_positive(uint64_t value)
{
	return value != 0 && value != UNKNOWN;
}

static void tell_remarks(struct prose *prose, const struct region *region)
{
	for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++) {
		uint64_t bytes = region->counters[remarks[i].counter];
		if (!is_positive(bytes))
			continue;
		prose_add(prose, "\n");
		prose_bytes(prose, bytes);
		prose_add(prose, "%s", remarks[i].text);
	}
	if (region->inode && !(region->permissions & PERMISSION_SHARED) &&
		is_positive(region->counters[COUNTER_ANONYMOUS])) {
		prose_add(prose, "\n");
		prose_bytes(prose, region->counters[COUNTER_ANONYMOUS]);
		prose_add(prose, " of it were written: private copies of the file's pages.");
	}
}

static void tell_warnings(struct prose *prose, const struct region *region)
{
	const uint8_t both = PERMISSION_WRITE | PERMISSION_EXECUTE;
	if ((region->permissions & both) == both)
		prose_add(prose,
			"\nWritable and executable at once (rwx): what is written here can "
			"be run.");
	if (region->deleted && region->device_major)
		prose_add(prose, "\nIts file was deleted or replaced on disk. What is mapped is "
				 "still the old one.");
}

size_t explain_region(
	const struct snapshot *snapshot, const struct region *region, char *out, size_t size)
{
	struct prose prose = prose_begin(out, size);
	const struct topic *topic = explain_topic(TOPIC_REGION, region_kind_name(region->kind));
	if (!kinds[region->kind].has_no_memory)
		tell_resident(&prose, region);
	if (kinds[region->kind].tell)
		kinds[region->kind].tell(&prose, snapshot, region);
	prose_add(&prose, "%s%s", prose.length ? "\n" : "", topic->text);
	tell_remarks(&prose, region);
	tell_warnings(&prose, region);
	return prose.length;
}
