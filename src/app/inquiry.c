/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/inquiry.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct inquiry {
	struct mappers_options options;
	int ready_fd;         /* eventfd */
	pthread_mutex_t lock; /* over everything below */
	struct inquiry_progress progress;
	struct mappers answer;
	bool is_cancelled;
	unsigned owners; /* the one who asked and the worker: the last one tidies up */
};

static void leave(struct inquiry *inquiry)
{
	pthread_mutex_lock(&inquiry->lock);
	bool is_last = --inquiry->owners == 0;
	pthread_mutex_unlock(&inquiry->lock);
	if (!is_last)
		return;
	if (inquiry->progress.answer)
		mappers_finish(&inquiry->answer);
	if (inquiry->ready_fd >= 0)
		close(inquiry->ready_fd);
	pthread_mutex_destroy(&inquiry->lock);
	free(inquiry);
}

static void ring(const struct inquiry *inquiry)
{
	/* Fails only when the counter is full, and then it is readable anyway. */
	(void)!write(inquiry->ready_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
}

static bool note(void *context, const struct mappers_tally *tally)
{
	struct inquiry *inquiry = context;
	pthread_mutex_lock(&inquiry->lock);
	inquiry->progress.tally = *tally;
	bool goes_on = !inquiry->is_cancelled;
	pthread_mutex_unlock(&inquiry->lock);
	ring(inquiry);
	return goes_on;
}

static void *work(void *context)
{
	struct inquiry *inquiry = context;
	struct mappers answer;
	int error = mappers_init(&answer, &inquiry->options);
	pthread_mutex_lock(&inquiry->lock);
	inquiry->progress.has_ended = true;
	inquiry->progress.error = -error;
	if (!error) {
		inquiry->answer = answer;
		inquiry->progress.answer = &inquiry->answer;
		inquiry->progress.tally = answer.tally;
	}
	pthread_mutex_unlock(&inquiry->lock);
	ring(inquiry);
	leave(inquiry);
	return NULL;
}

/* Nobody waits for the worker, and signals are not for it. */
static int start(struct inquiry *inquiry)
{
	sigset_t all, before;
	pthread_t thread;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	inquiry->owners = 2;
	int error = pthread_create(&thread, NULL, work, inquiry);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error)
		inquiry->owners = 1;
	else
		pthread_detach(thread);
	return -error;
}

int inquiry_create(const struct mappers_options *options, struct inquiry **ret_inquiry)
{
	struct inquiry *inquiry = calloc(1, sizeof *inquiry);
	if (!inquiry)
		return -ENOMEM;
	inquiry->options = *options;
	inquiry->options.goes_on = note;
	inquiry->options.context = inquiry;
	inquiry->owners = 1;
	pthread_mutex_init(&inquiry->lock, NULL);
	inquiry->ready_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	int error = inquiry->ready_fd < 0 ? -errno : start(inquiry);
	if (error)
		leave(inquiry);
	else
		*ret_inquiry = inquiry;
	return error;
}

void inquiry_destroy(struct inquiry *inquiry)
{
	if (!inquiry)
		return;
	pthread_mutex_lock(&inquiry->lock);
	inquiry->is_cancelled = true;
	pthread_mutex_unlock(&inquiry->lock);
	leave(inquiry);
}

int inquiry_fd(const struct inquiry *inquiry)
{
	return inquiry->ready_fd;
}

void inquiry_look(struct inquiry *inquiry, struct inquiry_progress *ret_progress)
{
	uint64_t count;
	(void)!read(inquiry->ready_fd, &count, sizeof count);
	pthread_mutex_lock(&inquiry->lock);
	*ret_progress = inquiry->progress;
	pthread_mutex_unlock(&inquiry->lock);
}
