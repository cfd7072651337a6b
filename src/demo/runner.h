/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The runner: starts a demo's worker, goes through its steps in lock-step, judges what was seen.
 *
 * Protocol: text lines over one socketpair (descriptor 3 in the worker).
 *   worker → viewer   HELLO 1 <id> <nsteps> | PID <role> <pid> | MARK <key> <role> <hexaddr> <len>
 *                     <label> | UNMARK <key> | VALUE <name> <value> | STEP <i> | SKIP <reason> |
 *                     FAULT <sig> <code> <addr> <key> | DONE
 *   viewer → worker   PARAM <name> <value> | GO | QUIT
 * The worker blocks after HELLO and after each STEP until GO, so a sample taken in between is exact.
 *
 * Use: create, then on readable runner_fd() call runner_read(); when the run's state is
 * RUN_WAITING_SAMPLE, sample every role (DETAIL_SMAPS | DETAIL_NOW), hand the snapshots to
 * runner_judge(); then runner_go() for the next step. The first sample comes before step 1 (the
 * worker is up and has done nothing) and is what step 1 is compared with. After the last step
 * runner_go() lets the worker end: RUN_DONE.
 * The worker is hostile until checked: lines are bounded, pids must be its own descendants, nothing
 * it says is trusted.
 * Safety: process group of its own, dies with the viewer (PDEATHSIG), no new privileges, oom score
 * 1000, nice 10, no core, bounded CPU and data; killed through pidfd and reaped by runner_destroy().
 * The kernel ties PDEATHSIG to the thread that forked: the thread that creates a runner must outlive
 * it. */
#pragma once

#include "demo/run.h"

struct runner;

struct runner_options {
	const struct demo *demo;
	const char *worker_path;     /* NULL: beside this program, else the installed one */
	const char *const *settings; /* "size=64M", NULL-terminated; NULL none */
};

/* Starts the worker. -EINVAL with `error` for a bad setting; -errno. A demo this machine cannot run
 * gives a runner too, whose run is RUN_SKIPPED. */
int runner_create(const struct runner_options *options, struct runner **ret_runner, char *error,
	size_t error_size);
/* QUIT, one second of grace, SIGKILL, reap. NULL is fine. */
void runner_destroy(struct runner *runner);
const struct demo_run *runner_run(const struct runner *runner);
/* Readable when the worker said something or ended; -1 when there is no worker. */
int runner_fd(const struct runner *runner);
/* Takes in what the worker said; state and processes change. */
void runner_read(struct runner *runner);
/* Milliseconds until runner_tick() is due (auto dwell, hang watch); -1 never. */
int runner_timeout(const struct runner *runner, uint64_t clock_ns);
void runner_tick(struct runner *runner, uint64_t clock_ns);
/* The sample of this step: snapshots[i] belongs to run->processes[i], NULL when it has gone. */
void runner_judge(
	struct runner *runner, const struct snapshot *const *snapshots, uint64_t clock_ns);
/* On to the next step; nothing unless the run is RUN_READY or RUN_JUDGED. */
void runner_go(struct runner *runner);
/* Asks what the next step has to ask, and had not asked yet; false when there is nothing. Until it is
 * answered runner_go() means that the learner would not say. */
bool runner_ask(struct runner *runner);
/* Asks this of a step to come, in place of what the steps would ask. */
void runner_pose(struct runner *runner, const struct demo_prediction *prediction, size_t step);
/* -EINVAL for what is no choice, or no number ("6,400", "25 MiB", "-4M"). */
int runner_choose(struct runner *runner, size_t choice);
int runner_say(struct runner *runner, const char *number);
/* The learner would not say. */
void runner_pass(struct runner *runner);
/* Goes on by itself, without dwelling, until this step has ended. */
void runner_go_to(struct runner *runner, size_t step);
/* Sends the first process the signal of this step, which has been judged. -EPERM: it has none. */
int runner_signal(struct runner *runner);
void runner_set_auto(struct runner *runner, bool is_auto);
void runner_set_paused(struct runner *runner, bool is_paused);
void runner_set_speed(struct runner *runner, double speed);
void runner_next_marker(struct runner *runner);

/* Can this machine run the demo? If not, `reason` says why. */
bool runner_can_run(const struct demo *demo, char *reason, size_t reason_size);
