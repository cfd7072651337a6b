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

/* Only whole words are written; what does not fit is left out. */
size_t page_flags_text(uint64_t flags, char *out, size_t size)
{
	size_t length = 0;
	if (size > 0)
		out[0] = '\0';
	for (unsigned bit = 0; bit < 64; bit++) {
		if (!(flags >> bit & 1))
			continue;
		char word[32];
		int count = flag_names[bit] ? snprintf(word, sizeof word, "%s%s", length ? " " : "",
						      flag_names[bit])
					    : snprintf(word, sizeof word, "%sbit-%u",
						      length ? " " : "", bit);
		if (length + (size_t)count >= size)
			break;
		for (int i = 0; i <= count; i++)
			out[length + (size_t)i] = word[i];
		length += (size_t)count;
	}
	return length;
}
