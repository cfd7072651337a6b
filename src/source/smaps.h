/* SPDX-License-Identifier: GPL-2.0-or-later */
/* smaps turns the text of /proc/PID/smaps into regions with their counters.
 *
 * A record: a line as in maps, then lines "Key:   value kB", then "VmFlags: rd wr ...".
 *  - Which keys there are, and their order, differs between kernels: unknown ones are skipped,
 *    missing ones leave their counter UNKNOWN. Values become bytes.
 *  - All records of one kernel have the same keys in the same columns. The parser learns them from
 *    the first record and then merely compares; a line that differs is looked up.
 * Feeding: as with maps. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "maps.h"

#define SMAPS_KEYS 32       /* lines of a record that are learnt */
#define SMAPS_KEY 16        /* columns of a key with its colon and padding */
#define SMAPS_FLAG_SETS 128 /* sets of flags remembered, so that regions share their text */

struct smaps_key {
	char text[SMAPS_KEY];
	uint8_t counter; /* COUNTERS: none of ours */
};

struct smaps_flags {
	const char *text;
	size_t length;
};

struct smaps_parser {
	struct maps_parser maps;
	struct region *region; /* whose lines these are; NULL before the first */
	unsigned next;         /* the key expected */
	unsigned key_count;
	struct smaps_key keys[SMAPS_KEYS];
	struct smaps_flags flags[SMAPS_FLAG_SETS];
};

/* Regions are added to `table`. */
void smaps_init(struct smaps_parser *parser, struct region_table *table);
/* Uses whole lines and returns how many bytes that was. `parser` is a struct smaps_parser. */
size_t smaps_feed(void *parser, const char *bytes, size_t length);
