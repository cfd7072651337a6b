/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "change.h"
#include "prose.h"
#include "strata/diff.h"
#include "strata/translate.h"

#define FIRST UINT64_MAX /* weight of what people ask for first: life, program, threads */
#define KIB UINT64_C(1024)

/* Events in the making; the heaviest go out first. */
struct draft {
	const struct snapshot *before, *after;
	uint64_t copies; /* pages copied on write: as many of the faults are theirs */
	size_t count;
	struct weighed {
		uint64_t weight;
		struct event event;
	} events[CHANGES + 4];
};

static struct prose draft_begin(struct draft *draft, enum event_kind kind, uint64_t weight)
{
	struct weighed *slot = &draft->events[draft->count++];
	slot->weight = weight;
	slot->event = (struct event){
		.wall_ns = draft->after->wall_ns, .kind = kind, .region_kind = REGION_UNKNOWN
	};
	return prose_begin(slot->event.text, sizeof slot->event.text);
}

/* How much a metric rose (fell, when negative); 0 where it is not known. */
static int64_t change_of(const struct draft *draft, enum metric metric)
{
	uint64_t before = draft->before->metrics[metric], after = draft->after->metrics[metric];
	return before == UNKNOWN || after == UNKNOWN ? 0 : (int64_t)(after - before);
}

/* One region makes up nearly all of it: speak of that one. */
static bool is_one(const struct tally *tally)
{
	return tally->count == 1 || tally->most >= tally->bytes - tally->bytes / 8;
}

static uint64_t told_bytes(const struct tally *tally)
{
	return is_one(tally) ? tally->most : tally->bytes;
}

/* "heap", "anon 7f1c_8740_0000", "12 regions" */
static const char *subject_of(const struct tally *tally, char out[PROSE_WORDS])
{
	return is_one(tally) ? prose_region(tally->region, out)
			     : prose_counted(tally->count, "%s region", "%s regions", out);
}

#define SUBJECT(tally) subject_of(tally, (char[PROSE_WORDS]){ "" })

static void tell_residency(struct prose *prose, const struct tally *tally)
{
	uint64_t rss = is_one(tally) ? tally->region->counters[COUNTER_RSS] : tally->rss;
	if (rss == 0)
		prose_add(prose, "%s", _(", nothing resident"));
	else if (rss != UNKNOWN)
		prose_add(prose, _(", %s resident"), PROSE_BYTES(rss));
}

static void tell_libraries(
	struct prose *prose, const struct tally *tally, const char *one, const char *many)
{
	if (tally->count == 1)
		prose_add(prose, translate(one), PROSE_NAME(tally->region->module),
			PROSE_BYTES(tally->bytes));
	else
		prose_add(prose, translate(many), PROSE_COUNT(tally->count),
			PROSE_BYTES(tally->bytes));
}

static void tell_loaded(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	(void)draft;
	tell_libraries(prose, tally, N_("library %s loaded, %s"), N_("%s libraries loaded, %s"));
}

static void tell_unloaded(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	(void)draft;
	tell_libraries(
		prose, tally, N_("library %s unloaded, %s"), N_("%s libraries unloaded, %s"));
}

static void tell_mapped(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	(void)draft;
	bool is_reserve = is_one(tally) && tally->region->kind == REGION_RESERVE;
	bool is_nameless = is_one(tally) && region_is_anonymous(tally->region) &&
			   tally->region->kind == REGION_ANON;
	const char *bytes = PROSE_BYTES(told_bytes(tally));
	if (is_reserve)
		prose_add(prose, _("reserved %s, %s"), SUBJECT(tally), bytes);
	else if (is_nameless)
		prose_add(prose, _("mapped %s"), bytes);
	else
		prose_add(prose, _("mapped %s, %s"), SUBJECT(tally), bytes);
	if (!is_reserve)
		tell_residency(prose, tally);
}

static void tell_unmapped(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	(void)draft;
	prose_add(prose, _("unmapped %s, %s"), SUBJECT(tally), PROSE_BYTES(told_bytes(tally)));
}

static void tell_grew(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	(void)draft;
	prose_add(prose, "%s %s%s", SUBJECT(tally), PROSE_DELTA((int64_t)told_bytes(tally)),
		tally->region->kind == REGION_HEAP ? " (brk)" : "");
}

static void tell_shrank(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	(void)draft;
	prose_add(prose, "%s %s%s", SUBJECT(tally), PROSE_DELTA(-(int64_t)told_bytes(tally)),
		tally->region->kind == REGION_HEAP ? " (brk)" : "");
}

static const char *minor_faults(uint64_t count, char out[PROSE_WORDS])
{
	return prose_counted(count, "%s minor fault", "%s minor faults", out);
}

