/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The worker executable. It does nothing unless the viewer started it: by its arguments and by the
 * socket it was given, so that no accident runs a workload or lets one start itself again. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "demo/worker.h"

static int socket_option(int option)
{
	int value = -1;
	socklen_t size = sizeof value;
	return getsockopt(WORKER_FD, SOL_SOCKET, option, &value, &size) < 0 ? -1 : value;
}

int main(int argc, char **argv)
{
	static const char refusal[] = "strata-demo: started by `strata demo`, not by hand\n";
	const struct demo *demo = NULL;
	if (argc == 3 && strcmp(argv[0], WORKER_NAME) == 0 && strcmp(argv[1], WORKER_FLAG) == 0)
		demo = demo_find(argv[2]);
	if (!demo || socket_option(SO_DOMAIN) != AF_UNIX || socket_option(SO_TYPE) != SOCK_STREAM) {
		ssize_t ignored = write(STDERR_FILENO, refusal, sizeof refusal - 1);
		(void)ignored;
		return 2;
	}
	worker_run(demo);
}
