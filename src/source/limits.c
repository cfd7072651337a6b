/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/limits.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const names[LIMITS] = {
	[LIMIT_CGROUP] = "cgroup",
	[LIMIT_RLIMIT] = "rlimit",
	[LIMIT_MACHINE] = "machine",
};

const char *limit_name(enum limit limit)
{
	return names[limit];
}

void limits_clear(struct limits *limits)
{
	for (size_t i = 0; i < LIMITS; i++)
		limits->most[i] = limits->left[i] = UNKNOWN;
}

/* The start of a file as text; false when it cannot be read. */
static bool read_text(int folder, const char *file, char *text, size_t size)
{
	int fd = openat(folder, file, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	text[length < 0 ? 0 : length] = '\0';
	return length >= 0;
}

static int open_folder(int parent, const char *path)
{
	return openat(parent, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static void close_folder(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* The number behind `key`; UNKNOWN for "max", "unlimited", nothing. */
static uint64_t number_behind(const char *text, const char *key)
{
	const char *at = strstr(text, key);
	char *end;
	if (!at)
		return UNKNOWN;
	uint64_t number = strtoull(at + strlen(key), &end, 10);
	return end == at + strlen(key) ? UNKNOWN : number;
}

static uint64_t number_in(int folder, const char *file)
{
	char text[64];
	return read_text(folder, file, text, sizeof text) ? number_behind(text, "") : UNKNOWN;
}

static void narrow(struct limits *limits, enum limit limit, uint64_t most, uint64_t used)
{
	if (most == UNKNOWN || used == UNKNOWN)
		return;
	uint64_t left = most > used ? most - used : 0;
	if (limits->left[limit] != UNKNOWN && limits->left[limit] <= left)
		return;
	limits->most[limit] = most;
	limits->left[limit] = left;
}

/* The hierarchies that count memory: how /proc/PID/cgroup begins their line, where they stand, and
 * which of their files say how much there may be and is. */
static const struct hierarchy {
	const char *line, *root, *most, *used;
} hierarchies[] = {
	{ "0::", "/sys/fs/cgroup", "memory.max", "memory.current" },
	{ ":memory:", "/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes" },
};

/* v1 says "no limit" with a number near the largest. */
static void read_group(struct limits *limits, const struct hierarchy *hierarchy, const char *path)
{
	int folder = open_folder(AT_FDCWD, path);
	uint64_t most = number_in(folder, hierarchy->most);
	if (most < INT64_MAX / 2)
		narrow(limits, LIMIT_CGROUP, most, number_in(folder, hierarchy->used));
	close_folder(folder);
}

/* The group that /proc/PID/cgroup names, and all above it. */
static void read_groups(struct limits *limits, const struct hierarchy *hierarchy, const char *text)
{
	const char *at = strstr(text, hierarchy->line);
	if (!at)
		return;
	at += strlen(hierarchy->line);
	char path[PATH_MAX];
	int length =
		snprintf(path, sizeof path, "%s%.*s", hierarchy->root, (int)strcspn(at, "\n"), at);
	if (length < 0 || (size_t)length >= sizeof path)
		return;
	for (char *end = path + length; end >= path + strlen(hierarchy->root);) {
		*end = '\0';
		read_group(limits, hierarchy, path);
		end = strrchr(path, '/');
	}
}

static void read_cgroups(struct limits *limits, int process)
{
	char text[4096];
	if (!read_text(process, "cgroup", text, sizeof text))
		return;
	for (size_t i = 0; i < sizeof hierarchies / sizeof hierarchies[0]; i++)
		read_groups(limits, &hierarchies[i], text);
}

static void read_rlimits(struct limits *limits, int process, const struct snapshot *snapshot)
{
	char text[4096];
	if (!read_text(process, "limits", text, sizeof text))
		return;
	narrow(limits, LIMIT_RLIMIT, number_behind(text, "Max data size"),
		snapshot->metrics[METRIC_VM_DATA]);
	narrow(limits, LIMIT_RLIMIT, number_behind(text, "Max address space"),
		snapshot->metrics[METRIC_VSZ]);
}

static void read_machine(struct limits *limits, int root)
{
	char text[4096];
	if (!read_text(root, "meminfo", text, sizeof text))
		return;
	uint64_t total =
		known_sum(number_behind(text, "MemTotal:"), number_behind(text, "SwapTotal:"));
	uint64_t left =
		known_sum(number_behind(text, "MemAvailable:"), number_behind(text, "SwapFree:"));
	if (total == UNKNOWN || left == UNKNOWN)
		return;
	limits->most[LIMIT_MACHINE] = total << 10;
	limits->left[LIMIT_MACHINE] = left << 10;
}

void limits_read(const struct snapshot *snapshot, const char *proc_root, struct limits *ret_limits)
{
	char pid[16];
	int root = open_folder(AT_FDCWD, proc_root ? proc_root : "/proc");
	snprintf(pid, sizeof pid, "%d", (int)snapshot->process.pid);
	int process = open_folder(root, pid);
	limits_clear(ret_limits);
	read_cgroups(ret_limits, process);
	read_rlimits(ret_limits, process, snapshot);
	read_machine(ret_limits, root);
	close_folder(process);
	close_folder(root);
}
