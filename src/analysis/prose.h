/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prose: text put together sentence by sentence in a buffer of the caller's.
 *
 * What does not fit is cut at a character; the text is always NUL-terminated UTF-8. A sentence is one
 * translated format; what it speaks of is put into words first: PROSE_BYTES() and the others write
 * into a buffer of their own that lives as long as the block. What goes in must be safe already:
 * names of a process come through PROSE_REGION() or PROSE_NAME(), which sanitise. */
#pragma once

#include <stddef.h>

#include "strata/region.h"
#include "strata/units.h"

#define PROSE_WORDS 112

struct prose {
	char *out;
	size_t size, length;
};

/* Begins in `out`, `size` > 0 bytes. */
struct prose prose_begin(char *out, size_t size);
__attribute__((format(printf, 2, 3))) void prose_add(struct prose *prose, const char *format, ...);

/* "132 KiB", "+132 KiB", "6,400", "7f1c_8740_0000" */
#define PROSE_BYTES(bytes) units_bytes(bytes, UNITS_WIDE, (char[UNITS_TEXT]){ "" })
#define PROSE_DELTA(bytes) units_delta(bytes, UNITS_WIDE, (char[UNITS_TEXT]){ "" })
#define PROSE_COUNT(count) units_count(count, UNITS_WIDE, (char[UNITS_TEXT]){ "" })
#define PROSE_ADDRESS(address) units_address(address, (char[UNITS_TEXT]){ "" })
/* "1 thread", "6,400 threads": of PROSE_COUNTED(count, "%s thread", "%s threads"). */
#define PROSE_COUNTED(count, one, many) prose_counted(count, one, many, (char[PROSE_WORDS]){ "" })
/* The last component of a path, sanitised and cut. */
#define PROSE_NAME(path) prose_name(path, (char[PROSE_WORDS]){ "" })
/* What to call a region: "heap", "libc.so.6 data", "anon 7f1c_8740_0000". */
#define PROSE_REGION(region) prose_region(region, (char[PROSE_WORDS]){ "" })

const char *prose_counted(uint64_t count, const char *one, const char *many, char out[PROSE_WORDS]);
const char *prose_name(const char *path, char out[PROSE_WORDS]);
const char *prose_region(const struct region *region, char out[PROSE_WORDS]);
