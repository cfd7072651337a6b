/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes that can be watched: the list for the chooser and `strata list`.
 *
 * One call, one list, sorted: own processes first, then by resident size, kernel threads last.
 * Figures come from libproc2 where it was built in, else from /proc directly. Strings are raw:
 * hostile. Why a process cannot be watched stands in `error` (errno of opening its maps; 0 when it
 * can). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/arena.h"
#include "strata/units.h"

struct process_entry {
	pid_t pid, ppid;
	uid_t uid;
	const char *user, *comm, *cmdline; /* cmdline: arguments joined by blanks */
	char state;
	unsigned threads;
	uint64_t rss, vsz; /* bytes; UNKNOWN */
	bool is_kernel_thread;
	bool is_own; /* same effective user as the caller */
	int error;   /* why its maps cannot be read; 0 */
};

struct process_list {
	struct process_entry *entries;
	size_t count;
	bool is_partial;  /* there are others that the kernel hides (hidepid) */
	uint64_t wall_ns; /* since 1970 */
	struct arena arena;
};

/* Fills a list; -errno on failure, with the list empty. */
int process_list_init(struct process_list *list);
void process_list_finish(struct process_list *list);
