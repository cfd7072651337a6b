/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/sampler.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "strata/classify.h"

#define SECOND_NS 1000000000ull
#define GOODBYE_NS 300000000ull /* how long destroying waits for a read that is under way */

/* What the screen wants, whole: the worker compares it with what it has. */
struct wish {
	pid_t pids[SAMPLER_TARGETS];
	unsigned turns[SAMPLER_TARGETS]; /* counts sampler_watch(): a new turn opens anew */
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
	unsigned turn;
	bool has_ended; /* its pidfd has spoken, and would do so for ever */
};

struct sampler {
	pthread_t thread;
	int wake_fd, ready_fd; /* eventfds: to the worker, to the screen */
	pthread_mutex_t lock;  /* over wish and mailbox */
	struct wish wish;
	struct arrivals mailbox;
	const char *proc_root;
	double budget;
	/* The worker's own. */
	struct place places[SAMPLER_TARGETS];
	struct wish fulfilled;
	uint64_t beat_ns; /* when the last beat was due */
};

static uint64_t clock_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static void ring(int event_fd)
{
	/* Fails only when the counter is full, and then it is readable anyway. */
	(void)!write(event_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
}

static void hush(int event_fd)
{
	uint64_t count;
	(void)!read(event_fd, &count, sizeof count);
}

static void post(struct sampler *sampler, size_t at, const struct snapshot *snapshot, int error)
{
	const struct snapshot *replaced = snapshot;
	pthread_mutex_lock(&sampler->lock);
	struct arrival *arrival = &sampler->mailbox.targets[at];
	/* Nobody wants the news of a target that has been replaced meanwhile. */
	if (sampler->wish.turns[at] == sampler->places[at].turn) {
		arrival->error = error;
		if (snapshot) {
			replaced = arrival->snapshot;
			arrival->snapshot = snapshot;
		}
	}
	pthread_mutex_unlock(&sampler->lock);
	snapshot_unref(replaced);
	ring(sampler->ready_fd);
}

static void place_close(struct place *place)
{
	source_close(place->source);
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
	post(sampler, at, snapshot, 0);
	if (is_last)
		place_close(place);
}

static void sample_all(struct sampler *sampler, unsigned detail)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		sample(sampler, i, detail);
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
		sample(sampler, i, DETAIL_MAPS);
		if (wish->detail & DETAIL_SMAPS)
			sample(sampler, i, wish->detail);
		sampler->beat_ns = clock_now();
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
	pthread_mutex_unlock(&sampler->lock);
	if (had_one)
		process_list_finish(&replaced);
	ring(sampler->ready_fd);
}

static void finish_ticket(struct sampler *sampler, uint64_t ticket)
{
	pthread_mutex_lock(&sampler->lock);
	sampler->mailbox.ticket = ticket;
	pthread_mutex_unlock(&sampler->lock);
	ring(sampler->ready_fd);
}

/* Is a beat due? Also at once when more is wanted than the last beat read. */
static bool is_beat_due(const struct sampler *sampler, const struct wish *wish)
{
	if (wish->is_paused)
		return false;
	bool wants_more =
		(wish->detail & ~sampler->fulfilled.detail) || sampler->fulfilled.is_paused;
	return wants_more || clock_now() >= sampler->beat_ns + wish->period_ns;
}

static void fulfil(struct sampler *sampler, const struct wish *wish)
{
	follow_targets(sampler, wish);
	if (is_beat_due(sampler, wish)) {
		sample_all(sampler, wish->detail);
		/* Beats that went by while reading are skipped. */
		uint64_t since_ns = clock_now() - sampler->beat_ns;
		sampler->beat_ns += since_ns - since_ns % wish->period_ns;
	}
	if (wish->ticket != sampler->fulfilled.ticket) {
		sample_all(sampler, wish->detail | DETAIL_SMAPS | DETAIL_NOW);
		finish_ticket(sampler, wish->ticket);
	}
	if (wish->lists != sampler->fulfilled.lists)
		list_processes(sampler);
	sampler->fulfilled = *wish;
}

static struct timespec time_until_beat(const struct sampler *sampler)
{
	uint64_t due_ns = sampler->beat_ns + sampler->fulfilled.period_ns, now_ns = clock_now();
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

	struct timespec left = time_until_beat(sampler);
	if (ppoll(polls, SAMPLER_TARGETS + 1, sampler->fulfilled.is_paused ? NULL : &left, NULL) <=
		0)
		return;
	if (polls[SAMPLER_TARGETS].revents)
		hush(sampler->wake_fd);
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (polls[i].revents) {
			sampler->places[i].has_ended = true;
			sample(sampler, i, sampler->fulfilled.detail);
		}
}

