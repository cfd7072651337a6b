/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "topics.h"

#define SMAPS "/proc/PID/smaps VmFlags"
#define FLAG(name, title, text)                                                                    \
	{                                                                                          \
		TOPIC_FLAG, name, title, text, NULL, NULL, SMAPS                                   \
	}

/* `title` is the few words that explain_flag() gives. */
const struct topic topics_flags[TOPIC_FLAGS] = {
	FLAG("rd", N_("readable"), N_("The process may read it.")),
	FLAG("wr", N_("writable"),
		N_("The process may write it. A page may still be mapped read-only until the first "
		   "write, "
		   "for copy-on-write.")),
	FLAG("ex", N_("executable"), N_("The process may run code in it.")),
	FLAG("sh", N_("shared"), N_("Writes are seen by everyone who maps it.")),
	FLAG("mr", N_("may be made readable"), N_("mprotect may allow reading.")),
	FLAG("mw", N_("may be made writable"),
		N_("mprotect may allow writing. A shared mapping of a file opened read-only lacks "
		   "it.")),
	FLAG("me", N_("may be made executable"),
		N_("mprotect may allow execution. A file on a noexec filesystem lacks it.")),
	FLAG("ms", N_("may be shared"),
		N_("The mapping was made from a file that may be mapped shared.")),
	FLAG("gd", N_("grows down"), N_("Page faults below extend it: the main thread's stack.")),
	FLAG("pf", N_("raw page frames"),
		N_("Frames without bookkeeping, such as device memory: not counted in Rss.")),
	FLAG("lo", N_("locked in memory"),
		N_("mlock holds its pages in RAM: they are never swapped out.")),
	FLAG("lf", N_("locked when touched"),
		N_("mlock2(MLOCK_ONFAULT): pages are locked as they come.")),
	FLAG("io", N_("device memory"), N_("Registers or memory of a device.")),
	FLAG("sr", N_("read in order"),
		N_("madvise(MADV_SEQUENTIAL): the kernel reads ahead more and keeps less.")),
	FLAG("rr", N_("read at random"),
		N_("madvise(MADV_RANDOM): the kernel does not read ahead.")),
	FLAG("dc", N_("not copied by fork"),
		N_("madvise(MADV_DONTFORK): a child does not have it.")),
	FLAG("de", N_("not expandable"), N_("mremap cannot make it larger.")),
	FLAG("ac", N_("counted for overcommit"),
		N_("Its size counts against the commit limit: private writable memory does.")),
	FLAG("nr", N_("not counted for overcommit"),
		N_("MAP_NORESERVE: address space without a promise of memory.")),
	FLAG("ht", N_("huge pages of hugetlb"),
		N_("Made of pages from the reserve of huge pages.")),
	FLAG("sf", N_("synchronous page faults"),
		N_("MAP_SYNC: writes to persistent memory survive once they are made.")),
	FLAG("ar", N_("architecture specific"),
		N_("A mark whose meaning depends on the processor.")),
	FLAG("wf", N_("wiped by fork"), N_("madvise(MADV_WIPEONFORK): a child sees zeros.")),
	FLAG("dd", N_("not in core dumps"), N_("madvise(MADV_DONTDUMP): left out of core dumps.")),
	FLAG("sd", "soft-dirty",
		N_("Written since the soft-dirty marks were last cleared, or newly mapped.")),
	FLAG("mm", N_("mixed map"),
		N_("Page frames and ordinary pages mixed: some drivers do this.")),
	FLAG("hg", N_("huge pages wanted"),
		N_("madvise(MADV_HUGEPAGE): use transparent huge pages where possible.")),
	FLAG("nh", N_("huge pages not wanted"),
		N_("madvise(MADV_NOHUGEPAGE), or MAP_STACK since Linux 6.7: thread stacks carry "
		   "it.")),
	FLAG("mg", N_("may be merged"),
		N_("madvise(MADV_MERGEABLE): equal pages are kept once (KSM).")),
	FLAG("bt", N_("guarded branches"),
		N_("Indirect branches must hit a landing pad (arm64 BTI).")),
	FLAG("mt", N_("tagged memory"), N_("Memory tagging is on (arm64 MTE).")),
	FLAG("um", N_("userfaultfd, missing"),
		N_("Another part of the program answers page faults on missing pages.")),
	FLAG("uw", N_("userfaultfd, write-protected"),
		N_("Another part of the program is told of writes.")),
	FLAG("ui", N_("userfaultfd, minor"),
		N_("Another part of the program answers faults on pages already in the page "
		   "cache.")),
	FLAG("ss", N_("shadow stack"), N_("Return addresses that only call and return may touch.")),
	FLAG("sl", N_("sealed"), N_("mseal: it can be neither unmapped nor changed any more.")),
	FLAG("dp", N_("droppable"), N_("MAP_DROPPABLE: under pressure its pages become zero.")),
	FLAG("gu", N_("may hold guard pages"),
		N_("madvise(MADV_GUARD_INSTALL): guards inside the mapping, without rows of their "
		   "own.")),
	FLAG("nl", N_("not linear"), N_("remap_file_pages shuffled its pages (before Linux 4.0).")),
	FLAG("mp", N_("bounds tables"), N_("Tables of Intel MPX (before Linux 5.6).")),
};

const struct topic topics_permissions[TOPIC_PERMISSIONS] = {
	{ TOPIC_PERMISSION, "r", N_("Readable"), N_("The process may read here."), NULL,
		N_("x86 cannot forbid reading what may be written."), "/proc/PID/maps" },
	{ TOPIC_PERMISSION, "w", N_("Writable"),
		N_("The process may write here. A page may still be read-only in the page table: "
		   "until "
		   "the first write it is shared with the file or with a relative "
		   "(copy-on-write)."),
		NULL,
		N_("Together with x it breaks W^X: what was written can be run. A just-in-time "
		   "compiler "
		   "may do so, others should not."),
		"/proc/PID/maps" },
	{ TOPIC_PERMISSION, "x", N_("Executable"), N_("The process may run code here."), NULL, NULL,
		"/proc/PID/maps" },
	{ TOPIC_PERMISSION, "p", N_("Private"),
		N_("Writes stay with this process: the first write to a page makes a private copy "
		   "(copy-on-write)."),
		NULL,
		N_("It does not mean unshared in RAM: clean pages of a file, and pages after fork, "
		   "are "
		   "shared until somebody writes."),
		"/proc/PID/maps" },
	{ TOPIC_PERMISSION, "s", N_("Shared"),
		N_("Writes are seen by everyone who maps the same object, and go to its file."),
		NULL, NULL, "/proc/PID/maps" },
	{ TOPIC_PERMISSION, "-", N_("Not allowed"),
		N_("The access that would stand here is forbidden. All three missing (---) is a "
		   "guard "
		   "or "
		   "reserved address space."),
		NULL, N_("The access is SIGSEGV (SEGV_ACCERR)."), "/proc/PID/maps" },
};
