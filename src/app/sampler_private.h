/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two halves of the sampler: the screen thread's (sampler.c) states wishes and empties the
 * mailbox, the worker's (sampler_worker.c) fulfils them. `lock` is over wish and mailbox, and over
 * ready_fd, so that news are never told twice. */
#pragma once

#include <pthread.h>

#include "app/page_lane.h"
#include "app/sampler.h"

#define SECOND_NS 1000000000ull

/* Something to be done once for the process in a place, and how often it was asked for: not for
 * another that takes the place meanwhile, in the next turn. */
struct errand {
	unsigned turn, count;
};

/* What the screen wants, whole: the worker compares it with what it has. */
struct wish {
	pid_t pids[SAMPLER_TARGETS];
	unsigned turns[SAMPLER_TARGETS]; /* counts sampler_watch(): a new turn opens anew */
	struct page_wish looks[SAMPLER_TARGETS];
	struct errand wipes[SAMPLER_TARGETS][LENSES];
	struct errand records[SAMPLER_TARGETS];
	uint64_t period_ns;
	unsigned detail;
	bool is_paused, is_stopping;
	uint64_t ticket; /* of the newest forced sample asked for */
	uint64_t lists;  /* process lists asked for so far */
};

/* The worker's side of a target. */
struct place {
	struct source *source; /* NULL: nothing to read (any more) */
	struct classifier *classifier;
	struct page_lane pages;
	struct limits limits;
	uint64_t limits_ns; /* when they were read; 0: never */
	unsigned turn;
	bool has_ended; /* its pidfd has spoken, and would do so for ever */
};

struct sampler {
	pthread_t thread;
	int wake_fd, ready_fd; /* eventfds: to the worker, to the screen */
	pthread_mutex_t lock;
	struct wish wish;
	struct arrivals mailbox;
	const char *proc_root;
	double budget;
	/* The worker's own. */
	struct place places[SAMPLER_TARGETS];
	struct wish fulfilled;
	uint64_t beat_ns; /* when the last beat was due */
};

uint64_t sampler_clock(void);
void sampler_ring(int event_fd);
void sampler_hush(int event_fd);
/* The worker's thread; `context` is the sampler. */
void *sampler_work(void *context);
