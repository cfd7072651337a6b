/* SPDX-License-Identifier: GPL-2.0-or-later */
/* describe says who a process is and what it has used, from the small files of /proc/PID: stat,
 * status and exe at every sample, cmdline and limits when it may have become another program. */
#pragma once

#include "strata/snapshot.h"

#include "buffer.h"

struct describer {
	struct buffer *buffer; /* not owned */
	int dir;               /* O_PATH of /proc/PID; not owned */
	int member;            /* of a living thread where the first one is dead; else -1 */
	uint64_t boot_wall_ns; /* when the machine started; 0: unknown (recorded text) */
	uid_t uid;
	char *user; /* name of `uid`; NULL: not looked up yet */
};

void describe_init(
	struct describer *describer, int dir, struct buffer *buffer, bool is_this_machine);
void describe_finish(struct describer *describer);
/* Fills a new snapshot; `last` is the one before, or NULL; `has_executed`
 * says that what it found of the program holds no more. -errno when even stat cannot be read
 * (-ESRCH or -ENOENT: the process is gone) or -ENOMEM; the rest becomes gaps. */
int describe_process(struct describer *describer, const struct snapshot *last, bool has_executed,
	struct snapshot *snapshot);
/* Where the process shows its memory: not in /proc/PID when its first thread is dead. */
int describe_memory_dir(const struct describer *describer);
/* Copies who it was and what it had used, for a process that is gone. 0 or -ENOMEM. */
int describe_again(const struct snapshot *from, struct snapshot *to);
