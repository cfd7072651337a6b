/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "modules.h"
#include "overlap.h"
#include "prose.h"
#include "strata/explain.h"
#include "strata/translate.h"

#define UPPER_HALF (UINT64_C(1) << 63) /* the kernel's, in 64-bit processes */

/* A region that is no module's may begin with the end of one: .bss, grown together with memory
 * mapped above it. */
static const struct region *owner_of(const struct region_table *table, const struct region *region,
	const struct region_part *part)
{
	bool is_grown_together = part && !region->module[0] && region > table->regions;
	return is_grown_together ? region - 1 : region;
}

static void tell_mapped(struct prose *prose, const struct region_table *table,
	const struct region *region, uint64_t address)
{
	const struct region_part *part = region_part_at(region, address);
	const struct region *owner = owner_of(table, region, part);
	const struct module *module = modules_find_of(table, owner);
	const char *where = PROSE_ADDRESS(address), *name = PROSE_REGION(region);
	unsigned long long offset = address - (part ? part->start : region->start);
	if (!part)
		prose_add(prose, _("%s is in %s + 0x%llx"), where, name, offset);
	else if (owner == region)
		prose_add(prose, _("%s is in %s, section %s + 0x%llx"), where, name,
			PROSE_NAME(part->name), offset);
	else
		prose_add(prose, _("%s is in %s, section %s of %s + 0x%llx"), where, name,
			PROSE_NAME(part->name), PROSE_NAME(owner->module), offset);
	if (module && module->bias != UNKNOWN)
		prose_add(prose, _("; in the ELF file 0x%llx"),
			(unsigned long long)(address - module->bias));
	prose_add(prose, ".");
}

static void tell_unmapped(struct prose *prose, const struct region_table *table, uint64_t address)
{
	size_t above = overlap_begin(table, address);
	const char *where = PROSE_ADDRESS(address);
	const struct region *upper = above < table->count ? &table->regions[above] : NULL;
	const struct region *lower = above > 0 ? &table->regions[above - 1] : NULL;
	if (!upper && !lower)
		prose_add(prose, _("%s is not mapped."), where);
	else if (!lower)
		prose_add(prose, _("%s is not mapped: below %s."), where, PROSE_REGION(upper));
	else if (!upper)
		prose_add(prose, _("%s is not mapped: above %s."), where, PROSE_REGION(lower));
	else
		prose_add(prose, _("%s is not mapped: in the gap of %s between %s and %s."), where,
			PROSE_BYTES(upper->start - lower->end), PROSE_REGION(lower),
			PROSE_REGION(upper));
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
	if (region)
		tell_mapped(&prose, table, region, address);
	else if (address >= UPPER_HALF)
		prose_add(&prose, _("%s belongs to the kernel: no user program can touch it."),
			PROSE_ADDRESS(address));
	else if (address >= end_of_user_space(table))
		prose_add(&prose, _("%s lies beyond user space."), PROSE_ADDRESS(address));
	else
		tell_unmapped(&prose, table, address);
	return prose.length;
}
