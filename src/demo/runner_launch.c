/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner_launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo/protocol.h"
#include "demo/runner_family.h"
#include "demo/worker.h"
#include "strata/translate.h"

#define GRACE_MS 800  /* to obey QUIT */
#define DEATH_MS 200  /* to die of SIGKILL */
#define CPU_LIMIT 120 /* seconds */
#define SLACK (64ull << 20)
#define NICE 10

/* DIRECTORY/PROGRAM, if it can be executed. */
static int beside(const char *directory, size_t length, const char *program, char **ret_path)
{
	char *path;
	if (asprintf(&path, "%.*s/%s", (int)length, directory, program) < 0)
		return -ENOMEM;
	if (access(path, X_OK) == 0) {
		*ret_path = path;
		return 0;
	}
	free(path);
	return -ENOENT;
}

int launch_find(const char *wanted, const char *program, char **ret_path)
{
	const char *slash = wanted ? strrchr(wanted, '/') : NULL;
	if (wanted && strcmp(program, WORKER_NAME) != 0)
		return slash ? beside(wanted, (size_t)(slash - wanted), program, ret_path)
			     : -ENOENT;
	if (wanted) {
		char *copy = access(wanted, X_OK) == 0 ? strdup(wanted) : NULL;
		if (!copy)
			return errno == ENOMEM ? -ENOMEM : -ENOENT;
		*ret_path = copy;
		return 0;
	}
	char *self = realpath("/proc/self/exe", NULL);
	slash = self ? strrchr(self, '/') : NULL;
	int error = slash ? beside(self, (size_t)(slash - self), program, ret_path) : -ENOENT;
	free(self);
	return error ? beside(STRATA_LIBEXECDIR, strlen(STRATA_LIBEXECDIR), program, ret_path) : 0;
}

static void limit(int resource, rlim_t value)
{
	const struct rlimit limits = { value, value };
	setrlimit(resource, &limits);
}

static void offer_to_oom_killer(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	ssize_t ignored = write(fd, "1000", 4);
	(void)ignored;
	close(fd);
}

/* In the child: everything that keeps a demo from harming anybody. Not RLIMIT_AS: reservations are
 * part of the lessons. */
static void confine(pid_t parent, uint64_t data)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(0);
	setpgid(0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	offer_to_oom_killer();
	setpriority(PRIO_PROCESS, 0, NICE);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, CPU_LIMIT);
	limit(RLIMIT_DATA, data + SLACK);
}

/* In the child: nothing of the viewer's stays open but the socket, as descriptor 3. */
static void arrange_descriptors(int socket)
{
	int kept = fcntl(socket, F_DUPFD, WORKER_FD + 1), null = open("/dev/null", O_RDWR);
	for (int fd = 0; fd < WORKER_FD; fd++)
		dup2(null, fd);
	dup2(kept, WORKER_FD);
	syscall(SYS_close_range, WORKER_FD + 1, ~0u, 0);
}

/* In the child: as a fresh program has them. */
static void reset_signals(void)
{
	sigset_t none;
	sigemptyset(&none);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void become_worker(
	const char *path, const char *id, pid_t parent, uint64_t data, int socket)
{
	char *const arguments[] = { (char *)(uintptr_t)WORKER_NAME, (char *)(uintptr_t)WORKER_FLAG,
		(char *)(uintptr_t)id, NULL };
	/* Empty: variables change what malloc and the dynamic linker do. */
	char *const environment[] = { NULL };
	confine(parent, data);
	reset_signals();
	arrange_descriptors(socket);
	execve(path, arguments, environment);
	_exit(127);
}

int launch_start(const char *path, const char *id, uint64_t data, struct launched *ret_launched)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	pid_t parent = getpid(), pid = fork();
	if (pid == 0)
		become_worker(path, id, parent, data, ends[1]);
	int pidfd = pid < 0 ? -errno : family_open(pid, pid);
	close(ends[1]);
	if (pidfd < 0) {
		close(ends[0]);
		if (pid > 0 && kill(pid, SIGKILL) == 0)
			waitpid(pid, NULL, 0);
		return pidfd;
	}
	setpgid(pid, pid); /* the child does so too: whoever comes first */
	*ret_launched = (struct launched){ .pid = pid, .pidfd = pidfd, .socket = ends[0] };
	return 0;
}

static void describe(const siginfo_t *end, char *how, size_t size)
{
	if (end->si_code == CLD_EXITED)
		snprintf(how, size, _("ended with status %d"), end->si_status);
	else
		snprintf(how, size, _("was killed by signal %d (%s)"), end->si_status,
			strsignal(end->si_status));
}

void launch_reap(struct launched *launched, char *how, size_t how_size)
{
	siginfo_t end = { 0 };
	snprintf(how, how_size, "%s", _("ended"));
	if (launched->pid <= 0)
		return;
	/* Its group first: while it is not reaped, nobody else can have that number. */
	kill(-launched->pid, SIGKILL);
	if (waitid(P_PID, (id_t)launched->pid, &end, WEXITED | WNOHANG) == 0 && end.si_pid)
		describe(&end, how, how_size);
	launched->pid = 0;
}

void launch_finish(struct launched *launched)
{
	char how[80];
	if (launched->pid > 0) {
		struct protocol_line quit = protocol_begin("QUIT");
		protocol_send(&quit, launched->socket, MSG_DONTWAIT);
		if (!family_has_ended(launched->pidfd, GRACE_MS)) {
			kill(-launched->pid, SIGKILL);
			family_kill(launched->pidfd);
			family_has_ended(launched->pidfd, DEATH_MS);
		}
		launch_reap(launched, how, sizeof how);
	}
	if (launched->socket >= 0)
		close(launched->socket);
	if (launched->pidfd >= 0)
		close(launched->pidfd);
	launched->socket = launched->pidfd = -1;
}
