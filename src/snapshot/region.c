/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/region.h"

#include <string.h>

static const char *const kind_names[REGION_KINDS] = {
	[REGION_TEXT] = "text",
	[REGION_RODATA] = "rodata",
	[REGION_ELF_HEADER] = "elf-header",
	[REGION_RELRO] = "relro",
	[REGION_DATA] = "data",
	[REGION_BSS] = "bss",
	[REGION_HEAP] = "heap",
	[REGION_ARENA] = "arena",
	[REGION_ANON] = "anon",
	[REGION_FILE] = "file",
	[REGION_FILE_SHARED] = "file-shared",
	[REGION_SHM] = "shm",
	[REGION_STACK] = "stack",
	[REGION_THREAD_STACK] = "thread-stack",
	[REGION_GUARD] = "guard",
	[REGION_RESERVE] = "reserve",
	[REGION_VDSO] = "vdso",
	[REGION_VVAR] = "vvar",
	[REGION_VSYSCALL] = "vsyscall",
	[REGION_HUGETLB] = "hugetlb",
	[REGION_JIT] = "jit",
	[REGION_DEVICE] = "device",
	[REGION_UNKNOWN] = "unknown",
};

const struct counter_info counter_table[COUNTERS] = {
	[COUNTER_RSS] = { "rss", "Rss" },
	[COUNTER_PSS] = { "pss", "Pss" },
	[COUNTER_SHARED_CLEAN] = { "shared_clean", "Shared_Clean" },
	[COUNTER_SHARED_DIRTY] = { "shared_dirty", "Shared_Dirty" },
	[COUNTER_PRIVATE_CLEAN] = { "private_clean", "Private_Clean" },
	[COUNTER_PRIVATE_DIRTY] = { "private_dirty", "Private_Dirty" },
	[COUNTER_REFERENCED] = { "referenced", "Referenced" },
	[COUNTER_ANONYMOUS] = { "anonymous", "Anonymous" },
	[COUNTER_LAZY_FREE] = { "lazy_free", "LazyFree" },
	[COUNTER_ANON_HUGE] = { "anon_huge", "AnonHugePages" },
	[COUNTER_SWAP] = { "swap", "Swap" },
	[COUNTER_SWAP_PSS] = { "swap_pss", "SwapPss" },
	[COUNTER_LOCKED] = { "locked", "Locked" },
	[COUNTER_PAGE_SIZE] = { "page_size", "KernelPageSize" },
	[COUNTER_PSS_DIRTY] = { "pss_dirty", "Pss_Dirty" },
	[COUNTER_KSM] = { "ksm", "KSM" },
	[COUNTER_SHMEM_HUGE] = { "shmem_huge", "ShmemPmdMapped" },
	[COUNTER_FILE_HUGE] = { "file_huge", "FilePmdMapped" },
	[COUNTER_SHARED_HUGETLB] = { "shared_hugetlb", "Shared_Hugetlb" },
	[COUNTER_PRIVATE_HUGETLB] = { "private_hugetlb", "Private_Hugetlb" },
};

const char *region_kind_name(enum region_kind kind)
{
	return kind_names[kind];
}

enum region_kind region_kind_of(const char *name)
{
	for (unsigned kind = 0; kind < REGION_KINDS; kind++)
		if (strcmp(kind_names[kind], name) == 0)
			return (enum region_kind)kind;
	return REGION_UNKNOWN;
}

uint64_t region_uss(const struct region *region)
{
	return known_sum(
		region->counters[COUNTER_PRIVATE_CLEAN], region->counters[COUNTER_PRIVATE_DIRTY]);
}

void region_permissions_text(uint8_t permissions, char out[5])
{
	out[0] = permissions & PERMISSION_READ ? 'r' : '-';
	out[1] = permissions & PERMISSION_WRITE ? 'w' : '-';
	out[2] = permissions & PERMISSION_EXECUTE ? 'x' : '-';
	out[3] = permissions & PERMISSION_SHARED ? 's' : 'p';
	out[4] = '\0';
}

bool region_has_flag(const struct region *region, const char *flag)
{
	for (const char *at = region->flags; at && *at; at += strcspn(at, " "), at += *at == ' ')
		if (at[0] == flag[0] && at[1] == flag[1])
			return true;
	return false;
}

bool region_is_anonymous(const struct region *region)
{
	return region->inode == 0 && region->path_length == 0;
}

bool region_is_special(const struct region *region, const char *name)
{
	return region->path[0] == name[0] && region->inode == 0 && strcmp(region->path, name) == 0;
}

const struct region_part *region_part_at(const struct region *region, uint64_t address)
{
	for (uint32_t i = 0; i < region->part_count; i++)
		if (address >= region->parts[i].start && address < region->parts[i].end)
			return &region->parts[i];
	return NULL;
}

const struct region *region_find(const struct region *regions, size_t count, uint64_t address)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (regions[middle].end <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && regions[low].start <= address ? &regions[low] : NULL;
}

const char *region_basename(const struct region *region)
{
	const char *slash = region->path[0] == '/' ? strrchr(region->path, '/') : NULL;
	return slash ? slash + 1 : region->path;
}
