/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_bits.h"

#include <string.h>

unsigned page_bits_of_entry(uint64_t entry, uint64_t zero_frame)
{
	static const struct {
		unsigned shift;
		enum page_bit bit;
	} known[] = {
		{ 63, PAGE_BIT_PRESENT },
		{ 62, PAGE_BIT_SWAPPED },
		{ 61, PAGE_BIT_FILE },
		{ 58, PAGE_BIT_GUARD },
		{ 56, PAGE_BIT_EXCLUSIVE },
	};
	unsigned bits = 0;
	for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++)
		if (entry >> known[i].shift & 1)
			bits |= known[i].bit;
	/* Of a new mapping all that is absent is marked, too. */
	if (entry & PAGE_ENTRY_SOFT_DIRTY && bits & (PAGE_BIT_PRESENT | PAGE_BIT_SWAPPED))
		bits |= PAGE_BIT_WRITTEN;
	if (entry & PAGE_ENTRY_PRESENT && zero_frame && (entry & PAGE_ENTRY_FRAME) == zero_frame)
		bits |= PAGE_BIT_ZERO;
	return bits;
}

/* Anonymous memory by another name: the kernel puts a file of its own behind it. */
static bool is_anonymous_in_fact(const struct region *region)
{
	return strcmp(region->path, "/dev/zero") == 0 ||
	       strcmp(region->path, "/anon_hugepage") == 0;
}

struct page_traits page_traits_of(const struct region *region)
{
	unsigned access = PERMISSION_READ | PERMISSION_WRITE | PERMISSION_EXECUTE;
	return (struct page_traits){
		.is_shared = region->permissions & PERMISSION_SHARED,
		.is_file = region->inode != 0 && !is_anonymous_in_fact(region),
		.is_locked = region_has_flag(region, "lo"),
		.is_huge = region_has_flag(region, "ht"),
		.is_closed = !(region->permissions & access),
	};
}

static enum page_state state_of(const struct page_traits *traits, unsigned bits)
{
	/* A guard is told as swapped, too: its entry is one of those that are no page. */
	if (bits & PAGE_BIT_GUARD)
		return PAGE_GUARD;
	if (bits & PAGE_BIT_SWAPPED)
		return PAGE_SWAPPED;
	if (!(bits & PAGE_BIT_PRESENT))
		return traits->is_closed ? PAGE_GUARD : PAGE_ABSENT;
	if (bits & PAGE_BIT_ZERO)
		return PAGE_ZERO;
	bool is_private_file = traits->is_file && !traits->is_shared;
	if (is_private_file && bits & PAGE_BIT_FILE)
		return PAGE_FILE;
	if (!(bits & PAGE_BIT_EXCLUSIVE))
		return PAGE_SHARED;
	return is_private_file ? PAGE_COW : PAGE_RESIDENT;
}

struct page_run page_run_of(
	const struct page_traits *traits, unsigned bits, uint64_t start, uint64_t end)
{
	unsigned attributes = 0;
	if (bits & PAGE_BIT_PRESENT) {
		attributes |= bits & PAGE_BIT_HUGE || traits->is_huge ? PAGE_HUGE : 0;
		attributes |= traits->is_locked ? PAGE_LOCKED : 0;
	}
	attributes |= bits & PAGE_BIT_WRITTEN ? PAGE_WRITTEN : 0;
	return (struct page_run){
		.start = start,
		.end = end,
		.state = (uint8_t)state_of(traits, bits),
		.attributes = (uint8_t)attributes,
	};
}
