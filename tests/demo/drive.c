/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "drive.h"

#include <poll.h>

static bool is_over(const struct demo_run *run)
{
	return run->state == RUN_DONE || run->state == RUN_SKIPPED || run->state == RUN_FAILED;
}

static bool listen_to(struct runner *runner)
{
	struct pollfd worker = { .fd = runner_fd(runner), .events = POLLIN };
	if (poll(&worker, 1, PATIENCE_MS) <= 0)
		return false;
	runner_read(runner);
	return true;
}

bool drive_turn(struct runner *runner)
{
	static const struct snapshot *const none[DEMO_ROLES];
	switch (runner_run(runner)->state) {
	case RUN_WORKING:
		return listen_to(runner);
	case RUN_WAITING_SAMPLE:
		runner_judge(runner, none, 0);
		return true;
	default:
		runner_go(runner);
		return true;
	}
}

bool drive_to_step(struct runner *runner, size_t step)
{
	const struct demo_run *run = runner_run(runner);
	while (run->step != step || run->state != RUN_WAITING_SAMPLE)
		if (is_over(run) || !drive_turn(runner))
			return false;
	return true;
}

bool drive_to_end(struct runner *runner)
{
	while (!is_over(runner_run(runner)))
		if (!drive_turn(runner))
			return false;
	return true;
}
