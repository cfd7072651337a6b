/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner_memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "strata/units.h"

/* Where a version of control groups keeps its figures. */
struct group_files {
	const char *key; /* before the group's path in /proc/self/cgroup */
	const char *root, *most, *used;
	const char *cache; /* in memory.stat: file pages that can be had back */
};

static const struct group_files versions[] = {
	{ "\n0::", "/sys/fs/cgroup", "memory.max", "memory.current", "\ninactive_file " },
	{ ":memory:", "/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
		"\ntotal_inactive_file " },
};

void memory_read_file(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, text, size - 1);
	text[length > 0 ? length : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

uint64_t memory_number(const char *text, const char *key)
{
	const char *found = strstr(text, key);
	if (!found)
		return UNKNOWN;
	found += strlen(key) + strspn(found + strlen(key), " ");
	return *found >= '0' && *found <= '9' ? strtoull(found, NULL, 10) : UNKNOWN;
}

/* The number behind `key` (may be empty) in a file of the group. */
static uint64_t group_number(
	const struct group_files *files, const char *group, const char *name, const char *key)
{
	char *path, text[4096];
	if (asprintf(&path, "%s%s/%s", files->root, group, name) < 0)
		return UNKNOWN;
	memory_read_file(path, text, sizeof text);
	free(path);
	return memory_number(text, key);
}

/* What one group leaves; UNKNOWN without a limit. */
static uint64_t group_room(const struct group_files *files, const char *group)
{
	uint64_t most = group_number(files, group, files->most, "");
	uint64_t used = group_number(files, group, files->used, "");
	uint64_t cache = group_number(files, group, "memory.stat", files->cache);
	if (most == UNKNOWN || used == UNKNOWN)
		return UNKNOWN;
	used -= cache < used ? cache : 0;
	return most > used ? most - used : 0;
}

/* The least that this group and those above it leave. */
static uint64_t least_room(const struct group_files *files, char *group)
{
	uint64_t least = UNKNOWN;
	for (char *slash; (slash = strrchr(group, '/')); *slash = '\0') {
		uint64_t room = group_room(files, group);
		least = room < least ? room : least;
	}
	uint64_t room = group_room(files, group);
	return room < least ? room : least;
}

uint64_t memory_for_demo(void)
{
	char meminfo[4096], groups[4096] = "\n", group[4096];
	memory_read_file("/proc/meminfo", meminfo, sizeof meminfo);
	memory_read_file("/proc/self/cgroup", groups + 1, sizeof groups - 1);
	uint64_t kib = memory_number(meminfo, "\nMemAvailable:");
	uint64_t available = kib == UNKNOWN ? 0 : kib << 10;
	for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
		const char *path = strstr(groups, versions[i].key);
		if (!path)
			continue;
		path += strlen(versions[i].key);
		snprintf(group, sizeof group, "%.*s", (int)strcspn(path, "\n"), path);
		uint64_t room = least_room(&versions[i], group);
		available = room < available ? room : available;
	}
	return available / 4;
}
