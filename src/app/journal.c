/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "view/timeline.h"

#define JOURNAL_ROOM (JOURNAL_LANDMARKS + 2 * (size_t)JOURNAL_EVENTS)
#define EVENTS_AT_ONCE 12

int journal_init(struct journal *journal)
{
	struct event *events = calloc(JOURNAL_ROOM, sizeof *events);
	if (!events)
		return -ENOMEM;
	*journal = (struct journal){ .events = events };
	return 0;
}

void journal_finish(struct journal *journal)
{
	free(journal->events);
	*journal = (struct journal){ 0 };
}

void journal_clear(struct journal *journal)
{
	journal->count = 0;
}

/* Of the first `older` events the landmarks go to the front, the newest of them; returns how many. */
static size_t keep_landmarks(struct journal *journal, size_t older)
{
	size_t landmarks = 0, kept = 0;
	for (size_t i = 0; i < older; i++)
		landmarks += timeline_is_landmark(&journal->events[i]);
	for (size_t i = 0; i < older; i++) {
		if (!timeline_is_landmark(&journal->events[i]) || landmarks-- > JOURNAL_LANDMARKS)
			continue;
		journal->events[kept++] = journal->events[i];
	}
	return kept;
}

/* Room for `wanted` more at the end. */
static struct event *journal_end(struct journal *journal, size_t wanted)
{
	if (journal->count + wanted > JOURNAL_ROOM) {
		size_t older = journal->count - JOURNAL_EVENTS;
		size_t kept = keep_landmarks(journal, older);
		memmove(&journal->events[kept], &journal->events[older],
			JOURNAL_EVENTS * sizeof *journal->events);
		journal->count = kept + JOURNAL_EVENTS;
	}
	return &journal->events[journal->count];
}

/* "child: heap +132 KiB (brk)" */
static void say_who(struct event *event, const char *role)
{
	char raw[2 * sizeof event->text];
	snprintf(raw, sizeof raw, "%s: %s", translate(role), event->text);
	text_sanitise(raw, strlen(raw), event->text, sizeof event->text);
}

size_t journal_compare(struct journal *journal, const char *role, const struct snapshot *before,
	const struct snapshot *after)
{
	struct event *end = journal_end(journal, EVENTS_AT_ONCE);
	size_t count = diff_events(before, after, end, EVENTS_AT_ONCE);
	for (size_t i = 0; *role && i < count; i++)
		say_who(&end[i], role);
	/* They come most important first, and that one is to be the newest. */
	for (size_t i = 0; i < count / 2; i++) {
		struct event event = end[i];
		end[i] = end[count - 1 - i];
		end[count - 1 - i] = event;
	}
	journal->count += count;
	journal->total += count;
	return count;
}

void journal_add(struct journal *journal, const struct event *event)
{
	*journal_end(journal, 1) = *event;
	journal->count++;
	journal->total++;
}

void journal_note(struct journal *journal, uint64_t wall_ns, const char *text)
{
	struct event *end = journal_end(journal, 1);
	*end = (struct event){
		.wall_ns = wall_ns, .kind = EVENT_NOTE, .region_kind = REGION_UNKNOWN
	};
	text_sanitise(text, strlen(text), end->text, sizeof end->text);
	journal->count++;
	journal->total++;
}

struct event_log journal_log(const struct journal *journal)
{
	return (struct event_log){ journal->events, journal->count };
}
