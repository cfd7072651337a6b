/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/vigil.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/sampler.h"
#include "app/viewer.h"
#include "strata/classify.h"
#include "strata/source.h"

#define SECOND_NS 1000000000ull

struct watch {
	struct classifier *classifier;
	struct source *source; /* NULL: it has ended */
	bool is_ending;        /* its pidfd has spoken */
};

struct watches {
	const struct vigil *vigil;
	struct watch all[VIGIL_TARGETS];
	int signal_fd;
};

static void watch_close(struct watch *watch)
{
	source_close(watch->source);
	if (watch->classifier)
		watch->classifier->destroy(watch->classifier);
	*watch = (struct watch){ 0 };
}

static int watch_open(struct watch *watch, pid_t pid, double budget)
{
	struct live_options options = { .pid = pid, .budget = budget };
	int status = classifier_create(&watch->classifier);
	options.classifier = watch->classifier;
	if (status == 0)
		status = live_open(&options, &watch->source);
	if (status < 0)
		watch_close(watch);
	return status;
}

static int sample(struct watches *watches, size_t index)
{
	struct watch *watch = &watches->all[index];
	struct snapshot *snapshot;
	if (!watch->source)
		return 0;
	int status = source_next(watch->source, DETAIL_SMAPS | watches->vigil->needs, &snapshot);
	if (status < 0) {
		watch_close(watch);
		return 0;
	}
	bool is_last = snapshot->life != LIFE_ALIVE;
	status = watches->vigil->take(watches->vigil->context, index, snapshot);
	snapshot_unref(snapshot);
	if (is_last)
		watch_close(watch);
	return status;
}

static int sample_all(struct watches *watches)
{
	int status = 0;
	for (size_t i = 0; i < watches->vigil->count && status >= 0; i++)
		status = sample(watches, i);
	return status;
}

static bool is_anyone_left(const struct watches *watches)
{
	for (size_t i = 0; i < watches->vigil->count; i++)
		if (watches->all[i].source)
			return true;
	return false;
}

static struct timespec time_until(uint64_t due_ns)
{
	uint64_t now_ns = viewer_clock(), left_ns = due_ns > now_ns ? due_ns - now_ns : 0;
	return (struct timespec){ (time_t)(left_ns / SECOND_NS), (long)(left_ns % SECOND_NS) };
}

/* What ends, and what ends the vigil. */
static void list_polls(const struct watches *watches, struct pollfd polls[VIGIL_TARGETS + 1])
{
	size_t count = watches->vigil->count;
	for (size_t i = 0; i < count; i++) {
		const struct watch *watch = &watches->all[i];
		bool is_open = watch->source && !watch->is_ending;
		polls[i] = (struct pollfd){ is_open ? live_exit_fd(watch->source) : -1, POLLIN, 0 };
	}
	polls[count] = (struct pollfd){ watches->signal_fd, POLLIN, 0 };
}

/* Reads those that have ended. 1: a signal wants the end. */
static int take_in(struct watches *watches, const struct pollfd polls[VIGIL_TARGETS + 1])
{
	size_t count = watches->vigil->count;
	int status = 0;
	for (size_t i = 0; i < count && status >= 0; i++) {
		if (!polls[i].revents)
			continue;
		watches->all[i].is_ending = true;
		status = sample(watches, i);
	}
	return status >= 0 && polls[count].revents ? 1 : status;
}

/* 1: a signal wants the end. */
static int wait_until(struct watches *watches, uint64_t due_ns)
{
	int status = 0;
	do {
		struct pollfd polls[VIGIL_TARGETS + 1];
		struct timespec left = time_until(due_ns);
		list_polls(watches, polls);
		if (ppoll(polls, watches->vigil->count + 1, &left, NULL) > 0)
			status = take_in(watches, polls);
	} while (status == 0 && viewer_clock() < due_ns && is_anyone_left(watches));
	return status;
}

static int keep(struct watches *watches)
{
	const struct vigil *vigil = watches->vigil;
	uint64_t start_ns = viewer_clock(), beat_ns = start_ns;
	uint64_t end_ns = vigil->lasting_ns ? start_ns + vigil->lasting_ns : UINT64_MAX;
	for (;;) {
		int status = sample_all(watches);
		if (status < 0 || !is_anyone_left(watches))
			return status;
		if (beat_ns >= end_ns)
			return 0;
		uint64_t late_ns = viewer_clock() - beat_ns;
		beat_ns += late_ns - late_ns % vigil->period_ns + vigil->period_ns;
		if (beat_ns > end_ns)
			beat_ns = end_ns;
		status = wait_until(watches, beat_ns);
		if (status != 0)
			return status < 0 ? status : 0;
	}
}

static int open_all(struct watches *watches)
{
	const struct vigil *vigil = watches->vigil;
	for (size_t i = 0; i < vigil->count; i++) {
		int status = watch_open(&watches->all[i], vigil->pids[i], vigil->budget);
		if (status < 0)
			return status;
	}
	return 0;
}

int vigil_keep(const struct vigil *vigil)
{
	sigset_t ending, before;
	struct watches watches = { .vigil = vigil };
	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &ending, &before);
	watches.signal_fd = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
	int status = open_all(&watches);
	if (status == 0)
		status = keep(&watches);
	for (size_t i = 0; i < vigil->count; i++)
		watch_close(&watches.all[i]);
	if (watches.signal_fd >= 0) {
		/* What has ended the vigil must not end the program once it is let through again. */
		struct signalfd_siginfo info;
		while (read(watches.signal_fd, &info, sizeof info) > 0)
			;
		close(watches.signal_fd);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return status;
}
