/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "topics.h"

#define STATUS "/proc/PID/status "
#define STAT "/proc/PID/stat "
#define SMAPS "/proc/PID/smaps, sum of "

const struct topic topics_metrics[METRICS] = {
	[METRIC_VSZ] = { TOPIC_METRIC, "vsz", N_("VSZ: virtual size"),
		N_("The sum of all mappings: addresses promised, not memory used."),
		N_("mmap, brk, growth of the stack, starting a thread"),
		N_("It says nothing about RAM: a reserve of 64 GiB has no resident page."),
		STATUS "VmSize" },
	[METRIC_RSS] = { TOPIC_METRIC, "rss", N_("RSS: resident set size"),
		N_("The pages in RAM that this process maps: private memory, files and shared "
		   "memory "
		   "together. Pages shared with others count in full."),
		N_("first touch"),
		N_("Never add the RSS of several processes: shared pages would count several "
		   "times. "
		   "Huge pages of hugetlb, page tables and buffers in the kernel are not in it; "
		   "memory "
		   "freed lazily still is."),
		STATUS "VmRSS" },
	[METRIC_RSS_ANON] = { TOPIC_METRIC, "rss_anon", N_("RssAnon: private memory"),
		N_("The resident pages that no file backs: heap, stacks, and private copies of "
		   "file "
		   "pages."),
		N_("touching memory from malloc; writing to private file pages"), NULL,
		STATUS "RssAnon" },
	[METRIC_RSS_FILE] = { TOPIC_METRIC, "rss_file", N_("RssFile: pages of files"),
		N_("The resident pages of mapped files: code, constants, mapped data. The kernel "
		   "can "
		   "drop "
		   "the clean ones and read them again."),
		N_("running code, reading mapped files"),
		N_("It falls and RssAnon rises when a private page of a file is written "
		   "(copy-on-write)."),
		STATUS "RssFile" },
	[METRIC_RSS_SHMEM] = { TOPIC_METRIC, "rss_shmem", N_("RssShmem: shared memory"),
		N_("The resident pages of shared memory: tmpfs, memfd, System V, shared "
		   "anonymous."),
		N_("touching shared memory"),
		N_("It counts in full in each process that touched it."), STATUS "RssShmem" },
	[METRIC_PSS] = { TOPIC_METRIC, "pss", N_("PSS: proportional set size"),
		N_("Each resident page divided by the number of processes that map it. Added up "
		   "over "
		   "all "
		   "processes it is what they use together: no other figure may be added."),
		N_("touch, and others exiting"),
		N_("It changes though this process did nothing, because others started or ended."),
		SMAPS "Pss" },
	[METRIC_USS] = { TOPIC_METRIC, "uss", N_("USS: unique set size"),
		N_("The resident pages only this process maps: what would be free if it ended "
		   "now."),
		N_("writes, and others exiting"),
		N_("After fork nearly all of it is shared until written."),
		SMAPS "Private_Clean and Private_Dirty" },
	[METRIC_SWAP] = { TOPIC_METRIC, "swap", "Swap",
		N_("Private memory that was moved out to swap. Touching it again is a fault, major "
		   "when "
		   "it must be read from the device."),
		N_("memory pressure, madvise(MADV_PAGEOUT)"),
		N_("Swapped shared memory is not in it."), STATUS "VmSwap" },
	[METRIC_LOCKED] = { TOPIC_METRIC, "locked", N_("Locked memory"),
		N_("What mlock holds in RAM."), N_("mlock, mlockall"),
		N_("RLIMIT_MEMLOCK bounds it."), STATUS "VmLck" },
	[METRIC_PAGE_TABLES] = { TOPIC_METRIC, "page_tables", N_("Page tables"),
		N_("The tables that translate addresses, 8 bytes for each page of 4 KiB. Each "
		   "stretch "
		   "of "
		   "2 MiB that is touched needs a page of them."),
		N_("touching new stretches of 2 MiB, fork"),
		N_("It is not in RSS. Memory touched sparsely costs as much in tables as in "
		   "pages."),
		STATUS "VmPTE" },
	[METRIC_PEAK_VSZ] = { TOPIC_METRIC, "peak_vsz", N_("Peak of VSZ"),
		N_("The highest virtual size so far."), NULL,
		N_("It starts again with a new program."), STATUS "VmPeak" },
	[METRIC_PEAK_RSS] = { TOPIC_METRIC, "peak_rss", N_("Peak of RSS"),
		N_("The highest resident size the kernel noticed."), NULL,
		N_("The kernel looks only now and then: the figure can even fall."),
		STATUS "VmHWM" },
	[METRIC_MINFLT] = { TOPIC_METRIC, "minflt", N_("Minor page faults"),
		N_("Page faults solved without waiting for a disk: a zero-filled page, a copy on "
		   "write, a "
		   "page that was in the page cache already."),
		N_("first touch, writes after fork"),
		N_("Pages of a cached file come up to 16 at a time, huge pages 512 at a time: "
		   "faults "
		   "are "
		   "not pages. The count continues through exec."),
		STAT "minflt" },
	[METRIC_MAJFLT] = { TOPIC_METRIC, "majflt", N_("Major page faults"),
		N_("Page faults that waited for a disk: a cold file, or memory that was swapped "
		   "out."),
		N_("reading mapped files the first time, swap-in"),
		N_("Reading ahead hides most of them when access is in order."), STAT "majflt" },
	[METRIC_REGIONS] = { TOPIC_METRIC, "regions", N_("Number of mappings"),
		N_("The lines of maps. Neighbours that are alike are one line; changing the "
		   "permissions "
		   "of a piece splits it."),
		N_("mmap, mprotect"), N_("At 65,530 (vm.max_map_count) mmap fails with ENOMEM."),
		"/proc/PID/maps" },
	[METRIC_SHARED_CLEAN] = { TOPIC_METRIC, "shared_clean", N_("Shared and clean"),
		N_("Resident pages that others map too, unmodified: code and libraries."), NULL,
		NULL, SMAPS "Shared_Clean" },
	[METRIC_SHARED_DIRTY] = { TOPIC_METRIC, "shared_dirty", N_("Shared and dirty"),
		N_("Resident pages that others map too and that were written: shared memory, and "
		   "after "
		   "fork what the next write will copy."),
		N_("fork"),
		N_("Pages of a file that was just built show here until they are written back."),
		SMAPS "Shared_Dirty" },
	[METRIC_PRIVATE_CLEAN] = { TOPIC_METRIC, "private_clean", N_("Private and clean"),
		N_("Resident pages only this process maps, unmodified: they can be read again."),
		N_("reading files, swap-in"), NULL, SMAPS "Private_Clean" },
	[METRIC_PRIVATE_DIRTY] = { TOPIC_METRIC, "private_dirty", N_("Private and dirty"),
		N_("Resident pages only this process maps and that were written: the real cost of "
		   "the "
		   "process."),
		N_("writes"), N_("The figure to watch for a leak."), SMAPS "Private_Dirty" },
	[METRIC_ANONYMOUS] = { TOPIC_METRIC, "anonymous", "Anonymous",
		N_("Resident pages that no file backs, with the private copies of file pages."),
		N_("writes"), NULL, SMAPS "Anonymous" },
	[METRIC_REFERENCED] = { TOPIC_METRIC, "referenced", "Referenced",
		N_("Resident pages accessed since the marks were last cleared."), N_("access"),
		NULL, SMAPS "Referenced" },
	[METRIC_LAZY_FREE] = { TOPIC_METRIC, "lazy_free", N_("Freed lazily"),
		N_("Pages given up with MADV_FREE that the kernel has not taken yet."),
		"madvise(MADV_FREE)", N_("They still count in RSS."), SMAPS "LazyFree" },
	[METRIC_ANON_HUGE] = { TOPIC_METRIC, "anon_huge", N_("Transparent huge pages"),
		N_("Private memory in huge pages of 2 MiB."),
		N_("touch where huge pages are enabled; khugepaged"),
		N_("Sparse use makes RSS swell: each touched byte brings 2 MiB."),
		SMAPS "AnonHugePages" },
	[METRIC_HEAP] = { TOPIC_METRIC, "heap", N_("Size of the heap"),
		N_("The brk area, from its start to the program break."), N_("small mallocs"),
		N_("Large mallocs are not in it: they are mappings of their own."),
		N_("/proc/PID/maps, size of [heap]") },
	[METRIC_VM_DATA] = { TOPIC_METRIC, "vm_data", "VmData",
		N_("The virtual size of private writable memory: data, heap, anonymous mappings."),
		N_("mmap, brk"), N_("A size of addresses: nothing of it need be resident."),
		STATUS "VmData" },
	[METRIC_VM_STACK] = { TOPIC_METRIC, "vm_stack", "VmStk",
		N_("The virtual size of the main thread's stack."), N_("depth of calls"),
		N_("Stacks of other threads are in VmData."), STATUS "VmStk" },
	[METRIC_VM_EXE] = { TOPIC_METRIC, "vm_exe", "VmExe",
		N_("The virtual size of the program's own code."), NULL, NULL, STATUS "VmExe" },
	[METRIC_VM_LIB] = { TOPIC_METRIC, "vm_lib", "VmLib",
		N_("The virtual size of the code of libraries."), "dlopen", NULL, STATUS "VmLib" },
	[METRIC_HUGETLB] = { TOPIC_METRIC, "hugetlb", N_("hugetlb pages"),
		N_("Huge pages from the administrator's reserve."), N_("touch"),
		N_("Not in RSS nor in PSS."), STATUS "HugetlbPages" },
	[METRIC_THREADS] = { TOPIC_METRIC, "threads", "Threads",
		N_("Threads of the process. They share all memory; each has a stack, thread-local "
		   "storage and registers of its own."),
		"pthread_create", N_("Each thread adds 8 MiB to VSZ, and an arena 64 MiB."),
		STATUS "Threads" },
	[METRIC_VOLUNTARY] = { TOPIC_METRIC, "voluntary", N_("Voluntary switches"),
		N_("How often it gave up the processor to wait: for a lock, for input, for a "
		   "disk."),
		N_("waiting"), NULL, STATUS "voluntary_ctxt_switches" },
	[METRIC_NONVOLUNTARY] = { TOPIC_METRIC, "nonvoluntary", N_("Involuntary switches"),
		N_("How often the kernel took the processor away from it for another."),
		N_("competition for the processor"), NULL, STATUS "nonvoluntary_ctxt_switches" },
};
