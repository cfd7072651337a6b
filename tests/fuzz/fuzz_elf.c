/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analysis/elf.h"
#include "analysis/elf_symbols.h"
#include "analysis/sections.h"
#include "fuzz.h"

static void check_file(const struct elf_file *file)
{
	PROMISE(file->segment_count > 0);
	for (size_t i = 0; i < file->segment_count; i++) {
		const struct elf_segment *at = &file->segments[i];
		PROMISE(at->start < at->end && at->file_end <= at->end);
		PROMISE(i == 0 || at[-1].end <= at->start);
	}
	for (size_t i = 0; i < file->section_count; i++) {
		const struct elf_section *at = &file->sections[i];
		PROMISE(at->start < at->end && memchr(at->name, 0, sizeof at->name));
		PROMISE(i == 0 || at[-1].end <= at->start);
	}
}

/* A mapping of the file at the offset of each segment gets parts inside itself. */
static void check_mapping(const struct elf_file *file, uint64_t offset)
{
	uint64_t bias;
	struct arena arena;
	struct region region = {
		.start = 0x7f0000000000, .end = 0x7f0000100000, .offset = offset & ~UINT64_C(0xfff)
	};
	if (!elf_file_find_bias(file, &region, &bias))
		return;
	arena_init(&arena);
	sections_place(file, bias, &region, &arena);
	for (uint32_t i = 0; i < region.part_count; i++) {
		const struct region_part *part = &region.parts[i];
		PROMISE(part->start >= region.start && part->end <= region.end);
		PROMISE(part->start < part->end);
		PROMISE(i == 0 || part[-1].end <= part->start);
	}
	arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct elf_file *file;
	struct symbols symbols = { 0 };
	int fd = memfd_create("elf", MFD_CLOEXEC);
	PROMISE(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	if (elf_file_create(fd, &file) == 0) {
		check_file(file);
		for (size_t i = 0; i < file->segment_count; i++)
			check_mapping(file, file->segments[i].offset);
		elf_file_destroy(file);
	}
	elf_symbols_read(fd, 0, UINT64_MAX, &symbols);
	for (size_t i = 0; i < symbols.count && i < SYMBOLS_NAMED; i++) {
		PROMISE(memchr(symbols.named[i].name, 0, SYMBOL_TEXT));
		PROMISE(i == 0 || symbols.named[i - 1].start < symbols.named[i].start);
	}
	close(fd);
	return 0;
}
