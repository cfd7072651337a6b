/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define WORDS 64

const char *strata_path(void)
{
	const char *path = getenv("STRATA");
	assert_non_null(path);
	return path;
}

static char *const *as_argv(const char *const *words)
{
	return (char *const *)(uintptr_t)words;
}

/* One line of the victim, without its end; empty when it has gone. */
static void read_line(int fd, char *line, size_t size)
{
	size_t length = 0;
	char byte;
	while (read(fd, &byte, 1) == 1 && byte != '\n')
		if (length + 1 < size)
			line[length++] = byte;
	line[length] = '\0';
}

void target_start(struct target *target, const char *mode, const char *const *words)
{
	const char *arguments[WORDS] = { getenv("STRATA_VICTIM"), mode };
	for (size_t i = 0; words && words[i] && i + 3 < WORDS; i++)
		arguments[i + 2] = words[i];
	assert_non_null(arguments[0]);
	int input[2], output[2];
	assert_int_equal(pipe2(input, O_CLOEXEC), 0);
	assert_int_equal(pipe2(output, O_CLOEXEC), 0);
	target->own = fork();
	if (target->own == 0) {
		dup2(input[0], STDIN_FILENO);
		dup2(output[1], STDOUT_FILENO);
		execv(arguments[0], as_argv(arguments));
		_exit(127);
	}
	close(input[0]);
	close(output[1]);
	target->input = input[1];
	target->output = output[0];
	char line[64];
	read_line(target->output, line, sizeof(line));
	if (strncmp(line, "ready ", 6) != 0)
		fail_msg("the victim is not ready: %s %s", mode, line);
	target->pid = (pid_t)strtol(line + 6, NULL, 10);
	snprintf(target->text, sizeof(target->text), "%d", (int)target->pid);
}

void target_start_number(struct target *target, const char *mode, unsigned long number)
{
	char text[32];
	snprintf(text, sizeof(text), "%lu", number);
	target_start(target, mode, (const char *const[]){ text, NULL });
}

unsigned long target_poke(struct target *target)
{
	char line[64] = "";
	if (write(target->input, "", 1) == 1)
		read_line(target->output, line, sizeof(line));
	return strncmp(line, "done ", 5) == 0 ? strtoul(line + 5, NULL, 10) : 0;
}

void target_finish(struct target *target)
{
	close(target->input);
	close(target->output);
	kill(target->own, SIGKILL);
	waitpid(target->own, NULL, 0);
}

/* Takes in both ends until both are closed, so that neither can block the program. */
static void collect(int fds[2], FILE *streams[2])
{
	struct pollfd polls[2] = { { .fd = fds[0], .events = POLLIN },
		{ .fd = fds[1], .events = POLLIN } };
	while (polls[0].fd >= 0 || polls[1].fd >= 0) {
		poll(polls, 2, -1);
		for (int i = 0; i < 2; i++) {
			char bytes[65536];
			if (polls[i].fd < 0 || !polls[i].revents)
				continue;
			ssize_t length = read(fds[i], bytes, sizeof(bytes));
			if (length > 0)
				fwrite(bytes, 1, (size_t)length, streams[i]);
			else if (length == 0 || errno != EINTR)
				polls[i].fd = -1;
		}
	}
}

static pid_t start(int pipes[2][2], uid_t uid, const char *const *arguments)
{
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	dup2(null, STDIN_FILENO);
	dup2(pipes[0][1], STDOUT_FILENO);
	dup2(pipes[1][1], STDERR_FILENO);
	if (uid && (setgroups(0, NULL) || setgid(uid) || setuid(uid)))
		_exit(126);
	execvp(arguments[0], as_argv(arguments));
	_exit(127);
}

void run_program_as(struct ran *ran, uid_t uid, const char *const *arguments)
{
	int pipes[2][2];
	size_t error_length;
	*ran = (struct ran){ 0 };
	assert_int_equal(pipe2(pipes[0], O_CLOEXEC) | pipe2(pipes[1], O_CLOEXEC), 0);
	FILE *streams[2] = { open_memstream(&ran->output, &ran->output_length),
		open_memstream(&ran->errors, &error_length) };
	pid_t pid = start(pipes, uid, arguments);
	close(pipes[0][1]);
	close(pipes[1][1]);
	collect((int[]){ pipes[0][0], pipes[1][0] }, streams);
	int status;
	waitpid(pid, &status, 0);
	ran->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	for (int i = 0; i < 2; i++) {
		close(pipes[i][0]);
		fclose(streams[i]);
	}
}

void run_program(struct ran *ran, const char *const *arguments)
{
	run_program_as(ran, 0, arguments);
}

void ran_finish(struct ran *ran)
{
	free(ran->output);
	free(ran->errors);
}
