/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/symbols.h"

#include <unistd.h>

#include "elf_cache.h"
#include "elf_symbols.h"
#include "modules.h"

/* A mapping of the module's file: the .bss behind it has none. */
static const struct region *file_of(const struct region_table *table, const struct module *module)
{
	for (uint32_t i = module->first; i <= module->last && i < table->count; i++)
		if (table->regions[i].module == module->path && table->regions[i].inode)
			return &table->regions[i];
	return NULL;
}

static int open_module(
	const struct region_table *table, const struct module *module, int process_dir)
{
	/* Which program it is, is told by its path and inode alone. */
	const struct process process = { .exe = "" };
	const struct region *region = file_of(table, module);
	struct elf_cache *cache;
	if (!region || elf_cache_create(&cache) < 0)
		return -1;
	elf_cache_begin(cache, &process, process_dir);
	int fd = elf_cache_open(cache, region);
	elf_cache_end(cache);
	elf_cache_destroy(cache);
	return fd;
}

void symbols_find(const struct region_table *table, int process_dir, uint64_t start, uint64_t end,
	struct symbols *ret_symbols)
{
	struct symbols symbols = { 0 };
	const struct region *region = region_find(table->regions, table->count, start);
	const struct module *module = region ? modules_find_of(table, region) : NULL;
	bool is_known = module && module->bias != UNKNOWN;
	int fd = is_known ? open_module(table, module, process_dir) : -1;
	if (fd >= 0) {
		elf_symbols_read(fd, start - module->bias, end - module->bias, &symbols);
		close(fd);
	}
	for (size_t i = 0; i < symbols.count && i < SYMBOLS_NAMED; i++)
		symbols.named[i].start += module->bias;
	*ret_symbols = symbols;
}
