/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/classify.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "modules.h"
#include "patterns.h"

/* What a mapping is by its own line. The first rule that fits wins; the last of each table fits
 * everything. Names of the kernel's own making stand in brackets and have no inode; names of files
 * start with '/', so a file called "[heap]" never reaches the first table. */
struct rule {
	enum region_kind kind;
	const char *name;      /* NULL: any name */
	bool is_prefix;        /* `name` is only how the name begins */
	bool has_no_disk;      /* the device is one the kernel made up (major 0): tmpfs, ... */
	uint8_t with, without; /* permission bits it must have, and must not */
	const char *flag;      /* a VmFlags flag it must have */
	uint64_t at_most;      /* size in bytes; 0: any */
};

#define ACCESS (PERMISSION_READ | PERMISSION_WRITE | PERMISSION_EXECUTE)

static const struct rule bracket_rules[] = {
	{ REGION_HEAP, "[heap]" },
	{ REGION_STACK, "[stack]" },
	{ REGION_THREAD_STACK, "[stack:", .is_prefix = true },
	{ REGION_VDSO, "[vdso]" },
	{ REGION_VVAR, "[vvar", .is_prefix = true },
	{ REGION_VSYSCALL, "[vsyscall]" },
	{ REGION_SHM, "[anon_shmem:", .is_prefix = true },
	{ REGION_GUARD, "[anon:", .is_prefix = true, .without = ACCESS, .at_most = GUARD_LARGEST },
	{ REGION_RESERVE, "[anon:", .is_prefix = true, .without = ACCESS },
	{ REGION_ARENA, "[anon: glibc: malloc arena]" },
	{ REGION_THREAD_STACK, "[anon: glibc: pthread stack:", .is_prefix = true },
	{ REGION_THREAD_STACK, "[anon: glibc: pthread user stack:", .is_prefix = true },
	{ REGION_THREAD_STACK, "[anon:stack_and_tls:", .is_prefix = true },
	{ REGION_JIT, "[anon:", .is_prefix = true, .with = PERMISSION_EXECUTE },
	{ REGION_ANON, "[anon:", .is_prefix = true },
	{ REGION_DEVICE, "[uprobes]" },
	{ REGION_UNKNOWN },
};

static const struct rule nameless_rules[] = {
	{ REGION_GUARD, .without = ACCESS, .at_most = GUARD_LARGEST },
	{ REGION_RESERVE, .without = ACCESS },
	{ REGION_JIT, .with = PERMISSION_EXECUTE },
	{ REGION_SHM, .with = PERMISSION_SHARED },
	{ REGION_ANON },
};

static const struct rule file_rules[] = {
	{ REGION_HUGETLB, .flag = "ht" },
	{ REGION_HUGETLB, "/anon_hugepage", .has_no_disk = true },
	{ REGION_HUGETLB, "/dev/hugepages/", .is_prefix = true },
	{ REGION_JIT, "/memfd:", .is_prefix = true, .has_no_disk = true,
		.with = PERMISSION_EXECUTE },
	{ REGION_SHM, "/memfd:", .is_prefix = true, .has_no_disk = true },
	{ REGION_SHM, "/SYSV", .is_prefix = true, .has_no_disk = true },
	{ REGION_SHM, "/dev/shm/", .is_prefix = true, .with = PERMISSION_SHARED },
	{ REGION_FILE, "/dev/shm/", .is_prefix = true },
	{ REGION_SHM, "/dev/zero", .with = PERMISSION_SHARED },
	{ REGION_ANON, "/dev/zero" },
	{ REGION_DEVICE, "/dev/", .is_prefix = true },
	{ REGION_DEVICE, "/dmabuf:", .is_prefix = true, .has_no_disk = true },
	{ REGION_DEVICE, "/drm mm object", .has_no_disk = true },
	{ REGION_DEVICE, "/[aio]", .has_no_disk = true },
	{ REGION_DEVICE, "/sys/", .is_prefix = true, .has_no_disk = true },
	{ REGION_DEVICE, "/proc/", .is_prefix = true, .has_no_disk = true },
	{ REGION_DEVICE, "anon_inode:", .is_prefix = true, .has_no_disk = true },
	{ REGION_DEVICE, "socket:[", .is_prefix = true, .has_no_disk = true },
	{ REGION_DEVICE, .flag = "io" },
	{ REGION_GUARD, .without = ACCESS, .at_most = GUARD_LARGEST },
	{ REGION_RESERVE, .without = ACCESS },
	{ REGION_FILE_SHARED, "/", .is_prefix = true, .with = PERMISSION_SHARED },
	{ REGION_FILE, "/", .is_prefix = true },
	{ REGION_UNKNOWN },
};

struct elf_classifier {
	struct classifier base; /* first: handed out as this */
	struct elf_cache *cache;
};

static bool name_matches(const struct rule *rule, const struct region *region)
{
	if (!rule->name)
		return true;
	size_t length = strlen(rule->name);
	return (rule->is_prefix ? region->path_length >= length : region->path_length == length) &&
	       memcmp(region->path, rule->name, length) == 0;
}

static bool rule_matches(const struct rule *rule, const struct region *region)
{
	return (region->permissions & rule->with) == rule->with &&
	       !(region->permissions & rule->without) &&
	       (rule->at_most == 0 || region_size(region) <= rule->at_most) &&
	       !(rule->has_no_disk && region->device_major != 0) && name_matches(rule, region) &&
	       !(rule->flag && !region_has_flag(region, rule->flag));
}

static enum region_kind kind_by_line(const struct region *region)
{
	const struct rule *rule = file_rules;
	if (region_is_anonymous(region))
		rule = nameless_rules;
	else if (region->inode == 0 && region->path[0] == '[')
		rule = bracket_rules;
	while (!rule_matches(rule, region))
		rule++;
	return rule->kind;
}

static void classify(struct classifier *base, const struct process *process, int process_dir,
	struct region_table *table)
{
	struct elf_classifier *classifier = (struct elf_classifier *)base;
	for (size_t i = 0; i < table->count; i++) {
		table->regions[i].kind = (uint8_t)kind_by_line(&table->regions[i]);
		table->regions[i].module = "";
	}
	elf_cache_begin(classifier->cache, process, process_dir);
	modules_find(classifier->cache, process, table);
	elf_cache_end(classifier->cache);
	patterns_apply(process, table);
}

static void destroy(struct classifier *base)
{
	struct elf_classifier *classifier = (struct elf_classifier *)base;
	elf_cache_destroy(classifier->cache);
	free(classifier);
}

int classifier_create(struct classifier **ret_classifier)
{
	struct elf_classifier *classifier = calloc(1, sizeof *classifier);
	if (!classifier)
		return -ENOMEM;
	classifier->base = (struct classifier){ .classify = classify, .destroy = destroy };
	int error = elf_cache_create(&classifier->cache);
	if (error == 0)
		*ret_classifier = &classifier->base;
	else
		free(classifier);
	return error;
}
