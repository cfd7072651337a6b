/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking in what a worker says. Nothing is believed: verbs, numbers, names and pids are checked, text
 * is made safe, floods end the run. What is wrong makes the run RUN_FAILED with the reason. */
#pragma once

#include "demo/run.h"

struct intake {
	struct demo_run *run;
	size_t announced_steps; /* what HELLO must say */
	pid_t worker;           /* all pids must descend from it */
	int pidfds[DEMO_ROLES]; /* of run->processes; -1 */
	bool is_greeted;
	size_t lines; /* since GO */
};

void intake_init(struct intake *intake, struct demo_run *run, size_t announced_steps, pid_t worker);
/* Kills what is left of the family and closes the pidfds. */
void intake_finish(struct intake *intake);
/* A step begins: what was reported so far is old. */
void intake_begin(struct intake *intake);
/* Sends the signal of this step to the first process; -EPERM when it has none, -errno. */
int intake_signal(struct intake *intake);
/* One line, cut up in place. */
void intake_line(struct intake *intake, char *line);
/* Says why the run failed, unless it is over already. */
void intake_fail(struct demo_run *run, const char *reason);
/* May the run still change? */
bool intake_is_over(const struct demo_run *run);
