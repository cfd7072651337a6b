/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gates: what the machine is like, as words for conditions, and what that explains.
 *
 * page, huge_page (bytes; 0 none), thp (always, madvise, never), huge_zero (1: a huge page of zeros is
 * used), hugetlb (free pages of 2 MiB that were set aside), libc (glibc, other), libc_minor (36 of
 * glibc 2.36), ram, swap (bytes), overcommit (as the sysctl), fs (what a demo's file lies on: disk,
 * tmpfs, overlay, ...), arch (as uname -m), vsyscall (rights of that page: --xp, r-xp,
 * none), kthread (1: process 2 is a thread of the kernel and says so), flock (1: there is the command). */
#pragma once

#include "demo/run.h"
#include "demo/scope.h"

void gates_add(struct scope *scope);
/* What to suspect when an expectation does not hold. */
const char *gates_cause(const struct scope *scope, const struct demo_run *run);
