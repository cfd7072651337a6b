/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prose: text put together piece by piece in a buffer of the caller's.
 *
 * What does not fit is cut at a character; the text is always NUL-terminated UTF-8. Pieces must be
 * safe already: names of a process come through prose_region() or prose_name(), which sanitise. */
#pragma once

#include <stddef.h>

#include "strata/region.h"

struct prose {
	char *out;
	size_t size, length;
};

/* Begins in `out`, `size` > 0 bytes. */
struct prose prose_begin(char *out, size_t size);
__attribute__((format(printf, 2, 3))) void prose_add(struct prose *prose, const char *format, ...);
void prose_bytes(struct prose *prose, uint64_t bytes);     /* "132 KiB" */
void prose_delta(struct prose *prose, int64_t bytes);      /* "+132 KiB" */
void prose_count(struct prose *prose, uint64_t count);     /* "6,400" */
void prose_address(struct prose *prose, uint64_t address); /* "7f1c_8740_0000" */
/* `count` and `noun`, with an s unless it is one: "1 thread", "6,400 minor faults". */
void prose_counted(struct prose *prose, uint64_t count, const char *noun);
/* The last component of a path, sanitised and cut. */
void prose_name(struct prose *prose, const char *path);
/* What to call a region: "heap", "libc.so.6 data", "anon 7f1c_8740_0000". */
void prose_region(struct prose *prose, const struct region *region);
