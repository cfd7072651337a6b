/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A recording is the past of one or more processes in one file: an SQLite database, described in
 * strata-recording(5).
 *
 * Writing: a recorder takes the snapshots of its processes as they come, each in a transaction of its
 * own, so that what has been added survives the end of the program and of the power. What has not
 * changed is stored once: a region stands in the file with the samples between which it was so, and a
 * sample in which nothing moved costs its figures alone. At regular samples all regions are written
 * anew, so that an instant is found without reading all that was before it.
 * Nothing is stored but what /proc showed; an anonymous recording has neither command lines nor paths
 * nor names.
 *
 * Reading: a recording is opened read-only and trusted in nothing: its schema must be the one this
 * program writes, every string, number and address in it is checked as a snapshot is built, and what
 * cannot be read ends the recording there, with -EUCLEAN. Its processes are sources like live ones.
 *
 * Errors: -EEXIST the file is there (and is not to be replaced); -EMEDIUMTYPE no recording of strata;
 * -EPROTONOSUPPORT of a newer version; -EUCLEAN damaged; -ENOSPC, -EIO, -errno. `error` has a line
 * that says what, why and what would help.
 * A recorder and a recording belong to one thread at a time. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/diff.h"
#include "strata/snapshot.h"
#include "strata/source.h"

#define RECORDING_ERROR 512

struct recorder;

struct recorder_options {
	const char *path;
	bool is_replacing; /* what stands there */
	bool is_anonymous;
};

int recorder_create(const struct recorder_options *options, struct recorder **ret_recorder,
	char error[RECORDING_ERROR]);
/* One sample of a process, known by pid and start_ticks; `role` as in struct companion, or "". After
 * an error the recording ends with the sample before, and is whole. */
int recorder_add(struct recorder *recorder, const struct snapshot *snapshot, const char *role,
	char error[RECORDING_ERROR]);
/* Something that happened, or a pin: EVENT_NOTE with the pin's name. */
int recorder_note(struct recorder *recorder, const struct event *event);
/* Finishes the file: one file, nothing beside it. NULL is fine. */
int recorder_close(struct recorder *recorder);

struct recording;

/* One process of a recording. Strings are hostile. */
struct recorded_process {
	pid_t pid;
	const char *role, *comm;
	uint64_t first_wall_ns, last_wall_ns, first_clock_ns, last_clock_ns, samples;
};

/* What is damaged leaves what stands before it: see recording_damage(). */
int recording_open(const char *path, struct recording **ret_recording, char error[RECORDING_ERROR]);
/* NULL is fine. Its sources must have been closed. */
void recording_close(struct recording *recording);
size_t recording_process_count(const struct recording *recording);
const struct recorded_process *recording_process(const struct recording *recording, size_t index);
/* Events in order of time; false from the end on. */
bool recording_event(const struct recording *recording, size_t index, struct event *ret_event);
/* A source over the samples of one process: next() gives them in order, -ENODATA behind the last;
 * seek() goes to the last sample at or before that time, or the first. Two snapshots between which
 * nothing moved share a table, as live ones do. */
int recording_source(struct recording *recording, size_t index, struct source **ret_source);
/* The number of the sample that next() gave last, from 1 on; 0 for none yet. */
uint64_t recording_position(const struct source *source);
/* As seek(), by the clock that is never set: CLOCK_MONOTONIC, which all processes of a recording
 * have in common. */
int recording_seek_clock(struct source *source, uint64_t clock_ns);
/* Makes next() give the sample with this number, or the nearest there is. */
void recording_go_to(struct source *source, uint64_t number);
/* What is wrong with the file and how far it can be read, in one line; "" when nothing was found. */
const char *recording_damage(const struct recording *recording);
