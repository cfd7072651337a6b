/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory a demo may take: a quarter of what is available, so that nothing else is ever
 * pushed out of memory by a lesson. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* In bytes: by /proc/meminfo, and by the control groups (of both versions) this process is in. */
uint64_t memory_for_demo(void);
/* One read of a small file of the kernel, NUL-terminated; empty when it cannot be read. */
void memory_read_file(const char *path, char *text, size_t size);
/* The number behind `key`; UNKNOWN (units.h) where it is missing. */
uint64_t memory_number(const char *text, const char *key);
