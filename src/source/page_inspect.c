/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "page_bits.h"
#include "page_reader.h"
#include "page_walk.h"
#include "strata/snapshot.h"

/* The 64 bits that the file keeps for this frame; UNKNOWN when they cannot be read. */
static uint64_t word_of_frame(const char *path, uint64_t frame)
{
	uint64_t word;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return UNKNOWN;
	ssize_t got = pread(fd, &word, sizeof word, (off_t)(frame * sizeof word));
	close(fd);
	return got == sizeof word ? word : UNKNOWN;
}

/* What the scan alone tells of one page, as bits. */
static unsigned scan_page(struct page_reader *reader, uint64_t address)
{
	uint64_t page = reader->page_size, end;
	size_t count;
	if (reader->scan.is_missing ||
		page_scan_next(&reader->scan, address, address + page, page, false, &count, &end))
		return 0;
	return count ? reader->scan.ranges[0].bits & (PAGE_BIT_ZERO | PAGE_BIT_HUGE) : 0;
}

static int read_page(
	struct page_reader *reader, uint64_t address, uint64_t *ret_entry, unsigned *ret_bits)
{
	const uint64_t *entry;
	size_t count;
	int error = page_reader_begin(reader);
	if (error)
		return error;
	unsigned bits = scan_page(reader, address);
	error = page_entries_get(
		&reader->entries, address, address + reader->page_size, &entry, &count);
	if (!error) {
		unsigned told = page_bits_of_entry(*entry, reader->probe.zero_frame);
		*ret_bits = told | (told & PAGE_BIT_PRESENT ? bits : 0);
		*ret_entry = *entry;
	}
	page_reader_end(reader);
	return error;
}

static void tell(struct page_detail *detail, const struct page_reader *reader, uint64_t entry)
{
	detail->soft_dirty_known = reader->probe.has_soft_dirty;
	detail->is_soft_dirty = entry & PAGE_ENTRY_SOFT_DIRTY;
	uint64_t frame = entry & PAGE_ENTRY_PRESENT ? entry & PAGE_ENTRY_FRAME : 0;
	if (frame == 0)
		return;
	detail->frame = frame;
	detail->map_count = word_of_frame("/proc/kpagecount", frame);
	detail->flags = word_of_frame("/proc/kpageflags", frame);
}

int page_reader_inspect(struct page_reader *reader, const struct region_table *table,
	uint64_t address, struct page_detail *ret_detail)
{
	struct page_detail detail = {
		.address = address - address % reader->page_size,
		.frame = UNKNOWN,
		.map_count = UNKNOWN,
		.flags = UNKNOWN,
	};
	const struct region *region = region_find(table->regions, table->count, address);
	struct page_traits traits = region ? page_traits_of(region) : (struct page_traits){ 0 };
	uint64_t entry = 0;
	unsigned bits = 0;
	if (region)
		detail.error = -read_page(reader, detail.address, &entry, &bits);
	struct page_run run = page_run_of(&traits, bits & ~(unsigned)PAGE_BIT_WRITTEN, 0, 0);
	detail.state = run.state;
	detail.attributes = run.attributes;
	tell(&detail, reader, entry);
	*ret_detail = detail;
	return 0;
}
