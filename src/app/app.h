/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The viewer: one process on the screen, live. Each function is one subcommand and returns its exit
 * status; complaints are one line on standard error, after the terminal is as it was. */
#pragma once

struct cli;

/* strata [PID | NAME]: the viewer, the chooser, or one text frame without a terminal. */
int app_view(const struct cli *cli);
/* strata run [--] COMMAND…: starts it and watches it from its first instruction. */
int app_run(const struct cli *cli);
/* strata demo [ID]: a lesson in the viewer, the list of lessons, or a check. */
int app_demo(const struct cli *cli);
/* strata quiz. */
int app_quiz(const struct cli *cli);
