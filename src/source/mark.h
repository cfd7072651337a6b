/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mark is the " (deleted)" that the kernel writes behind the path of a file that lost its name.
 *
 * A file may be called so, too, and the text is the same. The one evidence: where the file system
 * of the process can be looked into and has, under the whole text as its name, the very file. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MARK " (deleted)"
#define MARK_LENGTH (sizeof MARK - 1)

/* Does it look marked? Only paths are: they begin with '/'. */
bool mark_ends(const char *path, size_t length);
/* Is the file `inode`, whose path without the mark is `path`, really called with it? `dir` is
 * /proc/PID. */
bool mark_is_name(int dir, const char *path, uint64_t inode);
