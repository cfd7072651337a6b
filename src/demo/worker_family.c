/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/worker_private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What the kernel clears at fork is set again; the parent may have died before that. */
static void die_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(0);
}

/* In the new child: of its parent's sockets only its own end stays, so that an end is seen. */
static void become_child(struct worker *worker, pid_t parent, int fd)
{
	die_with(parent);
	close(worker->fd);
	for (size_t i = 0; i < worker->child_count; i++)
		close(worker->children[i].fd);
	if (worker->guard.pid)
		close(worker->guard.fd);
	worker->guard.pid = 0;
	worker->child_count = 0;
	worker->fd = fd;
	worker->is_child = true;
}

static void announce(struct worker *worker, const char *role, pid_t pid)
{
	struct protocol_line line = protocol_begin("PID");
	protocol_add(&line, role);
	protocol_add_number(&line, pid);
	worker_say(worker, &line);
}

int64_t worker_clock_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Until the child waits for an order: a sample taken before would miss some of its faults. */
static void await_child(int fd)
{
	char ready;
	if (recv(fd, &ready, 1, 0) != 1)
		_exit(1); /* it ended before its time */
}

pid_t worker_fork(struct worker *worker, const char *role)
{
	int ends[2];
	if (worker->child_count == DEMO_ROLES ||
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		worker_skip(worker, N_("there can be no more sockets"));
	int64_t start = worker_clock_us();
	pid_t parent = getpid(), child = fork();
	if (child < 0)
		worker_skip(worker, N_("there can be no more processes"));
	close(ends[child ? 1 : 0]);
	if (child == 0) {
		become_child(worker, parent, ends[1]);
		return 0;
	}
	worker->children[worker->child_count++] = (struct worker_child){ child, ends[0] };
	worker_value(worker, "fork_us", worker_clock_us() - start);
	announce(worker, role, child);
	await_child(ends[0]);
	return child;
}

pid_t worker_fork_unseen(struct worker *worker)
{
	pid_t parent = getpid(), child = fork();
	if (child < 0)
		worker_skip(worker, N_("there can be no more processes"));
	if (child == 0) {
		die_with(parent);
		close(worker->fd);
	}
	return child;
}

static struct worker_child *child_of(struct worker *worker, pid_t pid)
{
	for (size_t i = 0; i < worker->child_count; i++)
		if (worker->children[i].pid == pid)
			return &worker->children[i];
	_exit(1);
}

void worker_begin(struct worker *worker, pid_t pid, int order)
{
	int fd = child_of(worker, pid)->fd;
	if (send(fd, &order, sizeof order, MSG_NOSIGNAL) != sizeof order)
		_exit(1);
}

void worker_complete(struct worker *worker, pid_t pid)
{
	await_child(child_of(worker, pid)->fd);
}

void worker_order(struct worker *worker, pid_t pid, int order)
{
	worker_begin(worker, pid, order);
	worker_complete(worker, pid);
}

void worker_end(struct worker *worker, pid_t pid)
{
	struct worker_child *child = child_of(worker, pid);
	close(child->fd);
	waitpid(pid, NULL, 0);
	*child = worker->children[--worker->child_count];
}

/* Of /proc/PID/stat: behind the name, which ends at the last parenthesis. */
static char state_of(pid_t pid)
{
	char path[32], text[512];
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	text[length > 0 ? length : 0] = '\0';
	const char *name_end = strrchr(text, ')');
	return name_end && name_end[1] ? name_end[2] : '\0';
}

bool worker_await_state(pid_t pid, char state)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	for (int i = 0; i < 3000; i++) {
		if (state_of(pid) == state)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

int worker_await(struct worker *worker)
{
	int order;
	if (send(worker->fd, "", 1, MSG_NOSIGNAL) != 1 ||
		recv(worker->fd, &order, sizeof order, MSG_WAITALL) != sizeof order)
		_exit(0);
	return order;
}
