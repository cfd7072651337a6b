/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "strata/mappers.h"

#define KIB UINT64_C(1024)
#define NOBODY 65534

static const struct mappers_options library = {
	.proc_root = FIXTURES "/proc/shared",
	.device_major = 0xfe,
	.inode = 131,
};
static const struct mappers_options memory = {
	.proc_root = FIXTURES "/proc/shared",
	.device_minor = 1,
	.inode = 77,
};

static struct mappers find(const struct mappers_options *options)
{
	struct mappers mappers;
	assert_int_equal(mappers_init(&mappers, options), 0);
	return mappers;
}

static void finds_every_process_that_maps_a_library(void **state)
{
	(void)state;
	struct mappers mappers = find(&library);
	assert_int_equal(mappers.tally.processes, 5);
	assert_int_equal(mappers.tally.asked, 5);
	assert_int_equal(mappers.tally.found, 3);
	assert_int_equal(mappers.tally.denied, 0);
	assert_int_equal(mappers.tally.failed, 0);
	mappers_finish(&mappers);
}

static void where_the_first_process_is_not_seen_others_are_hidden(void **state)
{
	(void)state;
	struct mappers mappers = find(&library);
	assert_true(mappers.tally.is_partial);
	mappers_finish(&mappers);
	struct mappers_options live = library;
	live.proc_root = NULL;
	mappers = find(&live);
	assert_int_equal(mappers.tally.is_partial, access("/proc/1", F_OK) != 0);
	mappers_finish(&mappers);
}

static void names_the_greatest_share_first(void **state)
{
	(void)state;
	struct mappers mappers = find(&library);
	assert_int_equal(mappers.entries[0].pid, 11);
	assert_string_equal(mappers.entries[0].comm, "worker");
	assert_int_equal(mappers.entries[1].pid, 10);
	assert_int_equal(mappers.entries[2].pid, 12);
	mappers_finish(&mappers);
}

static void puts_the_one_asked_for_before_all(void **state)
{
	(void)state;
	struct mappers_options options = library;
	options.first = 12;
	struct mappers mappers = find(&options);
	assert_int_equal(mappers.entries[0].pid, 12);
	assert_int_equal(mappers.entries[1].pid, 11);
	mappers_finish(&mappers);
}

static void sums_the_mappings_of_a_process(void **state)
{
	(void)state;
	struct mappers mappers = find(&library);
	const struct mapper *worker = &mappers.entries[0];
	assert_int_equal(worker->regions, 2);
	assert_int_equal(worker->start, 0x7f1000000000);
	assert_int_equal(
		worker->permissions, PERMISSION_READ | PERMISSION_WRITE | PERMISSION_EXECUTE);
	assert_int_equal(worker->size, 1088 * KIB);
	assert_int_equal(worker->counters[COUNTER_RSS], 576 * KIB);
	assert_int_equal(worker->counters[COUNTER_PSS], 234 * KIB);
	assert_int_equal(worker->counters[COUNTER_KSM], 8 * KIB);
	assert_int_equal(worker->uss, 64 * KIB);
	assert_int_equal(mappers.rss, (528 + 576 + 520) * KIB);
	assert_int_equal(mappers.pss, (186 + 234 + 178) * KIB);
	assert_int_equal(mappers.uss, (16 + 64 + 8) * KIB);
	mappers_finish(&mappers);
}

static void tells_things_of_equal_inode_apart_by_device(void **state)
{
	(void)state;
	struct mappers_options options = library;
	options.device_minor = 1;
	struct mappers mappers = find(&options);
	assert_int_equal(mappers.tally.found, 1);
	assert_string_equal(mappers.entries[0].comm, "bystander");
	mappers_finish(&mappers);
}

static void finds_memory_that_has_no_file(void **state)
{
	(void)state;
	struct mappers mappers = find(&memory);
	assert_int_equal(mappers.tally.found, 2);
	assert_int_equal(mappers.entries[0].counters[COUNTER_SHMEM_HUGE], 4096 * KIB);
	assert_int_equal(mappers.pss, 4096 * KIB);
	mappers_finish(&mappers);
}

static void refuses_what_has_no_inode(void **state)
{
	(void)state;
	struct mappers mappers;
	assert_int_equal(mappers_init(&mappers, &(struct mappers_options){ 0 }), -EINVAL);
}

static bool stop_at_second(void *context, const struct mappers_tally *tally)
{
	*(struct mappers_tally *)context = *tally;
	return tally->asked < 2;
}

