/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/sampler_private.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define GOODBYE_NS 300000000ull /* how long destroying waits for a read that is under way */

uint64_t sampler_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

void sampler_ring(int event_fd)
{
	/* Fails only when the counter is full, and then it is readable anyway. */
	(void)!write(event_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
}

void sampler_hush(int event_fd)
{
	uint64_t count;
	(void)!read(event_fd, &count, sizeof count);
}

/* Signals are for the screen thread alone: the worker starts with all of them blocked. */
static int start(struct sampler *sampler)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&sampler->thread, NULL, sampler_work, sampler);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -error;
}

static void arrivals_drop(struct arrivals *arrivals)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		snapshot_unref(arrivals->targets[i].snapshot);
		page_look_finish(&arrivals->targets[i].look);
		page_record_unref(arrivals->targets[i].record);
	}
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
	sampler->beat_ns = sampler_clock();
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
	sampler_ring(sampler->wake_fd);
}

void sampler_destroy(struct sampler *sampler)
{
	if (!sampler)
		return;
	wish_begin(sampler)->is_stopping = true;
	wish_end(sampler);
	uint64_t until_ns = sampler_clock() + GOODBYE_NS;
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
	pthread_mutex_lock(&sampler->lock);
	sampler_hush(sampler->ready_fd);
	*ret_arrivals = sampler->mailbox;
	sampler->mailbox = (struct arrivals){ .ticket = ret_arrivals->ticket };
	pthread_mutex_unlock(&sampler->lock);
}

void sampler_watch(struct sampler *sampler, size_t place, pid_t pid)
{
	struct wish *wish = wish_begin(sampler);
	struct arrival stale = sampler->mailbox.targets[place];
	sampler->mailbox.targets[place] = (struct arrival){ 0 };
	wish->pids[place] = pid;
	wish->turns[place]++;
	wish->looks[place] = (struct page_wish){ 0 };
	wish_end(sampler);
	snapshot_unref(stale.snapshot);
	page_look_finish(&stale.look);
	page_record_unref(stale.record);
}

void sampler_look(struct sampler *sampler, size_t place, const struct page_wish *wish)
{
	wish_begin(sampler)->looks[place] = *wish;
	wish_end(sampler);
}

static void send(struct sampler *sampler, size_t place, struct errand *errand)
{
	errand->turn = wish_begin(sampler)->turns[place];
	errand->count++;
	wish_end(sampler);
}

void sampler_record(struct sampler *sampler, size_t place)
{
	send(sampler, place, &sampler->wish.records[place]);
}

void sampler_wipe(struct sampler *sampler, size_t place, enum lens lens)
{
	send(sampler, place, &sampler->wish.wipes[place][lens]);
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
