/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The worker's side of a demo: libc only, no stdio, no malloc (a printf would create the very heap
 * the lesson is about). Lines go to the viewer over descriptor 3; after a step the worker blocks until
 * the viewer has sampled it. See the protocol in runner.h.
 *
 * The first process speaks to the viewer; its children do what it orders and speak to it alone. All
 * of them end when the viewer ends: by the end of their socket, and by PDEATHSIG. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "demo/demo.h"

#define WORKER_FD 3
#define WORKER_NAME "strata-demo"
#define WORKER_FLAG "--worker" /* argv of a worker: WORKER_NAME WORKER_FLAG ID */

/* Says HELLO, runs the demo when told to, ends the process. */
_Noreturn void worker_run(const struct demo *demo);

/* Value of a parameter or a gate ("page", "huge_page"): a number (sizes in bytes); which of a
 * parameter's choices (0 first). */
uint64_t worker_number(const struct worker *worker, const char *name);
size_t worker_choice(const struct worker *worker, const char *name);
/* Does a condition hold, as a step's `when`? */
bool worker_holds(const struct worker *worker, const char *condition);

/* End of the next step: reports it and waits for GO; does not return when the viewer says QUIT or is
 * gone. */
void worker_step(struct worker *worker);
/* Puts a labelled caret at an address of the process with this role; takes it away. */
void worker_mark(struct worker *worker, const char *key, const char *role,
	const volatile void *address, size_t length, const char *label);
void worker_unmark(struct worker *worker, const char *key);
void worker_value(struct worker *worker, const char *name, int64_t value);
/* A clock in microseconds, for values that say how long something took. */
int64_t worker_clock_us(void);
_Noreturn void worker_skip(struct worker *worker, const char *reason);

/* A child with the safety of every demo process: dies with its parent, announced under `role`; the
 * value fork_us says what fork took. In the child: 0; it calls worker_await() and does what that
 * says. The parent goes on when the child waits. Ends the demo when there can be no child. */
pid_t worker_fork(struct worker *worker, const char *role);
/* A child of a moment that nobody watches: it does its work and ends by itself, or with its parent, which
 * reaps it. Ends the demo when there can be no child. */
pid_t worker_fork_unseen(struct worker *worker);
/* Parent: tells the child to do piece `order` (not 0) and waits until it is done. */
void worker_order(struct worker *worker, pid_t child, int order);
/* The two halves of that: for a piece that the parent has to see happen. */
void worker_begin(struct worker *worker, pid_t child, int order);
void worker_complete(struct worker *worker, pid_t child);
/* Parent: ends the child and reaps it. */
void worker_end(struct worker *worker, pid_t child);
/* Child: reports what it did before as done and waits for the next piece; exits when the parent says so or
 * is gone. */
int worker_await(struct worker *worker);

/* Waits until that process is in this state (R, S, T, Z), as long as a few seconds; false: it is not. */
bool worker_await_state(pid_t pid, char state);

/* For what outlives processes, before the first of it is made: a process of its own waits until this one
 * has ended, however that happens, and then calls clean() with its pid, once. */
void worker_guard(struct worker *worker, void (*clean)(pid_t worker));

enum worker_pages {
	PAGES_SMALL,     /* of the base size, absent until touched */
	PAGES_POPULATED, /* of the base size, all brought in by mmap */
	PAGES_HUGE,      /* huge where the kernel can; aligned to them */
	PAGES_PLAIN,     /* as PAGES_SMALL, but not marked as stacks of threads are */
};
/* Bytes of one page of that kind; skips the demo where there are none. */
size_t worker_unit(struct worker *worker, enum worker_pages pages);
/* The parameter "size" in bytes, rounded up to whole units. */
size_t worker_size(const struct worker *worker, size_t unit);
/* Fresh private memory from mmap, `size` a multiple of the unit; skips the demo when there is none. */
char *worker_map(struct worker *worker, size_t size, enum worker_pages pages);
/* Memory that children will share with their parent; skips the demo when there is none. */
void *worker_share(struct worker *worker, size_t size);
/* Small pages only, and never merged with a neighbour, whose pages would count with its own. What
 * worker_map() and worker_share() give is so. */
void worker_set_apart(void *memory, size_t size);
/* Writes (reads) one byte per page, in order; the first process at the parameter `rate` in bytes per
 * second, where there is one and it is not 0. */
void worker_touch(struct worker *worker, volatile char *memory, size_t size);
void worker_read(struct worker *worker, const volatile char *memory, size_t size);
/* How large the main thread's stack may grow from now on; skips the demo where it may not. */
void worker_limit_stack(struct worker *worker, size_t size);
/* Fills it with bytes that cannot be compressed, none of them 0. */
void worker_scramble(char *bytes, size_t size);
/* Waits as long as `bytes` may take at `rate`, in bytes per second and not 0. */
void worker_pace(struct worker *worker, uint64_t rate, size_t bytes);
/* How many rows of a process's maps are of files with this name; 0 when they cannot be read. */
size_t worker_rows(pid_t pid, const char *name);
/* The virtual size of this very process, in bytes. */
uint64_t worker_virtual_size(struct worker *worker);
/* A figure of /proc/meminfo in KiB, by its key: "Shmem:"; -1 where there is none. */
int64_t worker_meminfo(const char *key);
/* A file of `size` bytes, none of them 0, on a disk and without a name, so that it goes with the
 * process however that ends. It has been written to the disk and is in the page cache. Skips the demo
 * where there can be none; where it must lie on a disk indeed, the demo needs "fs=disk". */
int worker_file(struct worker *worker, size_t size);
/* Drops what the page cache holds of a file; pages that are mapped stay. */
void worker_evict(int fd);

/* What an access gave: the signal, its code and the address it speaks of; signal 0: nothing. */
struct worker_fault {
	int signal, code;
	const void *address;
};
/* Does the work; where that gives SIGSEGV, SIGBUS or SIGILL it ends there, and the process goes on. In
 * any thread, also of a stack that has run out. */
struct worker_fault worker_catch(void (*work)(void *argument), void *argument);
/* Reports it for the marker `key`, which stands where the access was aimed. */
void worker_report_fault(struct worker *worker, const char *key, const struct worker_fault *fault);
enum worker_access {
	ACCESS_READ,
	ACCESS_WRITE,
	ACCESS_EXECUTE
};
/* All of it for one access by the first process: marks the address, tries it, reports what it gave. */
void worker_try(struct worker *worker, const char *key, enum worker_access access,
	const volatile void *address, const char *label);
