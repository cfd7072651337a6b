/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/region_columns.h"

#include <string.h>

#include "strata/translate.h"
#include "view/words.h"

static const struct region *region_of(const void *row, const void *context)
{
	const struct scene *scene = context;
	return &scene->now->table->regions[((const struct row *)row)->first];
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	/* UNKNOWN sorts below everything. */
	return (a + 1 > b + 1) - (a + 1 < b + 1);
}

static enum role write_bytes(uint64_t bytes, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	strcpy(out, units_bytes(bytes, UNITS_NARROW, text));
	return bytes == 0 || bytes == UNKNOWN ? ROLE_DIM : ROLE_VALUE;
}

static enum role write_address(const void *row, const void *context, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	strcpy(out, units_address(region_of(row, context)->start, text));
	return ROLE_DIM;
}

static int compare_address(const void *a, const void *b, const void *context)
{
	return compare_numbers(region_of(a, context)->start, region_of(b, context)->start);
}

static enum role write_end(const void *row, const void *context, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	strcpy(out, units_address(region_of(row, context)->end, text));
	return ROLE_DIM;
}

static enum role write_permissions(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const uint8_t both = PERMISSION_WRITE | PERMISSION_EXECUTE;
	const struct region *region = region_of(row, context);
	region_permissions_text(region->permissions, out);
	return (region->permissions & both) == both ? ROLE_WARNING : ROLE_DIM;
}

static int compare_permissions(const void *a, const void *b, const void *context)
{
	return compare_numbers(
		region_of(a, context)->permissions, region_of(b, context)->permissions);
}

static enum role write_kind(const void *row, const void *context, char out[COLUMN_TEXT])
{
	enum region_kind kind = region_of(row, context)->kind;
	strcpy(out, region_kind_name(kind));
	return role_of_kind(kind);
}

static int compare_kind(const void *a, const void *b, const void *context)
{
	return strcmp(region_kind_name(region_of(a, context)->kind),
		region_kind_name(region_of(b, context)->kind));
}

static enum role write_size(const void *row, const void *context, char out[COLUMN_TEXT])
{
	write_bytes(region_size(region_of(row, context)), out);
	return ROLE_TEXT;
}

static int compare_size(const void *a, const void *b, const void *context)
{
	return compare_numbers(
		region_size(region_of(a, context)), region_size(region_of(b, context)));
}

int64_t region_growth(const struct scene *scene, const struct region *region)
{
	if (!scene->baseline || scene->baseline->table == scene->now->table)
		return 0;
	return diff_region(scene->baseline->table, region).rss;
}

static enum role write_grew(const void *row, const void *context, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	int64_t grew = region_growth(context, region_of(row, context));
	out[0] = '\0';
	if (grew != 0)
		strcpy(out, units_delta(grew, UNITS_NARROW, text));
	return grew > 0 ? ROLE_GREW : ROLE_SHRANK;
}

static int compare_grew(const void *a, const void *b, const void *context)
{
	const struct row *left = a, *right = b;
	(void)context;
	return (left->grew > right->grew) - (left->grew < right->grew);
}

static enum role write_uss(const void *row, const void *context, char out[COLUMN_TEXT])
{
	return write_bytes(region_uss(region_of(row, context)), out);
}

static int compare_uss(const void *a, const void *b, const void *context)
{
	return compare_numbers(
		region_uss(region_of(a, context)), region_uss(region_of(b, context)));
}

static enum role write_offset(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct region *region = region_of(row, context);
	snprintf(out, COLUMN_TEXT, "%llx", (unsigned long long)region->offset);
	return ROLE_DIM;
}

static int compare_offset(const void *a, const void *b, const void *context)
{
	return compare_numbers(region_of(a, context)->offset, region_of(b, context)->offset);
}

static enum role write_flags(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct region *region = region_of(row, context);
	snprintf(out, COLUMN_TEXT, "%s", region->flags ? region->flags : "–");
	return ROLE_DIM;
}

/* The name; for a piece of a module, the module's. Names in brackets are the kernel's: a file that
 * has such a name is told from them by its folder. */
static const char *name_of(const struct region *region)
{
	const char *name = region->path[0] || !region->module[0] ? words_name(region)
								 : words_basename(region->module);
	return region->path[0] == '[' || name[0] == '[' ? region->path : name;
}

static enum role write_name(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct region *region = region_of(row, context);
	snprintf(out, COLUMN_TEXT, "%s%s", name_of(region), region->deleted ? _(" (deleted)") : "");
	return ROLE_TEXT;
}

static int compare_name(const void *a, const void *b, const void *context)
{
	return strcmp(name_of(region_of(a, context)), name_of(region_of(b, context)));
}

/* A column calls its functions without saying which column it is: two functions a counter. */
#define COUNTER_FUNCTIONS(counter)                                                                 \
	static enum role write_##counter(                                                          \
		const void *row, const void *context, char out[COLUMN_TEXT])                       \
	{                                                                                          \
		return write_bytes(region_of(row, context)->counters[counter], out);               \
	}                                                                                          \
	static int compare_##counter(const void *a, const void *b, const void *context)            \
	{                                                                                          \
		return compare_numbers(region_of(a, context)->counters[counter],                   \
			region_of(b, context)->counters[counter]);                                 \
	}

