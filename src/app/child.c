/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "strata/translate.h"

#define OUTPUT_ROOM ((size_t)256 << 10)
#define OUTPUT_AT_ONCE ((size_t)64 << 10) /* a flood of output must not starve the keys */

/* A terminal whose text arrives as it was written: no "\r\n", no echo. */
static int open_terminal(int *ret_ours, int *ret_theirs)
{
	int ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (ours < 0)
		return -errno;
	char name[64];
	struct termios mode;
	int theirs = -1;
	if (grantpt(ours) == 0 && unlockpt(ours) == 0 && ptsname_r(ours, name, sizeof name) == 0)
		theirs = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (theirs < 0 || tcgetattr(theirs, &mode) < 0) {
		int error = errno;
		close(ours);
		return -error;
	}
	cfmakeraw(&mode);
	tcsetattr(theirs, TCSANOW, &mode);
	*ret_ours = ours;
	*ret_theirs = theirs;
	return 0;
}

static void tell(int report_fd, int value)
{
	(void)!write(report_fd, &value, sizeof value);
}

/* In the child. Tells through `report_fd` whether it is traced, then the errno of an exec that failed;
 * one that succeeds closes it. */
_Noreturn static void become(const char *const *command, int output_fd, int report_fd)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	int input_fd = open("/dev/null", O_RDONLY);
	dup2(input_fd, STDIN_FILENO);
	dup2(output_fd, STDOUT_FILENO);
	dup2(output_fd, STDERR_FILENO);
	if (isatty(STDOUT_FILENO)) {
		/* Its own terminal hangs up on it also where nobody hangs up on strata (nohup). */
		signal(SIGHUP, SIG_DFL);
		setsid();
		ioctl(STDOUT_FILENO, TIOCSCTTY, 0);
		setenv("TERM", "dumb", 1);
	}
	tell(report_fd, ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0);
	char **arguments;
	memcpy(&arguments, &command, sizeof arguments);
	execvp(arguments[0], arguments);
	tell(report_fd, errno);
	_exit(127);
}

static bool hear(int report_fd, int *ret_value)
{
	ssize_t length;
	do
		length = read(report_fd, ret_value, sizeof *ret_value);
	while (length < 0 && errno == EINTR);
	return length == (ssize_t)sizeof *ret_value;
}

/* Waits until the exec has succeeded or failed; 0 or -errno. */
static int await_exec(struct child *child, int report_fd)
{
	int is_traced = 0, error, status;
	bool has_failed = !hear(report_fd, &is_traced);
	error = has_failed ? ECHILD : 0;
	has_failed = hear(report_fd, &error) || has_failed;
	/* A traced exec stops with SIGTRAP; one that failed leaves a child to be reaped. */
	if (is_traced || has_failed)
		waitpid(child->pid, &status, 0);
	child->is_held = !has_failed && is_traced && WIFSTOPPED(status);
	return has_failed ? -error : 0;
}

static int spawn(struct child *child, const char *const *command, int output_fd)
{
	int report[2];
	if (pipe2(report, O_CLOEXEC) < 0)
		return -errno;
	child->pid = fork();
	if (child->pid == 0)
		become(command, output_fd, report[1]);
	int error = child->pid < 0 ? -errno : 0;
	close(report[1]);
	if (error == 0)
		error = await_exec(child, report[0]);
	close(report[0]);
	return error;
}

int child_start(struct child *child, const char *const *command, bool is_kept, char *error,
	size_t error_size)
{
	*child = (struct child){ .output_fd = -1 };
	int theirs = STDERR_FILENO, result = 0;
	if (is_kept) {
		child->text = malloc(OUTPUT_ROOM);
		result = child->text ? open_terminal(&child->output_fd, &theirs) : -ENOMEM;
	}
	if (result == 0)
		result = spawn(child, command, theirs);
	if (theirs != STDERR_FILENO)
		close(theirs);
	if (result < 0) {
		snprintf(error, error_size, "%s: %s", command[0], strerror(-result));
		child_finish(child);
	}
	return result;
}

void child_finish(struct child *child)
{
	child_release(child);
	if (child->output_fd >= 0)
		close(child->output_fd);
	free(child->text);
	*child = (struct child){ .output_fd = -1 };
}

void child_release(struct child *child)
{
	if (child->is_held)
		ptrace(PTRACE_DETACH, child->pid, NULL, NULL);
	child->is_held = false;
}

/* A full buffer keeps its newer half, from the start of a line. */
static void make_room(struct child *child)
{
	size_t gone = child->length / 2;
	const char *newline = memchr(&child->text[gone], '\n', child->length - gone);
	if (newline)
		gone = (size_t)(newline - child->text) + 1;
	memmove(child->text, &child->text[gone], child->length - gone);
	child->length -= gone;
	child->is_cut = true;
}

bool child_read(struct child *child)
{
	size_t taken = 0;
	while (child->output_fd >= 0 && taken < OUTPUT_AT_ONCE) {
		if (child->length == OUTPUT_ROOM)
			make_room(child);
		ssize_t length = read(
			child->output_fd, &child->text[child->length], OUTPUT_ROOM - child->length);
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0 && errno == EAGAIN)
			break;
		if (length <= 0) {
			/* EIO: nobody has the other end open any more. */
			close(child->output_fd);
			child->output_fd = -1;
			break;
		}
		child->length += (size_t)length;
		taken += (size_t)length;
	}
	return taken > 0;
}

bool child_reap(struct child *child)
{
	if (child->has_ended || child->pid <= 0 ||
		waitpid(child->pid, &child->status, WNOHANG) != child->pid)
		return false;
	child->has_ended = WIFEXITED(child->status) || WIFSIGNALED(child->status);
	return child->has_ended;
}

char *child_verdict(const struct child *child, char out[CHILD_VERDICT])
{
	if (WIFEXITED(child->status))
		snprintf(
			out, CHILD_VERDICT, _("exited with status %d"), WEXITSTATUS(child->status));
	else
		snprintf(out, CHILD_VERDICT,
			WCOREDUMP(child->status) ? _("killed by SIG%s, core dumped")
						 : _("killed by SIG%s"),
			sigabbrev_np(WTERMSIG(child->status)));
	return out;
}
