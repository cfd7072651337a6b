/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "topics.h"

#define SMAPS "/proc/PID/smaps "

const struct topic topics_counters[COUNTERS] = {
	[COUNTER_RSS] = { TOPIC_COUNTER, "rss", "Rss: resident",
		"How much of the mapping is in RAM and mapped by this process now. Shared pages "
		"count "
		"in full.",
		"first touch", "Huge pages of hugetlb and pages on swap are not in it.",
		SMAPS "Rss" },
	[COUNTER_PSS] = { TOPIC_COUNTER, "pss", "Pss: proportional share",
		"Each resident page divided by the number of its mappings. Only this may be added "
		"up "
		"over processes.",
		"touch, and other processes that unmap or exit",
		"The kernel cuts each mapping to whole KiB: the sum is a little too low.",
		SMAPS "Pss" },
	[COUNTER_SHARED_CLEAN] = { TOPIC_COUNTER, "shared_clean", "Shared and clean",
		"Resident pages that other processes map too, unmodified: code and libraries.",
		NULL, NULL, SMAPS "Shared_Clean" },
	[COUNTER_SHARED_DIRTY] = { TOPIC_COUNTER, "shared_dirty", "Shared and dirty",
		"Resident pages that other processes map too and that were written: shared memory, "
		"or "
		"after fork the pages that the next write will copy.",
		"fork",
		"Pages of a file that was just built show here until they are written back.",
		SMAPS "Shared_Dirty" },
	[COUNTER_PRIVATE_CLEAN] = { TOPIC_COUNTER, "private_clean", "Private and clean",
		"Resident pages that only this process maps, unmodified: they can be dropped and "
		"read "
		"again.",
		"reading files, swap-in", "Memory given up with MADV_FREE counts here.",
		SMAPS "Private_Clean" },
	[COUNTER_PRIVATE_DIRTY] = { TOPIC_COUNTER, "private_dirty", "Private and dirty",
		"Resident pages that only this process maps and that were written: what the "
		"process "
		"really costs.",
		"writes", "When it rises and rises, look for a leak.", SMAPS "Private_Dirty" },
	[COUNTER_REFERENCED] = { TOPIC_COUNTER, "referenced", "Referenced",
		"Resident pages that were accessed since the marks were last cleared, which the "
		"kernel does when it looks for memory to reclaim.",
		"access", "Without clearing it is nearly all of Rss and says little.",
		SMAPS "Referenced" },
	[COUNTER_ANONYMOUS] = { TOPIC_COUNTER, "anonymous", "Anonymous",
		"Resident pages that no file backs, also the private copies of file pages that "
		"were "
		"written.",
		"writes", NULL, SMAPS "Anonymous" },
	[COUNTER_LAZY_FREE] = { TOPIC_COUNTER, "lazy_free", "Freed lazily",
		"Pages given up with MADV_FREE. They stay until the kernel needs them; a write "
		"before "
		"that takes them back.",
		"madvise(MADV_FREE)", "They count in Rss: it looks too high.", SMAPS "LazyFree" },
	[COUNTER_ANON_HUGE] = { TOPIC_COUNTER, "anon_huge", "Transparent huge pages",
		"The part mapped by transparent huge pages of 2 MiB: one fault and one TLB entry "
		"for "
		"512 small pages.",
		"touch where huge pages are enabled; khugepaged",
		"A few bytes touched here and there cost 2 MiB each.", SMAPS "AnonHugePages" },
	[COUNTER_SWAP] = { TOPIC_COUNTER, "swap", "Swapped out",
		"Pages that are on swap. Touching one is a major fault unless it is still in the "
		"swap "
		"cache.",
		"memory pressure", NULL, SMAPS "Swap" },
	[COUNTER_SWAP_PSS] = { TOPIC_COUNTER, "swap_pss", "Swapped out, proportional",
		"Swapped pages, each divided by the number of processes that share it.", NULL, NULL,
		SMAPS "SwapPss" },
	[COUNTER_LOCKED] = { TOPIC_COUNTER, "locked", "Locked",
		"What is locked into RAM: it is never swapped out.", "mlock, mlockall",
		"RLIMIT_MEMLOCK bounds it.", SMAPS "Locked" },
	[COUNTER_PAGE_SIZE] = { TOPIC_COUNTER, "page_size", "Page size",
		"The size of page this mapping is made of: 4 KiB, or that of its huge pages.", NULL,
		"Transparent huge pages do not show here.", SMAPS "KernelPageSize" },
	[COUNTER_PSS_DIRTY] = { TOPIC_COUNTER, "pss_dirty", "Pss of dirty pages",
		"The proportional share of the pages that were written.", "writes", NULL,
		SMAPS "Pss_Dirty (since Linux 6.0)" },
	[COUNTER_KSM] = { TOPIC_COUNTER, "ksm", "Merged by KSM",
		"Pages with equal content that the kernel keeps once for all who have them.",
		"madvise(MADV_MERGEABLE) and time", "A write separates the page again: a fault.",
		SMAPS "KSM" },
	[COUNTER_SHMEM_HUGE] = { TOPIC_COUNTER, "shmem_huge", "Huge pages of shared memory",
		"Shared memory mapped by huge pages.", NULL, NULL, SMAPS "ShmemPmdMapped" },
	[COUNTER_FILE_HUGE] = { TOPIC_COUNTER, "file_huge", "Huge pages of files",
		"Page cache mapped by huge pages.", NULL, NULL, SMAPS "FilePmdMapped" },
	[COUNTER_SHARED_HUGETLB] = { TOPIC_COUNTER, "shared_hugetlb", "hugetlb, shared",
		"Huge pages from the reserve that other processes map too.", "touch",
		"Not part of Rss nor Pss.", SMAPS "Shared_Hugetlb" },
	[COUNTER_PRIVATE_HUGETLB] = { TOPIC_COUNTER, "private_hugetlb", "hugetlb, private",
		"Huge pages from the reserve that only this process maps.", "touch",
		"Not part of Rss nor Pss.", SMAPS "Private_Hugetlb" },
};
