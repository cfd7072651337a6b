/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A source yields snapshots of one process.
 *
 * Live (/proc) and recording are equal implementations of the same operations. next() hands out a
 * snapshot even when most of it could not be read (see gaps); it fails only when there is nothing
 * to hand out at all (-ESRCH: never was such a process; -ENOMEM). Once a live process has exited,
 * next() keeps returning its last picture with life LIFE_EXITED.
 * A process that keeps replacing its address space while it is read has the gap "maps" with EAGAIN.
 * A source belongs to one thread at a time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/snapshot.h"

/* What must be read, or-ed. Stat and status always are. */
enum detail {
	DETAIL_STATUS = 0,
	DETAIL_MAPS = 1,  /* the regions */
	DETAIL_SMAPS = 2, /* their counters, as often as the budget allows; implies maps */
	DETAIL_NOW =
		4, /* read all that is paced now, whatever the budget says (one sample on demand) */
	DETAIL_PAGES = 8, /* page maps, which are no part of a snapshot: sources take no notice */
	DETAIL_RESOURCES = 16, /* threads, descriptors, locks, signals (resources.h), also paced */
};

struct source;

struct source_ops {
	int (*next)(struct source *source, unsigned detail, struct snapshot **ret_snapshot);
	int (*seek)(struct source *source, uint64_t wall_ns); /* NULL: live, cannot */
	void (*close)(struct source *source);
};

struct source {
	const struct source_ops *ops;
};

int source_next(struct source *source, unsigned detail, struct snapshot **ret_snapshot);
/* -EOPNOTSUPP where the source is live. */
int source_seek(struct source *source, uint64_t wall_ns);
void source_close(struct source *source); /* NULL is fine */

/* Names the kinds of a table's regions; analysis provides one (classify.h), the source calls it
 * for every new layout before it publishes. `process_dir` is an O_PATH fd of /proc/PID, or -1. */
struct classifier {
	void (*classify)(struct classifier *classifier, const struct process *process,
		int process_dir, struct region_table *table);
	void (*destroy)(struct classifier *classifier);
};

struct live_options {
	pid_t pid;
	const char *proc_root;         /* NULL: "/proc"; tests point it at recorded text */
	double budget;                 /* share of time each slow lane may read: 0.01 when 0 */
	struct classifier *classifier; /* not owned, may be NULL; used only inside next() */
};

/* Watches a process of this machine by an O_PATH fd of its directory and a pidfd: immune to PID
 * reuse. The number of a thread stands for its process. -ESRCH no such process; -EACCES, ... */
int live_open(const struct live_options *options, struct source **ret_source);
/* A pidfd that polls readable when the process exits; -1 where there is none. Not to be closed. */
int live_exit_fd(const struct source *source);
