/* SPDX-License-Identifier: GPL-2.0-or-later */
/* entries lists the numbers that are names in a directory of /proc: threads, descriptors. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct entries {
	size_t count;
	uint64_t total; /* of all there are; UNKNOWN when only a part was listed and no one tells */
	int numbers[];
};

/* Lists at most `most` of them, those the kernel lists first, in order, into `entries`, which has
 * room for them; 0 or -errno. */
int entries_list(int dir, const char *name, size_t most, struct entries *entries);