/* ": 6,400 minor faults, page tables +52 KiB" */
static void tell_cost(struct prose *prose, const struct draft *draft)
{
	int64_t minor = change_of(draft, METRIC_MINFLT), major = change_of(draft, METRIC_MAJFLT);
	int64_t tables = change_of(draft, METRIC_PAGE_TABLES);
	char words[PROSE_WORDS];
	minor -= (int64_t)draft->copies;
	const char *separator = ": ";
	if (minor > 0) {
		prose_add(prose, "%s%s", separator, minor_faults((uint64_t)minor, words));
		separator = ", ";
	}
	if (major > 0) {
		prose_add(prose, "%s%s", separator,
			PROSE_COUNTED((uint64_t)major, "%s major fault", "%s major faults"));
		separator = ", ";
	}
	if (tables > 0) {
		snprintf(words, sizeof words, _("page tables %s"), PROSE_DELTA(tables));
		prose_add(prose, "%s%s", separator, words);
	}
}

static void tell_resident(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	prose_add(prose, _("%s became resident in %s"), PROSE_BYTES(told_bytes(tally)),
		SUBJECT(tally));
	tell_cost(prose, draft);
}

/* Copies cost a fault each; without them the others who had the pages copied them, or ended. */
static void tell_unshared(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	char faults[PROSE_WORDS];
	const char *bytes = PROSE_BYTES(told_bytes(tally));
	if (draft->copies == 0)
		prose_add(prose, _("%s became private in %s: nobody else has it any more"), bytes,
			SUBJECT(tally));
	else
		prose_add(prose, _("copied %s: %s became private in %s, %s"),
			PROSE_COUNTED(draft->copies, "%s page", "%s pages"), bytes, SUBJECT(tally),
			minor_faults((uint64_t)change_of(draft, METRIC_MINFLT), faults));
}

static void tell_released(struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	int64_t swap = change_of(draft, METRIC_SWAP);
	const char *bytes = PROSE_BYTES(told_bytes(tally));
	if (swap > 0)
		prose_add(prose, _("%s of %s left memory, swap %s"), bytes, SUBJECT(tally),
			PROSE_DELTA(swap));
	else
		prose_add(prose, _("%s of %s released"), bytes, SUBJECT(tally));
}

static void tell_protected(
	struct prose *prose, const struct draft *draft, const struct tally *tally)
{
	(void)draft;
	char before[5], after[5];
	if (!is_one(tally)) {
		prose_add(prose, _("permissions of %s in %s changed"), PROSE_BYTES(tally->bytes),
			SUBJECT(tally));
		return;
	}
	region_permissions_text(tally->former->permissions, before);
	region_permissions_text(tally->region->permissions, after);
	prose_add(prose, _("permissions of %s changed %s → %s"), SUBJECT(tally), before, after);
}

/* How each change is told, from how many bytes on. */
static const struct telling {
	enum event_kind kind;
	uint64_t least;
	void (*tell)(struct prose *prose, const struct draft *draft, const struct tally *tally);
} tellings[CHANGES] = {
	[CHANGE_LOADED] = { EVENT_LIBRARY, 1, tell_loaded },
	[CHANGE_UNLOADED] = { EVENT_LIBRARY, 1, tell_unloaded },
	[CHANGE_MAPPED] = { EVENT_MAPPED, 16 * KIB, tell_mapped },
	[CHANGE_STACKS] = { EVENT_MAPPED, 16 * KIB, tell_mapped },
	[CHANGE_UNMAPPED] = { EVENT_UNMAPPED, 16 * KIB, tell_unmapped },
	[CHANGE_HEAP_GREW] = { EVENT_GREW, 1, tell_grew },
	[CHANGE_HEAP_SHRANK] = { EVENT_SHRANK, 1, tell_shrank },
	[CHANGE_GREW] = { EVENT_GREW, 16 * KIB, tell_grew },
	[CHANGE_SHRANK] = { EVENT_SHRANK, 16 * KIB, tell_shrank },
	[CHANGE_RESIDENT] = { EVENT_RESIDENT, 32 * KIB, tell_resident },
	[CHANGE_RELEASED] = { EVENT_RELEASED, 32 * KIB, tell_released },
	[CHANGE_UNSHARED] = { EVENT_UNSHARED, 16 * KIB, tell_unshared },
	[CHANGE_PROTECTED] = { EVENT_PROTECTED, 1, tell_protected },
};

/* A busy process always touches some pages: a thousandth of what it has is no news. */
static uint64_t least_news(const struct draft *draft, enum event_kind kind, uint64_t least)
{
	uint64_t rss = draft->after->metrics[METRIC_RSS];
	bool is_rss = kind == EVENT_RESIDENT || kind == EVENT_RELEASED || kind == EVENT_UNSHARED;
	return is_rss && rss != UNKNOWN && rss / 1024 > least ? rss / 1024 : least;
}

static void draft_changes(struct draft *draft, const struct changes *changes)
{
	bool has_new_threads = change_of(draft, METRIC_THREADS) > 0;
	for (unsigned change = 0; change < CHANGES; change++) {
		const struct telling *telling = &tellings[change];
		const struct tally *tally = &changes->tallies[change];
		if (tally->count == 0 || (change == CHANGE_STACKS && has_new_threads) ||
			tally->bytes < least_news(draft, telling->kind, telling->least))
			continue;
		struct prose prose = draft_begin(draft, telling->kind, tally->bytes);
		struct event *event = &draft->events[draft->count - 1].event;
		event->address = tally->region->start;
		event->region_kind = tally->region->kind;
		telling->tell(&prose, draft, tally);
	}
}

