/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_walk.h"

#include "strata/snapshot.h"

#define SAMPLE_MOST 4096       /* then it gets twice as rare */
#define SCAN_GAP (64ull << 20) /* holes up to this size are scanned through */

size_t page_walk_first(const struct region_table *table, uint64_t address)
{
	size_t low = 0, high = table->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (table->regions[middle].end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* The region at hand, NULL behind the last one. */
static const struct region *here(const struct page_walk *walk)
{
	return walk->region < walk->table->count ? &walk->table->regions[walk->region] : NULL;
}

static void enter(struct page_walk *walk, size_t region)
{
	walk->region = region;
	if (here(walk))
		walk->traits = page_traits_of(here(walk));
}

static int hand_out(struct page_walk *walk, uint64_t start, uint64_t end, unsigned bits)
{
	unsigned told = walk->shows_written ? bits : bits & ~(unsigned)PAGE_BIT_WRITTEN;
	struct page_run run = page_run_of(&walk->traits, told, start, end);
	walk->at = end;
	return walk->sink->take(walk->sink->context, &run);
}

/* Fills up to `until` with what is not there, and enters the region that holds it or follows. */
static int advance(struct page_walk *walk, uint64_t until)
{
	const struct region *region;
	while ((region = here(walk)) && region->start < until) {
		uint64_t start = most(region->start, walk->at);
		uint64_t end = least(region->end, until);
		int result = start < end ? hand_out(walk, start, end, 0) : 0;
		if (result)
			return result;
		if (region->end > until)
			break;
		enter(walk, walk->region + 1);
	}
	return 0;
}

/* Present pages of one region: asks for the entry of each. What the scan said of them may be over by
 * now; the entries are the younger truth. */
static int resolve_all(struct page_walk *walk, uint64_t start, uint64_t end, unsigned bits)
{
	const uint64_t *words;
	size_t count;
	while (start < end) {
		int result = page_entries_get(walk->entries, start, end, &words, &count);
		while (!result && count > 0) {
			unsigned told;
			size_t same = page_entries_run(walk->entries, words, count, &told);
			uint64_t next = start + same * walk->entries->page_size;
			told |= told & PAGE_BIT_PRESENT ? bits & PAGE_BIT_HUGE : 0;
			result = hand_out(walk, start, next, told);
			start = next;
			words += same;
			count -= same;
		}
		if (result)
			return result;
	}
	return 0;
}

static int sample_one(struct page_walk *walk, uint64_t address)
{
	const uint64_t *word;
	size_t count;
	uint64_t page = walk->entries->page_size;
	int result = page_entries_get(walk->entries, address, address + page, &word, &count);
	if (result)
		return result;
	unsigned bits = page_bits_of_entry(*word, walk->entries->zero_frame);
	if (bits & PAGE_BIT_PRESENT)
		walk->sink->sample(walk->sink->context, address, !(bits & PAGE_BIT_EXCLUSIVE));
	if (++walk->sampled % SAMPLE_MOST == 0)
		walk->sample_every *= 2;
	walk->until_sample = walk->sample_every - 1;
	return 0;
}

/* Present pages of one region: asks for the entry of each so many. */
static int resolve_some(struct page_walk *walk, uint64_t start, uint64_t end, unsigned bits)
{
	uint64_t page = walk->entries->page_size;
	bits |= PAGE_BIT_EXCLUSIVE;
	while ((end - start) / page > walk->until_sample) {
		uint64_t address = start + walk->until_sample * page;
		int result = hand_out(walk, start, address + page, bits);
		if (!result)
			result = sample_one(walk, address);
		if (result)
			return result;
		start = address + page;
	}
	walk->until_sample -= (end - start) / page;
	return start < end ? hand_out(walk, start, end, bits) : 0;
}

/* Is there more to know of such pages than PAGEMAP_SCAN tells? */
static bool is_open(const struct page_walk *walk, unsigned bits)
{
	bool is_cached = bits & PAGE_BIT_FILE && walk->traits.is_file && !walk->traits.is_shared;
	return walk->is_scan && bits & PAGE_BIT_PRESENT && !(bits & PAGE_BIT_ZERO) && !is_cached;
}

static int resolve(struct page_walk *walk, uint64_t start, uint64_t end, unsigned bits)
{
	if (!is_open(walk, bits))
		return hand_out(walk, start, end, bits);
	return walk->sink->sample ? resolve_some(walk, start, end, bits)
				  : resolve_all(walk, start, end, bits);
}

/* A range as the kernel told it, cut at regions. */
static int put(struct page_walk *walk, struct page_range range)
{
	uint64_t at = most(range.start, walk->at), end = least(range.end, walk->end);
	while (at < end) {
		int result = advance(walk, at);
		const struct region *region = here(walk);
		if (result || !region || region->start >= end)
			return result;
		at = most(at, region->start);
		uint64_t next = least(end, region->end);
		result = resolve(walk, at, next, (unsigned)range.bits);
		if (result)
			return result;
		at = next;
	}
	return 0;
}

static int scan_group(struct page_walk *walk, uint64_t start, uint64_t end, bool wants_file)
{
	int result = 0;
	while (start < end && !result) {
		size_t count;
		result = page_scan_next(
			walk->scan, start, end, walk->block, wants_file, &count, &start);
		for (size_t i = 0; i < count && !result; i++)
			result = put(walk, walk->scan->ranges[i]);
	}
	return result;
}

/* Entries from `start` on stand for what is up to `end`, each for `stretch` pages. */
static int read_block(struct page_walk *walk, uint64_t start, uint64_t end)
{
	uint64_t page = walk->entries->page_size, wide = page * walk->stretch;
	uint64_t pages = (end - start + wide - 1) / wide;
	uint64_t limit = start + pages * page, from = start;
	const uint64_t *words;
	size_t count;
	for (uint64_t at = start; at < limit;) {
		int result = page_entries_get(walk->entries, at, limit, &words, &count);
		for (size_t done = 0; done < count && !result;) {
			unsigned bits;
			size_t same =
				page_entries_run(walk->entries, words + done, count - done, &bits);
			uint64_t next = least(from + same * wide, end);
			result = bits ? put(walk, (struct page_range){ from, next, bits }) : 0;
			from = next;
			done += same;
		}
		if (result)
			return result;
		at += count * page;
	}
	return 0;
}

static int read_group(struct page_walk *walk, uint64_t start, uint64_t end)
{
	int result = 0;
	while (start < end && !result) {
		uint64_t left = walk->block - (start - walk->start) % walk->block;
		uint64_t next = end - start < left ? end : start + left;
		result = read_block(walk, start, next);
		start = next;
	}
	return result;
}

/* Does the scan need to ask for the file? It is dear; where entries are read, they tell. */
static bool wants_file(const struct page_walk *walk, const struct region *region)
{
	struct page_traits traits = page_traits_of(region);
	return walk->sink->sample && traits.is_file && !traits.is_shared;
}

/* Nothing is in the kernel's half of the addresses ([vsyscall]), nor, by the counters, in what has
 * no access and was never touched. */
static bool is_to_read(const struct page_walk *walk, const struct region *region)
{
	bool is_empty = region->counters[COUNTER_RSS] == 0 && region->counters[COUNTER_SWAP] == 0;
	return region->start <= INT64_MAX &&
	       (walk->is_scan || !page_traits_of(region).is_closed || !is_empty);
}

/* Regions that can be read in one go, from `first` on: the index behind the last. */
static size_t group_end(const struct page_walk *walk, size_t first)
{
	const struct region *regions = walk->table->regions;
	bool is_file = wants_file(walk, &regions[first]);
	uint64_t gap = walk->is_scan ? SCAN_GAP : 0;
	size_t next = first + 1;
	while (next < walk->table->count && regions[next].start < walk->end &&
		regions[next].start - regions[next - 1].end <= gap &&
		wants_file(walk, &regions[next]) == is_file && is_to_read(walk, &regions[next]))
		next++;
	return next;
}

int page_walk_run(struct page_walk *walk)
{
	const struct region *regions = walk->table->regions;
	size_t index = page_walk_first(walk->table, walk->start), behind;
	int result = 0;
	walk->at = walk->start;
	walk->until_sample = walk->sampled = 0;
	enter(walk, index);
	for (; index < walk->table->count && regions[index].start < walk->end; index = behind) {
		behind = index + 1;
		if (!is_to_read(walk, &regions[index]))
			continue;
		behind = group_end(walk, index);
		uint64_t start = most(regions[index].start, walk->start);
		uint64_t end = least(regions[behind - 1].end, walk->end);
		result = walk->is_scan
				 ? scan_group(walk, start, end, wants_file(walk, &regions[index]))
				 : read_group(walk, start, end);
		if (result)
			return result;
	}
	return advance(walk, walk->end);
}
