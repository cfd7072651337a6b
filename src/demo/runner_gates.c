/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner_gates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "demo/disk.h"
#include "demo/formula.h"
#include "demo/runner_memory.h"
#include "strata/units.h"

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

void gates_add(struct scope *scope)
{
	char text[4096], thp[SCOPE_VALUE];
	memory_read_file("/proc/meminfo", text, sizeof text);
	uint64_t swap_kib = memory_number(text, "\nSwapTotal:");
	add_number(scope, "swap", swap_kib == UNKNOWN ? 0 : swap_kib << 10);
	memory_read_file(THP "hpage_pmd_size", text, sizeof text);
	add_number(scope, "huge_page", strtoull(text, NULL, 10));
	add_number(scope, "page", (uint64_t)sysconf(_SC_PAGESIZE));
	thp_setting(thp);
	scope_add(scope, "thp", thp);
	scope_add(scope, "fs", disk_kind());
#ifdef __GLIBC__
	scope_add(scope, "libc", "glibc");
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
