/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "topics.h"

#define SMAPS "/proc/PID/smaps VmFlags"
#define FLAG(name, title, text)                                                                    \
	{                                                                                          \
		TOPIC_FLAG, name, title, text, NULL, NULL, SMAPS                                   \
	}

/* `title` is the few words that explain_flag() gives. */
const struct topic topics_flags[TOPIC_FLAGS] = {
	FLAG("rd", "readable", "The process may read it."),
	FLAG("wr", "writable",
		"The process may write it. A page may still be mapped read-only until the first "
		"write, "
		"for copy-on-write."),
	FLAG("ex", "executable", "The process may run code in it."),
	FLAG("sh", "shared", "Writes are seen by everyone who maps it."),
	FLAG("mr", "may be made readable", "mprotect may allow reading."),
	FLAG("mw", "may be made writable",
		"mprotect may allow writing. A shared mapping of a file opened read-only lacks "
		"it."),
	FLAG("me", "may be made executable",
		"mprotect may allow execution. A file on a noexec filesystem lacks it."),
	FLAG("ms", "may be shared", "The mapping was made from a file that may be mapped shared."),
	FLAG("gd", "grows down", "Page faults below extend it: the main thread's stack."),
	FLAG("pf", "raw page frames",
		"Frames without bookkeeping, such as device memory: not counted in Rss."),
	FLAG("lo", "locked in memory", "mlock holds its pages in RAM: they are never swapped out."),
	FLAG("lf", "locked when touched", "mlock2(MLOCK_ONFAULT): pages are locked as they come."),
	FLAG("io", "device memory", "Registers or memory of a device."),
	FLAG("sr", "read in order",
		"madvise(MADV_SEQUENTIAL): the kernel reads ahead more and keeps less."),
	FLAG("rr", "read at random", "madvise(MADV_RANDOM): the kernel does not read ahead."),
	FLAG("dc", "not copied by fork", "madvise(MADV_DONTFORK): a child does not have it."),
	FLAG("de", "not expandable", "mremap cannot make it larger."),
	FLAG("ac", "counted for overcommit",
		"Its size counts against the commit limit: private writable memory does."),
	FLAG("nr", "not counted for overcommit",
		"MAP_NORESERVE: address space without a promise of memory."),
	FLAG("ht", "huge pages of hugetlb", "Made of pages from the reserve of huge pages."),
	FLAG("sf", "synchronous page faults",
		"MAP_SYNC: writes to persistent memory survive once they are made."),
	FLAG("ar", "architecture specific", "A mark whose meaning depends on the processor."),
	FLAG("wf", "wiped by fork", "madvise(MADV_WIPEONFORK): a child sees zeros."),
	FLAG("dd", "not in core dumps", "madvise(MADV_DONTDUMP): left out of core dumps."),
	FLAG("sd", "soft-dirty",
		"Written since the soft-dirty marks were last cleared, or newly mapped."),
	FLAG("mm", "mixed map", "Page frames and ordinary pages mixed: some drivers do this."),
	FLAG("hg", "huge pages wanted",
		"madvise(MADV_HUGEPAGE): use transparent huge pages where possible."),
	FLAG("nh", "huge pages not wanted",
		"madvise(MADV_NOHUGEPAGE), or MAP_STACK since Linux 6.7: thread stacks carry it."),
	FLAG("mg", "may be merged", "madvise(MADV_MERGEABLE): equal pages are kept once (KSM)."),
	FLAG("bt", "guarded branches", "Indirect branches must hit a landing pad (arm64 BTI)."),
	FLAG("mt", "tagged memory", "Memory tagging is on (arm64 MTE)."),
	FLAG("um", "userfaultfd, missing",
		"Another part of the program answers page faults on missing pages."),
	FLAG("uw", "userfaultfd, write-protected",
		"Another part of the program is told of writes."),
	FLAG("ui", "userfaultfd, minor",
		"Another part of the program answers faults on pages already in the page cache."),
	FLAG("ss", "shadow stack", "Return addresses that only call and return may touch."),
	FLAG("sl", "sealed", "mseal: it can be neither unmapped nor changed any more."),
	FLAG("dp", "droppable", "MAP_DROPPABLE: under pressure its pages become zero."),
	FLAG("gu", "may hold guard pages",
		"madvise(MADV_GUARD_INSTALL): guards inside the mapping, without rows of their "
		"own."),
	FLAG("nl", "not linear", "remap_file_pages shuffled its pages (before Linux 4.0)."),
	FLAG("mp", "bounds tables", "Tables of Intel MPX (before Linux 5.6)."),
};

const struct topic topics_permissions[TOPIC_PERMISSIONS] = {
	{ TOPIC_PERMISSION, "r", "Readable", "The process may read here.", NULL,
		"x86 cannot forbid reading what may be written.", "/proc/PID/maps" },
	{ TOPIC_PERMISSION, "w", "Writable",
		"The process may write here. A page may still be read-only in the page table: "
		"until "
		"the first write it is shared with the file or with a relative (copy-on-write).",
		NULL,
		"Together with x it breaks W^X: what was written can be run. A just-in-time "
		"compiler "
		"may do so, others should not.",
		"/proc/PID/maps" },
	{ TOPIC_PERMISSION, "x", "Executable", "The process may run code here.", NULL, NULL,
		"/proc/PID/maps" },
	{ TOPIC_PERMISSION, "p", "Private",
		"Writes stay with this process: the first write to a page makes a private copy "
		"(copy-on-write).",
		NULL,
		"It does not mean unshared in RAM: clean pages of a file, and pages after fork, "
		"are "
		"shared until somebody writes.",
		"/proc/PID/maps" },
	{ TOPIC_PERMISSION, "s", "Shared",
		"Writes are seen by everyone who maps the same object, and go to its file.", NULL,
		NULL, "/proc/PID/maps" },
	{ TOPIC_PERMISSION, "-", "Not allowed",
		"The access that would stand here is forbidden. All three missing (---) is a guard "
		"or "
		"reserved address space.",
		NULL, "The access is SIGSEGV (SEGV_ACCERR).", "/proc/PID/maps" },
};
