/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modules: the executable and the libraries, as runs of mappings of one file with their .bss.
 *
 * Where the ELF file can be had, its segments say how far a module reaches, what each mapping of it
 * is and which sections stand where. Where it cannot, the order of the mappings tells kinds, and
 * for the executable the kernel tells the end of its data. A file without any executable mapping
 * that is no ELF file is no module.
 * Fills `modules` of the table, and kind, module and parts of the regions that belong to one. */
#pragma once

#include "elf_cache.h"
#include "strata/snapshot.h"

/* Between elf_cache_begin() and elf_cache_end(). */
void modules_find(
	struct elf_cache *cache, const struct process *process, struct region_table *table);
/* The module the region belongs to; NULL. */
const struct module *modules_find_of(const struct region_table *table, const struct region *region);
