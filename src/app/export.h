/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strata export: a process or a recording in the formats of other programs. */
#pragma once

struct cli;

/* An exit status. */
int export_run(const struct cli *cli);
