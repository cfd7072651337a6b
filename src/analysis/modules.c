/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "modules.h"

#include <stdbool.h>
#include <string.h>

#include "sections.h"

#define ACCESS (PERMISSION_READ | PERMISSION_WRITE | PERMISSION_EXECUTE)

struct search {
	struct elf_cache *cache;
	const struct process *process;
	struct region_table *table;
	size_t capacity; /* of table->modules */
};

static bool is_private_file(const struct region *region)
{
	return region->inode != 0 && region->path[0] == '/' &&
	       !(region->permissions & PERMISSION_SHARED);
}

static bool is_same_file(const struct region *a, const struct region *b)
{
	return a->inode == b->inode && a->device_major == b->device_major &&
	       a->device_minor == b->device_minor && is_private_file(b);
}

static bool is_nameless(const struct region *region)
{
	return region->inode == 0 &&
	       (region->path_length == 0 || strncmp(region->path, "[anon:", 6) == 0);
}

/* Worth a look into the file: code of it is mapped, or several parts of it are. */
static bool may_be_module(const struct region_table *table, size_t first)
{
	const struct region *regions = table->regions;
	for (size_t i = first; i < table->count; i++) {
		bool is_same = is_same_file(&regions[first], &regions[i]);
		if (!is_same && !is_nameless(&regions[i]))
			return false;
		if ((is_same && i > first) || regions[i].permissions & PERMISSION_EXECUTE)
			return true;
	}
	return false;
}

static struct module *add_module(struct search *search)
{
	struct region_table *table = search->table;
	if (table->module_count == search->capacity) {
		size_t size = search->capacity * sizeof *table->modules;
		size_t more = size ? 2 * size : 32 * sizeof *table->modules;
		void *modules = arena_resize(&table->arena, table->modules, size, more);
		if (!modules)
			return NULL;
		table->modules = modules;
		search->capacity = more / sizeof *table->modules;
	}
	return &table->modules[table->module_count++];
}

static bool is_executable_file(const struct search *search, size_t first, size_t end)
{
	const struct region *regions = search->table->regions;
	uint64_t code = search->process->start_code;
	if (code > 1) /* 0 and 1: masked */
		return code >= regions[first].start && code < regions[end - 1].end;
	return strcmp(regions[first].path, search->process->exe) == 0;
}

/* `bias` may be UNKNOWN. */
static void publish_module(struct search *search, size_t first, size_t end, uint64_t bias)
{
	struct module *module = add_module(search);
	if (!module)
		return;
	*module = (struct module){ .path = search->table->regions[first].path,
		.first = (uint32_t)first,
		.last = (uint32_t)end - 1,
		.bias = bias,
		.is_executable_file = is_executable_file(search, first, end) };
}

static enum region_kind kind_in_file(
	const struct elf_file *file, uint64_t bias, const struct region *region)
{
	const struct elf_segment *segment = elf_file_segment_at(file, region->start - bias);
	if (!segment || !(region->permissions & ACCESS))
		return (enum region_kind)region->kind;
	if (segment->is_executable)
		return REGION_TEXT;
	if (!segment->is_writable)
		return sections_prevailing(region);
	if (!(region->permissions & PERMISSION_WRITE))
		return REGION_RELRO;
	return region->start - bias < segment->file_end ? REGION_DATA : REGION_BSS;
}

/* .bss may have grown together with memory mapped above it: the larger part names the region. */
static bool is_mostly_inside(
	const struct elf_file *file, uint64_t bias, const struct region *region)
{
	const struct elf_segment *segment = elf_file_segment_at(file, region->start - bias);
	return bias + elf_segment_reach(segment) - region->start >= region_size(region) / 2;
}

/* A region in the reach of a module: its parts, and, when it is the module's, its kind. */
static bool take_region(struct search *search, const struct elf_file *file, uint64_t bias,
	struct region *region, const char *path)
{
	bool is_inside = elf_file_segment_at(file, region->start - bias);
	if (region->inode == 0) {
		if (!is_inside)
			return false;
		sections_place(file, bias, region, &search->table->arena);
		if (!is_nameless(region) || !is_mostly_inside(file, bias, region))
			return false;
	} else
		sections_place(file, bias, region, &search->table->arena);
	region->kind = (uint8_t)kind_in_file(file, bias, region);
	region->module = path;
	return true;
}

