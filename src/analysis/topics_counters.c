/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "topics.h"

#define SMAPS "/proc/PID/smaps "

const struct topic topics_counters[COUNTERS] = {
	[COUNTER_RSS] = { TOPIC_COUNTER, "rss", N_("Rss: resident"),
		N_("How much of the mapping is in RAM and mapped by this process now. Shared pages "
		   "count "
		   "in full."),
		N_("first touch"), N_("Huge pages of hugetlb and pages on swap are not in it."),
		SMAPS "Rss" },
	[COUNTER_PSS] = { TOPIC_COUNTER, "pss", N_("Pss: proportional share"),
		N_("Each resident page divided by the number of its mappings. Only this may be "
		   "added "
		   "up "
		   "over processes."),
		N_("touch, and other processes that unmap or exit"),
		N_("The kernel cuts each mapping to whole KiB: the sum is a little too low."),
		SMAPS "Pss" },
	[COUNTER_SHARED_CLEAN] = { TOPIC_COUNTER, "shared_clean", N_("Shared and clean"),
		N_("Resident pages that other processes map too, unmodified: code and libraries."),
		NULL, NULL, SMAPS "Shared_Clean" },
	[COUNTER_SHARED_DIRTY] = { TOPIC_COUNTER, "shared_dirty", N_("Shared and dirty"),
		N_("Resident pages that other processes map too and that were written: shared "
		   "memory, "
		   "or "
		   "after fork the pages that the next write will copy."),
		N_("fork"),
		N_("Pages of a file that was just built show here until they are written back."),
		SMAPS "Shared_Dirty" },
	[COUNTER_PRIVATE_CLEAN] = { TOPIC_COUNTER, "private_clean", N_("Private and clean"),
		N_("Resident pages that only this process maps, unmodified: they can be dropped "
		   "and "
		   "read "
		   "again."),
		N_("reading files, swap-in"), N_("Memory given up with MADV_FREE counts here."),
		SMAPS "Private_Clean" },
	[COUNTER_PRIVATE_DIRTY] = { TOPIC_COUNTER, "private_dirty", N_("Private and dirty"),
		N_("Resident pages that only this process maps and that were written: what the "
		   "process "
		   "really costs."),
		N_("writes"), N_("When it rises and rises, look for a leak."),
		SMAPS "Private_Dirty" },
	[COUNTER_REFERENCED] = { TOPIC_COUNTER, "referenced", "Referenced",
		N_("Resident pages that were accessed since the marks were last cleared, which the "
		   "kernel does when it looks for memory to reclaim."),
		N_("access"),
		N_("Without clearing it is nearly all of Rss and says little. The key L clears the "
		   "marks, after asking, as that writes to /proc/PID/clear_refs: from then on it "
		   "is "
		   "what was used since. A page in use all the time is noticed a little later."),
		SMAPS "Referenced" },
	[COUNTER_ANONYMOUS] = { TOPIC_COUNTER, "anonymous", "Anonymous",
		N_("Resident pages that no file backs, also the private copies of file pages that "
		   "were "
		   "written."),
		N_("writes"), NULL, SMAPS "Anonymous" },
	[COUNTER_LAZY_FREE] = { TOPIC_COUNTER, "lazy_free", N_("Freed lazily"),
		N_("Pages given up with MADV_FREE. They stay until the kernel needs them; a write "
		   "before "
		   "that takes them back."),
		"madvise(MADV_FREE)", N_("They count in Rss: it looks too high."),
		SMAPS "LazyFree" },
	[COUNTER_ANON_HUGE] = { TOPIC_COUNTER, "anon_huge", N_("Transparent huge pages"),
		N_("The part mapped by transparent huge pages of 2 MiB: one fault and one TLB "
		   "entry "
		   "for "
		   "512 small pages."),
		N_("touch where huge pages are enabled; khugepaged"),
		N_("A few bytes touched here and there cost 2 MiB each."), SMAPS "AnonHugePages" },
	[COUNTER_SWAP] = { TOPIC_COUNTER, "swap", N_("Swapped out"),
		N_("Pages that are on swap. Touching one is a major fault unless it is still in "
		   "the "
		   "swap "
		   "cache."),
		N_("memory pressure"), NULL, SMAPS "Swap" },
	[COUNTER_SWAP_PSS] = { TOPIC_COUNTER, "swap_pss", N_("Swapped out, proportional"),
		N_("Swapped pages, each divided by the number of processes that share it."), NULL,
		NULL, SMAPS "SwapPss" },
	[COUNTER_LOCKED] = { TOPIC_COUNTER, "locked", "Locked",
		N_("What is locked into RAM: it is never swapped out."), N_("mlock, mlockall"),
		N_("RLIMIT_MEMLOCK bounds it."), SMAPS "Locked" },
	[COUNTER_PAGE_SIZE] = { TOPIC_COUNTER, "page_size", N_("Page size"),
		N_("The size of page this mapping is made of: 4 KiB, or that of its huge pages."),
		NULL, N_("Transparent huge pages do not show here."), SMAPS "KernelPageSize" },
	[COUNTER_PSS_DIRTY] = { TOPIC_COUNTER, "pss_dirty", N_("Pss of dirty pages"),
		N_("The proportional share of the pages that were written."), N_("writes"), NULL,
		SMAPS "Pss_Dirty (since Linux 6.0)" },
	[COUNTER_KSM] = { TOPIC_COUNTER, "ksm", N_("Merged by KSM"),
		N_("Pages with equal content that the kernel keeps once for all who have them."),
		N_("madvise(MADV_MERGEABLE) and time"),
		N_("A write separates the page again: a fault."), SMAPS "KSM" },
	[COUNTER_SHMEM_HUGE] = { TOPIC_COUNTER, "shmem_huge", N_("Huge pages of shared memory"),
		N_("Shared memory mapped by huge pages."), NULL, NULL, SMAPS "ShmemPmdMapped" },
	[COUNTER_FILE_HUGE] = { TOPIC_COUNTER, "file_huge", N_("Huge pages of files"),
		N_("Page cache mapped by huge pages."), NULL, NULL, SMAPS "FilePmdMapped" },
	[COUNTER_SHARED_HUGETLB] = { TOPIC_COUNTER, "shared_hugetlb", N_("hugetlb, shared"),
		N_("Huge pages from the reserve that other processes map too."), N_("touch"),
		N_("Not part of Rss nor Pss."), SMAPS "Shared_Hugetlb" },
	[COUNTER_PRIVATE_HUGETLB] = { TOPIC_COUNTER, "private_hugetlb", N_("hugetlb, private"),
		N_("Huge pages from the reserve that only this process maps."), N_("touch"),
		N_("Not part of Rss nor Pss."), SMAPS "Private_Hugetlb" },
};
