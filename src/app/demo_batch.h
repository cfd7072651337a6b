/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Demos without a terminal: the list of them, and the check of what they teach. */
#pragma once

struct cli;

/* What there is, by group, with what it needs and whether this machine has it. An exit status. */
int demo_batch_list(void);
/* Runs and judges the demo or playlist that was named, or all. The exit status of demo --check. */
int demo_batch_check(const struct cli *cli);
