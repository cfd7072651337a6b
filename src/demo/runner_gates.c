/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner_gates.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "demo/disk.h"
#include "demo/formula.h"
#include "demo/runner_memory.h"
#include "strata/translate.h"
#include "strata/units.h"

#define OVERCOMMIT "/proc/sys/vm/overcommit_memory"
#define MQUEUE "/proc/sys/fs/mqueue/msg_max"
#define MSGMNB "/proc/sys/kernel/msgmnb"
#define WMEM "/proc/sys/net/core/wmem_default"
#define HUGETLB "/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages"
#define THP "/sys/kernel/mm/transparent_hugepage/"

/* The word in brackets of "always [madvise] never". */
static void thp_setting(char word[SCOPE_VALUE])
{
	char text[64];
	memory_read_file(THP "enabled", text, sizeof text);
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

/* The number a small file holds; 0 when it cannot be read. */
static void add_from_file(struct scope *scope, const char *name, const char *path)
{
	char text[32];
	memory_read_file(path, text, sizeof text);
	add_number(scope, name, strtoull(text, NULL, 10));
}

static void add_from_meminfo(struct scope *scope)
{
	static const char *const keys[][2] = {
		{ "swap", "\nSwapTotal:" },
		{ "ram", "\nMemTotal:" },
	};
	char text[4096] = "\n";
	memory_read_file("/proc/meminfo", text + 1, sizeof text - 1);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		uint64_t kib = memory_number(text, keys[i][1]);
		add_number(scope, keys[i][0], kib == UNKNOWN ? 0 : kib << 10);
	}
}

/* The rights of the kernel's page in every process, which differ from kernel to kernel. */
static void vsyscall_rights(char word[SCOPE_VALUE])
{
	static const char range[] = "ffffffffff600000-ffffffffff601000 ";
	char text[4096];
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	snprintf(word, SCOPE_VALUE, "none");
	if (fd < 0)
		return;
	for (ssize_t length; (length = read(fd, text, sizeof text - 1)) > 0;) {
		text[length] = '\0';
		const char *line = strstr(text, range); /* a read gives whole lines */
		if (line)
			snprintf(word, SCOPE_VALUE, "%.4s", line + strlen(range));
	}
	close(fd);
}

/* 1 where process 2 is a thread of the kernel, and says so: not in a container, nor before 6.8. */
static uint64_t is_kernel_thread_seen(void)
{
	char status[4096];
	memory_read_file("/proc/2/status", status, sizeof status);
	return strstr(status, "\nKthread:\t1\n") != NULL;
}

#ifdef __GLIBC__
/* 36 of "2.36": the one that runs, not the one this was built with. */
static uint64_t libc_minor(void)
{
	const char *version = gnu_get_libc_version(), *dot = strchr(version, '.');
	return dot ? strtoull(dot + 1, NULL, 10) : 0;
}
#endif

void gates_add(struct scope *scope)
{
	char thp[SCOPE_VALUE], vsyscall[SCOPE_VALUE];
	struct utsname system;
	add_from_meminfo(scope);
	add_from_file(scope, "huge_page", THP "hpage_pmd_size");
	add_from_file(scope, "huge_zero", THP "use_zero_page");
	add_from_file(scope, "hugetlb", HUGETLB);
	add_from_file(scope, "mqueue", MQUEUE);
	add_from_file(scope, "msgmnb", MSGMNB);
	add_from_file(scope, "wmem", WMEM);
	add_from_file(scope, "overcommit", OVERCOMMIT);
	add_number(scope, "page", (uint64_t)sysconf(_SC_PAGESIZE));
	thp_setting(thp);
	scope_add(scope, "thp", thp);
	scope_add(scope, "fs", disk_kind());
	vsyscall_rights(vsyscall);
	scope_add(scope, "vsyscall", vsyscall);
	add_number(scope, "flock", access("/usr/bin/flock", X_OK) == 0);
	add_number(scope, "kthread", is_kernel_thread_seen());
	if (uname(&system) == 0)
		scope_add(scope, "arch", system.machine);
#ifdef __GLIBC__
	scope_add(scope, "libc", "glibc");
	add_number(scope, "libc_minor", libc_minor());
#else
	scope_add(scope, "libc", "other");
#endif
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
		{ "libc=other", N_("the C library here is not glibc") },
		{ "thp=always", N_("transparent huge pages are always on here") },
		{ "page!=4096", N_("pages are not 4 KiB here") },
	};
	if (is_swapped(run))
		return _("memory is low: part of the demo was swapped out");
	for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
		if (condition_holds(causes[i].when, scope))
			return translate(causes[i].cause);
	return run->note[0] ? _("memory is low: the demo runs smaller than it was meant to")
			    : _("this kernel counts differently, or something disturbed the demo");
}
