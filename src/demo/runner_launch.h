/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starting a worker with the safety of a demo, and ending it. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct launched {
	pid_t pid; /* also its process group; 0 when reaped */
	int pidfd;
	int socket; /* lines, both ways; does not block */
};

/* The path of the worker executable `program`, to be freed: `wanted` (for another than WORKER_NAME the
 * one beside it), or the one beside this program, or the installed one. -ENOENT when it cannot be
 * executed; -ENOMEM. */
int launch_find(const char *wanted, const char *program, char **ret_path);
/* Starts it for the demo `id`, to have at most `data` bytes of private writable addresses. */
int launch_start(const char *path, const char *id, uint64_t data, struct launched *ret_launched);
/* Takes leave of a worker that has ended: a phrase for people, "was killed by signal 9 (Killed)". */
void launch_reap(struct launched *launched, char *how, size_t how_size);
/* Ends it within a second, asked first and then killed with its process group, and frees it. */
void launch_finish(struct launched *launched);
