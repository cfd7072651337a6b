/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/metric.h"

#include <string.h>

#define STATUS "/proc/PID/status "
#define STAT "/proc/PID/stat "
#define SMAPS "/proc/PID/smaps, sum of "

const struct metric_info metric_table[METRICS] = {
	[METRIC_VSZ] = { "vsz", "VSZ", true, false, STATUS "VmSize" },
	[METRIC_RSS] = { "rss", "RSS", true, false, STATUS "VmRSS" },
	[METRIC_RSS_ANON] = { "rss_anon", "RssAnon", true, false, STATUS "RssAnon" },
	[METRIC_RSS_FILE] = { "rss_file", "RssFile", true, false, STATUS "RssFile" },
	[METRIC_RSS_SHMEM] = { "rss_shmem", "RssShmem", true, false, STATUS "RssShmem" },
	[METRIC_PSS] = { "pss", "PSS", true, false, SMAPS "Pss" },
	[METRIC_USS] = { "uss", "USS", true, false, SMAPS "Private_Clean and Private_Dirty" },
	[METRIC_SWAP] = { "swap", "Swap", true, false, STATUS "VmSwap" },
	[METRIC_LOCKED] = { "locked", "Locked", true, false, STATUS "VmLck" },
	[METRIC_PAGE_TABLES] = { "page_tables", "VmPTE", true, false, STATUS "VmPTE" },
	[METRIC_PEAK_VSZ] = { "peak_vsz", "VmPeak", true, false, STATUS "VmPeak" },
	[METRIC_PEAK_RSS] = { "peak_rss", "VmHWM", true, false, STATUS "VmHWM" },
	[METRIC_MINFLT] = { "minflt", "minflt", false, true, STAT "minflt" },
	[METRIC_MAJFLT] = { "majflt", "majflt", false, true, STAT "majflt" },
	[METRIC_REGIONS] = { "regions", "regions", false, false, "/proc/PID/maps, lines" },
	[METRIC_SHARED_CLEAN] = { "shared_clean", "Shared_Clean", true, false,
		SMAPS "Shared_Clean" },
	[METRIC_SHARED_DIRTY] = { "shared_dirty", "Shared_Dirty", true, false,
		SMAPS "Shared_Dirty" },
	[METRIC_PRIVATE_CLEAN] = { "private_clean", "Private_Clean", true, false,
		SMAPS "Private_Clean" },
	[METRIC_PRIVATE_DIRTY] = { "private_dirty", "Private_Dirty", true, false,
		SMAPS "Private_Dirty" },
	[METRIC_ANONYMOUS] = { "anonymous", "Anonymous", true, false, SMAPS "Anonymous" },
	[METRIC_REFERENCED] = { "referenced", "Referenced", true, false, SMAPS "Referenced" },
	[METRIC_LAZY_FREE] = { "lazy_free", "LazyFree", true, false, SMAPS "LazyFree" },
	[METRIC_ANON_HUGE] = { "anon_huge", "AnonHugePages", true, false, SMAPS "AnonHugePages" },
	[METRIC_HEAP] = { "heap", "[heap]", true, false, "/proc/PID/maps, size of [heap]" },
	[METRIC_VM_DATA] = { "vm_data", "VmData", true, false, STATUS "VmData" },
	[METRIC_VM_STACK] = { "vm_stack", "VmStk", true, false, STATUS "VmStk" },
	[METRIC_VM_EXE] = { "vm_exe", "VmExe", true, false, STATUS "VmExe" },
	[METRIC_VM_LIB] = { "vm_lib", "VmLib", true, false, STATUS "VmLib" },
	[METRIC_HUGETLB] = { "hugetlb", "HugetlbPages", true, false, STATUS "HugetlbPages" },
	[METRIC_THREADS] = { "threads", "Threads", false, false, STATUS "Threads" },
	[METRIC_VOLUNTARY] = { "voluntary", "voluntary switches", false, true,
		STATUS "voluntary_ctxt_switches" },
	[METRIC_NONVOLUNTARY] = { "nonvoluntary", "nonvoluntary switches", false, true,
		STATUS "nonvoluntary_ctxt_switches" },
};

enum metric metric_of(const char *name)
{
	for (unsigned metric = 0; metric < METRICS; metric++)
		if (strcmp(metric_table[metric].name, name) == 0)
			return (enum metric)metric;
	return METRICS;
}
