/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "strata/classify.h"

enum exit_status {
	CHECK_PASSED = 0,
	CHECK_FAILED = 1,
	CHECK_USAGE = 2,
	CHECK_SKIPPED = 77,
};

struct check {
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

/* Bytes in KiB; counts as they are. */
static void print_number(int64_t number, const struct run_verdict *verdict, const char *sign)
{
	double kib = (double)number / 1024;
	if (!verdict->is_bytes)
		printf("%s%" PRId64, number < 0 ? "" : sign, number);
	else
		printf("%s%.*f KiB", number < 0 ? "" : sign, number % 1024 ? 1 : 0, kib);
}

static void print_numbers(const struct run_verdict *verdict)
{
	const char *sign = verdict->is_change ? "+" : "";
	if (verdict->is_known)
		print_number(verdict->seen, verdict, sign);
	else
		printf("unknown");
	printf(" expected ");
	print_number(verdict->expected, verdict, sign);
	print_number(verdict->tolerance, verdict, " ±");
}

static void print_words(const struct run_verdict *verdict)
{
	printf("%s expected %s", verdict->is_known ? verdict->seen_word : "unknown",
		verdict->expected_word);
}

static void print_verdict(const struct demo_run *run, const struct run_verdict *verdict)
{
	const struct demo_expectation *expectation = verdict->expectation;
	printf("%s %s %zu %s %s ", verdict->holds ? "PASS" : "FAIL", run->demo->id,
		verdict->step + 1, expectation->role ? expectation->role : run->processes[0].role,
		expectation->metric);
	if (verdict->is_word)
		print_words(verdict);
	else
		print_numbers(verdict);
	printf("%s%s\n", verdict->cause ? ": " : "", verdict->cause ? verdict->cause : "");
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
		for (size_t i = 0; i < run->verdict_count; i++)
			print_verdict(run, &run->verdicts[i]);
		runner_go(check->runner);
		return true;
	case RUN_READY:
		runner_go(check->runner);
		return true;
	default:
		return false;
	}
}

static int conclude(const struct demo_run *run)
{
	if (run->state == RUN_SKIPPED) {
		printf("SKIP %s: %s\n", run->demo->id, run->reason);
		return CHECK_SKIPPED;
	}
	bool is_broken = run->state == RUN_FAILED;
	if (is_broken)
		printf("FAIL %s: %s\n", run->demo->id, run->reason);
	size_t failed = run->failed + is_broken;
	printf("%zu passed, %zu failed\n", run->passed, failed);
	return failed || !run->passed ? CHECK_FAILED : CHECK_PASSED;
}

int runner_check(const struct runner_options *options)
{
	struct check check = { 0 };
	char error[160];
	int status = runner_create(options, &check.runner, error, sizeof error);
	if (status < 0) {
		fprintf(stderr, "strata: %s: %s\n", options->demo->id,
			status == -ENOMEM ? strerror(ENOMEM) : error);
		return status == -EINVAL ? CHECK_USAGE : CHECK_FAILED;
	}
	classifier_create(&check.classifier); /* without one, kinds are unknown: they fail */
	const struct demo_run *run = runner_run(check.runner);
	if (run->note[0])
		printf("NOTE %s: %s\n", run->demo->id, run->note);
	while (advance(&check))
		;
	status = conclude(run);
	for (size_t i = 0; i < DEMO_ROLES; i++)
		source_close(check.sources[i]);
	if (check.classifier)
		check.classifier->destroy(check.classifier);
	runner_destroy(check.runner);
	return status;
}
