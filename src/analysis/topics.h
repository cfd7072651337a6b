/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts behind explain.h, one table a file. Tables indexed by an enum are complete: a row for
 * each value. */
#pragma once

#include "strata/explain.h"
#include "strata/translate.h"

#define TOPIC_PLACES 4
#define TOPIC_PERMISSIONS 6
#define TOPIC_FLAGS 40
#define TOPIC_EVENTS 14
#define TOPIC_COLUMNS 10
#define TOPIC_RESOURCES 15

extern const struct topic topics_regions[REGION_KINDS];
extern const struct topic topics_places[TOPIC_PLACES]; /* what is no region but can be pointed at */
extern const struct topic topics_metrics[METRICS];
extern const struct topic topics_counters[COUNTERS];
extern const struct topic topics_flags[TOPIC_FLAGS];
extern const struct topic topics_permissions[TOPIC_PERMISSIONS];
extern const struct topic topics_events[TOPIC_EVENTS]; /* by enum event_kind */
extern const struct topic topics_columns[TOPIC_COLUMNS];
extern const struct topic topics_resources[TOPIC_RESOURCES];
