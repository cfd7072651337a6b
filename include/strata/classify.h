/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Classification: which kind each region is, which module it belongs to, and the exact parts inside.
 *
 * Rules and their order stand in the tables of classify.c; what a kind means in explain.h. Modules
 * are read through libelf, once per file (device, inode, size, mtime), from the first of:
 * /proc/PID/map_files (privileged), /proc/PID/exe, /proc/PID/root + path with device and inode
 * checked. A file that cannot be had leaves classification by permissions and names.
 * Thread stacks and malloc arenas are recognised by pattern (guard page below, VmFlags "nh",
 * 64 MiB alignment) without stopping or reading the process. */
#pragma once

#include "strata/source.h"

/* A classifier with a cache of ELF files; one per source (not thread-safe). Destroy with
 * classifier->destroy(). */
int classifier_create(struct classifier **ret_classifier);