/* Takes the regions from `first` on as a load of `file`; stops at another file, or at another
 * mapping of the same file. */
static void take_loaded(
	struct search *search, const struct elf_file *file, uint64_t bias, size_t first)
{
	struct region *regions = search->table->regions;
	uint64_t reach = bias + elf_file_reach(file);
	size_t end = first + 1;
	for (size_t i = first; i < search->table->count && regions[i].start < reach; i++) {
		bool is_file = regions[i].inode != 0;
		if (is_file && !(is_same_file(&regions[first], &regions[i]) &&
				       elf_file_is_loaded(file, bias, &regions[i])))
			break;
		if (take_region(search, file, bias, &regions[i], regions[first].path))
			end = i + 1;
	}
	publish_module(search, first, end, bias);
}

/* Without the ELF file: a linker lays out headers, code, constants, then what becomes read-only
 * after relocation, then data. */
static enum region_kind kind_by_order(const struct region *first, const struct region *region,
	const struct region *next, bool is_after_text)
{
	if (region->permissions & PERMISSION_EXECUTE)
		return REGION_TEXT;
	if (region->permissions & PERMISSION_WRITE)
		return REGION_DATA;
	if (!(region->permissions & PERMISSION_READ))
		return (enum region_kind)region->kind;
	if (!is_after_text)
		return region->offset == 0 ? REGION_ELF_HEADER : REGION_RODATA;
	bool code_is_separate = !(first->permissions & PERMISSION_EXECUTE);
	bool is_first_constant = region[-1].permissions & PERMISSION_EXECUTE;
	bool is_before_data = next && next->permissions & PERMISSION_WRITE;
	return is_before_data && !(code_is_separate && is_first_constant) ? REGION_RELRO
									  : REGION_RODATA;
}

/* The kernel tells where the executable's data ends: there .bss begins, up to the heap. */
static size_t take_bss(struct search *search, size_t end)
{
	struct region_table *table = search->table;
	const struct process *process = search->process;
	struct region *data = &table->regions[end - 1];
	if (process->end_data <= data->start || process->end_data > data->end)
		return end;
	if (process->end_data < data->end)
		sections_place_bss(data, process->end_data, &table->arena);
	if (end == table->count || !is_nameless(&table->regions[end]) ||
		table->regions[end].start != data->end || data->end >= process->start_brk)
		return end;
	table->regions[end].kind = REGION_BSS;
	table->regions[end].module = data->path;
	return end + 1;
}

static void take_by_order(struct search *search, size_t first)
{
	struct region *regions = search->table->regions;
	size_t end = first, count = search->table->count;
	bool has_text = false;
	for (; end < count && is_same_file(&regions[first], &regions[end]); end++)
		has_text |= regions[end].permissions & PERMISSION_EXECUTE;
	if (!has_text)
		return;
	has_text = false;
	for (size_t i = first; i < end; i++) {
		regions[i].kind = (uint8_t)kind_by_order(&regions[first], &regions[i],
			i + 1 < end ? &regions[i + 1] : NULL, has_text);
		regions[i].module = regions[first].path;
		has_text |= regions[i].permissions & PERMISSION_EXECUTE;
	}
	if (is_executable_file(search, first, end))
		end = take_bss(search, end);
	publish_module(search, first, end, UNKNOWN);
}

void modules_find(
	struct elf_cache *cache, const struct process *process, struct region_table *table)
{
	struct search search = { .cache = cache, .process = process, .table = table };
	for (size_t i = 0; i < table->count; i++) {
		struct region *region = &table->regions[i];
		if (region->module[0] || !is_private_file(region) || !may_be_module(table, i))
			continue;
		uint64_t bias;
		const struct elf_file *file = elf_cache_find(cache, region);
		if (file && elf_file_find_bias(file, region, &bias))
			take_loaded(&search, file, bias, i);
		else
			take_by_order(&search, i);
	}
}

const struct module *modules_find_of(const struct region_table *table, const struct region *region)
{
	uint32_t index = (uint32_t)(region - table->regions);
	for (size_t i = 0; i < table->module_count; i++)
		if (table->modules[i].path == region->module && table->modules[i].first <= index &&
			index <= table->modules[i].last)
			return &table->modules[i];
	return NULL;
}
