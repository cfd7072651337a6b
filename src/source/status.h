/* SPDX-License-Identifier: GPL-2.0-or-later */
/* status takes the small text files of /proc/PID into a snapshot being built: who the process is
 * and the figures that cost nothing to read.
 *
 * Each function takes the whole text of one file, with a NUL behind it. A line that is missing
 * leaves its metric UNKNOWN. The name in `stat` may hold anything, also ")": it ends at the last. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "strata/snapshot.h"

#define STATUS_FIELDS 52 /* of stat, numbered from 1 as in proc_pid_stat(5) */

/* A line of stat, taken apart; `name` points into it. */
struct stat_line {
	const char *name;
	size_t name_length;
	char state;
	uint64_t fields[STATUS_FIELDS + 1]; /* 0 where the line is shorter */
};

/* 0, or -EBADMSG with `ret_line` untouched. */
int status_split(const char *text, size_t length, struct stat_line *ret_line);
/* What stands behind "KEY:" and blanks in a text of such lines; NULL. */
const char *status_find(const char *text, const char *key);
/* /proc/PID/stat: 0; -EBADMSG when it is none, -ENOMEM. */
int status_take_stat(struct snapshot *snapshot, const char *text, size_t length);
/* Does this stat say that its thread has ended, or is about to? True also of what is none. */
bool status_has_ended(const char *text, size_t length);
/* Only the addresses in it: those of a thread that still has its memory. 0 or -EBADMSG. */
int status_take_addresses(struct snapshot *snapshot, const char *text, size_t length);
/* /proc/PID/status */
void status_take_status(struct snapshot *snapshot, const char *text);
/* /proc/PID/limits */
void status_take_limits(struct snapshot *snapshot, const char *text);
/* /proc/PID/cmdline: 0 or -ENOMEM. */
int status_take_cmdline(struct snapshot *snapshot, const char *text, size_t length);
