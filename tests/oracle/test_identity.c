/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The identity of regions: a process moves, cuts and joins its mappings at random, and the tracks of
 * its past must be what its own log of pages says, wherever the rules of past.h decide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "strata/past.h"
#include "strata/source.h"
#include "wanderer.h"

#define SEEDS 10
#define SAMPLES 120
#define PIECES 512

/* A region of the range at one sample, and which track it is. */
struct piece {
	uint32_t start, end; /* pages */
	uint8_t permissions;
	uint64_t rss, id;
};

struct picture {
	struct piece pieces[PIECES];
	size_t count;
};

/* What was found of each sort: a test that has seen none of it has proved nothing. */
struct tally {
	size_t stayed, moved, split, merged, gone;
};

struct walk {
	struct wanderer wanderer;
	struct source *source;
	struct past *past;
	struct picture before, after;
	uint64_t clock_ns, last_id;
	struct tally tally;
	bool is_single; /* one deed a sample */
	uint64_t seed;
};

#define CHECK(walk, condition)                                                                     \
	do {                                                                                       \
		if (!(condition))                                                                  \
			fail_msg("seed %d, sample of %s: not " #condition, (int)(walk)->seed,      \
				(walk)->wanderer.log->deeds);                                      \
	} while (0)

static void take_picture(struct walk *walk)
{
	struct snapshot *snapshot;
	const struct wanderer *wanderer = &walk->wanderer;
	assert_int_equal(source_next(walk->source, DETAIL_SMAPS | DETAIL_NOW, &snapshot), 0);
	assert_int_equal(past_add(walk->past, snapshot), 0);
	walk->clock_ns = snapshot->table->counters_clock_ns;
	walk->before = walk->after;
	walk->after.count = 0;
	for (size_t i = 0; i < snapshot->table->count; i++) {
		const struct region *region = &snapshot->table->regions[i];
		if (region->start - wanderer->base >= WANDERER_PAGES * wanderer->page)
			continue;
		assert_true(walk->after.count < PIECES);
		const struct track *track = past_track_of(walk->past, region->start);
		CHECK(walk, track && track->start == region->start && track->end == region->end);
		walk->after.pieces[walk->after.count++] = (struct piece){
			.start = (uint32_t)((region->start - wanderer->base) / wanderer->page),
			.end = (uint32_t)((region->end - wanderer->base) / wanderer->page),
			.permissions = region->permissions,
			.rss = region->counters[COUNTER_RSS],
			.id = track->id,
		};
	}
	snapshot_unref(snapshot);
}

/* Pages of `new` that stand where `old` stood. */
static uint32_t overlap(const struct piece *old, const struct piece *new)
{
	uint32_t start = old->start > new->start ? old->start : new->start;
	uint32_t end = old->end < new->end ? old->end : new->end;
	return end > start ? end - start : 0;
}

/* Pages of `new` that were pages of `old`, by the log; `is_place` only those that have not moved. */
static uint32_t flow(
	const struct walk *walk, const struct piece *old, const struct piece *new, bool is_place)
{
	uint32_t pages = 0;
	for (uint32_t i = new->start; i < new->end; i++) {
		uint32_t origin = walk->wanderer.log->origin[i];
		pages += origin >= old->start && origin < old->end && (!is_place || origin == i);
	}
	return pages;
}

/* The most that any piece of the picture overlaps this one; `ret_ties` how many do so. */
static uint32_t most_overlap(
	const struct picture *picture, const struct piece *piece, size_t *ret_ties)
{
	uint32_t most = 0;
	*ret_ties = 0;
	for (size_t i = 0; i < picture->count; i++) {
		uint32_t pages = overlap(&picture->pieces[i], piece);
		if (pages > most)
			*ret_ties = 0;
		most = pages > most ? pages : most;
		*ret_ties += pages == most && pages > 0;
	}
	return most;
}

