/* SPDX-License-Identifier: GPL-2.0-or-later */
/* carry takes what an earlier region table knew over into one being built.
 *
 * Two cases. The layout changed and smaps was not read: counters and flags of the regions that are
 * still the same (addresses, file, offset, permissions) are carried and marked stale. The layout is
 * the same and smaps was read: kinds, modules and parts are carried, nothing is classified again. */
#pragma once

#include "strata/snapshot.h"

/* 0 or -ENOMEM. */
int carry_counters(const struct region_table *from, struct region_table *to);
/* Both tables have the same regions. 0 or -ENOMEM. */
int carry_findings(const struct region_table *from, struct region_table *to);
