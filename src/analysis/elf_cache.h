/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ELF files behind mappings, read once.
 *
 * A mapping names its file by device, inode and a path that may have been replaced, so a file is
 * used only when its identity agrees; it is looked for without opening it (O_PATH has no side
 * effects on a FIFO or a device) and read only when it is a regular file. What was read is kept
 * until size or modification time change; the number of files kept is bounded. */
#pragma once

#include "elf.h"
#include "strata/snapshot.h"

struct elf_cache;

int elf_cache_create(struct elf_cache **ret_cache);
void elf_cache_destroy(struct elf_cache *cache);

/* Begins one look at a process (`process_dir`: O_PATH fd of /proc/PID, or -1): in it each file is
 * looked for once. elf_cache_end() closes what was opened for it. */
void elf_cache_begin(struct elf_cache *cache, const struct process *process, int process_dir);
void elf_cache_end(struct elf_cache *cache);
/* An fd to read the file that `region` maps, the caller's to close; -1. */
int elf_cache_open(struct elf_cache *cache, const struct region *region);
/* The ELF file that `region` maps; NULL when it is none or cannot be had. Valid until the next
 * call. */
const struct elf_file *elf_cache_find(struct elf_cache *cache, const struct region *region);
