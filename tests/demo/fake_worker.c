/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A worker that misbehaves. Built once for each way: MISBEHAVE names the function. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "demo/demo.h"

#define SOCKET 3

static void say(const char *text)
{
	for (size_t left = strlen(text); left > 0;) {
		ssize_t sent = write(SOCKET, text + strlen(text) - left, left);
		if (sent <= 0)
			exit(0);
		left -= (size_t)sent;
	}
}

static void wait_for(const char *word)
{
	char heard[4096] = "";
	size_t length = 0;
	while (!strstr(heard, word)) {
		ssize_t got = read(SOCKET, heard + length, sizeof heard - 1 - length);
		if (got <= 0)
			exit(0);
		length += (size_t)got;
		heard[length] = '\0';
	}
}

/* In one write, so that the other side hears all of it before it answers. */
static void hello_and(const char *more)
{
	char line[64];
	snprintf(
		line, sizeof line, "HELLO 1 demand %zu\n%s", demo_find("demand")->step_count, more);
	say(line);
}

static void start(void)
{
	hello_and("");
	wait_for("GO\n");
}

static _Noreturn void stay(void)
{
	for (;;)
		pause();
}

void silent(void);
void wordless(void);
void stranger(void);
void crash(void);
void killed(void);
void flood(void);
void endless_line(void);
void adopt_init(void);
void adopt_viewer(void);
void jump(void);
void early(void);
void early_end(void);
void gibberish(void);
void stubborn(void);
void reluctant(void);

void silent(void)
{
	stay();
}

void wordless(void)
{
	start();
	stay();
}

void stranger(void)
{
	say("HELLO 2 demand 6\n");
	stay();
}

void crash(void)
{
	start();
	abort();
}

void killed(void)
{
	exit(3);
}

void flood(void)
{
	start();
	for (;;)
		say("VALUE flood 1\n");
}

void endless_line(void)
{
	start();
	for (;;)
		say("x");
}

void adopt_init(void)
{
	start();
	say("PID child 1\n");
	stay();
}

void adopt_viewer(void)
{
	char line[64];
	start();
	snprintf(line, sizeof line, "PID child %d\n", getppid());
	say(line);
	stay();
}

void jump(void)
{
	start();
	say("STEP 2\n");
	stay();
}

void early(void)
{
	hello_and("STEP 1\n");
	stay();
}

void early_end(void)
{
	start();
	say("DONE\n");
	stay();
}

void gibberish(void)
{
	start();
	say("\033]0;owned\a \x9b\n");
	stay();
}

/* Neither QUIT nor a polite signal ends it, nor its child, which is in a group of its own. */
void stubborn(void)
{
	char line[64];
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	start();
	pid_t child = fork();
	if (child == 0) {
		setsid();
		stay();
	}
	snprintf(line, sizeof line, "PID child %d\nSTEP 1\n", child);
	say(line);
	stay();
}

void reluctant(void)
{
	start();
	say("SKIP \033[31mnot today\n");
	exit(0);
}

int main(void)
{
	MISBEHAVE();
	return 0;
}
