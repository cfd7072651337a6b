/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sections.h"

#include <string.h>

static uint64_t highest(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t lowest(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* The first section that ends behind `address`. */
static size_t first_behind(const struct elf_file *file, uint64_t address)
{
	size_t low = 0, high = file->section_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (file->sections[middle].end <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Data that cannot be written any more was closed after relocation. */
static enum region_kind kind_now(const struct elf_section *section, const struct region *region)
{
	bool is_data = section->kind == REGION_DATA || section->kind == REGION_BSS;
	return is_data && !(region->permissions & PERMISSION_WRITE) ? REGION_RELRO : section->kind;
}

void sections_place(
	const struct elf_file *file, uint64_t bias, struct region *region, struct arena *arena)
{
	uint64_t start = region->start - bias, end = region->end - bias;
	size_t first = first_behind(file, start), last = first;
	while (last < file->section_count && file->sections[last].start < end)
		last++;
	struct region_part *parts = arena_take(arena, (last - first) * sizeof *parts);
	if (!parts || last == first)
		return;
	for (size_t i = first; i < last; i++) {
		const struct elf_section *section = &file->sections[i];
		const char *name = arena_copy(arena, section->name, strlen(section->name));
		parts[i - first] = (struct region_part){
			.start = highest(section->start, start) + bias,
			.end = lowest(section->end, end) + bias,
			.kind = kind_now(section, region),
			.name = name ? name : "",
		};
	}
	region->parts = parts;
	region->part_count = (uint32_t)(last - first);
}

void sections_place_bss(struct region *region, uint64_t start, struct arena *arena)
{
	struct region_part *part = arena_take(arena, sizeof *part);
	if (!part)
		return;
	*part = (struct region_part){ start, region->end, REGION_BSS, ".bss" };
	region->parts = part;
	region->part_count = 1;
}

enum region_kind sections_prevailing(const struct region *region)
{
	uint64_t header = 0, constants = 0;
	for (uint32_t i = 0; i < region->part_count; i++) {
		const struct region_part *part = &region->parts[i];
		if (part->kind == REGION_ELF_HEADER)
			header += part->end - part->start;
		else
			constants += part->end - part->start;
	}
	if (header == constants)
		return region->offset == 0 ? REGION_ELF_HEADER : REGION_RODATA;
	return header > constants ? REGION_ELF_HEADER : REGION_RODATA;
}