/* Has something else taken its place between the samples? Nobody could tell from outside. */
static bool is_replaced(const struct walk *walk, const struct piece *new)
{
	for (size_t i = 0; i < walk->before.count; i++) {
		const struct piece *old = &walk->before.pieces[i];
		if (overlap(old, new) != flow(walk, old, new, true))
			return true;
	}
	return false;
}

static bool is_alike(const struct piece *a, const struct piece *b)
{
	return a->permissions == b->permissions && a->rss == b->rss &&
	       (a->rss > 0 || a->end - a->start == b->end - b->start);
}

/* Those of a picture that are like this one and overlap nothing of the other picture. */
static size_t count_alike(
	const struct picture *picture, const struct picture *other, const struct piece *piece)
{
	size_t count = 0, ties;
	for (size_t i = 0; i < picture->count; i++)
		count += is_alike(&picture->pieces[i], piece) &&
			 most_overlap(other, &picture->pieces[i], &ties) == 0;
	return count;
}

/* All that is left of the one is in the other, and nothing else is. */
static bool is_whole_move(const struct walk *walk, const struct piece *old, const struct piece *new)
{
	uint32_t pages = flow(walk, old, new, false);
	for (size_t i = 0; i < walk->after.count; i++)
		if (&walk->after.pieces[i] != new &&flow(walk, old, &walk->after.pieces[i], false))
			return false;
	for (size_t i = 0; i < walk->before.count; i++)
		if (&walk->before.pieces[i] != old &&
			flow(walk, &walk->before.pieces[i], new, false))
			return false;
	return pages > 0;
}

/* Is it said by the rules that `new` goes on from `old`? */
static bool must_go_on(struct walk *walk, const struct piece *old, const struct piece *new)
{
	size_t ties_before, ties_after;
	uint32_t most_before = most_overlap(&walk->before, new, &ties_before);
	uint32_t most_after = most_overlap(&walk->after, old, &ties_after);
	uint32_t common = overlap(old, new);
	if (common > 0 && common == most_before && common == most_after && ties_before == 1 &&
		ties_after == 1) {
		walk->tally.stayed++;
		return true;
	}
	if (most_before > 0 || most_after > 0 || !is_alike(old, new) ||
		!is_whole_move(walk, old, new) ||
		count_alike(&walk->before, &walk->after, old) != 1 ||
		count_alike(&walk->after, &walk->before, new) != 1)
		return false;
	walk->tally.moved++;
	return true;
}

/* Could it be taken for `old` moved, though it is not? */
static bool is_lookalike(const struct walk *walk, const struct piece *old, const struct piece *new)
{
	size_t ties;
	return !walk->is_single && is_alike(old, new) &&
	       most_overlap(&walk->before, new, &ties) == 0 &&
	       most_overlap(&walk->after, old, &ties) == 0;
}

static void check_pair(struct walk *walk, const struct piece *old, const struct piece *new)
{
	if (must_go_on(walk, old, new))
		CHECK(walk, new->id == old->id);
	if (new->id == old->id)
		CHECK(walk, flow(walk, old, new, false) > 0 || is_lookalike(walk, old, new) ||
				    (overlap(old, new) > 0 && is_replaced(walk, new)));
}

static const struct piece *find_piece(const struct picture *picture, uint64_t id)
{
	for (size_t i = 0; i < picture->count; i++)
		if (picture->pieces[i].id == id)
			return &picture->pieces[i];
	return NULL;
}

/* A part that goes its own way knows what it was cut from. */
static void check_new(struct walk *walk, const struct piece *new)
{
	size_t ties;
	const struct track *track =
		past_track_of(walk->past, walk->wanderer.base + new->start * walk->wanderer.page);
	const struct piece *former = find_piece(&walk->before, track->out_of);
	uint32_t most = most_overlap(&walk->before, new, &ties);
	CHECK(walk, new->id > walk->last_id && track->born_ns == walk->clock_ns);
	CHECK(walk, (most > 0) == (track->out_of != 0));
	if (most == 0)
		return;
	CHECK(walk, former && overlap(former, new) == most);
	walk->tally.split++;
}

