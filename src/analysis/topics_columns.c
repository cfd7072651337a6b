/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>

#include "topics.h"

#define MAPS "/proc/PID/maps"

/* Columns of tables that are no counter and no metric. */
const struct topic topics_columns[] = {
	{ TOPIC_COLUMN, "address", N_("Address"),
		N_("Where the mapping begins, in hexadecimal with a _ after each four digits. "
		   "Addresses "
		   "of programs and libraries are new in each run (address space layout "
		   "randomisation)."),
		NULL, NULL, MAPS },
	{ TOPIC_COLUMN, "end", N_("End"),
		N_("The first address behind the mapping: it is itself not part of it."), NULL,
		NULL, MAPS },
	{ TOPIC_COLUMN, "perms", N_("Permissions"),
		N_("Four letters: r read, w write, x execute, and p private or s shared. A - "
		   "stands for "
		   "what is not allowed; such an access is a segmentation fault with SEGV_ACCERR."),
		NULL,
		N_("p does not mean that nobody else has the pages: they are shared until "
		   "written."),
		MAPS },
	{ TOPIC_COLUMN, "kind", N_("Kind"),
		N_("What the mapping is for, as strata concludes from its name, its permissions, "
		   "its "
		   "neighbours and the file behind it. The kernel does not say."),
		NULL, NULL, MAPS },
	{ TOPIC_COLUMN, "size", N_("Size"),
		N_("How many bytes of addresses the mapping has. It is a promise: how much of it "
		   "is in "
		   "memory stands under RSS."),
		N_("mmap, brk, a deeper stack"), NULL, MAPS },
	{ TOPIC_COLUMN, "grew", N_("Since the baseline"),
		N_("How much more of the mapping is resident than at the moment remembered with b. "
		   "A new "
		   "mapping counts whole."),
		NULL, NULL, "/proc/PID/smaps Rss" },
	{ TOPIC_COLUMN, "uss", N_("Unique set size of a mapping"),
		N_("Private_Clean and Private_Dirty: what would be free if this process ended."),
		N_("writing"), NULL, "/proc/PID/smaps" },
	{ TOPIC_COLUMN, "offset", N_("Offset"),
		N_("Where in its file the mapping begins. The parts of a program have different "
		   "ones."),
		NULL, NULL, MAPS },
	{ TOPIC_COLUMN, "flags", N_("Flags"),
		N_("VmFlags: two letters each for what the kernel knows of the mapping: may it "
		   "grow, is "
		   "it locked, what was advised. Each of them is a topic of its own."),
		NULL, NULL, "/proc/PID/smaps VmFlags" },
	{ TOPIC_COLUMN, "name", N_("Name"),
		N_("The file behind the mapping, or the kernel's word for it in brackets. Private "
		   "memory "
		   "without a file has none; shared memory has one that looks like a file."),
		NULL,
		N_("A name ends with (deleted) when the file is gone and the mapping lives on."),
		MAPS },
};
static_assert(sizeof topics_columns / sizeof *topics_columns == TOPIC_COLUMNS, "as topics.h says");
