/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>

#include "topics.h"

#define TOLD N_("told by comparing one sample with the one before")

/* In the order of enum event_kind. */
const struct topic topics_events[] = {
	{ TOPIC_EVENT, "mapped", N_("A mapping appeared"),
		N_("The process called mmap, loaded a library or started a thread: it has "
		   "addresses it "
		   "had not before. Memory comes only when they are touched."),
		NULL, N_("Neighbours with equal permissions are merged: a row may grow instead."),
		TOLD },
	{ TOPIC_EVENT, "unmapped", N_("A mapping went away"),
		N_("munmap, dlclose, or the end of a thread: its addresses are free again and its "
		   "pages "
		   "went back at once."),
		NULL, N_("Whoever still has a pointer there gets a segmentation fault."), TOLD },
	{ TOPIC_EVENT, "grew", N_("A mapping grew"),
		N_("More addresses: brk moved the end of the heap, the stack went deeper, or a new "
		   "mapping was merged with its neighbour."),
		NULL, N_("Addresses are a promise; look at RSS for memory."), TOLD },
	{ TOPIC_EVENT, "shrank", N_("A mapping shrank"),
		N_("Fewer addresses: the heap was trimmed, or a part was unmapped."), NULL,
		N_("The stack of the main thread never shrinks."), TOLD },
	{ TOPIC_EVENT, "resident", N_("Pages became resident"),
		N_("Pages were touched for the first time, read from a file or copied: RSS grew. "
		   "Each "
		   "such page was a fault, minor where no disk was needed; for files one fault "
		   "brings up to 16 pages."),
		NULL, NULL, TOLD },
	{ TOPIC_EVENT, "released", N_("Pages were released"),
		N_("The addresses stay, the memory went back: madvise, a trimmed heap, or the "
		   "kernel "
		   "took pages of files it can read again."),
		NULL, N_("The next touch is a fault again."), TOLD },
	{ TOPIC_EVENT, "unshared", N_("Pages became the process's own"),
		N_("A page that was shared was written: the kernel copied it first (copy on "
		   "write), so "
		   "RSS stays and USS grows."),
		NULL, N_("It may also be that all others who had it have ended."), TOLD },
	{ TOPIC_EVENT, "protected", N_("Permissions changed"),
		N_("mprotect: from now on another kind of access is a fault. The dynamic linker "
		   "does so "
		   "once with relro; a just-in-time compiler does so again and again."),
		NULL, N_("Writable and executable at once is how attacks run."), TOLD },
	{ TOPIC_EVENT, "library", N_("A library was loaded or unloaded"),
		N_("All mappings of a file of code came or went: dlopen, dlclose, or the dynamic "
		   "linker "
		   "at the start."),
		NULL, NULL, TOLD },
	{ TOPIC_EVENT, "threads", N_("The number of threads changed"),
		N_("pthread_create or the end of a thread. A new one brings a stack of its own, "
		   "mostly "
		   "8 MiB of addresses and a few pages of memory."),
		NULL, N_("Stacks of ended threads are kept for the next ones, up to 40 MiB."),
		TOLD },
	{ TOPIC_EVENT, "exec", N_("Another program"),
		N_("execve replaced the whole address space. PID, open files and the counters of "
		   "faults "
		   "go on; nothing of the old memory is left."),
		NULL, NULL, TOLD },
	{ TOPIC_EVENT, "exit", N_("The process ended"),
		N_("All of its own memory was freed; what it shared stays with the others. Its "
		   "last "
		   "picture stays on the screen."),
		NULL, NULL, TOLD },
	{ TOPIC_EVENT, "state", N_("Its state changed"),
		N_("It was stopped or went on (T), ended without being waited for (Z), or waits "
		   "where "
		   "it cannot be disturbed (D)."),
		NULL, NULL, TOLD },
	{ TOPIC_EVENT, "note", N_("A note of strata itself"),
		N_("Pausing, the baseline, a step of a demo, a started command: what you did, so "
		   "that it "
		   "stands beside what happened."),
		NULL, NULL, NULL },
};
static_assert(sizeof topics_events / sizeof *topics_events == TOPIC_EVENTS, "as topics.h says");
