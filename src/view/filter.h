/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters: words typed by the user, parted by blanks; a region passes when every word fits it.
 *
 * A plain word fits its path, module, kind or permissions, in any case; "kind:heap", "perm:rw" and
 * "name:libc" look in that alone; "0x7f3a..." fits the region that holds the address. */
#pragma once

#include <stdbool.h>

#include "strata/region.h"

bool filter_fits(const char *filter, const struct region *region);
/* Does every word stand in one of these texts, in any case? For lists of other things. */
bool filter_fits_texts(const char *filter, const char *const *texts, size_t count);