static void stops_when_it_is_told_to(void **state)
{
	(void)state;
	struct mappers_tally last;
	struct mappers_options options = library;
	options.goes_on = stop_at_second;
	options.context = &last;
	struct mappers mappers;
	assert_int_equal(mappers_init(&mappers, &options), -ECANCELED);
	assert_int_equal(last.asked, 2);
	assert_int_equal(last.processes, 5);
}

struct tree {
	char root[64];
};

static const char *path_in(const struct tree *tree, const char *name)
{
	static char path[128];
	snprintf(path, sizeof path, "%s/%s", tree->root, name);
	return path;
}

static void add_process(const struct tree *tree, const char *pid, mode_t mode)
{
	static const char line[] = "00010000-00011000 r--p 00000000 fe:00 131 /x\n";
	char name[32];
	assert_int_equal(mkdir(path_in(tree, pid), 0755), 0);
	snprintf(name, sizeof name, "%s/maps", pid);
	int fd = open(path_in(tree, name), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	assert_int_equal(write(fd, line, sizeof line - 1), sizeof line - 1);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void remove_process(const struct tree *tree, const char *pid)
{
	char name[32];
	snprintf(name, sizeof name, "%s/maps", pid);
	unlink(path_in(tree, name));
	rmdir(path_in(tree, pid));
}

static struct mappers find_as_ordinary_user(const struct tree *tree)
{
	struct mappers_options options = library;
	options.proc_root = tree->root;
	bool is_root = geteuid() == 0;
	if (is_root)
		assert_int_equal(seteuid(NOBODY), 0);
	struct mappers mappers = find(&options);
	if (is_root)
		assert_int_equal(seteuid(0), 0);
	return mappers;
}

static void counts_the_processes_it_may_not_read(void **state)
{
	(void)state;
	struct tree tree = { "/tmp/mappers-XXXXXX" };
	assert_non_null(mkdtemp(tree.root));
	assert_int_equal(chmod(tree.root, 0755), 0);
	add_process(&tree, "20", 0);
	add_process(&tree, "21", 0);
	assert_int_equal(mkdir(path_in(&tree, "22"), 0755), 0); /* ended meanwhile */
	struct mappers mappers = find_as_ordinary_user(&tree);
	assert_int_equal(mappers.tally.asked, 3);
	assert_int_equal(mappers.tally.denied, 2);
	assert_int_equal(mappers.tally.failed, 0);
	assert_int_equal(mappers.tally.found, 0);
	mappers_finish(&mappers);
	remove_process(&tree, "20");
	remove_process(&tree, "21");
	remove_process(&tree, "22");
	rmdir(tree.root);
}

static struct stat status_of(int fd)
{
	struct stat status;
	assert_int_equal(fstat(fd, &status), 0);
	return status;
}

static void finds_this_process_by_its_own_memory(void **state)
{
	(void)state;
	size_t size = 16 * (size_t)sysconf(_SC_PAGESIZE);
	int fd = memfd_create("mine", MFD_CLOEXEC);
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	char *memory_of_it = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(memory_of_it != MAP_FAILED);
	memset(memory_of_it, 1, size);
	struct stat status = status_of(fd);
	struct mappers mappers = find(&(struct mappers_options){
		.device_major = major(status.st_dev),
		.device_minor = minor(status.st_dev),
		.inode = status.st_ino,
	});
	assert_int_equal(mappers.tally.found, 1);
	assert_int_equal(mappers.entries[0].pid, getpid());
	assert_int_equal(mappers.entries[0].start, (uintptr_t)memory_of_it);
	assert_int_equal(mappers.entries[0].counters[COUNTER_RSS], size);
	assert_int_equal(mappers.uss, size);
	mappers_finish(&mappers);
	munmap(memory_of_it, size);
	close(fd);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_every_process_that_maps_a_library),
		cmocka_unit_test(where_the_first_process_is_not_seen_others_are_hidden),
		cmocka_unit_test(names_the_greatest_share_first),
		cmocka_unit_test(puts_the_one_asked_for_before_all),
		cmocka_unit_test(sums_the_mappings_of_a_process),
		cmocka_unit_test(tells_things_of_equal_inode_apart_by_device),
		cmocka_unit_test(finds_memory_that_has_no_file),
		cmocka_unit_test(refuses_what_has_no_inode),
		cmocka_unit_test(stops_when_it_is_told_to),
		cmocka_unit_test(counts_the_processes_it_may_not_read),
		cmocka_unit_test(finds_this_process_by_its_own_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
