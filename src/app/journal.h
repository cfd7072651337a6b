/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The journal is the log of events of this session: what changed between one received snapshot and
 * the next, and what the program did itself. Bounded: the oldest go first, but those that stand on the
 * axis of the timeline outlast the others. Events lie in one array,
 * oldest first, as views want them; adding one allocates nothing. */
#pragma once

#include "strata/diff.h"
#include "view/scene.h"

#define JOURNAL_EVENTS 512    /* at least so many are kept, */
#define JOURNAL_LANDMARKS 512 /* and of those before them so many landmarks */

struct journal {
	struct event *events;
	size_t count;
	uint64_t total; /* ever told */
};

int journal_init(struct journal *journal); /* 0 or -ENOMEM */
void journal_finish(struct journal *journal);
void journal_clear(struct journal *journal);
/* What happened from `before` to `after`, told of the process with this role ("" for one alone);
 * returns how many events. */
size_t journal_compare(struct journal *journal, const char *role, const struct snapshot *before,
	const struct snapshot *after);
/* A note of the program itself. The text is sanitised. */
void journal_note(struct journal *journal, uint64_t wall_ns, const char *text);
/* One that is known from elsewhere. */
void journal_add(struct journal *journal, const struct event *event);
/* All that is kept. */
struct event_log journal_log(const struct journal *journal);
