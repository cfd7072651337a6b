/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process an argument names: a process ID, or a name (its comm, or the file name of its
 * executable). Digits alone are always an ID. */
#pragma once

#include <sys/types.h>

/* 0 and *ret_pid. -EINVAL: no ID can be this (0, negative); -ESRCH: nothing is called this;
 * -ENOTUNIQ: several are (open the chooser, or complain); other: the list could not be read.
 * Whether a process with that ID exists is not asked here. */
int target_find(const char *text, pid_t *ret_pid);
/* Says on standard error what target_find() meant, with a list of several; returns the exit status. */
int target_complain(const char *text, int error);
