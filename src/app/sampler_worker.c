/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/sampler_private.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "strata/classify.h"

#define LIMITS_AGE_NS (10 * SECOND_NS)

static void post(struct sampler *sampler, size_t at, const struct snapshot *snapshot, int error)
{
	const struct snapshot *replaced = snapshot;
	pthread_mutex_lock(&sampler->lock);
	struct arrival *arrival = &sampler->mailbox.targets[at];
	/* Nobody wants the news of a target that has been replaced meanwhile. */
	if (sampler->wish.turns[at] == sampler->places[at].turn) {
		arrival->error = error;
		if (snapshot) {
			arrival->limits = sampler->places[at].limits;
			replaced = arrival->snapshot;
			arrival->snapshot = snapshot;
		}
	}
	sampler_ring(sampler->ready_fd);
	pthread_mutex_unlock(&sampler->lock);
	snapshot_unref(replaced);
}

static void post_look(struct sampler *sampler, size_t at, const struct page_look *look)
{
	struct page_look replaced = *look;
	pthread_mutex_lock(&sampler->lock);
	struct arrival *arrival = &sampler->mailbox.targets[at];
	if (sampler->wish.turns[at] == sampler->places[at].turn) {
		replaced = arrival->look;
		arrival->look = *look;
	}
	sampler_ring(sampler->ready_fd);
	pthread_mutex_unlock(&sampler->lock);
	page_look_finish(&replaced);
}

static void place_close(struct place *place)
{
	source_close(place->source);
	page_lane_close(&place->pages);
	if (place->classifier)
		place->classifier->destroy(place->classifier);
	*place = (struct place){ .turn = place->turn };
}

static int place_open(struct place *place, const struct sampler *sampler, pid_t pid)
{
	int error = classifier_create(&place->classifier);
	if (error < 0)
		return error;
	struct live_options options = {
		.pid = pid,
		.proc_root = sampler->proc_root,
		.budget = sampler->budget,
		.classifier = place->classifier,
	};
	return live_open(&options, &place->source);
}

/* Now and then: they hardly change. */
static void read_limits(
	struct place *place, const struct snapshot *snapshot, const struct sampler *sampler)
{
	uint64_t now_ns = sampler_clock();
	if (place->limits_ns && now_ns - place->limits_ns < LIMITS_AGE_NS)
		return;
	limits_read(snapshot, sampler->proc_root, &place->limits);
	place->limits_ns = now_ns;
}

static void sample(struct sampler *sampler, size_t at, unsigned detail)
{
	struct place *place = &sampler->places[at];
	if (!place->source)
		return;
	struct snapshot *snapshot;
	int error = source_next(place->source, detail, &snapshot);
	if (error < 0) {
		post(sampler, at, NULL, -error);
		place_close(place);
		return;
	}
	bool is_last = snapshot->life == LIFE_EXITED;
	read_limits(place, snapshot, sampler);
	page_lane_set_table(&place->pages, detail & DETAIL_PAGES ? snapshot->table : NULL);
	place->pages.is_owed = true;
	post(sampler, at, snapshot, 0);
	if (is_last)
		place_close(place);
}

static void sample_all(struct sampler *sampler, unsigned detail)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		sample(sampler, i, detail);
}

static bool wants_look(const struct place *place, const struct page_wish *wish)
{
	return place->pages.table && (wish->count || wish->inspect) &&
	       (place->pages.is_owed || memcmp(wish, &place->pages.seen, sizeof *wish) != 0);
}

/* Looks at the pages that are wished for where that is allowed by now. */
static void look_all(struct sampler *sampler, const struct wish *wish, bool is_forced)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		struct place *place = &sampler->places[i];
		struct page_look look;
		if (!wants_look(place, &wish->looks[i]))
			continue;
		uint64_t due_ns = page_lane_due(&place->pages, &wish->looks[i], sampler->budget);
		place->pages.is_owed = !is_forced && sampler_clock() < due_ns;
		if (!place->pages.is_owed &&
			page_lane_look(&place->pages, wish->pids[i], &wish->looks[i], &look) == 0)
			post_look(sampler, i, &look);
	}
}

