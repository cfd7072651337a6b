/* SPDX-License-Identifier: GPL-2.0-or-later */
/* maps turns the text of /proc/PID/maps into regions; a record of smaps begins with the same line.
 *
 * A line: "start-end perms offset major:minor inode", blanks up to the name column, the name.
 *  - The name begins at column 73 (the kernel pads to it) or, after a longer inode, behind two
 *    blanks; blanks of the name itself are kept. Text padded otherwise (32-bit kernels) is
 *    understood too, less blanks before the name.
 *  - " (deleted)" behind a path is taken for the kernel's mark; who can tell better (mark.h) calls
 *    maps_undelete().
 *  - A line that is none is left out and counted.
 *  - The text is written piece by piece while the process goes on: a mapping may appear that
 *    overlaps one read before, which is then taken back.
 * Feeding: any split of the text into pieces gives the same regions, as long as what was not used
 * comes again. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "strata/snapshot.h"

struct maps_parser {
	struct region_table *table;
	uint64_t layout;  /* maps_hash() of the lines so far */
	uint64_t above;   /* the next region must not begin below this */
	const char *path; /* the last one: neighbours share it */
	size_t path_length;
	unsigned malformed; /* lines left out */
	int error;          /* -ENOMEM: regions are missing */
};

/* Regions are added to `table`. */
void maps_init(struct maps_parser *parser, struct region_table *table);
/* Uses whole lines and returns how many bytes that was. `parser` is a struct maps_parser. */
size_t maps_feed(void *parser, const char *bytes, size_t length);
/* One line, whose newline follows at line[length]: the region it added to the table, or NULL. */
struct region *maps_add_line(struct maps_parser *parser, const char *line, size_t length);
/* Mixes bytes into a hash; the layout is that of every line in turn, begun with 0. */
uint64_t maps_hash(uint64_t hash, const char *bytes, size_t length);
/* The layout of a whole text, without parsing it. */
uint64_t maps_layout(const char *text, size_t length);
/* Takes back the mark: the file is really called "... (deleted)". 0 or -ENOMEM. */
int maps_undelete(struct region_table *table, struct region *region);