static void *work(void *context)
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

/* Signals are for the screen thread alone: the worker starts with all of them blocked. */
static int start(struct sampler *sampler)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&sampler->thread, NULL, work, sampler);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -error;
}

static void arrivals_drop(struct arrivals *arrivals)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		snapshot_unref(arrivals->targets[i].snapshot);
	if (arrivals->has_processes)
		process_list_finish(&arrivals->processes);
}

static void dispose(struct sampler *sampler)
{
	if (sampler->wake_fd >= 0)
		close(sampler->wake_fd);
	if (sampler->ready_fd >= 0)
		close(sampler->ready_fd);
	arrivals_drop(&sampler->mailbox);
	pthread_mutex_destroy(&sampler->lock);
	free(sampler);
}

static uint64_t clamp_period(uint64_t period_ns)
{
	if (period_ns < SAMPLER_PERIOD_LEAST)
		return SAMPLER_PERIOD_LEAST;
	return period_ns > SAMPLER_PERIOD_MOST ? SAMPLER_PERIOD_MOST : period_ns;
}

int sampler_create(const struct sampler_options *options, struct sampler **ret_sampler)
{
	struct sampler *sampler = calloc(1, sizeof *sampler);
	if (!sampler)
		return -ENOMEM;
	sampler->proc_root = options->proc_root;
	sampler->budget = options->budget;
	sampler->wish.period_ns = clamp_period(options->period_ns);
	sampler->wish.detail = options->detail;
	sampler->fulfilled = sampler->wish;
	sampler->beat_ns = clock_now();
	pthread_mutex_init(&sampler->lock, NULL);
	sampler->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sampler->ready_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	int error = sampler->wake_fd < 0 || sampler->ready_fd < 0 ? -errno : start(sampler);
	if (error < 0) {
		dispose(sampler);
		return error;
	}
	*ret_sampler = sampler;
	return 0;
}

/* A change of the wish happens between these two. */
static struct wish *wish_begin(struct sampler *sampler)
{
	pthread_mutex_lock(&sampler->lock);
	return &sampler->wish;
}

static void wish_end(struct sampler *sampler)
{
	pthread_mutex_unlock(&sampler->lock);
	ring(sampler->wake_fd);
}

void sampler_destroy(struct sampler *sampler)
{
	if (!sampler)
		return;
	wish_begin(sampler)->is_stopping = true;
	wish_end(sampler);
	uint64_t until_ns = clock_now() + GOODBYE_NS;
	struct timespec until = { (time_t)(until_ns / SECOND_NS), (long)(until_ns % SECOND_NS) };
	if (pthread_clockjoin_np(sampler->thread, NULL, CLOCK_MONOTONIC, &until) == 0)
		dispose(sampler);
}

int sampler_fd(const struct sampler *sampler)
{
	return sampler->ready_fd;
}

void sampler_take(struct sampler *sampler, struct arrivals *ret_arrivals)
{
	hush(sampler->ready_fd);
	pthread_mutex_lock(&sampler->lock);
	*ret_arrivals = sampler->mailbox;
	sampler->mailbox = (struct arrivals){ .ticket = ret_arrivals->ticket };
	pthread_mutex_unlock(&sampler->lock);
}

void sampler_watch(struct sampler *sampler, size_t place, pid_t pid)
{
	struct wish *wish = wish_begin(sampler);
	const struct snapshot *stale = sampler->mailbox.targets[place].snapshot;
	sampler->mailbox.targets[place] = (struct arrival){ 0 };
	wish->pids[place] = pid;
	wish->turns[place]++;
	wish_end(sampler);
	snapshot_unref(stale);
}

void sampler_set_period(struct sampler *sampler, uint64_t period_ns)
{
	wish_begin(sampler)->period_ns = clamp_period(period_ns);
	wish_end(sampler);
}

void sampler_set_detail(struct sampler *sampler, unsigned detail)
{
	wish_begin(sampler)->detail = detail;
	wish_end(sampler);
}

void sampler_set_paused(struct sampler *sampler, bool is_paused)
{
	wish_begin(sampler)->is_paused = is_paused;
	wish_end(sampler);
}

uint64_t sampler_force(struct sampler *sampler)
{
	uint64_t ticket = ++wish_begin(sampler)->ticket;
	wish_end(sampler);
	return ticket;
}

void sampler_list_processes(struct sampler *sampler)
{
	wish_begin(sampler)->lists++;
	wish_end(sampler);
}
