/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "analysis/elf_cache.h"

/* A folder that looks like /proc/PID: `root` holds what the process sees. */
struct place {
	char folder[64], path[96];
	int dir;
	struct elf_cache *cache;
	struct process process;
	struct region region;
};

static void write_program(const char *path)
{
	char bytes[4096];
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(from >= 0 && to >= 0);
	for (ssize_t got; (got = read(from, bytes, sizeof bytes)) > 0;)
		assert_int_equal(write(to, bytes, (size_t)got), got);
	close(from);
	close(to);
}

/* The mapping of the file that is at the path now. */
static void map(struct place *place)
{
	struct stat status;
	assert_int_equal(stat(place->path, &status), 0);
	place->region = (struct region){ .start = 0x1000,
		.end = 0x2000,
		.inode = status.st_ino,
		.device_major = major(status.st_dev),
		.device_minor = minor(status.st_dev),
		.path = "/program",
		.module = "" };
}

static int set_up(void **state)
{
	char root[80];
	struct place *place = calloc(1, sizeof *place);
	snprintf(place->folder, sizeof place->folder, "%s/strata-cache-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(place->folder));
	snprintf(root, sizeof root, "%s/root", place->folder);
	assert_int_equal(mkdir(root, 0700), 0);
	snprintf(place->path, sizeof place->path, "%s/program", root);
	write_program(place->path);
	map(place);
	place->process.exe = "";
	place->dir = open(place->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(elf_cache_create(&place->cache), 0);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;
	char command[96];
	elf_cache_destroy(place->cache);
	close(place->dir);
	unlink(place->path);
	snprintf(command, sizeof command, "%s/root", place->folder);
	rmdir(command);
	snprintf(command, sizeof command, "%s/exe", place->folder);
	unlink(command);
	rmdir(place->folder);
	free(place);
	return 0;
}

static const struct elf_file *find(struct place *place)
{
	elf_cache_begin(place->cache, &place->process, place->dir);
	const struct elf_file *file = elf_cache_find(place->cache, &place->region);
	elf_cache_end(place->cache);
	return file;
}

static void a_file_is_found_below_the_root_of_the_process(void **state)
{
	assert_non_null(find(*state));
}

static void a_file_is_read_once_and_again_when_it_changed(void **state)
{
	struct place *place = *state;
	const struct elf_file *file = find(place);
	assert_ptr_equal(find(place), file);
	assert_int_equal(truncate(place->path, 10), 0);
	assert_null(find(place));
	write_program(place->path);
	assert_non_null(find(place));
}

static void another_file_at_the_same_path_is_not_used(void **state)
{
	struct place *place = *state;
	place->region.inode++;
	assert_null(find(place));
}

static void a_file_that_was_read_survives_its_replacement(void **state)
{
	struct place *place = *state;
	const struct elf_file *file = find(place);
	assert_int_equal(unlink(place->path), 0);
	assert_ptr_equal(find(place), file);
}

static void the_executable_is_found_though_its_path_is_gone(void **state)
{
	struct place *place = *state;
	char exe[80], moved[112];
	snprintf(exe, sizeof exe, "%s/exe", place->folder);
	snprintf(moved, sizeof moved, "%s", exe);
	assert_int_equal(rename(place->path, moved), 0);
	assert_null(find(place));
	place->process.exe = "/program";
	assert_non_null(find(place));
}

static void a_pipe_in_its_place_is_not_opened(void **state)
{
	struct place *place = *state;
	assert_int_equal(unlink(place->path), 0);
	assert_int_equal(mkfifo(place->path, 0600), 0);
	map(place); /* even if the kernel said it was this */
	assert_null(find(place));
}

static void a_link_in_its_place_is_not_followed(void **state)
{
	struct place *place = *state;
	char target[112];
	snprintf(target, sizeof target, "%s.moved", place->path);
	assert_int_equal(rename(place->path, target), 0);
	assert_int_equal(symlink(target, place->path), 0);
	assert_null(find(place));
	unlink(target);
}

static void without_the_process_nothing_is_found(void **state)
{
	struct place *place = *state;
	close(place->dir);
	place->dir = -1;
	assert_null(find(place));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_is_found_below_the_root_of_the_process),
		TEST(a_file_is_read_once_and_again_when_it_changed),
		TEST(another_file_at_the_same_path_is_not_used),
		TEST(a_file_that_was_read_survives_its_replacement),
		TEST(the_executable_is_found_though_its_path_is_gone),
		TEST(a_pipe_in_its_place_is_not_opened),
		TEST(a_link_in_its_place_is_not_followed),
		TEST(without_the_process_nothing_is_found),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
