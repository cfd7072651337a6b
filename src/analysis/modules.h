/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modules: the executable and the libraries, as runs of mappings of one file with their .bss.
 *
 * Fills `modules` of the table, and kind, module and parts of the regions that belong to one. */
#pragma once

#include "strata/snapshot.h"

void modules_find(const struct process *process, struct region_table *table);
