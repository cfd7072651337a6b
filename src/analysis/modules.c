/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "modules.h"

#include <stdbool.h>
#include <string.h>

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

static struct module *add_module(struct region_table *table)
{
	size_t size = table->module_count * sizeof *table->modules;
	struct module *modules =
		arena_resize(&table->arena, table->modules, size, size + sizeof *table->modules);
	if (!modules)
		return NULL;
	table->modules = modules;
	return &modules[table->module_count++];
}

static size_t run_end(const struct region_table *table, size_t first)
{
	size_t end = first + 1;
	while (end < table->count && is_same_file(&table->regions[first], &table->regions[end]))
		end++;
	return end;
}

static bool has_text(const struct region_table *table, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (table->regions[i].permissions & PERMISSION_EXECUTE)
			return true;
	return false;
}

/* Without the ELF file: a linker lays out headers, code, constants, then what becomes read-only
 * after relocation, then data. */
static enum region_kind kind_by_order(
	const struct region_table *table, size_t first, size_t end, size_t at)
{
	const struct region *region = &table->regions[at];
	if (region->permissions & PERMISSION_EXECUTE)
		return REGION_TEXT;
	if (region->permissions & PERMISSION_WRITE)
		return REGION_DATA;
	if (!(region->permissions & PERMISSION_READ))
		return (enum region_kind)region->kind;
	if (!has_text(table, first, at))
		return region->offset == 0 ? REGION_ELF_HEADER : REGION_RODATA;
	bool is_before_data = at + 1 < end && table->regions[at + 1].permissions & PERMISSION_WRITE;
	bool is_first = table->regions[at - 1].permissions & PERMISSION_EXECUTE;
	bool code_is_separate = !(table->regions[first].permissions & PERMISSION_EXECUTE);
	return is_before_data && !(is_first && code_is_separate) ? REGION_RELRO : REGION_RODATA;
}

static bool holds(const struct region_table *table, size_t first, size_t end, uint64_t address)
{
	return address >= table->regions[first].start && address < table->regions[end - 1].end;
}

/* The kernel tells where the executable's data ends: there .bss begins, up to the heap. */
static size_t take_bss(const struct process *process, struct region_table *table, size_t end)
{
	struct region *data = &table->regions[end - 1];
	if (process->end_data <= data->start || process->end_data > data->end)
		return end;
	if (end < table->count && region_is_anonymous(&table->regions[end]) &&
		table->regions[end].start == data->end && data->end < process->start_brk) {
		table->regions[end].kind = REGION_BSS;
		end++;
	}
	if (process->end_data == data->end)
		return end;
	struct region_part *part = arena_take(&table->arena, sizeof *part);
	if (part) {
		*part = (struct region_part){ process->end_data, data->end, REGION_BSS, ".bss" };
		data->parts = part;
		data->part_count = 1;
	}
	return end;
}

static size_t take_module(const struct process *process, struct region_table *table, size_t first)
{
	size_t end = run_end(table, first);
	if (!has_text(table, first, end))
		return end;
	struct module *module = add_module(table);
	if (!module)
		return end;
	for (size_t i = first; i < end; i++)
		table->regions[i].kind = (uint8_t)kind_by_order(table, first, end, i);
	bool is_executable = holds(table, first, end, process->start_code);
	if (is_executable)
		end = take_bss(process, table, end);
	*module = (struct module){ .path = table->regions[first].path,
		.first = (uint32_t)first,
		.last = (uint32_t)end - 1,
		.bias = UNKNOWN,
		.is_executable_file = is_executable };
	for (size_t i = first; i < end; i++)
		table->regions[i].module = module->path;
	return end;
}

void modules_find(const struct process *process, struct region_table *table)
{
	for (size_t i = 0; i < table->count;)
		i = is_private_file(&table->regions[i]) ? take_module(process, table, i) : i + 1;
}
