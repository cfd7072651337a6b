/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mappers of a thing are the processes that map it: a file, a library, shared memory.
 *
 * Model: a thing is known by device and inode, as maps shows them; shared memory without a file has
 * them too. Every process is asked once, by its maps; only where these hold the thing is smaps read,
 * once, because that holds the process's lock. What is private and anonymous has no inode, and
 * nobody can be asked for it.
 *  - Figures of a mapper are bytes, summed over its mappings of the thing; UNKNOWN where smaps could
 *    not be read. Names are raw: hostile.
 *  - Processes that may not be read are counted, not passed over: they may map it as well. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/arena.h"
#include "strata/region.h"

struct mapper {
	pid_t pid;
	const char *comm;
	uint64_t start;      /* of its lowest mapping of the thing */
	size_t regions;      /* how many mappings */
	uint8_t permissions; /* enum permission, of any of them */
	uint64_t size, uss;
	uint64_t counters[COUNTERS]; /* all but COUNTER_PAGE_SIZE are sums */
};

/* How far the asking has come. */
struct mappers_tally {
	size_t processes; /* there are to ask */
	size_t asked;     /* of them, so far */
	size_t found;     /* of those, map it */
	size_t denied;    /* may not be read: not permitted */
	size_t failed;    /* could not be read for another reason; not those that ended meanwhile */
	bool is_partial;  /* there are others that the kernel hides (hidepid) */
};

struct mappers {
	struct mapper *entries; /* the one asked to be first, then by share (PSS) */
	struct mappers_tally tally;
	uint64_t rss, pss, uss; /* of all found; UNKNOWN when any is */
	struct arena arena;
};

struct mappers_options {
	const char *proc_root; /* NULL: "/proc" */
	uint32_t device_major, device_minor;
	uint64_t inode;
	pid_t first; /* stands first in the answer, whatever its share; 0: none */
	/* Asked after every process; false ends the search. NULL: it goes on to the end. */
	bool (*goes_on)(void *context, const struct mappers_tally *tally);
	void *context;
};

/* Asks all processes; 0, -ECANCELED, -EINVAL for inode 0, or -errno. Takes milliseconds to seconds:
 * not for the screen's thread. */
int mappers_init(struct mappers *mappers, const struct mappers_options *options);
void mappers_finish(struct mappers *mappers);
