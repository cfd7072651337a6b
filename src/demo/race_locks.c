/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks for a counter in memory, from none to those of the C library. */
#include "demo/race.h"

#include <string.h>
#include <sys/resource.h>

/* Inlined with the lock, so that nothing but the lock is between reading the counter and writing it.
 * take() gives false when time is up and the lock was not taken. */
static inline __attribute__((always_inline)) void count(struct race *race, size_t self,
	bool (*take)(struct race *race, size_t self), void (*leave)(struct race *race, size_t self))
{
	for (int64_t i = 0; i < race->rounds && !race->is_over && take(race, self); i++) {
		race->counter = race->counter + 1;
		leave(race, self);
		race->racers[self].tries = i + 1;
	}
}

static bool take_none(struct race *race, size_t self)
{
	(void)race;
	(void)self;
	return true;
}

static void leave_none(struct race *race, size_t self)
{
	(void)race;
	(void)self;
}

/* Looks, and then takes: another may have looked meanwhile. */
static bool take_flag(struct race *race, size_t self)
{
	(void)self;
	while (race->flag)
		if (race->is_over)
			return false;
	race->flag = 1;
	return true;
}

static void leave_flag(struct race *race, size_t self)
{
	(void)self;
	race->flag = 0;
}

static bool await_turn(struct race *race, size_t self)
{
	size_t other = 1 - self;
	while (race->wants[other] && race->turn == (int)other)
		if (race->is_over) {
			race->wants[self] = 0;
			return false;
		}
	return true;
}

/* As it is printed: right, were memory written in the order of the program. */
static bool take_peterson(struct race *race, size_t self)
{
	race->wants[self] = 1;
	race->turn = (int)(1 - self);
	return await_turn(race, self);
}

static bool take_peterson_fenced(struct race *race, size_t self)
{
	race->wants[self] = 1;
	race->turn = (int)(1 - self);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return await_turn(race, self);
}

static void leave_peterson(struct race *race, size_t self)
{
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	race->wants[self] = 0;
}

static bool take_spin(struct race *race, size_t self)
{
	(void)self;
	while (__atomic_exchange_n(&race->spin, 1, __ATOMIC_ACQUIRE))
		if (race->is_over)
			return false;
	return true;
}

static void leave_spin(struct race *race, size_t self)
{
	(void)self;
	__atomic_store_n(&race->spin, 0, __ATOMIC_RELEASE);
}

static bool take_mutex(struct race *race, size_t self)
{
	(void)self;
	return pthread_mutex_lock(&race->mutex) == 0;
}

static void leave_mutex(struct race *race, size_t self)
{
	(void)self;
	pthread_mutex_unlock(&race->mutex);
}

static bool take_semaphore(struct race *race, size_t self)
{
	(void)self;
	return sem_wait(&race->semaphore) == 0;
}

static void leave_semaphore(struct race *race, size_t self)
{
	(void)self;
	sem_post(&race->semaphore);
}

/* The ways. */

static void run_plain(struct race *race, size_t self)
{
	count(race, self, take_none, leave_none);
}

static void run_flag(struct race *race, size_t self)
{
	count(race, self, take_flag, leave_flag);
}

static void run_peterson(struct race *race, size_t self)
{
	count(race, self, take_peterson, leave_peterson);
}

static void run_peterson_fenced(struct race *race, size_t self)
{
	count(race, self, take_peterson_fenced, leave_peterson);
}

static void run_atomic(struct race *race, size_t self)
{
	for (int64_t i = 0; i < race->rounds && !race->is_over; i++) {
		__atomic_fetch_add(&race->counter, 1, __ATOMIC_SEQ_CST);
		race->racers[self].tries = i + 1;
	}
}

static void run_spin(struct race *race, size_t self)
{
	count(race, self, take_spin, leave_spin);
}

static void run_mutex(struct race *race, size_t self)
{
	count(race, self, take_mutex, leave_mutex);
}

static void run_semaphore(struct race *race, size_t self)
{
	count(race, self, take_semaphore, leave_semaphore);
}

const struct race_way race_plain = { run_plain, 0 };
const struct race_way race_flag = { run_flag, sizeof(int) };
const struct race_way race_peterson = { run_peterson, 3 * sizeof(int) };
const struct race_way race_peterson_fenced = { run_peterson_fenced, 3 * sizeof(int) };
const struct race_way race_atomic = { run_atomic, 0 };
const struct race_way race_spin = { run_spin, sizeof(int) };
const struct race_way race_mutex = { run_mutex, sizeof(pthread_mutex_t) };
const struct race_way race_semaphore = { run_semaphore, sizeof(sem_t) };

void race_prepare(struct race *race, unsigned racers, int64_t rounds)
{
	pthread_mutexattr_t mutex;
	pthread_barrierattr_t barrier;
	memset((void *)race, 0, offsetof(struct race, fd));
	race->rounds = rounds;
	pthread_mutexattr_init(&mutex);
	pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&race->mutex, &mutex);
	sem_init(&race->semaphore, 1, 1);
	pthread_barrierattr_init(&barrier);
	pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&race->start, &barrier, racers);
}

void race_take_part(struct race *race, size_t self, const struct race_way *way)
{
	struct rusage before, after;
	pthread_barrier_wait(&race->start);
	getrusage(RUSAGE_THREAD, &before);
	way->run(race, self);
	getrusage(RUSAGE_THREAD, &after);
	__atomic_fetch_add(&race->waits, after.ru_nvcsw - before.ru_nvcsw, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&race->preempted, after.ru_nivcsw - before.ru_nivcsw, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&race->finished, 1, __ATOMIC_SEQ_CST);
}

int64_t race_tries(const struct race *race)
{
	int64_t sum = 0;
	for (size_t i = 0; i < RACERS; i++)
		sum += race->racers[i].tries;
	return sum;
}
