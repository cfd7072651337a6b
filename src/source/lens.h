/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lens writes to clear_refs: see strata/lens.h for what that does. */
#pragma once

#include "strata/lens.h"

/* Wipes the marks of the process whose directory this is: 0 or -errno. */
int lens_wipe(int dir, enum lens lens);
