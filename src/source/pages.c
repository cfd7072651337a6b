/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/pages.h"

#include <assert.h>
#include <stdio.h>

static const char *const state_names[] = {
	[PAGE_ABSENT] = "absent",
	[PAGE_RESIDENT] = "resident",
	[PAGE_SHARED] = "shared",
	[PAGE_FILE] = "file",
	[PAGE_COW] = "cow",
	[PAGE_ZERO] = "zero",
	[PAGE_SWAPPED] = "swapped",
	[PAGE_GUARD] = "guard",
};
static_assert(sizeof state_names / sizeof state_names[0] == PAGE_STATES, "a name for each state");

const char *page_state_name(enum page_state state)
{
	return state_names[state];
}

/* As <linux/kernel-page-flags.h> numbers them, and those the kernel keeps for its own builders. */
static const char *const flag_names[64] = {
	[0] = "locked",
	[1] = "error",
	[2] = "referenced",
	[3] = "uptodate",
	[4] = "dirty",
	[5] = "lru",
	[6] = "active",
	[7] = "slab",
	[8] = "writeback",
	[9] = "reclaim",
	[10] = "buddy",
	[11] = "mmap",
	[12] = "anon",
	[13] = "swapcache",
	[14] = "swapbacked",
	[15] = "compound-head",
	[16] = "compound-tail",
	[17] = "hugetlb",
	[18] = "unevictable",
	[19] = "hwpoison",
	[20] = "nopage",
	[21] = "ksm",
	[22] = "thp",
	[23] = "offline",
	[24] = "zero-page",
	[25] = "idle",
	[26] = "page-table",
	[32] = "reserved",
	[33] = "mlocked",
	[34] = "owner-2",
	[35] = "private",
	[36] = "private-2",
	[37] = "owner-private",
	[38] = "arch",
	[39] = "uncached",
	[40] = "softdirty",
	[41] = "arch-2",
	[42] = "arch-3",
};

/* The word for one bit: its name, or its number where it has none. */
static int flag_word(unsigned bit, char *out, size_t size)
{
	return flag_names[bit] ? snprintf(out, size, "%s", flag_names[bit])
			       : snprintf(out, size, "bit-%u", bit);
}

/* Only whole words are written; from the first that does not fit on, none. */
size_t page_flags_text(uint64_t flags, char *out, size_t size)
{
	char word[32];
	size_t length = 0;
	for (uint64_t left = flags; left; left &= left - 1) {
		int count = flag_word((unsigned)__builtin_ctzll(left), word, sizeof word);
		size_t blank = length > 0;
		if (length + blank + (size_t)count >= size)
			break;
		length += (size_t)snprintf(
			out + length, size - length, "%s%s", blank ? " " : "", word);
	}
	if (length == 0 && size > 0)
		out[0] = '\0';
	return length;
}
