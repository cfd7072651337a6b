/* SPDX-License-Identifier: GPL-2.0-or-later */
/* member finds a living thread of a process whose first thread has ended.
 *
 * Such a process looks like a zombie: /proc/PID shows its first thread, which has given up its
 * memory. The others still have it, and each shows it in /proc/PID/task/TID. */
#pragma once

#include <stdbool.h>

#include "buffer.h"

/* An O_PATH fd of the directory of a living thread; -1 when there is none. `dir` is /proc/PID; what
 * was in the buffer is lost. */
int member_open(int dir, struct buffer *buffer);
/* Does the thread still live? */
bool member_is_alive(int member, struct buffer *buffer);