static void post_wipe(struct sampler *sampler, size_t at, enum lens lens, int error)
{
	pthread_mutex_lock(&sampler->lock);
	struct arrival *arrival = &sampler->mailbox.targets[at];
	if (sampler->wish.turns[at] == sampler->places[at].turn) {
		arrival->has_wiped[lens] = true;
		arrival->wipe_error[lens] = error;
	}
	sampler_ring(sampler->ready_fd);
	pthread_mutex_unlock(&sampler->lock);
}

static void wipe(struct sampler *sampler, const struct wish *wish, size_t at, enum lens lens)
{
	struct place *place = &sampler->places[at];
	int error = place->source ? live_wipe(place->source, lens) : -ESRCH;
	post_wipe(sampler, at, lens, -error);
	if (error == 0)
		sample(sampler, at, wish->detail | DETAIL_SMAPS | DETAIL_NOW);
}

static void post_record(struct sampler *sampler, size_t at, const struct page_record *record)
{
	const struct page_record *replaced = record;
	pthread_mutex_lock(&sampler->lock);
	struct arrival *arrival = &sampler->mailbox.targets[at];
	if (sampler->wish.turns[at] == sampler->places[at].turn) {
		replaced = arrival->record;
		arrival->record = record;
	}
	sampler_ring(sampler->ready_fd);
	pthread_mutex_unlock(&sampler->lock);
	page_record_unref(replaced);
}

static void record(struct sampler *sampler, const struct wish *wish, size_t at)
{
	struct place *place = &sampler->places[at];
	struct page_record *record;
	sample(sampler, at, wish->detail | DETAIL_MAPS | DETAIL_PAGES);
	if (place->pages.table && page_lane_record(&place->pages, wish->pids[at], &record) == 0)
		post_record(sampler, at, record);
}

static bool is_due(
	const struct place *place, const struct errand *wanted, const struct errand *done)
{
	return wanted->count != done->count && wanted->turn == place->turn;
}

static void run_errands(struct sampler *sampler, const struct wish *wish)
{
	const struct wish *done = &sampler->fulfilled;
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		const struct place *place = &sampler->places[i];
		for (enum lens lens = 0; lens < LENSES; lens++)
			if (is_due(place, &wish->wipes[i][lens], &done->wipes[i][lens]))
				wipe(sampler, wish, i, lens);
		if (is_due(place, &wish->records[i], &done->records[i]))
			record(sampler, wish, i);
	}
}

/* Opens and closes until the places are the wished ones. */
static void follow_targets(struct sampler *sampler, const struct wish *wish)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		struct place *place = &sampler->places[i];
		if (place->turn == wish->turns[i])
			continue;
		place_close(place);
		place->turn = wish->turns[i];
		if (wish->pids[i] == 0)
			continue;
		int error = place_open(place, sampler, wish->pids[i]);
		if (error < 0) {
			post(sampler, i, NULL, -error);
			place_close(place);
			continue;
		}
		sample(sampler, i, DETAIL_MAPS | (wish->detail & DETAIL_PAGES));
		if (wish->detail & DETAIL_SMAPS)
			sample(sampler, i, wish->detail);
		sampler->beat_ns = sampler_clock();
	}
}

static void list_processes(struct sampler *sampler)
{
	struct process_list list;
	if (process_list_init(&list) < 0)
		return;
	pthread_mutex_lock(&sampler->lock);
	struct process_list replaced = sampler->mailbox.processes;
	bool had_one = sampler->mailbox.has_processes;
	sampler->mailbox.processes = list;
	sampler->mailbox.has_processes = true;
	sampler_ring(sampler->ready_fd);
	pthread_mutex_unlock(&sampler->lock);
	if (had_one)
		process_list_finish(&replaced);
}

