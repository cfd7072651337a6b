/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A snapshot is everything strata knew about one process at one moment: a value.
 *
 * Model and invariants
 *  - A snapshot never changes once it is published. It is reference counted (atomically: snapshots
 *    cross from the sampler thread to the screen); snapshot_unref() of the last reference recycles
 *    or frees it.
 *  - Its regions live in a region table, itself immutable and reference counted, because two
 *    samples of a quiet process share one table: `a->table == b->table` means "nothing moved".
 *  - What could not be read is data, not an error: `gaps` lists file and errno.
 *  - Ages: `clock_ns` is when the fast files were read, `counters_clock_ns` when smaps was (0:
 *    never), snapshot_resources_clock() when resources were. Where the layout changed after smaps,
 *    counters of a region that appeared are UNKNOWN and carried ones `stale`; sums over regions
 *    stay those of that smaps.
 *  - Times: `wall_ns` since 1970 (for people), `clock_ns` CLOCK_MONOTONIC (for differences). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/arena.h"
#include "strata/metric.h"
#include "strata/region.h"

struct resources;

enum life {
	LIFE_ALIVE,
	LIFE_ZOMBIE, /* exited, not reaped: no memory any more */
	LIFE_EXITED, /* gone; the regions are the last ones seen */
};

#define PROCESS_CHILDREN 64

/* A process that another has started, with its first thread. */
struct process_child {
	pid_t pid;
	const char *comm; /* raw; "" when it was gone too soon */
};

/* Who the process is. Strings are raw bytes of the process: hostile. */
struct process {
	pid_t pid, ppid;
	pid_t inner_pid; /* in its innermost PID namespace; == pid without one */
	uid_t uid;
	const char *user;           /* "" when the uid has no name */
	const char *comm;           /* /proc/PID/stat, unescaped */
	const char *const *cmdline; /* NULL-terminated */
	size_t cmdline_count;
	const char *exe; /* /proc/PID/exe without " (deleted)"; "" when unknown */
	bool exe_deleted;
	char state; /* R S D T t Z X I; '?' when unknown */
	bool is_kernel_thread;
	bool is_exiting;        /* has begun to: its memory may be gone before it is a zombie */
	uint64_t start_ticks;   /* stat field 22: with pid, the identity */
	uint64_t start_wall_ns; /* since 1970; 0 unknown */
	uint64_t start_code, end_code, start_data, end_data, start_brk, start_stack; /* 0 masked */
	uint64_t stack_limit;                 /* RLIMIT_STACK soft, bytes; UNKNOWN */
	unsigned threads;                     /* running now; 0 unknown */
	unsigned exec_count;                  /* execs seen since watching began */
	const struct process_child *children; /* the eldest PROCESS_CHILDREN, oldest first */
	size_t child_count;
};

/* Something that could not be read. */
struct gap {
	const char *what; /* "smaps", "exe", ... */
	int error;        /* errno, positive */
};

/* A module: the executable or a library, as a run of regions. */
struct module {
	const char *path; /* raw; the regions' `module` points at the same string */
	uint32_t first;   /* index of its lowest region */
	uint32_t last;    /* index of its highest region; between them may be others */
	uint64_t bias;    /* load address minus ELF address; UNKNOWN when the ELF was unreadable */
	bool is_executable_file; /* the program itself, not a library */
};

/* Regions of one kind, summed. */
struct kind_total {
	uint64_t regions, size, rss, pss, uss, swap; /* UNKNOWN when any counter is */
};

/* The regions of a process, shared by the snapshots between which nothing moved. */
struct region_table {
	struct region *regions;
	size_t count;
	struct module *modules;
	size_t module_count;
	struct kind_total kinds[REGION_KINDS];
	uint64_t sums[COUNTERS];    /* over the process's own regions (so without [vsyscall]), at
				       counters_clock_ns; UNKNOWN when any is */
	uint64_t heap_size;         /* of [heap]; 0 when there is none */
	uint64_t layout;            /* hash of what maps says: equal means same mappings */
	uint64_t counters_clock_ns; /* when smaps was read for it; 0 never */
	size_t capacity;            /* of `regions` */
	struct arena arena;         /* everything but the array of regions */
	unsigned references;        /* atomic; use the functions */
};

struct snapshot {
	struct process process;
	enum life life;
	uint64_t wall_ns, clock_ns, counters_clock_ns;
	uint64_t cost_fast_ns; /* what reading this sample took, slow lanes apart */
	uint64_t cost_slow_ns; /* what the last smaps took */
	double duty; /* share of time the slow lanes read, smoothed: "looking costs" (0..1) */
	uint64_t metrics[METRICS];
	const struct region_table *table;      /* never NULL; may be empty */
	const struct resources *resources;     /* resources.h; NULL: not read */
	const struct snapshot *resources_from; /* where they lie; NULL: here; a reference */
	struct gap *gaps;
	size_t gap_count;
	struct arena arena;  /* strings of process, resources, gaps */
	unsigned references; /* atomic; use the functions */
};

/* A new, empty snapshot with one reference and all metrics UNKNOWN, to be filled and then published
 * as const; NULL on exhaustion. A source takes its snapshots from a pool (pool.h). */
struct snapshot *snapshot_create(void);
struct snapshot *snapshot_ref(const struct snapshot *snapshot);
void snapshot_unref(const struct snapshot *snapshot); /* NULL is fine */
/* Makes it as new, keeping its memory, if the caller's reference is the only one; else false. */
bool snapshot_reuse(struct snapshot *snapshot);
/* Adds a gap to a snapshot being built; one per file. `what` must be static or in its arena. */
int snapshot_add_gap(struct snapshot *snapshot, const char *what, int error);
/* errno of that file, 0 when it was read. */
int snapshot_gap(const struct snapshot *snapshot, const char *what);
/* When its resources were read, CLOCK_MONOTONIC; 0: it has none. */
uint64_t snapshot_resources_clock(const struct snapshot *snapshot);
/* What the process is doing, in words: "sleeping", "running", "exited". */
const char *snapshot_state(const struct snapshot *snapshot);
/* Makes `table` the regions of a snapshot being built (the caller's reference becomes the
 * snapshot's), and fills the metrics that are sums over regions. */
void snapshot_set_table(struct snapshot *snapshot, const struct region_table *table);

/* A new, empty table with one reference; NULL on exhaustion. */
struct region_table *region_table_create(void);
struct region_table *region_table_ref(const struct region_table *table);
void region_table_unref(const struct region_table *table); /* NULL is fine */
/* Makes it as new, keeping its memory, if the caller's reference is the only one; else false. */
bool region_table_reuse(struct region_table *table);
/* One more region at the end, zeroed but for its kind and its counters, which are UNKNOWN; NULL on
 * exhaustion. May move the array: hold no pointer across it. */
struct region *region_table_add(struct region_table *table);
/* To be called when all regions are in and classified: kinds and sums. */
void region_table_seal(struct region_table *table);
