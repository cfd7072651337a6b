/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sampler is the one thread that reads /proc, so that the screen never waits for it.
 *
 * Model: the screen thread states wishes (what to watch, how often, in what detail); the worker
 * fulfils the wishes as they stand when it looks, and leaves finished snapshots in a mailbox with
 * one place per target: a newer snapshot replaces one not yet taken. sampler_fd() is readable when
 * something lies there. Targets are numbered places: 0 is the process on the screen, the others are
 * its companions. Everything here but the worker belongs to the thread that created the sampler.
 * Beats are CLOCK_MONOTONIC on a fixed grid: no drift, and a late worker skips beats. A steady beat
 * allocates nothing. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/lens.h"
#include "strata/limits.h"
#include "strata/processes.h"
#include "strata/snapshot.h"
#include "strata/source.h"
#include "view/page_look.h"

#define SAMPLER_TARGETS 8
#define SAMPLER_PERIOD_LEAST 100000000ull  /* 0.1 s */
#define SAMPLER_PERIOD_MOST 60000000000ull /* 60 s */

struct sampler;

struct sampler_options {
	const char *proc_root; /* NULL: "/proc" */
	double budget;         /* of the slow lane, as in live_options */
	uint64_t period_ns;
	unsigned detail; /* enum detail */
};

/* What came for one target since the last look. */
struct arrival {
	const struct snapshot *snapshot;  /* the newest, one reference; NULL for none */
	struct page_look look;            /* the newest, owned; its clock_ns is 0 for none */
	struct limits limits;             /* of the process, as last read */
	int error;                        /* positive errno: it cannot be watched (any more); 0 */
	const struct page_record *record; /* the newest that was asked for, one reference; NULL */
	bool has_wiped[LENSES];           /* these marks were to be wiped, */
	int wipe_error[LENSES]; /* which failed with this errno, positive; 0: it did not */
};

struct arrivals {
	struct arrival targets[SAMPLER_TARGETS];
	uint64_t ticket; /* the last forced sample that is complete for all targets */
	bool has_processes;
	struct process_list processes; /* to be finished by the taker when has_processes */
};

int sampler_create(const struct sampler_options *options, struct sampler **ret_sampler);
/* Stops the worker. One that the kernel holds in a read is left behind rather than waited for. */
void sampler_destroy(struct sampler *sampler);

/* Readable when sampler_take() has something to give. */
int sampler_fd(const struct sampler *sampler);
/* Empties the mailbox into `ret_arrivals`: references and lists now belong to the caller. */
void sampler_take(struct sampler *sampler, struct arrivals *ret_arrivals);

/* Watches `pid` as target `place`, from now on, in place of what was there; 0 for nothing. The
 * first snapshot has the regions only, so that it comes fast; a full one follows at once. */
void sampler_watch(struct sampler *sampler, size_t place, pid_t pid);
/* What to see of the pages of target `place` after each beat, and at once when the wish changes, as
 * far as the budget allows (page_lane.h). Needs DETAIL_PAGES in the detail. */
void sampler_look(struct sampler *sampler, size_t place, const struct page_wish *wish);
/* All pages of target `place` at once, as they are now, whatever the budget says; nothing comes where
 * there are too many (pages.h). */
void sampler_record(struct sampler *sampler, size_t place);
/* Wipes the marks of target `place`, which writes to the process, and takes a full sample. */
void sampler_wipe(struct sampler *sampler, size_t place, enum lens lens);
/* Clamped to the bounds above. */
void sampler_set_period(struct sampler *sampler, uint64_t period_ns);
void sampler_set_detail(struct sampler *sampler, unsigned detail);
/* While paused only forced samples and the exit of a target are read. */
void sampler_set_paused(struct sampler *sampler, bool is_paused);
/* A full sample of all targets now, whatever the budget says; its ticket comes with the arrivals. */
uint64_t sampler_force(struct sampler *sampler);
/* One list of processes, when it is ready. */
void sampler_list_processes(struct sampler *sampler);
