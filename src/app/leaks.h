/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strata leaks: watches without a terminal, and says what grows. */
#pragma once

struct cli;

/* Looks at a live process for --for, or until it ends or a signal comes, or at all of a recording; then
 * writes what it found to standard output. An exit status: 0 whatever the verdicts are. */
int leaks_run(const struct cli *cli);
