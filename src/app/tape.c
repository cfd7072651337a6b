/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/tape.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* A sample, or where there is none an event. */
struct entry {
	const struct snapshot *snapshot; /* one reference */
	char role[16];
	struct event event;
};

struct tape {
	struct recorder *recorder; /* the writer's own until it has ended */
	pthread_t thread;
	bool has_writer;      /* `thread` has been started */
	pthread_mutex_t lock; /* over everything below */
	pthread_cond_t has_news;
	struct entry entries[TAPE_ENTRIES]; /* a ring */
	size_t first, count;
	bool is_stopping;
	struct tape_status status;
};

static bool take(struct tape *tape, struct entry *ret_entry)
{
	pthread_mutex_lock(&tape->lock);
	while (tape->count == 0 && !tape->is_stopping)
		pthread_cond_wait(&tape->has_news, &tape->lock);
	bool has_one = tape->count > 0;
	if (has_one) {
		*ret_entry = tape->entries[tape->first];
		tape->first = (tape->first + 1) % TAPE_ENTRIES;
		tape->count--;
	}
	pthread_mutex_unlock(&tape->lock);
	return has_one;
}

static void account(struct tape *tape, uint64_t wall_ns, int failure, const char *line)
{
	struct tape_status *status = &tape->status;
	pthread_mutex_lock(&tape->lock);
	if (failure == 0) {
		if (status->samples++ == 0)
			status->first_wall_ns = wall_ns;
		status->last_wall_ns = wall_ns;
	} else {
		status->missed++;
	}
	if (failure && !status->failure) {
		status->failure = failure;
		snprintf(status->line, sizeof status->line, "%s", line);
	}
	pthread_mutex_unlock(&tape->lock);
}

static void *work(void *context)
{
	struct tape *tape = context;
	struct entry entry;
	while (take(tape, &entry)) {
		char line[RECORDING_ERROR] = "";
		if (!entry.snapshot) {
			/* An event that cannot be written makes the next sample fail too. */
			recorder_note(tape->recorder, &entry.event);
			continue;
		}
		int failure = recorder_add(tape->recorder, entry.snapshot, entry.role, line);
		account(tape, entry.snapshot->wall_ns, failure, line);
		snapshot_unref(entry.snapshot);
	}
	return NULL;
}

/* Signals are not for the writer. */
static int start(struct tape *tape)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&tape->thread, NULL, work, tape);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -error;
}

int tape_start(
	const struct recorder_options *options, struct tape **ret_tape, char error[RECORDING_ERROR])
{
	struct tape *tape = calloc(1, sizeof *tape);
	if (!tape)
		return -ENOMEM;
	pthread_mutex_init(&tape->lock, NULL);
	pthread_cond_init(&tape->has_news, NULL);
	int result = recorder_create(options, &tape->recorder, error);
	if (result == 0) {
		*ret_tape = tape;
		return 0;
	}
	free(tape);
	return result;
}

static void put(struct tape *tape, const struct entry *entry)
{
	/* A command must be started before there is a second thread, so not sooner than now. */
	tape->has_writer = tape->has_writer || start(tape) == 0;
	pthread_mutex_lock(&tape->lock);
	bool has_room = tape->has_writer && tape->count < TAPE_ENTRIES;
	if (has_room)
		tape->entries[(tape->first + tape->count++) % TAPE_ENTRIES] = *entry;
	else
		tape->status.missed += entry->snapshot != NULL;
	pthread_cond_signal(&tape->has_news);
	pthread_mutex_unlock(&tape->lock);
	if (!has_room)
		snapshot_unref(entry->snapshot);
}

void tape_add(struct tape *tape, const struct snapshot *snapshot, const char *role)
{
	struct entry entry = { .snapshot = snapshot_ref(snapshot) };
	snprintf(entry.role, sizeof entry.role, "%s", role);
	put(tape, &entry);
}

void tape_note(struct tape *tape, const struct event *event)
{
	const struct entry entry = { .event = *event };
	put(tape, &entry);
}

void tape_status(struct tape *tape, struct tape_status *ret_status)
{
	pthread_mutex_lock(&tape->lock);
	*ret_status = tape->status;
	pthread_mutex_unlock(&tape->lock);
}

int tape_stop(struct tape *tape, struct tape_status *ret_status)
{
	pthread_mutex_lock(&tape->lock);
	tape->is_stopping = true;
	pthread_cond_signal(&tape->has_news);
	pthread_mutex_unlock(&tape->lock);
	if (tape->has_writer)
		pthread_join(tape->thread, NULL);
	int error = recorder_close(tape->recorder);
	*ret_status = tape->status;
	pthread_mutex_destroy(&tape->lock);
	pthread_cond_destroy(&tape->has_news);
	free(tape);
	return error;
}
