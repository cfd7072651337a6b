/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_scan.h"

#include <errno.h>
#include <sys/ioctl.h>

#include "clock.h"
#include "page_bits.h"

/* As of Linux 6.7; <linux/fs.h> is often older than the kernel. */
struct scan_argument {
	uint64_t size, flags;
	uint64_t start, end, walk_end;
	uint64_t ranges, range_count;
	uint64_t most_pages;
	uint64_t inverted, all_of, any_of, wanted;
};
#define SCAN _IOWR('f', 16, struct scan_argument)

enum category {
	CATEGORY_FILE = 4,
	CATEGORY_PRESENT = 8,
	CATEGORY_SWAPPED = 16,
	CATEGORY_ZERO = 32,
	CATEGORY_HUGE = 64,
	CATEGORY_SOFT_DIRTY = 128,
	CATEGORY_GUARD = 256,
};

/* At about 10 ns a page, or 50 ns where its file is asked for, a fifth of a millisecond. */
#define MOST_PAGES 16384
#define MOST_FILE_PAGES 4096
/* A call slower than this makes the next ones smaller; a fast one, larger again. */
#define SLOW_NS 400000
#define FAST_NS 150000
#define MOST_CAUTION 6

static unsigned bits_of_categories(uint64_t categories)
{
	static const struct {
		enum category category;
		enum page_bit bit;
	} known[] = {
		{ CATEGORY_FILE, PAGE_BIT_FILE },
		{ CATEGORY_PRESENT, PAGE_BIT_PRESENT },
		{ CATEGORY_SWAPPED, PAGE_BIT_SWAPPED },
		{ CATEGORY_ZERO, PAGE_BIT_ZERO },
		{ CATEGORY_HUGE, PAGE_BIT_HUGE },
		{ CATEGORY_SOFT_DIRTY, PAGE_BIT_WRITTEN },
		{ CATEGORY_GUARD, PAGE_BIT_GUARD },
	};
	unsigned bits = 0;
	for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++)
		if (categories & known[i].category)
			bits |= known[i].bit;
	return bits;
}

static void adapt(struct page_scan *scan, uint64_t duration_ns)
{
	if (duration_ns > scan->longest_ns)
		scan->longest_ns = duration_ns;
	if (duration_ns > SLOW_NS && scan->caution < MOST_CAUTION)
		scan->caution++;
	else if (duration_ns < FAST_NS && scan->caution > 0)
		scan->caution--;
}

/* One call; how many ranges it found, or -errno. */
static int call(struct page_scan *scan, struct scan_argument *argument)
{
	uint64_t begin = clock_now(CLOCK_MONOTONIC);
	int count = ioctl(scan->fd, SCAN, argument);
	int error = errno;
	adapt(scan, clock_now(CLOCK_MONOTONIC) - begin);
	return count < 0 ? -error : count;
}

/* The same call, without what this kernel has not. */
static int call_again(struct page_scan *scan, struct scan_argument *argument, int error)
{
	static const uint64_t younger[] = { CATEGORY_GUARD, CATEGORY_SOFT_DIRTY };
	uint64_t wanted = argument->wanted;
	for (size_t i = 0; i < sizeof younger / sizeof *younger && error == -EINVAL; i++)
		if (argument->wanted & younger[i]) {
			argument->wanted &= ~younger[i];
			error = call(scan, argument);
		}
	if (error >= 0) {
		scan->unknown |= wanted & ~argument->wanted;
		return error;
	}
	/* Beyond the process's addresses there is nothing. */
	if (error == -EFAULT) {
		argument->walk_end = argument->end;
		return 0;
	}
	scan->is_missing = error != -ENOMEM && error != -EINTR;
	return scan->is_missing ? -ENOTTY : error;
}

int page_scan_next(struct page_scan *scan, uint64_t start, uint64_t end, uint64_t reach,
	bool wants_file, size_t *ret_count, uint64_t *ret_end)
{
	uint64_t wanted = CATEGORY_PRESENT | CATEGORY_SWAPPED | CATEGORY_ZERO | CATEGORY_HUGE |
			  CATEGORY_GUARD | (wants_file ? CATEGORY_FILE : 0) |
			  (scan->wants_written ? CATEGORY_SOFT_DIRTY : 0);
	reach >>= scan->caution;
	struct scan_argument argument = {
		.size = sizeof argument,
		.start = start,
		.end = end - start > reach ? start + reach : end,
		.ranges = (uintptr_t)scan->ranges,
		.range_count = PAGE_SCAN_RANGES,
		.most_pages = (wants_file ? MOST_FILE_PAGES : MOST_PAGES) >> scan->caution,
		.any_of = CATEGORY_PRESENT | CATEGORY_SWAPPED,
		.wanted = wanted & ~scan->unknown,
	};
	int count = call(scan, &argument);
	if (count < 0)
		count = call_again(scan, &argument, count);
	if (count < 0)
		return count;
	for (int i = 0; i < count; i++)
		scan->ranges[i].bits = bits_of_categories(scan->ranges[i].bits);
	*ret_count = (size_t)count;
	*ret_end = argument.walk_end > start ? argument.walk_end : argument.end;
	return 0;
}
