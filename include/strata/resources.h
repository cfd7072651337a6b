/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resources are what a process uses that is not memory of its own: its threads, open descriptors,
 * file locks, message queues and signals.
 *
 * Model
 *  - Read only with DETAIL_RESOURCES, as often as the budget allows; snapshots in between share what was
 *    read last (snapshot_resources_clock()). All of it lies in the arena of the one read into.
 *    What may not be read is a gap of the snapshot: "fd", "fdinfo", "wchan", "syscall", "locks".
 *  - At most RESOURCES_THREADS threads and RESOURCES_DESCRIPTORS descriptors (the lowest) are looked
 *    at in a read; the totals say how many there are. UNKNOWN where the kernel does not tell.
 *  - Reading changes nothing: descriptors are asked through readlink, statx and fdinfo, never opened.
 *    The bytes in a pipe or FIFO the kernel tells only to who has it open, and opening it would make
 *    strata a reader or writer of it: they are UNKNOWN. A POSIX message queue may be opened without
 *    any such effect; what is waiting in sockets comes from the tables of the network.
 *  - Names, targets and texts are raw bytes: hostile.
 * Sources: /proc/PID/task/TID/{stat,status,wchan,syscall}, /proc/PID/{fd,fdinfo,status,limits},
 * /proc/PID/net/{unix,tcp,tcp6,udp,udp6}, sock_diag(7), /proc/locks, /proc/sysvipc/msg. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/units.h"

#define RESOURCES_THREADS 256
#define RESOURCES_DESCRIPTORS 1024

struct thread {
	pid_t tid;
	const char *name;
	char state;       /* R S D T t Z X I; '?' when unknown */
	const char *wait; /* the function of the kernel it sleeps in; "" when none is told */
	const char *call; /* the system call it is in: "read(3)", "running"; "" unknown */
	uint64_t cpu_ns;  /* user and system time */
	uint64_t voluntary, nonvoluntary; /* context switches */
	uint64_t pending, blocked;        /* signal sets of its own */
};

enum descriptor_kind {
	DESCRIPTOR_FILE,
	DESCRIPTOR_FOLDER,
	DESCRIPTOR_DEVICE,
	DESCRIPTOR_MEMORY, /* memfd */
	DESCRIPTOR_PIPE,
	DESCRIPTOR_FIFO,
	DESCRIPTOR_SOCKET,
	DESCRIPTOR_QUEUE, /* POSIX message queue */
	DESCRIPTOR_EVENT, /* eventfd */
	DESCRIPTOR_EPOLL,
	DESCRIPTOR_TIMER,
	DESCRIPTOR_SIGNAL,
	DESCRIPTOR_WATCH,   /* inotify, fanotify */
	DESCRIPTOR_PROCESS, /* pidfd */
	DESCRIPTOR_OTHER,
	DESCRIPTOR_KINDS,
};

/* "pipe": screen and filter. */
const char *descriptor_kind_name(enum descriptor_kind kind);

struct descriptor {
	int number;
	uint8_t kind;
	const char *target; /* where the link points; of a socket also what it is connected to */
	uint64_t inode;     /* 0 unknown */
	uint64_t position;  /* of reading and writing; UNKNOWN */
	uint64_t flags;     /* of open(2); UNKNOWN */
	uint64_t queued;    /* bytes that wait to be read; of an eventfd its count; UNKNOWN */
	uint64_t unsent;    /* bytes written that the other side has not taken; UNKNOWN */
};

/* A lock on a file: held, or waited for. */
struct file_lock {
	char type[8]; /* "FLOCK", "POSIX", "OFDLCK", "LEASE" */
	bool is_write, is_waiting;
	pid_t pid;           /* who took it; -1: it belongs to the open file */
	uint64_t inode;      /* of the file */
	uint64_t start, end; /* bytes; end UNKNOWN: to the end of the file */
	const char *path;    /* the file; "" when unknown */
};

/* A System V queue into which it has put, or from which it has taken, the last message. */
struct message_queue {
	int id;
	uint64_t key; /* 0: private */
	uint64_t bytes, messages;
	pid_t sender, receiver; /* the last ones; 0 none */
};

/* Sets of signals: bit N - 1 is signal N. */
struct signal_sets {
	bool are_known;          /* otherwise all are 0 */
	uint64_t pending;        /* for the first thread alone */
	uint64_t shared_pending; /* for the process */
	uint64_t blocked, ignored, caught;
	uint64_t queued, queue_limit; /* of the user, in all processes */
};

struct scheduling {
	const char *policy; /* "other", "fifo"; "" unknown */
	int nice;
	uint64_t priority;          /* of the real-time policies; UNKNOWN */
	const char *cpus;           /* it may run on: "0-3"; "" unknown */
	uint64_t no_new_privileges; /* 0 or 1; UNKNOWN */
	uint64_t seccomp;           /* 0 none, 1 strict, 2 filter; UNKNOWN */
};

struct gap;

struct resources {
	const struct gap *gaps; /* of that reading, among those of the snapshot */
	size_t gap_count;
	struct thread *threads;
	size_t thread_count;
	uint64_t thread_total;
	struct descriptor *descriptors; /* by number */
	size_t descriptor_count;
	uint64_t descriptor_total, descriptor_limit;
	struct file_lock *locks;
	size_t lock_count;
	struct message_queue *queues;
	size_t queue_count;
	struct signal_sets signals;
	struct scheduling scheduling;
};

/* The signals of a set by name, "INT USR1 RTMIN+2", NUL-terminated; "" for none. Returns `out`. */
char *signal_set_text(uint64_t set, char *out, size_t size);
/* How many signals are in it. */
unsigned signal_set_count(uint64_t set);
