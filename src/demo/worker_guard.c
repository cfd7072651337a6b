/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/worker_private.h"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* In a session of its own: whoever kills the worker's group does not kill this. Of its parent's
 * sockets only its own end stays, whose other end goes with the parent. */
static _Noreturn void guard(
	const struct worker *worker, pid_t parent, int fd, void (*clean)(pid_t worker))
{
	char nothing;
	setsid();
	close(worker->fd);
	send(fd, "", 1, MSG_NOSIGNAL);
	while (recv(fd, &nothing, 1, 0) > 0)
		;
	clean(parent);
	_exit(0);
}

void worker_guard(struct worker *worker, void (*clean)(pid_t worker))
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		worker_skip(worker, N_("there can be no more sockets"));
	pid_t parent = getpid(), pid = fork();
	if (pid < 0)
		worker_skip(worker, N_("there can be no more processes"));
	close(ends[pid ? 1 : 0]);
	if (pid == 0)
		guard(worker, parent, ends[1], clean);
	worker->guard = (struct worker_child){ pid, ends[0] };
	char ready;
	if (recv(ends[0], &ready, 1, 0) != 1)
		_exit(1);
}

void worker_dismiss(struct worker *worker)
{
	if (worker->guard.pid == 0)
		return;
	close(worker->guard.fd);
	waitpid(worker->guard.pid, NULL, 0);
	worker->guard.pid = 0;
}
