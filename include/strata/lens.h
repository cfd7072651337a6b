/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lenses: what was used since a moment, told by marks that the kernel puts at pages.
 *
 * A mark is set when its page is used and stays. Wiping takes all marks of a process away, so that
 * those found later tell what was used since: LENS_REFERENCED of any access (the counter Referenced
 * of smaps), LENS_WRITTEN of writes (soft-dirty in pagemap).
 * A page that a processor has just used, and still knows the translation of, gets its mark only when
 * it comes by again later.
 * Wiping writes a digit to /proc/PID/clear_refs, and is all that is ever written to a process. It
 * changes no memory, but it is felt: the pages look unused to the kernel's search for memory to
 * reclaim, others who read the same marks start over, and with LENS_WRITTEN the first write to each
 * page is a fault. So nothing here is done unasked. */
#pragma once

#include <stdbool.h>

#include "strata/source.h"

enum lens {
	LENS_REFERENCED,
	LENS_WRITTEN,
	LENSES,
};

/* Does this kernel keep such marks? */
bool lens_is_kept(enum lens lens);
/* What is written to clear_refs: "1". */
const char *lens_digit(enum lens lens);
/* Wipes the marks of a live source's process, and lets its counters be read as often as the budget
 * allows from then on, as marks come without any other sign. 0, -EACCES as to other users, -ESRCH,
 * -EOPNOTSUPP where the source is not live, or -errno. */
int live_wipe(struct source *source, enum lens lens);
