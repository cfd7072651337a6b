/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Children of a test that wait to be killed, and do not outlive it. */
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child that has done `prepare`, which may also make it another program; 1 is its exit status when
 * that fails. */
static inline pid_t child_start(bool (*prepare)(const void *context), const void *context)
{
	int ready[2];
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (!prepare(context))
			_exit(1);
		close(ready[1]);
		close(ready[0]);
		for (;;)
			pause();
	}
	/* The pipe ends when the child is prepared, or has become the program. */
	close(ready[1]);
	char byte;
	assert_int_equal(read(ready[0], &byte, 1), 0);
	close(ready[0]);
	return child;
}

static inline void child_end(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}
