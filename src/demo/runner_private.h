/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the runner share. */
#pragma once

#include "demo/judge.h"
#include "demo/protocol.h"
#include "demo/runner.h"
#include "demo/runner_intake.h"
#include "demo/runner_launch.h"
#include "demo/runner_plan.h"

struct runner {
	struct plan plan;
	struct demo_run run;
	struct launched worker;
	struct intake intake;
	struct protocol_reader reader;
	struct judge_samples samples; /* referenced */
	int events;                   /* epoll of socket and pidfd; -1 */
	uint64_t heard_ns;            /* when the worker last said something */
	size_t target;                /* step to go on to by itself; SIZE_MAX none */
};

static inline bool runner_is_waiting(const struct demo_run *run)
{
	return run->state == RUN_READY || run->state == RUN_JUDGED;
}

/* Before the first step there is none: the next is 0. */
static inline size_t runner_next_step(const struct demo_run *run)
{
	return run->step + 1;
}
