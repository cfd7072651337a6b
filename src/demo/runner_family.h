/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes of a demo, held by pidfd so that a reused pid is never taken for one of them. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/* A pidfd of `pid` if it descends from `ancestor` (or is it). -ESRCH when there is no such process,
 * -EPERM when it is somebody else's. */
int family_open(pid_t pid, pid_t ancestor);
/* Waits at most `milliseconds` for it to end. */
bool family_has_ended(int pidfd, int milliseconds);
void family_kill(int pidfd);
/* 0 or -errno. */
int family_signal(int pidfd, int signal);
