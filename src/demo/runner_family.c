/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner_family.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define GENERATIONS 16

/* The parent's pid, field 4 of stat; 0 when there is none. comm may hold blanks and brackets. */
static pid_t parent_of(pid_t pid)
{
	char path[40], stat[512];
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	ssize_t length = read(fd, stat, sizeof stat - 1);
	close(fd);
	stat[length > 0 ? length : 0] = '\0';
	const char *bracket = strrchr(stat, ')');
	return bracket && strlen(bracket) > 4 ? (pid_t)strtol(bracket + 4, NULL, 10) : 0;
}

static bool descends(pid_t pid, pid_t ancestor)
{
	for (int i = 0; i < GENERATIONS && pid > 1; i++) {
		if (pid == ancestor)
			return true;
		pid = parent_of(pid);
	}
	return false;
}

int family_open(pid_t pid, pid_t ancestor)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		return -errno;
	/* Looked up while the pidfd holds the process: whoever has this pid now, it is this one,
	 * or one that came to it within this family. */
	if (descends(pid, ancestor))
		return pidfd;
	close(pidfd);
	return -EPERM;
}

bool family_has_ended(int pidfd, int milliseconds)
{
	struct pollfd ended = { .fd = pidfd, .events = POLLIN };
	int count;
	do
		count = poll(&ended, 1, milliseconds);
	while (count < 0 && errno == EINTR);
	return count > 0;
}

void family_kill(int pidfd)
{
	family_signal(pidfd, SIGKILL);
}

int family_signal(int pidfd, int signal)
{
	return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) < 0 ? -errno : 0;
}
