/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lines reads a table that the kernel prints for the whole machine, line by line, and no more of it
 * than a bound: such tables may be of any length. */
#pragma once

#include <stddef.h>

#define LINES_MOST (256 * 1024) /* bytes of one table, at most */

/* `line` has no newline and may be cut into words in place. */
typedef void lines_take(void *context, char *line);

/* Hands out the lines of the file `name` of `dir`; 0 or -errno. */
int lines_read(int dir, const char *name, lines_take *take, void *context);

/* Cuts a line into words at blanks; returns how many, at most `most`: the last holds the rest. */
size_t lines_split(char *line, char **words, size_t most);
