/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Explanations: what a kind of region, a metric, a counter, a flag a permission bit or a resource means, with
 * the live numbers in the sentence and the file they came from.
 *
 * One table of topics serves the `?` key, the side panel, the glossary and the manual. Texts are
 * plain English in UTF-8, paragraphs separated by '\n'; the caller wraps. */
#pragma once

#include <stddef.h>

#include "strata/diff.h"
#include "strata/snapshot.h"

enum topic_kind {
	TOPIC_REGION,
	TOPIC_METRIC,
	TOPIC_COUNTER,
	TOPIC_FLAG,
	TOPIC_PERMISSION,
	TOPIC_EVENT,   /* by enum event_kind: "mapped", "grew" */
	TOPIC_COLUMN,  /* of a table, where it is no counter */
	TOPIC_PROCESS, /* what a process uses besides memory: resources.h */
};

struct topic {
	enum topic_kind kind;
	const char *name;   /* "heap", "pss", "nh", "w": as on screen and in exports */
	const char *title;  /* "Heap", "Proportional set size" */
	const char *text;   /* what it is, 2 to 4 sentences */
	const char *grows;  /* what makes it grow; NULL */
	const char *wrong;  /* what goes wrong here, or what to watch out for; NULL */
	const char *source; /* where the figure comes from; NULL */
};

/* Number of topics of all kinds: what a glossary lists. */
extern const size_t topic_count;

/* What an event of this kind means. */
const struct topic *explain_event(enum event_kind kind);
/* Topic `index` of all, by kind in the order of enum topic_kind; NULL from topic_count on. */
const struct topic *explain_topic_at(size_t index);
/* The topic, or NULL. */
const struct topic *explain_topic(enum topic_kind kind, const char *name);
/* The region explained with its numbers, NUL-terminated; returns the length. */
size_t explain_region(
	const struct snapshot *snapshot, const struct region *region, char *out, size_t size);
/* A metric explained with its value. */
size_t explain_metric(const struct snapshot *snapshot, enum metric metric, char *out, size_t size);
/* What a process has of it now, in a sentence; nothing for a topic that is nothing to be counted. */
size_t explain_here(
	const struct snapshot *snapshot, const struct topic *topic, char *out, size_t size);
/* "regions", "metrics": what topics of this kind are called together, translated. */
const char *explain_kind(enum topic_kind kind);
/* What a VmFlags flag means in a few words; NULL when unknown. */
const char *explain_flag(const char *flag);
/* One sentence on what holds this address: region, module, section, offset; sanitised. */
size_t explain_address(const struct snapshot *snapshot, uint64_t address, char *out, size_t size);