#define COUNTER_COLUMN(counter, field, name, description)                                          \
	[REGION_COLUMN_OF(counter)] = { field, name, description, 7, true, true, write_##counter,  \
		compare_##counter }

COUNTER_FUNCTIONS(COUNTER_RSS)
COUNTER_FUNCTIONS(COUNTER_PSS)
COUNTER_FUNCTIONS(COUNTER_SHARED_CLEAN)
COUNTER_FUNCTIONS(COUNTER_SHARED_DIRTY)
COUNTER_FUNCTIONS(COUNTER_PRIVATE_CLEAN)
COUNTER_FUNCTIONS(COUNTER_PRIVATE_DIRTY)
COUNTER_FUNCTIONS(COUNTER_REFERENCED)
COUNTER_FUNCTIONS(COUNTER_ANONYMOUS)
COUNTER_FUNCTIONS(COUNTER_LAZY_FREE)
COUNTER_FUNCTIONS(COUNTER_ANON_HUGE)
COUNTER_FUNCTIONS(COUNTER_SWAP)
COUNTER_FUNCTIONS(COUNTER_SWAP_PSS)
COUNTER_FUNCTIONS(COUNTER_LOCKED)
COUNTER_FUNCTIONS(COUNTER_PAGE_SIZE)
COUNTER_FUNCTIONS(COUNTER_PSS_DIRTY)
COUNTER_FUNCTIONS(COUNTER_KSM)
COUNTER_FUNCTIONS(COUNTER_SHMEM_HUGE)
COUNTER_FUNCTIONS(COUNTER_FILE_HUGE)
COUNTER_FUNCTIONS(COUNTER_SHARED_HUGETLB)
COUNTER_FUNCTIONS(COUNTER_PRIVATE_HUGETLB)

const struct column region_columns[REGION_COLUMNS] = {
	[REGION_COLUMN_ADDRESS] = { "address", N_("address"), N_("first address"), 14, false, false,
		write_address, compare_address },
	[REGION_COLUMN_PERMISSIONS] = { "perms", N_("perm"),
		N_("read, write, execute; private or shared"), 4, false, false, write_permissions,
		compare_permissions },
	[REGION_COLUMN_KIND] = { "kind", N_("kind"), N_("what it is"), 12, false, false, write_kind,
		compare_kind },
	[REGION_COLUMN_SIZE] = { "size", N_("size"), N_("addresses: a promise, not memory"), 7,
		true, true, write_size, compare_size },
	[REGION_COLUMN_GREW] = { "grew", N_("baseline"), N_("resident, since the baseline (b)"), 8,
		true, true, write_grew, compare_grew },
	[REGION_COLUMN_USS] = { "uss", "USS",
		N_("private clean and dirty: freed if this process ended"), 7, true, true,
		write_uss, compare_uss },
	COUNTER_COLUMN(COUNTER_RSS, "rss", "RSS", N_("resident: in memory now")),
	COUNTER_COLUMN(
		COUNTER_PSS, "pss", "PSS", N_("each page divided by the number of its users")),
	COUNTER_COLUMN(COUNTER_SHARED_CLEAN, "shared_clean", "ShClean",
		N_("also mapped elsewhere, unmodified")),
	COUNTER_COLUMN(COUNTER_SHARED_DIRTY, "shared_dirty", "ShDirty",
		N_("also mapped elsewhere, modified")),
	COUNTER_COLUMN(
		COUNTER_PRIVATE_CLEAN, "private_clean", "PrClean", N_("only here, unmodified")),
	COUNTER_COLUMN(COUNTER_PRIVATE_DIRTY, "private_dirty", "PrDirty",
		N_("only here, modified: the real cost")),
	COUNTER_COLUMN(COUNTER_REFERENCED, "referenced", "Refd", N_("accessed lately")),
	COUNTER_COLUMN(COUNTER_ANONYMOUS, "anonymous", "Anon", N_("not backed by a file")),
	COUNTER_COLUMN(COUNTER_LAZY_FREE, "lazy_free", "LzFree",
		N_("given up with MADV_FREE, not yet taken")),
	COUNTER_COLUMN(COUNTER_ANON_HUGE, "anon_huge", "AnHuge", N_("in transparent huge pages")),
	COUNTER_COLUMN(COUNTER_SWAP, "swap", N_("swap"), N_("swapped out")),
	COUNTER_COLUMN(COUNTER_SWAP_PSS, "swap_pss", "SwapPss",
		N_("swapped out, divided by the number of users")),
	COUNTER_COLUMN(COUNTER_LOCKED, "locked", N_("locked"), N_("pinned by mlock")),
	COUNTER_COLUMN(
		COUNTER_PAGE_SIZE, "page_size", N_("page"), N_("page size the kernel uses here")),
	COUNTER_COLUMN(COUNTER_PSS_DIRTY, "pss_dirty", "PssDirt", N_("the modified part of PSS")),
	COUNTER_COLUMN(COUNTER_KSM, "ksm", "KSM", N_("merged with equal pages")),
	COUNTER_COLUMN(
		COUNTER_SHMEM_HUGE, "shmem_huge", "ShmHuge", N_("shared memory in huge pages")),
	COUNTER_COLUMN(COUNTER_FILE_HUGE, "file_huge", "FilHuge", N_("file pages in huge pages")),
	COUNTER_COLUMN(COUNTER_SHARED_HUGETLB, "shared_hugetlb", "ShHtlb",
		N_("huge pages of hugetlb, shared")),
	COUNTER_COLUMN(COUNTER_PRIVATE_HUGETLB, "private_hugetlb", "PrHtlb",
		N_("huge pages of hugetlb, private")),
	[REGION_COLUMN_END] = { "end", N_("end"), N_("first address behind it"), 14, false, false,
		write_end, compare_address },
	[REGION_COLUMN_OFFSET] = { "offset", N_("offset"), N_("where in the file it begins"), 9,
		true, false, write_offset, compare_offset },
	[REGION_COLUMN_FLAGS] = { "flags", N_("flags"), N_("VmFlags as the kernel writes them"), 32,
		false, false, write_flags, NULL },
	[REGION_COLUMN_NAME] = { "name", N_("name"), N_("file, module or name"), 0, false, false,
		write_name, compare_name },
};
