/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/check.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "strata/classify.h"

struct check {
	const struct check_format *format;
	void *state; /* of the format */
	struct runner *runner;
	struct classifier *classifier; /* of all sources: they are asked one after another */
	struct source *sources[DEMO_ROLES];
	pid_t pids[DEMO_ROLES]; /* of the sources */
};

static uint64_t clock_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* The source of the run's process, opened when it is new. */
static struct source *source_of(struct check *check, size_t index)
{
	const struct run_process *process = &runner_run(check->runner)->processes[index];
	if (check->pids[index] != process->pid) {
		source_close(check->sources[index]);
		check->sources[index] = NULL;
		check->pids[index] = process->pid;
		const struct live_options options = {
			.pid = process->pid,
			.classifier = check->classifier,
		};
		live_open(&options, &check->sources[index]);
	}
	return check->sources[index];
}

static void sample(struct check *check)
{
	const struct demo_run *run = runner_run(check->runner);
	struct snapshot *snapshots[DEMO_ROLES] = { NULL };
	const struct snapshot *seen[DEMO_ROLES];
	for (size_t i = 0; i < run->process_count; i++) {
		struct source *source = source_of(check, i);
		if (source && source_next(source, DETAIL_SMAPS | DETAIL_NOW, &snapshots[i]) < 0)
			snapshots[i] = NULL;
	}
	for (size_t i = 0; i < DEMO_ROLES; i++)
		seen[i] = snapshots[i];
	runner_judge(check->runner, seen, clock_now());
	for (size_t i = 0; i < DEMO_ROLES; i++)
		if (snapshots[i])
			snapshot_unref(snapshots[i]);
}

static void wait_for_worker(struct runner *runner)
{
	struct pollfd worker = { .fd = runner_fd(runner), .events = POLLIN };
	if (poll(&worker, 1, runner_timeout(runner, clock_now())) > 0)
		runner_read(runner);
	runner_tick(runner, clock_now());
}

/* One turn; false when the run is over. */
static bool advance(struct check *check)
{
	const struct demo_run *run = runner_run(check->runner);
	switch (run->state) {
	case RUN_WORKING:
		wait_for_worker(check->runner);
		return true;
	case RUN_WAITING_SAMPLE:
		sample(check);
		return true;
	case RUN_JUDGED:
		check->format->judged(check->state, run);
		runner_go(check->runner);
		return true;
	case RUN_READY:
		runner_go(check->runner);
		return true;
	default:
		return false;
	}
}

static void count(struct check_totals *totals, const struct demo_run *run)
{
	size_t failed = run->failed + (run->state == RUN_FAILED);
	bool is_skipped = run->state == RUN_SKIPPED;
	totals->passed += run->passed;
	totals->failed += failed;
	totals->demos++;
	totals->demos_skipped += is_skipped;
	totals->demos_failed += !is_skipped && (failed || !run->passed);
}

static void run_demo(struct check *check, struct check_totals *totals)
{
	const struct demo_run *run = runner_run(check->runner);
	check->format->begin(check->state, run);
	while (advance(check))
		;
	check->format->end(check->state, run);
	count(totals, run);
	for (size_t i = 0; i < DEMO_ROLES; i++) {
		source_close(check->sources[i]);
		check->sources[i] = NULL;
		check->pids[i] = 0;
	}
	runner_destroy(check->runner);
}

/* 0 also for a demo that is skipped. */
static int start(struct check *check, const struct check_options *options, size_t index)
{
	const struct runner_options wanted = { options->demos[index], options->worker_path,
		options->settings };
	char error[160] = "";
	int status = runner_create(&wanted, &check->runner, error, sizeof error);
	if (status < 0)
		fprintf(stderr, "strata: %s: %s\n", options->demos[index]->id,
			*error ? error : strerror(-status));
	else if (options->posed) {
		runner_pose(check->runner, options->posed, options->posed_step);
		runner_pass(check->runner);
	}
	return status;
}

static enum check_status conclude(const struct check_totals *totals)
{
	if (totals->demos_failed)
		return CHECK_FAILED;
	return totals->demos_skipped == totals->demos ? CHECK_SKIPPED : CHECK_PASSED;
}

static enum check_status run_all(
	struct check *check, const struct check_options *options, struct check_totals *totals)
{
	for (size_t i = 0; i < options->count; i++) {
		int status = start(check, options, i);
		if (status < 0)
			return status == -EINVAL ? CHECK_USAGE : CHECK_FAILED;
		run_demo(check, totals);
	}
	return conclude(totals);
}

enum check_status check_demos(const struct check_options *options)
{
	struct check check = { .format = options->format };
	struct check_totals totals = { 0 };
	if (check.format->open(&check.state) < 0)
		return CHECK_FAILED;
	classifier_create(&check.classifier); /* without one, kinds are unknown: they fail */
	enum check_status status = run_all(&check, options, &totals);
	check.format->close(check.state, totals.demos == options->count ? &totals : NULL);
	if (check.classifier)
		check.classifier->destroy(check.classifier);
	return status;
}
