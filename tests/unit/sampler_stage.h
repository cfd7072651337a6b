/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sampler under test: made, waited for, told to read, and processes for it to watch. */
#pragma once

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "app/sampler.h"

#define PATIENCE_MS 10000

static inline struct sampler *create(uint64_t period_ns, unsigned detail)
{
	struct sampler_options options = { .period_ns = period_ns, .detail = detail };
	struct sampler *sampler;
	assert_int_equal(sampler_create(&options, &sampler), 0);
	return sampler;
}

static inline struct sampler *start(uint64_t period_ns)
{
	return create(period_ns, DETAIL_SMAPS);
}

static inline void drop(struct arrivals *arrivals)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		snapshot_unref(arrivals->targets[i].snapshot);
		page_look_finish(&arrivals->targets[i].look);
		page_record_unref(arrivals->targets[i].record);
	}
	if (arrivals->has_processes)
		process_list_finish(&arrivals->processes);
}

static inline void wait_for(struct sampler *sampler, struct arrivals *arrivals)
{
	struct pollfd ready = { sampler_fd(sampler), POLLIN, 0 };
	assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
	sampler_take(sampler, arrivals);
}

/* The newest snapshots when the forced sample is complete. */
static inline void force(struct sampler *sampler, struct arrivals *ret_arrivals)
{
	uint64_t ticket = sampler_force(sampler);
	*ret_arrivals = (struct arrivals){ 0 };
	while (ret_arrivals->ticket < ticket) {
		struct arrivals arrivals;
		wait_for(sampler, &arrivals);
		for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
			struct arrival *kept = &ret_arrivals->targets[i];
			if (!arrivals.targets[i].snapshot)
				arrivals.targets[i].snapshot = kept->snapshot;
			else
				snapshot_unref(kept->snapshot);
			arrivals.targets[i].has_wiped[LENS_REFERENCED] |=
				kept->has_wiped[LENS_REFERENCED];
		}
		*ret_arrivals = arrivals;
	}
}

static inline pid_t start_sleeper(void)
{
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pause();
		_exit(0);
	}
	assert_true(pid > 0);
	return pid;
}

static inline void stop_sleeper(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
