/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The batch face: subcommands that write to standard output and end. Each returns its exit status. */
#pragma once

struct cli;

/* strata snapshot PID: one sample as text, JSON or CSV. */
int batch_snapshot(const struct cli *cli);
/* strata list: the processes that can be watched. */
int batch_list(const struct cli *cli);