static void finish_ticket(struct sampler *sampler, uint64_t ticket)
{
	pthread_mutex_lock(&sampler->lock);
	sampler->mailbox.ticket = ticket;
	sampler_ring(sampler->ready_fd);
	pthread_mutex_unlock(&sampler->lock);
}

/* Is a beat due? Also at once when more is wanted than the last beat read. */
static bool is_beat_due(const struct sampler *sampler, const struct wish *wish)
{
	if (wish->is_paused)
		return false;
	bool wants_more =
		(wish->detail & ~sampler->fulfilled.detail) || sampler->fulfilled.is_paused;
	return wants_more || sampler_clock() >= sampler->beat_ns + wish->period_ns;
}

static void fulfil(struct sampler *sampler, const struct wish *wish)
{
	bool is_forced = wish->ticket != sampler->fulfilled.ticket;
	follow_targets(sampler, wish);
	run_errands(sampler, wish);
	if (is_beat_due(sampler, wish)) {
		sample_all(sampler, wish->detail);
		/* Beats that went by while reading are skipped. */
		uint64_t since_ns = sampler_clock() - sampler->beat_ns;
		sampler->beat_ns += since_ns - since_ns % wish->period_ns;
	}
	if (is_forced)
		sample_all(sampler, wish->detail | DETAIL_SMAPS | DETAIL_NOW);
	look_all(sampler, wish, is_forced);
	if (is_forced)
		finish_ticket(sampler, wish->ticket);
	if (wish->lists != sampler->fulfilled.lists)
		list_processes(sampler);
	sampler->fulfilled = *wish;
}

/* The next beat, or a look that was not allowed yet; UINT64_MAX for neither. */
static uint64_t next_due(const struct sampler *sampler)
{
	const struct wish *wish = &sampler->fulfilled;
	uint64_t due_ns = wish->is_paused ? UINT64_MAX : sampler->beat_ns + wish->period_ns;
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		const struct place *place = &sampler->places[i];
		if (!wants_look(place, &wish->looks[i]))
			continue;
		uint64_t look_ns = page_lane_due(&place->pages, &wish->looks[i], sampler->budget);
		due_ns = look_ns < due_ns ? look_ns : due_ns;
	}
	return due_ns;
}

static struct timespec time_until(uint64_t due_ns)
{
	uint64_t now_ns = sampler_clock();
	uint64_t left_ns = due_ns > now_ns ? due_ns - now_ns : 0;
	return (struct timespec){ (time_t)(left_ns / SECOND_NS), (long)(left_ns % SECOND_NS) };
}

/* Sleeps until a wish, a beat or the end of a target; an ended target is read at once. */
static void await(struct sampler *sampler)
{
	struct pollfd polls[SAMPLER_TARGETS + 1];
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		const struct place *place = &sampler->places[i];
		bool is_watched = place->source && !place->has_ended;
		polls[i] =
			(struct pollfd){ is_watched ? live_exit_fd(place->source) : -1, POLLIN, 0 };
	}
	polls[SAMPLER_TARGETS] = (struct pollfd){ sampler->wake_fd, POLLIN, 0 };

	uint64_t due_ns = next_due(sampler);
	struct timespec left = time_until(due_ns);
	if (ppoll(polls, SAMPLER_TARGETS + 1, due_ns == UINT64_MAX ? NULL : &left, NULL) <= 0)
		return;
	if (polls[SAMPLER_TARGETS].revents)
		sampler_hush(sampler->wake_fd);
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (polls[i].revents) {
			sampler->places[i].has_ended = true;
			sample(sampler, i, sampler->fulfilled.detail);
		}
}

void *sampler_work(void *context)
{
	struct sampler *sampler = context;
	for (;;) {
		pthread_mutex_lock(&sampler->lock);
		struct wish wish = sampler->wish;
		pthread_mutex_unlock(&sampler->lock);
		if (wish.is_stopping)
			break;
		fulfil(sampler, &wish);
		await(sampler);
	}
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		place_close(&sampler->places[i]);
	return NULL;
}
