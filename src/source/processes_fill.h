/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the list of processes comes from: libproc2 or /proc itself, as the build says. */
#pragma once

#include "strata/processes.h"

/* Adds an entry for each process, with all that is a number; nothing else is taken from the arena.
 * 0 or -errno. */
int processes_fill(struct process_list *list);
/* One more entry at the end, zeroed; NULL on exhaustion. May move the array. */
struct process_entry *processes_add(struct process_list *list);
