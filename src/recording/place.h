/* SPDX-License-Identifier: GPL-2.0-or-later */
/* place is where a recording is to be written: a new file, or one in place of what stands there. */
#pragma once

#include <stdbool.h>

#include "strata/recording.h"

/* Makes an empty file at `path`. -EEXIST something is there already; -EBUSY it is being written;
 * -EINVAL what is there is no file. */
int place_take(const char *path, bool is_replacing);
/* Says why there will be no recording. */
void place_complain(const char *path, int error, char line[RECORDING_ERROR]);
