/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits: what a process can grow to before it is refused memory, or killed.
 *
 * Sources: memory.max and memory.current of its cgroup and of those above it (cgroup v2; of the
 * memory controller's in v1), "Max data size" and "Max address space" of /proc/PID/limits against
 * VmData and VmSize, MemAvailable and SwapFree of /proc/meminfo. Bytes. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "strata/snapshot.h"

enum limit {
	LIMIT_CGROUP,
	LIMIT_RLIMIT,
	LIMIT_MACHINE,
	LIMITS,
};

/* "cgroup", "rlimit", "machine" */
const char *limit_name(enum limit limit);

struct limits {
	uint64_t most[LIMITS]; /* UNKNOWN: unlimited, or not readable */
	uint64_t left[LIMITS]; /* until there; UNKNOWN likewise */
};

/* As they are now for the process of this snapshot. `proc_root` NULL: "/proc". */
void limits_read(const struct snapshot *snapshot, const char *proc_root, struct limits *ret_limits);
/* All unknown. */
void limits_clear(struct limits *limits);
