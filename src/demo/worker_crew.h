/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A crew: threads of one process that do pieces of work together, each when told to.
 *
 * Model: crew_start() makes them; after it, and after each crew_order(), all of them wait. A piece
 * begins for all at the same instant, as far as the machine can. Nothing is allocated but by
 * pthread_create itself. Fill in `worker`, `count`, `piece` and what the pieces need. */
#pragma once

#include <pthread.h>

#include "demo/worker.h"

#define CREW_MOST 10

struct crew {
	struct worker *worker;
	size_t count;      /* at most CREW_MOST */
	size_t stack_size; /* of each; 0: the usual one */
	/* What thread `index` does at an order (not 0). */
	void (*piece)(struct crew *crew, size_t index, int order);
	void *argument;
	/* Its own: */
	pthread_barrier_t barrier;
	int order;
	struct crew_member {
		struct crew *crew;
		pthread_t thread;
	} members[CREW_MOST];
};

/* Skips the demo where there can be no threads. */
void crew_start(struct crew *crew);
/* Returns when all have done it. */
void crew_order(struct crew *crew, int order);
/* The two halves of that, for one who looks on. */
void crew_begin(struct crew *crew, int order);
void crew_wait(struct crew *crew);
/* Ends the threads and joins them. */
void crew_end(struct crew *crew);
