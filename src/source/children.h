/* SPDX-License-Identifier: GPL-2.0-or-later */
/* children finds the processes that a process has started, by the list the kernel keeps of its first
 * thread (/proc/PID/task/PID/children): one short file a sample, and each new child's name once. */
#pragma once

#include "strata/snapshot.h"

#include "buffer.h"

/* Fills process.children of a snapshot being built; names known from `last` (NULL) are taken over.
 * Where the kernel keeps no such list there are none. 0 or -ENOMEM. */
int children_take(
	struct buffer *buffer, int dir, const struct snapshot *last, struct snapshot *snapshot);
