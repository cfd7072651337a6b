/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden tells whether the kernel hides processes of other users (the mount option hidepid of
 * proc(5)): then even the first process, which is always there, is not to be seen. */
#pragma once

#include <stdbool.h>

/* `proc` is an open directory of processes. */
bool hidden_are_some(int proc);
