/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resources reads what strata/resources.h describes, file by file. Each part takes its own files and
 * leaves gaps for what it may not read; the order matters: locks and sockets go by descriptors. */
#pragma once

#include "strata/resources.h"
#include "strata/snapshot.h"

#include "buffer.h"

#define RESOURCES_LOCKS 256

struct entries;

/* One reading of one process. */
struct reading {
	struct buffer *buffer;
	int dir;              /* of /proc/PID */
	int files_dir;        /* of a living thread's, where the first one is dead; else the same */
	bool is_this_machine; /* not recorded text */
	struct snapshot *snapshot;
	struct resources *resources; /* the snapshot's, being built */
	struct entries *entries;     /* room for what is listed */
	struct file_lock locks[RESOURCES_LOCKS];
	size_t lock_count;
};

struct describer;

/* Fills snapshot.resources; its process is described already. 0 or -ENOMEM. */
int resources_take(
	const struct describer *describer, bool is_this_machine, struct snapshot *snapshot);

/* The parts: 0 or -ENOMEM. */
int threads_take(struct reading *reading);
int descriptors_take(struct reading *reading);
int sockets_take(struct reading *reading);
int locks_take(struct reading *reading);
int message_queues_take(struct reading *reading);

/* One line as in /proc/locks, about a file whose path is known or "". */
void locks_add(struct reading *reading, char *line, const char *path);
/* The system call of the text of /proc/PID/task/TID/syscall in the snapshot's arena: "read(3)"; ""
 * where there is none; NULL on exhaustion. */
const char *system_call_text(struct snapshot *snapshot, const char *text);
/* A copy in the arena of the snapshot, without the newline at its end; NULL on exhaustion. */
const char *reading_copy(struct reading *reading, const char *text);
