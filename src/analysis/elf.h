/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What strata needs of an ELF file: where its segments and sections are loaded.
 *
 * Addresses are those in the file; the load bias of a mapping is added by the user. The file is a
 * stranger's: counts are bounded, whatever lies outside a loaded segment or overlaps another section
 * is left out, and it is read with pread, never mapped (it may be truncated meanwhile). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/region.h"

struct elf_segment {         /* a PT_LOAD */
	uint64_t start, end; /* in memory */
	uint64_t file_end;   /* in memory, end of what comes from the file */
	uint64_t offset;     /* in the file, of `start` */
	bool is_writable, is_executable;
};

/* A section, or what a segment says where the file has no sections. */
struct elf_section {
	uint64_t start, end;
	enum region_kind kind; /* text, rodata, elf-header, data or bss */
	char name[32];         /* cut to fit; hostile */
};

struct elf_file {
	struct elf_segment *segments; /* by address, not overlapping, at least one */
	size_t segment_count;
	struct elf_section *sections; /* by address, not overlapping */
	size_t section_count;
	bool is_fixed; /* linked for one address: not position independent */
};

/* Can libelf be let loose on the file behind `fd`? Not when the counts in its header are absurd. */
bool elf_is_sane(int fd);
/* Reads the file behind `fd`. -ENOEXEC when it is nothing that could be loaded. */
int elf_file_create(int fd, struct elf_file **ret_file);
void elf_file_destroy(struct elf_file *file);

/* The segment that has `address` (of the ELF file) on one of its pages, or NULL. */
const struct elf_segment *elf_file_segment_at(const struct elf_file *file, uint64_t address);
/* Load address minus ELF address as `region` tells it, by its place in the file. False when no
 * segment has that part of the file. */
bool elf_file_find_bias(
	const struct elf_file *file, const struct region *region, uint64_t *ret_bias);
/* Does `region` map the part of the file that a load with this bias puts there? */
bool elf_file_is_loaded(const struct elf_file *file, uint64_t bias, const struct region *region);
/* End of the last page of a segment. */
uint64_t elf_segment_reach(const struct elf_segment *segment);
/* End of the last page of the last segment. */
uint64_t elf_file_reach(const struct elf_file *file);
