/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "demo/prediction.h"
#include "demo/runner_family.h"
#include "demo/runner_memory.h"
#include "demo/runner_private.h"
#include "demo/worker.h"
#include "strata/translate.h"

#define SECOND_NS 1000000000ull
#define DWELL_NS (2 * SECOND_NS)
#define HANG_NS (30 * SECOND_NS) /* silence of a worker that should be working */
#define READS 64 /* of the socket, at most, before the caller is given back control */

static uint64_t clock_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static void init_run(struct runner *runner)
{
	runner->run = (struct demo_run){
		.demo = &runner->plan.demo,
		.state = RUN_WORKING,
		.step = SIZE_MAX,
		.speed = 1,
	};
	memcpy(runner->run.note, runner->plan.note, sizeof runner->run.note);
	for (size_t i = 0; i < DEMO_PARAMETERS && runner->plan.demo.parameters[i].name; i++)
		runner->run.values[i] = runner->plan.scope.words[i].value;
}

static int watch(int events, int fd)
{
	struct epoll_event event = { .events = EPOLLIN };
	return epoll_ctl(events, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

static int watch_worker(struct runner *runner)
{
	runner->events = epoll_create1(EPOLL_CLOEXEC);
	if (runner->events < 0)
		return -errno;
	int error = watch(runner->events, runner->worker.socket);
	return error ? error : watch(runner->events, runner->worker.pidfd);
}

/* A worker that does not listen is found out by its end, or by the clock. */
static void say(const struct runner *runner, struct protocol_line *line)
{
	protocol_send(line, runner->worker.socket, MSG_DONTWAIT);
}

static void send_words(const struct runner *runner)
{
	for (size_t i = 0; i < runner->plan.scope.count; i++) {
		struct protocol_line line = protocol_begin("PARAM");
		protocol_add(&line, runner->plan.scope.words[i].name);
		protocol_add(&line, runner->plan.scope.words[i].value);
		say(runner, &line);
	}
}

static int start_worker(
	struct runner *runner, const char *wanted_path, char *error, size_t error_size)
{
	const char *program = runner->plan.demo.program ? runner->plan.demo.program : WORKER_NAME;
	char *path;
	int status = launch_find(wanted_path, program, &path);
	if (status == 0) {
		status = launch_start(
			path, runner->plan.demo.id, runner->plan.data, &runner->worker);
		free(path);
	}
	if (status < 0) {
		snprintf(error, error_size, _("the demo's worker, %s: %s"), program,
			strerror(-status));
		return status;
	}
	runner->heard_ns = clock_now();
	intake_init(&runner->intake, &runner->run, runner->plan.original->step_count,
		runner->worker.pid);
	send_words(runner);
	return watch_worker(runner);
}

int runner_create(const struct runner_options *options, struct runner **ret_runner, char *error,
	size_t error_size)
{
	struct runner *runner = calloc(1, sizeof *runner);
	if (!runner)
		return -ENOMEM;
	runner->events = -1;
	runner->target = SIZE_MAX;
	runner->worker = (struct launched){ .socket = -1, .pidfd = -1 };
	int status = plan_init(&runner->plan, options->demo, options->settings, memory_for_demo(),
		error, error_size);
	init_run(runner);
	if (status == -ENOTSUP) {
		runner->run.state = RUN_SKIPPED;
		snprintf(runner->run.reason, sizeof runner->run.reason, "%s", error);
	} else if (status < 0 ||
		   (status = start_worker(runner, options->worker_path, error, error_size)) < 0) {
		runner_destroy(runner);
		return status;
	}
	*ret_runner = runner;
	return 0;
}

bool runner_can_run(const struct demo *demo, char *reason, size_t reason_size)
{
	struct plan plan;
	return plan_init(&plan, demo, NULL, memory_for_demo(), reason, reason_size) == 0;
}

void runner_destroy(struct runner *runner)
{
	if (!runner)
		return;
	launch_finish(&runner->worker);
	if (runner->intake.run)
		intake_finish(&runner->intake);
	for (size_t i = 0; i < DEMO_ROLES; i++)
		if (runner->samples.before[i])
			snapshot_unref(runner->samples.before[i]);
	if (runner->events >= 0)
		close(runner->events);
	free(runner);
}

const struct demo_run *runner_run(const struct runner *runner)
{
	return &runner->run;
}

int runner_fd(const struct runner *runner)
{
	return runner->events;
}

/* Nothing more will come; epoll would report the end for ever. */
static void stop_watching(struct runner *runner)
{
	epoll_ctl(runner->events, EPOLL_CTL_DEL, runner->worker.socket, NULL);
	epoll_ctl(runner->events, EPOLL_CTL_DEL, runner->worker.pidfd, NULL);
}

static void take_end(struct runner *runner)
{
	char how[100], reason[sizeof runner->run.reason];
	stop_watching(runner);
	launch_reap(&runner->worker, how, sizeof how);
	snprintf(reason, sizeof reason, _("the worker %s"), how);
	intake_fail(&runner->run, reason);
}

/* A run that has failed needs no worker any more; it is killed at once, reaped when it is dead. */
static void stop_failed(struct runner *runner)
{
	if (runner->run.state == RUN_FAILED && runner->worker.pid > 0)
		family_kill(runner->worker.pidfd);
}

static int read_some(struct runner *runner)
{
	int got = protocol_receive(&runner->reader, runner->worker.socket, MSG_DONTWAIT);
	if (got <= 0)
		return got;
	runner->heard_ns = clock_now();
	for (char *line; (line = protocol_take_line(&runner->reader));)
		intake_line(&runner->intake, line);
	return got;
}

void runner_read(struct runner *runner)
{
	if (runner->worker.pid <= 0)
		return;
	int got = 1;
	for (int i = 0; i < READS && got > 0; i++)
		got = read_some(runner);
	if (got == -EMSGSIZE)
		intake_fail(&runner->run, _("the worker sent a line that is too long"));
	stop_failed(runner);
	if (got <= 0 && family_has_ended(runner->worker.pidfd, 0))
		take_end(runner);
	else if (got == 0)
		epoll_ctl(runner->events, EPOLL_CTL_DEL, runner->worker.socket, NULL);
}

/* Does it go on by itself, after a dwell? An open question waits for its answer; the end lasts. */
static bool is_dwelling(const struct demo_run *run)
{
	return run->is_auto && !run->is_paused && runner_is_waiting(run) &&
	       run->prediction.state != PREDICTION_ASKED && !run_is_at_end(run);
}

/* When something is due, by the clock; UINT64_MAX never. */
static uint64_t deadline(const struct runner *runner)
{
	const struct demo_run *run = &runner->run;
	if (run->state == RUN_WORKING)
		return runner->heard_ns + HANG_NS;
	if (runner_is_waiting(run) && runner->target != SIZE_MAX &&
		runner_next_step(run) <= runner->target)
		return run->judged_clock_ns;
	if (is_dwelling(run))
		return run->judged_clock_ns + (uint64_t)((double)DWELL_NS / run->speed);
	return UINT64_MAX;
}

int runner_timeout(const struct runner *runner, uint64_t clock_ns)
{
	uint64_t due = deadline(runner);
	if (due == UINT64_MAX)
		return -1;
	return due <= clock_ns ? 0 : (int)((due - clock_ns) / 1000000 + 1);
}

void runner_tick(struct runner *runner, uint64_t clock_ns)
{
	if (clock_ns < deadline(runner))
		return;
	if (runner->run.state != RUN_WORKING) {
		runner_go(runner);
		return;
	}
	/* The viewer may have slept itself, with news of the worker waiting. */
	runner_read(runner);
	if (runner->run.state == RUN_WORKING && clock_ns >= deadline(runner))
		intake_fail(&runner->run,
			_("the worker hangs: nothing was heard of it for 30 seconds"));
	stop_failed(runner);
}

/* This step's samples become the ones before. */
static void keep_samples(struct runner *runner)
{
	for (size_t i = 0; i < DEMO_ROLES; i++) {
		if (runner->samples.before[i])
			snapshot_unref(runner->samples.before[i]);
		runner->samples.before[i] =
			runner->samples.after[i] ? snapshot_ref(runner->samples.after[i]) : NULL;
		runner->samples.after[i] = NULL;
	}
}

/* Where another process has taken over a role, there is nothing to compare it with. */
static void forget_predecessors(struct runner *runner)
{
	for (size_t i = 0; i < runner->run.process_count; i++) {
		const struct snapshot **before = &runner->samples.before[i];
		if (!*before || (*before)->process.pid == runner->run.processes[i].pid)
			continue;
		snapshot_unref(*before);
		*before = NULL;
	}
}

void runner_judge(struct runner *runner, const struct snapshot *const *snapshots, uint64_t clock_ns)
{
	struct demo_run *run = &runner->run;
	if (run->state != RUN_WAITING_SAMPLE)
		return;
	for (size_t i = 0; i < run->process_count; i++)
		runner->samples.after[i] = snapshots[i];
	forget_predecessors(runner);
	judge_take(run, &runner->samples);
	if (run->step != SIZE_MAX) {
		judge_step(run, &runner->plan.scope, &runner->samples);
		prediction_judge(run, &runner->plan.scope, &runner->samples);
	}
	keep_samples(runner);
	run->state = run->step == SIZE_MAX ? RUN_READY : RUN_JUDGED;
	run->judged_clock_ns = clock_ns;
}

void runner_go(struct runner *runner)
{
	if (!runner_is_waiting(&runner->run))
		return;
	runner_pass(runner);
	struct protocol_line go = protocol_begin("GO");
	runner->run.state = RUN_WORKING;
	runner->heard_ns = clock_now();
	intake_begin(&runner->intake);
	say(runner, &go);
}

int runner_signal(struct runner *runner)
{
	return intake_signal(&runner->intake);
}

void runner_set_auto(struct runner *runner, bool is_auto)
{
	runner->run.is_auto = is_auto;
}

void runner_set_paused(struct runner *runner, bool is_paused)
{
	runner->run.is_paused = is_paused;
}

void runner_set_speed(struct runner *runner, double speed)
{
	runner->run.speed = !(speed >= 0.25) ? 0.25 : speed > 8 ? 8 : speed; /* NAN is slow too */
}

void runner_next_marker(struct runner *runner)
{
	if (runner->run.marker_count)
		runner->run.selected_marker =
			(runner->run.selected_marker + 1) % runner->run.marker_count;
}
