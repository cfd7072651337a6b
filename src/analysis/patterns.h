/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns: what neighbouring anonymous mappings say together that none says alone.
 *
 *  - A malloc arena of glibc starts at a multiple of 64 MiB: the used part rw-p, the rest up to
 *    the next multiple reserved without access.
 *  - A thread's stack is rw-p directly above a guard. Kernels since 6.7 mark stacks with the
 *    VmFlags flag "nh"; where any stack carries it, a mapping without it is none. A C library that
 *    keeps the guard inside the mapping leaves only that mark and the usual size to go by.
 * Works on the line kinds (anon, guard, reserve) and replaces them. One pass, no system calls. */
#pragma once

#include "strata/snapshot.h"

#define GUARD_LARGEST (UINT64_C(1) << 20) /* a larger mapping without access is a reserve */

void patterns_apply(const struct process *process, struct region_table *table);
