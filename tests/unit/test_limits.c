/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "strata/limits.h"

#define MIB (1ull << 20)

static struct snapshot process_of(pid_t pid)
{
	struct snapshot snapshot = { .process.pid = pid };
	snapshot.metrics[METRIC_VM_DATA] = 10 * MIB;
	snapshot.metrics[METRIC_VSZ] = 50 * MIB;
	return snapshot;
}

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* A proc of its own with one process, 7. */
static int create(void **state)
{
	static char root[64];
	char process[80];
	snprintf(root, sizeof root, "/tmp/test_limits_XXXXXX");
	if (!mkdtemp(root))
		return -1;
	snprintf(process, sizeof process, "%s/7", root);
	mkdir(process, 0700);
	*state = root;
	return 0;
}

static int destroy(void **state)
{
	static const char *const names[] = { "7/limits", "7/cgroup", "7", "meminfo", "" };
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char path[256];
		snprintf(path, sizeof path, "%s/%s", (const char *)*state, names[i]);
		remove(path);
	}
	return 0;
}

static void the_machine_has_what_is_available_and_swap(void **state)
{
	struct limits limits;
	struct snapshot snapshot = process_of(7);
	write_file(*state, "meminfo",
		"MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable: 600 kB\nSwapTotal: 200 kB\n"
		"SwapFree: 50 kB\n");
	limits_read(&snapshot, *state, &limits);
	assert_int_equal(limits.most[LIMIT_MACHINE], 1200 << 10);
	assert_int_equal(limits.left[LIMIT_MACHINE], 650 << 10);
	assert_true(limits.left[LIMIT_RLIMIT] == UNKNOWN);
	assert_true(limits.left[LIMIT_CGROUP] == UNKNOWN);
}

static void the_nearer_resource_limit_counts(void **state)
{
	struct limits limits;
	struct snapshot snapshot = process_of(7);
	write_file(*state, "7/limits",
		"Limit                     Soft Limit           Hard Limit           Units\n"
		"Max data size             67108864             unlimited            bytes\n"
		"Max address space         73400320             unlimited            bytes\n");
	limits_read(&snapshot, *state, &limits);
	assert_int_equal(limits.left[LIMIT_RLIMIT], 20 * MIB);
	assert_int_equal(limits.most[LIMIT_RLIMIT], 70 * MIB);
}

static void unlimited_is_no_limit(void **state)
{
	struct limits limits;
	struct snapshot snapshot = process_of(7);
	write_file(*state, "7/limits",
		"Max data size             unlimited            unlimited            bytes\n"
		"Max address space         unlimited            unlimited            bytes\n");
	write_file(*state, "7/cgroup", "0::/there/is/no/such/group\n");
	limits_read(&snapshot, *state, &limits);
	assert_true(limits.left[LIMIT_RLIMIT] == UNKNOWN);
	assert_true(limits.left[LIMIT_CGROUP] == UNKNOWN);
}

static void the_real_machine_has_memory(void **state)
{
	(void)state;
	struct limits limits;
	struct snapshot snapshot = process_of(getpid());
	limits_read(&snapshot, NULL, &limits);
	assert_true(limits.left[LIMIT_MACHINE] != UNKNOWN);
	assert_true(limits.left[LIMIT_MACHINE] <= limits.most[LIMIT_MACHINE]);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, create, destroy)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_machine_has_what_is_available_and_swap),
		CASE(the_nearer_resource_limit_counts),
		CASE(unlimited_is_no_limit),
		CASE(the_real_machine_has_memory),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
