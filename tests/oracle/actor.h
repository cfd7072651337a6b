/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An actor is a process that makes memory as it is told and then keeps still, to be looked at. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/pages.h"
#include "strata/snapshot.h"

struct actor {
	pid_t pid;
	uint64_t base;             /* what `make` returned; 0: it could not */
	struct snapshot *snapshot; /* with the counters of smaps */
};

/* Starts a process that calls `make` with the page size. */
void actor_start(struct actor *actor, char *(*make)(size_t page));
/* Takes `snapshot`; once. */
void actor_look_around(struct actor *actor);
void actor_end(struct actor *actor);

struct page_reader *actor_reader(const struct actor *actor, bool without_scan);
/* A look that must succeed; to be unreferenced. */
struct page_map *actor_look(const struct actor *actor, struct page_reader *reader, uint64_t start,
	uint64_t end, uint64_t cell);
/* Has this kernel PAGEMAP_SCAN? */
bool actor_has_scan(const struct actor *actor);
