/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner_gates.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "demo/formula.h"

#define THP "/sys/kernel/mm/transparent_hugepage/"
#define CGROUP "/sys/fs/cgroup"

/* One read of a small file, NUL-terminated; empty when it cannot be read. */
static void read_small(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, text, size - 1);
	text[length > 0 ? length : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

/* "SwapTotal:      1234 kB" in bytes; 0 where it is missing. */
static uint64_t meminfo(const char *text, const char *key)
{
	const char *line = strstr(text, key);
	return line ? strtoull(line + strlen(key), NULL, 10) << 10 : 0;
}

/* The word in brackets of "always [madvise] never". */
static void thp_setting(char word[SCOPE_VALUE])
{
	char text[64];
	read_small(THP "enabled", text, sizeof text);
	const char *open_bracket = strchr(text, '[');
	size_t length = open_bracket ? strcspn(open_bracket + 1, "]") : 0;
	if (length == 0 || length >= SCOPE_VALUE)
		snprintf(word, SCOPE_VALUE, "never");
	else
		snprintf(word, SCOPE_VALUE, "%.*s", (int)length, open_bracket + 1);
}

static void add_number(struct scope *scope, const char *name, uint64_t number)
{
	char value[SCOPE_VALUE];
	snprintf(value, sizeof value, "%llu", (unsigned long long)number);
	scope_add(scope, name, value);
}

void gates_add(struct scope *scope)
{
	char text[4096], thp[SCOPE_VALUE];
	read_small("/proc/meminfo", text, sizeof text);
	add_number(scope, "swap", meminfo(text, "SwapTotal:"));
	read_small(THP "hpage_pmd_size", text, sizeof text);
	add_number(scope, "huge_page", strtoull(text, NULL, 10));
	add_number(scope, "page", (uint64_t)sysconf(_SC_PAGESIZE));
	thp_setting(thp);
	scope_add(scope, "thp", thp);
#ifdef __GLIBC__
	scope_add(scope, "libc", "glibc");
#else
	scope_add(scope, "libc", "other");
#endif
}

static uint64_t group_number(const char *group, const char *file)
{
	char *path, text[64];
	if (asprintf(&path, CGROUP "%s/%s", group, file) < 0)
		return UNKNOWN;
	read_small(path, text, sizeof text);
	free(path);
	return text[0] >= '0' && text[0] <= '9' ? strtoull(text, NULL, 10) : UNKNOWN;
}

/* What the groups above and with `group` leave; UNKNOWN without a limit. */
static uint64_t group_room(char *group)
{
	uint64_t room = UNKNOWN;
	for (;;) {
		uint64_t most = group_number(group, "memory.max");
		uint64_t used = group_number(group, "memory.current");
		uint64_t left = most > used ? most - used : 0;
		if (most != UNKNOWN && used != UNKNOWN && left < room)
			room = left;
		char *slash = strrchr(group, '/');
		if (!slash)
			return room;
		*slash = '\0';
	}
}

uint64_t gates_memory(void)
{
	char text[4096];
	read_small("/proc/meminfo", text, sizeof text);
	uint64_t available = meminfo(text, "MemAvailable:");
	read_small("/proc/self/cgroup", text, sizeof text);
	char *group = strstr(text, "0::/");
	if (group) {
		group[strcspn(group, "\n")] = '\0';
		uint64_t room = group_room(group + strlen("0::"));
		available = room < available ? room : available;
	}
	return available / 4;
}

static bool is_swapped(const struct demo_run *run)
{
	for (size_t i = 0; i < run->process_count; i++) {
		uint64_t swap = run->processes[i].after[METRIC_SWAP];
		if (swap != UNKNOWN && swap > 0)
			return true;
	}
	return false;
}

const char *gates_cause(const struct scope *scope, const struct demo_run *run)
{
	static const struct {
		const char *when, *cause;
	} causes[] = {
		{ "libc=other", "the C library here is not glibc" },
		{ "thp=always", "transparent huge pages are always on here" },
		{ "page!=4096", "pages are not 4 KiB here" },
	};
	if (is_swapped(run))
		return "memory is low: part of the demo was swapped out";
	for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
		if (condition_holds(causes[i].when, scope))
			return causes[i].cause;
	return run->note[0] ? "memory is low: the demo runs smaller than it was meant to"
			    : "this kernel counts differently, or something disturbed the demo";
}
