/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a region: the sections of its module that stand in it, at their addresses. */
#pragma once

#include "elf.h"
#include "strata/arena.h"

/* Gives `region` the sections that a load of `file` with this bias puts into it. */
void sections_place(
	const struct elf_file *file, uint64_t bias, struct region *region, struct arena *arena);
/* Gives `region` one part: .bss from `start` to its end. */
void sections_place_bss(struct region *region, uint64_t start, struct arena *arena);
/* What most of a read-only region is, by its parts: elf-header or rodata. */
enum region_kind sections_prevailing(const struct region *region);
