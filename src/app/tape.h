/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tape is a recording being made, on a thread of its own: each sample is on the disk before the next
 * is written, and neither the screen nor the beat waits for disks.
 *
 * What is put on the tape is written in its order. A disk that does not keep up for TAPE_ENTRIES
 * samples and events makes gaps: what came then is missed, and counted. After an error nothing more
 * is written. All but the writing is for one thread. */
#pragma once

#include <stdbool.h>

#include "strata/recording.h"

#define TAPE_ENTRIES 256

struct tape;

struct tape_status {
	uint64_t samples, missed; /* written; not written */
	uint64_t first_wall_ns, last_wall_ns;
	int failure;                /* -errno: it has ended; 0 */
	char line[RECORDING_ERROR]; /* what failed */
};

/* As recorder_create(). Starts no thread before there is something to write. */
int tape_start(const struct recorder_options *options, struct tape **ret_tape,
	char error[RECORDING_ERROR]);
/* The next sample of a process; takes a reference of its own. */
void tape_add(struct tape *tape, const struct snapshot *snapshot, const char *role);
/* Something that happened; it is on the disk with the next sample. */
void tape_note(struct tape *tape, const struct event *event);
void tape_status(struct tape *tape, struct tape_status *ret_status);
/* Writes what is left, finishes the file, frees the tape. 0 or why the file could not be finished. */
int tape_stop(struct tape *tape, struct tape_status *ret_status);