/* Without fresh counters of both sides only the process as a whole is known. */
static void draft_rss(struct draft *draft)
{
	int64_t change = change_of(draft, METRIC_RSS);
	enum event_kind kind = change > 0 ? EVENT_RESIDENT : EVENT_RELEASED;
	uint64_t bytes = (uint64_t)(change > 0 ? change : -change);
	if (bytes < least_news(draft, kind, tellings[CHANGE_RESIDENT].least))
		return;
	struct prose prose = draft_begin(draft, kind, bytes);
	prose_add(&prose, change > 0 ? _("%s became resident") : _("%s released"),
		PROSE_BYTES(bytes));
	if (change > 0)
		tell_cost(&prose, draft);
}

static const char *threads(uint64_t count, char out[PROSE_WORDS])
{
	return prose_counted(count, "%s thread", "%s threads", out);
}

static void draft_threads(struct draft *draft)
{
	int64_t change = change_of(draft, METRIC_THREADS);
	if (change == 0)
		return;
	uint64_t count = (uint64_t)(change > 0 ? change : -change);
	struct prose prose = draft_begin(draft, EVENT_THREADS, FIRST - 1);
	draft->events[draft->count - 1].event.region_kind = REGION_THREAD_STACK;
	char now[PROSE_WORDS], moved[PROSE_WORDS];
	threads(draft->after->metrics[METRIC_THREADS], now);
	if (count == 1)
		prose_add(
			&prose, change > 0 ? _("thread started: %s") : _("thread ended: %s"), now);
	else
		prose_add(&prose, change > 0 ? _("%s started: %s") : _("%s ended: %s"),
			threads(count, moved), now);
}

static bool is_stopped(const struct process *process)
{
	return process->state == 'T' || process->state == 't';
}

static void draft_state(struct draft *draft)
{
	const struct process *before = &draft->before->process, *after = &draft->after->process;
	if (is_stopped(before) == is_stopped(after))
		return;
	struct prose prose = draft_begin(draft, EVENT_STATE, FIRST - 2);
	prose_add(&prose, "%s",
		!is_stopped(after)    ? _("continues")
		: after->state == 't' ? _("stopped by a tracer")
				      : _("stopped"));
}

static void draft_exit(struct draft *draft)
{
	struct prose prose = draft_begin(draft, EVENT_EXIT, FIRST);
	prose_add(&prose, "%s",
		draft->after->life == LIFE_ZOMBIE ? _("exited, not yet reaped") : _("exited"));
}

static void draft_exec(struct draft *draft)
{
	const struct process *process = &draft->after->process;
	struct prose prose = draft_begin(draft, EVENT_EXEC, FIRST);
	prose_add(&prose, _("executed a new program: %s"),
		PROSE_NAME(process->exe[0] ? process->exe : process->comm));
}

/* How many pages the process copied by writing to them. Faults may be counted a moment before the
 * regions are, so a good part of them is enough. */
static uint64_t copies_of(const struct draft *draft, const struct tally *tally)
{
	int64_t minor = change_of(draft, METRIC_MINFLT);
	uint64_t page = tally->count > 0 ? tally->region->counters[COUNTER_PAGE_SIZE] : UNKNOWN;
	if (page == UNKNOWN || page == 0 || minor <= 0)
		return 0;
	uint64_t pages = tally->bytes / page;
	return (uint64_t)minor >= pages / 2 ? pages : 0;
}

static void draft_memory(struct draft *draft)
{
	struct changes changes = { 0 };
	if (draft->before->table != draft->after->table)
		changes_find(draft->before->table, draft->after->table, &changes);
	draft->copies = copies_of(draft, &changes.tallies[CHANGE_UNSHARED]);
	draft_changes(draft, &changes);
	if (!changes.rss_known)
		draft_rss(draft);
}

static size_t draft_deliver(struct draft *draft, struct event *events, size_t capacity)
{
	size_t delivered = 0;
	for (; delivered < capacity && delivered < draft->count; delivered++) {
		struct weighed *heaviest = &draft->events[delivered];
		for (size_t i = delivered + 1; i < draft->count; i++)
			if (draft->events[i].weight > heaviest->weight)
				heaviest = &draft->events[i];
		events[delivered] = heaviest->event;
		*heaviest = draft->events[delivered];
	}
	return delivered;
}

size_t diff_events(const struct snapshot *before, const struct snapshot *after,
	struct event *events, size_t capacity)
{
	struct draft draft;
	draft.before = before;
	draft.after = after;
	draft.copies = draft.count = 0;
	if (before->life == LIFE_ALIVE && after->life != LIFE_ALIVE) {
		draft_exit(&draft);
	} else if (after->process.exec_count != before->process.exec_count) {
		draft_exec(&draft);
	} else if (after->life == LIFE_ALIVE) {
		draft_threads(&draft);
		draft_state(&draft);
		draft_memory(&draft);
	}
	return draft_deliver(&draft, events, capacity);
}
