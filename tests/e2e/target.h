/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes for strata to watch, and strata itself without a terminal. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/* A running victim (victim.c). */
struct target {
	pid_t pid;     /* the process to watch */
	char text[16]; /* the same as text */
	pid_t own;     /* the victim: the parent of `pid` where that is another */
	int input, output;
};

/* Starts `victim MODE [words]` and waits until it is ready; `words` is NULL-terminated or NULL. */
void target_start(struct target *target, const char *mode, const char *const *words);
void target_start_number(struct target *target, const char *mode, unsigned long number);
/* Has it do one more thing of its mode, and waits until it is done (or it has gone: 0). Returns the
 * rounds its work went through so far. */
unsigned long target_poke(struct target *target);
void target_finish(struct target *target);

/* A program that ran to its end without a terminal. */
struct ran {
	int status; /* exit status; 128 + signal */
	char *output, *errors;
	size_t output_length;
};

/* Runs a program to its end with standard input empty. */
void run_program(struct ran *ran, const char *const *arguments);
/* The same as another user; 0 for the caller. */
void run_program_as(struct ran *ran, uid_t uid, const char *const *arguments);
void ran_finish(struct ran *ran);

/* The strata under test. */
const char *strata_path(void);
