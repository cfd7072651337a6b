/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The batch face: subcommands that write to standard output and end. Each returns its exit status. */
#pragma once

#include <sys/types.h>

struct cli;
struct snapshot;

/* strata snapshot PID: one sample as text, JSON or CSV. */
int batch_snapshot(const struct cli *cli);
/* strata list: the processes that can be watched. */
int batch_list(const struct cli *cli);
/* One sample of everything, read now: a reference; NULL with -errno in `ret_error`. */
struct snapshot *batch_take(pid_t pid, int *ret_error);
/* Two pictures, and what they have not in common (strata diff A B). */
int batch_diff(const struct cli *cli);
/* A sample is written whatever it lacks; without the regions or their counters it is a failure, which
 * is complained of. */
int batch_judge(const struct snapshot *snapshot, const char *target);
