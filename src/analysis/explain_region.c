/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "prose.h"
#include "strata/explain.h"
#include "strata/translate.h"

static void tell_resident(struct prose *prose, const struct region *region)
{
	uint64_t rss = region->counters[COUNTER_RSS], size = region_size(region);
	if (rss == UNKNOWN)
		prose_add(prose, "%s", _("How much of it is in RAM is not known."));
	else if (rss == 0)
		prose_add(prose, "%s", _("Nothing of it is in RAM."));
	else if (rss >= size)
		prose_add(prose, "%s", _("All of it is in RAM."));
	else
		prose_add(prose,
			_("%s of %s are in RAM (%.0f %%); the rest was not touched, or was given "
			  "back."),
			PROSE_BYTES(rss), PROSE_BYTES(size), 100.0 * (double)rss / (double)size);
	if (region->stale)
		prose_add(prose, "%s", _(" Counted at an earlier sample."));
}

static void tell_stack(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	uint64_t limit = snapshot->process.stack_limit, size = region_size(region);
	if (limit != UNKNOWN && limit >= size)
		prose_add(prose, _(" It may grow to %s: %s are left."), PROSE_BYTES(limit),
			PROSE_BYTES(limit - size));
}

static void tell_heap(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	(void)snapshot;
	prose_add(prose, _(" The program break is at %s."), PROSE_ADDRESS(region->end));
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
	if (rest && rest->kind == REGION_RESERVE)
		prose_add(prose, _(" Behind it %s are reserved."), PROSE_BYTES(region_size(rest)));
}

static void tell_thread_stack(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	const struct region *guard = below(snapshot, region);
	if (guard && guard->kind == REGION_GUARD)
		prose_add(prose, _(" Below it is a guard of %s."), PROSE_BYTES(region_size(guard)));
}

static void tell_guard(
	struct prose *prose, const struct snapshot *snapshot, const struct region *region)
{
	const struct region *guarded = above(snapshot, region);
	if (guarded)
		prose_add(prose, _("It lies below %s."), PROSE_REGION(guarded));
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
	{ COUNTER_SWAP, N_("%s are on swap.") },
	{ COUNTER_LAZY_FREE,
		N_("%s are freed lazily: still in RAM, until the kernel needs them.") },
	{ COUNTER_ANON_HUGE, N_("%s are transparent huge pages.") },
	{ COUNTER_SHMEM_HUGE, N_("%s are huge pages of shared memory.") },
	{ COUNTER_LOCKED, N_("%s are locked in RAM.") },
	{ COUNTER_KSM, N_("%s are merged with equal pages elsewhere.") },
	{ COUNTER_SHARED_HUGETLB, N_("%s of huge pages are shared with others.") },
	{ COUNTER_PRIVATE_HUGETLB, N_("%s of huge pages are its own.") },
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
		prose_add(prose, translate(remarks[i].text), PROSE_BYTES(bytes));
	}
	if (region->inode && !(region->permissions & PERMISSION_SHARED) &&
		is_positive(region->counters[COUNTER_ANONYMOUS])) {
		prose_add(prose, "\n");
		prose_add(prose, _("%s of it were written: private copies of the file's pages."),
			PROSE_BYTES(region->counters[COUNTER_ANONYMOUS]));
	}
}

static void tell_warnings(struct prose *prose, const struct region *region)
{
	const uint8_t both = PERMISSION_WRITE | PERMISSION_EXECUTE;
	if ((region->permissions & both) == both)
		prose_add(prose, "\n%s",
			_("Writable and executable at once (rwx): what is written here can "
			  "be run."));
	if (region->deleted && region->device_major)
		prose_add(prose, "\n%s",
			_("Its file was deleted or replaced on disk. What is mapped is still the "
			  "old one."));
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
	prose_add(&prose, "%s%s", prose.length ? "\n" : "", translate(topic->text));
	tell_remarks(&prose, region);
	tell_warnings(&prose, region);
	return prose.length;
}