static const struct track *find_gone(const struct past *past, uint64_t id)
{
	for (size_t i = 0; i < past_track_count(past); i++)
		if (past_track(past, i)->gone_ns && past_track(past, i)->id == id)
			return past_track(past, i);
	return NULL;
}

static void check_gone(struct walk *walk, const struct piece *old)
{
	size_t ties;
	const struct track *track = find_gone(walk->past, old->id);
	uint32_t most = most_overlap(&walk->after, old, &ties);
	CHECK(walk, track && track->gone_ns == walk->clock_ns);
	CHECK(walk, (most > 0) == (track->into != 0));
	walk->tally.gone++;
	if (most == 0)
		return;
	const struct piece *larger = find_piece(&walk->after, track->into);
	CHECK(walk, larger && overlap(old, larger) == most);
	walk->tally.merged++;
}

static void check_picture(struct walk *walk)
{
	for (size_t i = 0; i < walk->after.count; i++) {
		const struct piece *new = &walk->after.pieces[i];
		CHECK(walk, find_piece(&walk->after, new->id) == new);
		for (size_t k = 0; k < walk->before.count; k++)
			check_pair(walk, &walk->before.pieces[k], new);
		if (!find_piece(&walk->before, new->id))
			check_new(walk, new);
	}
	for (size_t i = 0; i < walk->before.count; i++)
		if (!find_piece(&walk->after, walk->before.pieces[i].id))
			check_gone(walk, &walk->before.pieces[i]);
	for (size_t i = 0; i < walk->after.count; i++)
		if (walk->after.pieces[i].id > walk->last_id)
			walk->last_id = walk->after.pieces[i].id;
}

static void wander(struct walk *walk)
{
	struct live_options options;
	wanderer_start(&walk->wanderer, walk->seed);
	options = (struct live_options){ .pid = walk->wanderer.pid };
	assert_int_equal(live_open(&options, &walk->source), 0);
	assert_int_equal(past_create(&walk->past), 0);
	walk->before.count = walk->after.count = 0;
	walk->last_id = 0;
	wanderer_act(&walk->wanderer, 12);
	take_picture(walk);
	for (int i = 0; i < SAMPLES; i++) {
		wanderer_act(&walk->wanderer, walk->is_single ? 1 : 2 + (unsigned)i % 4);
		take_picture(walk);
		check_picture(walk);
	}
	past_destroy(walk->past);
	source_close(walk->source);
	wanderer_end(&walk->wanderer);
}

static struct tally wander_all(bool is_single)
{
	static struct walk walk;
	walk = (struct walk){ .is_single = is_single };
	for (walk.seed = 1; walk.seed <= SEEDS; walk.seed++)
		wander(&walk);
	print_message("# %zu stayed, %zu moved, %zu split, %zu merged, %zu gone\n",
		walk.tally.stayed, walk.tally.moved, walk.tally.split, walk.tally.merged,
		walk.tally.gone);
	return walk.tally;
}

static void a_track_is_the_mapping_that_its_pages_say(void **state)
{
	(void)state;
	struct tally tally = wander_all(true);
	assert_true(tally.stayed > 1000 && tally.moved > 30);
	assert_true(tally.split > 50 && tally.merged > 10 && tally.gone > 100);
}

static void so_it_is_after_several_deeds_where_the_rules_decide(void **state)
{
	(void)state;
	struct tally tally = wander_all(false);
	assert_true(tally.stayed > 1000 && tally.moved > 30);
	assert_true(tally.split > 50 && tally.merged > 10 && tally.gone > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_track_is_the_mapping_that_its_pages_say),
		cmocka_unit_test(so_it_is_after_several_deeds_where_the_rules_decide),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
