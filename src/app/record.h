/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strata record PID… -o FILE: a recording without a terminal. */
#pragma once

struct cli;

int record_run(const struct cli *cli);
