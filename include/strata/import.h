/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A snapshot read back from the JSON that `strata snapshot --format json` writes.
 *
 * The file is a stranger's: it must be a regular one of at most IMPORT_BYTES, of this schema, its
 * regions in order and apart, its kinds and permissions known words, its numbers whole and below 2^63.
 * What it does not have (modules' bounds, counters that are only shown, a clock) stays unknown; a byte
 * of a name that was no UTF-8 comes back as U+FFFD. */
#pragma once

#include "strata/snapshot.h"

#define IMPORT_BYTES (512 << 20)
#define IMPORT_ERROR 512

/* 0 and one reference; -EMEDIUMTYPE: it is not JSON of strata; -EPROTONOSUPPORT: of another schema;
 * -EUCLEAN: it says what cannot be; -errno. `error` has a line on it. */
int import_snapshot(const char *path, struct snapshot **ret_snapshot, char error[IMPORT_ERROR]);
