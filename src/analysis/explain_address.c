/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "overlap.h"
#include "prose.h"
#include "strata/explain.h"

#define UPPER_HALF (UINT64_C(1) << 63) /* the kernel's, in 64-bit processes */

/* A region that is no module's may begin with the end of one: .bss, grown together with memory
 * mapped above it. */
static const struct region *owner_of(const struct region_table *table, const struct region *region,
	const struct region_part *part)
{
	bool is_grown_together = part && !region->module[0] && region > table->regions;
	return is_grown_together ? region - 1 : region;
}

static const struct module *module_of(const struct region_table *table, const struct region *region)
{
	uint32_t index = (uint32_t)(region - table->regions);
	for (size_t i = 0; i < table->module_count; i++)
		if (table->modules[i].path == region->module && table->modules[i].first <= index &&
			index <= table->modules[i].last)
			return &table->modules[i];
	return NULL;
}

static void tell_mapped(struct prose *prose, const struct region_table *table,
	const struct region *region, uint64_t address)
{
	const struct region_part *part = region_part_at(region, address);
	const struct region *owner = owner_of(table, region, part);
	const struct module *module = module_of(table, owner);
	prose_add(prose, " is in ");
	prose_region(prose, region);
	if (part) {
		prose_add(prose, ", section ");
		prose_name(prose, part->name);
		if (owner != region) {
			prose_add(prose, " of ");
			prose_name(prose, owner->module);
		}
		prose_add(prose, " + 0x%" PRIx64, address - part->start);
	} else {
		prose_add(prose, " + 0x%" PRIx64, address - region->start);
	}
	if (module && module->bias != UNKNOWN)
		prose_add(prose, "; in the ELF file 0x%" PRIx64, address - module->bias);
	prose_add(prose, ".");
}

static void tell_neighbour(struct prose *prose, const char *where, const struct region *region)
{
	prose_add(prose, "%s", where);
	prose_region(prose, region);
}

static void tell_unmapped(struct prose *prose, const struct region_table *table, uint64_t address)
{
	size_t above = overlap_begin(table, address);
	prose_add(prose, " is not mapped");
	if (above > 0 && above < table->count) {
		const struct region *lower = &table->regions[above - 1];
		const struct region *upper = &table->regions[above];
		prose_add(prose, ": in the gap of ");
		prose_bytes(prose, upper->start - lower->end);
		tell_neighbour(prose, " between ", lower);
		tell_neighbour(prose, " and ", upper);
	} else if (table->count > 0 && above == 0) {
		tell_neighbour(prose, ": below ", &table->regions[0]);
	} else if (table->count > 0) {
		tell_neighbour(prose, ": above ", &table->regions[table->count - 1]);
	}
	prose_add(prose, ".");
}

/* User space ends at the power of two above the stack: 2^47 for most, less for 32 bits. */
static uint64_t end_of_user_space(const struct region_table *table)
{
	uint64_t end = 1;
	for (size_t i = table->count; i-- > 0;)
		if (table->regions[i].start < UPPER_HALF) {
			while (end < table->regions[i].end && end < UPPER_HALF)
				end *= 2;
			return end;
		}
	return UPPER_HALF;
}

size_t explain_address(const struct snapshot *snapshot, uint64_t address, char *out, size_t size)
{
	struct prose prose = prose_begin(out, size);
	const struct region_table *table = snapshot->table;
	const struct region *region = region_find(table->regions, table->count, address);
	prose_address(&prose, address);
	if (region)
		tell_mapped(&prose, table, region, address);
	else if (address >= UPPER_HALF)
		prose_add(&prose, " belongs to the kernel: no user program can touch it.");
	else if (address >= end_of_user_space(table))
		prose_add(&prose, " lies beyond user space.");
	else
		tell_unmapped(&prose, table, address);
	return prose.length;
}
