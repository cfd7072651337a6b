/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A child is a command started in order to be watched (strata run).
 *
 * It is held where execve() has just built its address space, before its first instruction, until
 * child_release(): the first picture shows the program as the kernel made it. Holding needs
 * ptrace(2), for this moment alone; where it is not allowed the command runs on at once (is_held is
 * false). Its input is /dev/null. Its output goes to a terminal of its own, whose text is kept here,
 * bounded, raw: hostile. When that terminal is closed, the command gets SIGHUP, as in any terminal. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define CHILD_VERDICT 128

struct child {
	pid_t pid;
	bool is_held;
	bool has_ended;
	int status;    /* of waitpid(), once it has ended */
	int output_fd; /* our end of its terminal; -1 once it is at its end, or there is none */
	char *text;
	size_t length;
	bool is_cut; /* older output was dropped */
};

/* Starts `command` (NULL-terminated), with its output kept, or where there is no terminal to paint
 * on, sent to standard error. To be called before any thread is started. 0, or -errno with one line
 * in `error`. */
int child_start(struct child *child, const char *const *command, bool is_kept, char *error,
	size_t error_size);
/* Closes its terminal; an ended command has been reaped, another runs on. */
void child_finish(struct child *child);
/* Lets it run. */
void child_release(struct child *child);
/* Takes in what it has written; false when nothing came. */
bool child_read(struct child *child);
/* After SIGCHLD: true when it has ended, once. */
bool child_reap(struct child *child);
/* "exited with status 3", "killed by SIGSEGV": of an ended one. Returns `out`. */
char *child_verdict(const struct child *child, char out[CHILD_VERDICT]);
