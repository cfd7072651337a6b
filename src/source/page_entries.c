/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_entries.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "page_bits.h"

#define LEAST_AHEAD 64

void page_entries_reset(struct page_entries *entries, int fd)
{
	entries->fd = fd;
	entries->start = entries->end = 0;
	entries->ahead = LEAST_AHEAD;
	entries->longest_ns = 0;
}

/* Reads the entries of `count` pages from `address` on. */
static int fill(struct page_entries *entries, uint64_t address, size_t count)
{
	size_t size = count * sizeof entries->words[0];
	off_t offset = (off_t)(address / entries->page_size * sizeof entries->words[0]);
	uint64_t begin = clock_now(CLOCK_MONOTONIC);
	ssize_t got = pread(entries->fd, entries->words, size, offset);
	int error = errno;
	uint64_t duration = clock_now(CLOCK_MONOTONIC) - begin;
	if (duration > entries->longest_ns)
		entries->longest_ns = duration;
	if (got < 0)
		return -error;
	memset((char *)entries->words + got, 0, size - (size_t)got);
	entries->start = address;
	entries->end = address + count * entries->page_size;
	return 0;
}

/* How many to read from `address` on. */
static size_t plan(struct page_entries *entries, uint64_t address, uint64_t limit)
{
	if (address != entries->end)
		entries->ahead = LEAST_AHEAD;
	else if (entries->ahead < PAGE_ENTRIES)
		entries->ahead *= 2;
	uint64_t most = (limit - address) / entries->page_size;
	return most < entries->ahead ? (size_t)most : entries->ahead;
}

int page_entries_get(struct page_entries *entries, uint64_t address, uint64_t limit,
	const uint64_t **ret_words, size_t *ret_count)
{
	if (address < entries->start || address >= entries->end) {
		int error = fill(entries, address, plan(entries, address, limit));
		if (error)
			return error;
	}
	uint64_t end = limit < entries->end ? limit : entries->end;
	*ret_words = entries->words + (address - entries->start) / entries->page_size;
	*ret_count = (size_t)((end - address) / entries->page_size);
	return 0;
}

size_t page_entries_run(
	const struct page_entries *entries, const uint64_t *words, size_t count, unsigned *ret_bits)
{
	unsigned bits = page_bits_of_entry(words[0], entries->zero_frame);
	size_t same = 1;
	while (same < count &&
		(words[same] == words[same - 1] ||
			page_bits_of_entry(words[same], entries->zero_frame) == bits))
		same++;
	*ret_bits = bits;
	return same;
}
