/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A snapshot made by hand whose strings are hostile, and what an export writes of it. */
#pragma once

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "strata/export.h"

#define HOSTILE "/tmp/\x1B]0;x\x07\r\t\"q\",\xC2\x9B\xE2\x80\xAE\xFF 한글.so"

static const char *const arguments[] = { "redis-server", "*:6379\n", "\xFE", NULL };

static const struct region_part parts[] = {
	{ 0x558100003000, 0x558100003a00, REGION_DATA, ".data" },
	{ 0x558100003a00, 0x558100004000, REGION_BSS, ".bss" },
};

static const struct region text_region = {
	.start = 0x558100000000,
	.end = 0x558100003000,
	.offset = 4096,
	.inode = 1234,
	.device_major = 0xfe,
	.permissions = PERMISSION_READ | PERMISSION_EXECUTE,
	.kind = REGION_TEXT,
	.path = "/usr/bin/redis-server",
	.module = "/usr/bin/redis-server",
	.flags = "rd ex mr",
	.counters = { [COUNTER_RSS] = 8192,
		[COUNTER_PSS] = 5120,
		[COUNTER_SHARED_CLEAN] = 4096,
		[COUNTER_PRIVATE_CLEAN] = 4096,
		[COUNTER_PAGE_SIZE] = 4096 },
};

static const struct region data_region = {
	.start = 0x558100003000,
	.end = 0x558100004000,
	.offset = 12288,
	.inode = 99,
	.device_major = 0xfe,
	.device_minor = 0x1a,
	.permissions = PERMISSION_READ | PERMISSION_WRITE,
	.kind = REGION_DATA,
	.deleted = true,
	.path = HOSTILE,
	.module = HOSTILE,
	.parts = parts,
	.part_count = 2,
	.flags = "rd wr",
	.counters = { [COUNTER_RSS] = 4096,
		[COUNTER_PSS] = 4096,
		[COUNTER_PRIVATE_DIRTY] = 4096,
		[COUNTER_ANONYMOUS] = 4096,
		[COUNTER_SWAP] = 1048576,
		[COUNTER_PAGE_SIZE] = 4096 },
};

/* Anonymous memory that belongs to a module; its flags are unknown. */
static const struct region bss_region = {
	.start = 0x558100004000,
	.end = 0x558100006000,
	.permissions = PERMISSION_READ | PERMISSION_WRITE,
	.kind = REGION_BSS,
	.path = "",
	.module = "/usr/bin/redis-server",
	.counters = { [COUNTER_RSS] = 8192,
		[COUNTER_PSS] = 8192,
		[COUNTER_PRIVATE_DIRTY] = 8192,
		[COUNTER_ANONYMOUS] = 8192,
		[COUNTER_PAGE_SIZE] = 4096 },
};

static inline void add_region(struct region_table *table, const struct region *region)
{
	struct region *added = region_table_add(table);
	*added = *region;
	added->path_length = (uint32_t)strlen(region->path);
}

static inline void set_metrics(struct snapshot *snapshot)
{
	static const struct {
		enum metric metric;
		uint64_t value;
	} known[] = {
		{ METRIC_VSZ, 132960256 },
		{ METRIC_RSS, 109051904 },
		{ METRIC_RSS_ANON, 104857600 },
		{ METRIC_RSS_FILE, 4194304 },
		{ METRIC_RSS_SHMEM, 0 },
		{ METRIC_SWAP, 1048576 },
		{ METRIC_PEAK_VSZ, 132960256 },
		{ METRIC_MINFLT, 25600 },
		{ METRIC_MAJFLT, 0 },
		{ METRIC_THREADS, 4 },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		snapshot->metrics[known[i].metric] = known[i].value;
}

static inline int create_snapshot(void **state)
{
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = region_table_create();
	add_region(table, &text_region);
	add_region(table, &data_region);
	add_region(table, &bss_region);
	struct region *vsyscall = region_table_add(table);
	vsyscall->start = 0xffffffffff600000;
	vsyscall->end = 0xffffffffff601000;
	vsyscall->permissions = PERMISSION_EXECUTE;
	vsyscall->kind = REGION_VSYSCALL;
	vsyscall->path = "[vsyscall]";
	vsyscall->path_length = 10;
	region_table_seal(table);
	snapshot_set_table(snapshot, table);
	snapshot->process = (struct process){
		.pid = 4121,
		.ppid = 1,
		.uid = 111,
		.user = "redis",
		.comm = "redis\x1B[31m",
		.cmdline = arguments,
		.cmdline_count = 3,
		.exe = "/usr/bin/redis-server",
		.state = 'S',
		.start_wall_ns = 1795213862000000000,
	};
	snapshot->wall_ns = 1795213862123456789 + 11564 * 1000000000ULL;
	set_metrics(snapshot);
	snapshot_add_gap(snapshot, "exe", EACCES);
	*state = snapshot;
	return 0;
}

static inline int destroy_snapshot(void **state)
{
	snapshot_unref(*state);
	return 0;
}

/* What the export writes; to be freed. */
static inline char *exported(const struct snapshot *snapshot, struct export_options options)
{
	char *written = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&written, &size);
	assert_int_equal(export_snapshot(snapshot, &options, stream), 0);
	fclose(stream);
	return written;
}
