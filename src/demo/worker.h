/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The worker's side of a demo: libc only, no stdio, no malloc (a printf would create the very heap
 * the lesson is about). Lines go to the viewer over descriptor 3; after a step the worker blocks until
 * the viewer has sampled it. See protocol in runner.h. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "demo/demo.h"

/* Value of a parameter: a number (sizes in bytes), or which of its choices (0 first). */
uint64_t worker_number(struct worker *worker, const char *name);
size_t worker_choice(struct worker *worker, const char *name);

/* End of the next step: reports it and waits for GO; does not return when the viewer says QUIT or is
 * gone. */
void worker_step(struct worker *worker);
/* Puts a labelled caret at an address of the process with this role; takes it away. */
void worker_mark(struct worker *worker, const char *key, const char *role, const void *address,
	size_t length, const char *label);
void worker_unmark(struct worker *worker, const char *key);
void worker_value(struct worker *worker, const char *name, int64_t value);
_Noreturn void worker_skip(struct worker *worker, const char *reason);

/* A child with the safety of every demo process: dies with its parent, announced under `role`.
 * In the child: 0. The child waits for worker_order() and does what it says. -errno on failure. */
pid_t worker_fork(struct worker *worker, const char *role);
/* Parent: tells the child to do piece `order` and waits until it is done. */
int worker_order(struct worker *worker, int order);
/* Child: waits for the next order; exits when the parent is gone. */
int worker_await(struct worker *worker);
/* Child: the ordered piece is done. */
void worker_done(struct worker *worker);

/* Fresh memory from mmap without huge pages (unless `huge`); exits the worker on failure. */
char *worker_map(struct worker *worker, size_t size);
/* Writes one byte per page, in batches that let the viewer watch when a rate is set. */
void worker_touch(struct worker *worker, volatile char *memory, size_t size);
void worker_read(struct worker *worker, const volatile char *memory, size_t size);
