/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A race: several threads or processes add 1 to one counter, each as often as it was told to, with
 * some way of keeping out of one another's way, or none.
 *
 * Model: a race lies in memory that all racers share. A way is a function that does all rounds of one
 * racer. Racers count their tries; what the counter has less is lost. When time is up (is_over) all
 * stop at the end of a round, so a race ends however slow the machine is. */
#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RACERS 8

struct race {
	volatile int64_t counter;
	int64_t rounds; /* of each racer */
	volatile bool is_over;
	volatile int finished;             /* racers that are through */
	volatile int64_t waits, preempted; /* how often they left the processor, all together */
	pthread_barrier_t start;
	/* A cache line each: a racer is not to wait for another's count of tries. */
	struct race_racer {
		volatile int64_t tries;
	} __attribute__((aligned(64))) racers[RACERS];
	/* What the ways need: */
	volatile int flag, wants[2], turn;
	int spin;
	pthread_mutex_t mutex;
	sem_t semaphore;
	int fd;        /* counter in a file: an int64_t */
	char path[40]; /* of a lock that is a file; the empty string before it is known */
};

struct race_way {
	void (*run)(struct race *race, size_t self);
	size_t bytes; /* of memory for the lock */
};

/* In the memory of the process (race_locks.c): */
extern const struct race_way race_plain, race_flag, race_peterson, race_peterson_fenced,
	race_atomic, race_spin, race_mutex, race_semaphore;
/* In a file (race_files.c): */
extern const struct race_way race_file_plain, race_file_tested, race_file_exclusive,
	race_file_flock;

/* Everything at its beginning; fd and path stay. */
void race_prepare(struct race *race, unsigned racers, int64_t rounds);
/* One racer's part: waits for the others, runs, says that it is through. */
void race_take_part(struct race *race, size_t self, const struct race_way *way);
int64_t race_tries(const struct race *race);
