/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that several views share: what to call a region, an error, a time, a share.
 * Names are raw bytes; the canvas makes them safe. Functions that write return `out`. */
#pragma once

#include "strata/explain.h"
#include "ui/role.h"
#include "view/view.h"

#define WORDS_TEXT 64

/* The region's own name beside its kind: "data.bin", "memfd:frames"; "" where the kind says all. */
const char *words_name(const struct region *region);
/* The last component of a path. */
const char *words_basename(const char *path);
/* What explains the thing under the cursor: its kind, "module", "unmapped", "kernel"; or NULL. */
const struct topic *words_topic(const struct selection *selection);
/* An errno for people, lower case: "permission denied". */
const char *words_error(int error);
/* "22:31:02", local time. */
char *words_time(uint64_t wall_ns, char out[WORDS_TEXT]);
/* "2026-11-21 22:31:02", local time. */
char *words_moment(uint64_t wall_ns, char out[WORDS_TEXT]);
/* "25 %", "<1 %", "–". */
char *words_share(uint64_t part, uint64_t whole, char out[WORDS_TEXT]);
/* How long ago: "now", "3 s", "12 min". */
char *words_age(uint64_t nanoseconds, char out[WORDS_TEXT]);
