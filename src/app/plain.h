/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `strata PID` prints where there is no terminal: header and first view, once, in full. */
#pragma once

#include "app/config.h"
#include "strata/snapshot.h"

/* 0 or -errno. Writes to standard output. */
int plain_print(const struct snapshot *snapshot, const struct settings *settings);
/* One full sample of a process, taken here and now, with what the view needs besides. */
int plain_sample(pid_t pid, const struct settings *settings, struct snapshot **ret_snapshot);
