/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/role.h"

#include <stddef.h>
#include <string.h>

static const char *const names[ROLE_KIND] = {
	[ROLE_TEXT] = "text",
	[ROLE_TITLE] = "title",
	[ROLE_DIM] = "dim",
	[ROLE_VALUE] = "value",
	[ROLE_KEY] = "key",
	[ROLE_BORDER] = "border",
	[ROLE_BAR] = "bar",
	[ROLE_BRAND] = "brand",
	[ROLE_SELECTED] = "selected",
	[ROLE_CHANGED] = "changed",
	[ROLE_GREW] = "grew",
	[ROLE_SHRANK] = "shrank",
	[ROLE_GOOD] = "good",
	[ROLE_WARNING] = "warning",
	[ROLE_ERROR] = "error",
	[ROLE_MATCH] = "match",
	[ROLE_GRAPH_1] = "graph.1",
	[ROLE_GRAPH_2] = "graph.2",
	[ROLE_GRAPH_3] = "graph.3",
	[ROLE_GRAPH_4] = "graph.4",
	[ROLE_PAGE_ABSENT] = "page.absent",
	[ROLE_PAGE_RESIDENT] = "page.resident",
	[ROLE_PAGE_SHARED] = "page.shared",
	[ROLE_PAGE_FILE] = "page.file",
	[ROLE_PAGE_COW] = "page.cow",
	[ROLE_PAGE_ZERO] = "page.zero",
	[ROLE_PAGE_SWAPPED] = "page.swapped",
	[ROLE_PAGE_GUARD] = "page.guard",
	[ROLE_PAGE_HUGE] = "page.huge",
	[ROLE_PAGE_CHANGED] = "page.changed",
	[ROLE_PAGE_CURSOR] = "page.cursor",
};

/* A kind's role is named "kind." and the kind's name; spelled out here because a role's name is
 * handed out as a constant. */
static const char *const kind_names[REGION_KINDS] = {
	[REGION_TEXT] = "kind.text",
	[REGION_RODATA] = "kind.rodata",
	[REGION_ELF_HEADER] = "kind.elf-header",
	[REGION_RELRO] = "kind.relro",
	[REGION_DATA] = "kind.data",
	[REGION_BSS] = "kind.bss",
	[REGION_HEAP] = "kind.heap",
	[REGION_ARENA] = "kind.arena",
	[REGION_ANON] = "kind.anon",
	[REGION_FILE] = "kind.file",
	[REGION_FILE_SHARED] = "kind.file-shared",
	[REGION_SHM] = "kind.shm",
	[REGION_STACK] = "kind.stack",
	[REGION_THREAD_STACK] = "kind.thread-stack",
	[REGION_GUARD] = "kind.guard",
	[REGION_RESERVE] = "kind.reserve",
	[REGION_VDSO] = "kind.vdso",
	[REGION_VVAR] = "kind.vvar",
	[REGION_VSYSCALL] = "kind.vsyscall",
	[REGION_HUGETLB] = "kind.hugetlb",
	[REGION_JIT] = "kind.jit",
	[REGION_DEVICE] = "kind.device",
	[REGION_UNKNOWN] = "kind.unknown",
};

const char *role_name(enum role role)
{
	return role < ROLE_KIND ? names[role] : kind_names[role - ROLE_KIND];
}

enum role role_of(const char *name)
{
	for (unsigned role = 0; role < ROLES; role++)
		if (strcmp(role_name((enum role)role), name) == 0)
			return (enum role)role;
	return ROLES;
}
