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

#include "elf_image.h"
#include "from_maps.h"
#include "strata/classify.h"

#define ANON "rw-p 00000000 00:00 0 "
#define BASE 0x7f0000000000

/* The mappings of the image of elf_image.h, loaded at BASE: FILE stands for its device and inode. */
#define HEADERS "7f0000000000-7f0000001000 r--p 00000000 FILE\n"
#define CODE "7f0000001000-7f0000002000 r-xp 00001000 FILE\n"
#define WRITTEN "7f0000002000-7f0000003000 rw-p 00002000 FILE\n"
#define BSS_ALONE "7f0000003000-7f0000007000 " ANON "\n"

/* A folder that looks like /proc/PID, with the image at root/lib. */
struct place {
	char folder[64], root[80], path[96], file[64];
	int dir;
};

static int set_up(void **state)
{
	struct stat status;
	struct elf_image image = elf_image();
	unsigned char bytes[0x3000] = { 0 };
	struct place *place = calloc(1, sizeof *place);
	snprintf(place->folder, sizeof place->folder, "%s/strata-modules-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->root, sizeof place->root, "%s/root", place->folder);
	snprintf(place->path, sizeof place->path, "%s/lib", place->root);
	assert_int_equal(mkdir(place->root, 0700), 0);
	int fd = open(place->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	memcpy(bytes, &image, sizeof image);
	assert_int_equal(write(fd, bytes, sizeof bytes), sizeof bytes);
	assert_int_equal(fstat(fd, &status), 0);
	close(fd);
	snprintf(place->file, sizeof place->file, "%x:%x %llu /lib", major(status.st_dev),
		minor(status.st_dev), (unsigned long long)status.st_ino);
	place->dir = open(place->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;
	close(place->dir);
	unlink(place->path);
	rmdir(place->root);
	rmdir(place->folder);
	free(place);
	return 0;
}

static struct region_table *find(const struct place *place, const char *template)
{
	static const struct process process = { .comm = "", .exe = "" };
	char maps[2048] = "";
	for (const char *mark; (mark = strstr(template, "FILE")); template = mark + 4) {
		strncat(maps, template, (size_t)(mark - template));
		strcat(maps, place->file);
	}
	strcat(maps, template);
	struct classifier *classifier;
	struct region_table *table = from_maps(maps);
	assert_int_equal(classifier_create(&classifier), 0);
	classifier->classify(classifier, &process, place->dir, table);
	classifier->destroy(classifier);
	return table;
}

static void assert_region(
	const struct region_table *table, size_t index, enum region_kind kind, const char *parts)
{
	char names[256] = "";
	const struct region *region = &table->regions[index];
	for (uint32_t i = 0; i < region->part_count; i++) {
		strcat(names, i ? " " : "");
		strcat(names, region->parts[i].name);
	}
	assert_string_equal(region_kind_name(region->kind), region_kind_name(kind));
	assert_string_equal(names, parts);
}

static void a_file_tells_kinds_and_sections_of_its_mappings(void **state)
{
	struct region_table *table = find(*state, HEADERS CODE WRITTEN BSS_ALONE);
	assert_region(table, 0, REGION_ELF_HEADER, "ELF header .note");
	assert_region(table, 1, REGION_TEXT, ".text");
	assert_region(table, 2, REGION_DATA, ".data .bss");
	assert_region(table, 3, REGION_BSS, ".bss");
	const struct region_part *bss = &table->regions[2].parts[1];
	assert_true(bss->start == BASE + 0x2400 && bss->end == BASE + 0x3000);
	assert_true(table->regions[3].parts[0].end == BASE + 0x6100);
	assert_int_equal(table->module_count, 1);
	assert_true(table->modules[0].bias == BASE);
	assert_int_equal(table->modules[0].last, 3);
	region_table_unref(table);
}

static void data_that_was_closed_is_relro(void **state)
{
	struct region_table *table = find(
		*state, HEADERS CODE "7f0000002000-7f0000003000 r--p 00002000 FILE\n" BSS_ALONE);
	assert_region(table, 2, REGION_RELRO, ".data .bss");
	assert_int_equal(table->regions[2].parts[0].kind, REGION_RELRO);
	region_table_unref(table);
}

static void memory_above_the_reach_of_a_library_is_its_own(void **state)
{
	struct region_table *table =
		find(*state, HEADERS CODE WRITTEN BSS_ALONE "7f0000007000-7f0000009000 " ANON);
	assert_region(table, 3, REGION_BSS, ".bss");
	assert_region(table, 4, REGION_ANON, "");
	assert_string_equal(table->regions[4].module, "");
	region_table_unref(table);
}

static void bss_grown_together_with_more_memory_is_a_part_of_it(void **state)
{
	struct region_table *table =
		find(*state, HEADERS CODE WRITTEN "7f0000003000-7f0000103000 " ANON);
	assert_region(table, 3, REGION_ANON, ".bss");
	assert_string_equal(table->regions[3].module, "");
	assert_true(table->regions[3].parts[0].end == BASE + 0x6100);
	region_table_unref(table);
	table = find(*state, HEADERS CODE WRITTEN "7f0000003000-7f0000008000 " ANON);
	assert_region(table, 3, REGION_BSS, ".bss");
	region_table_unref(table);
}

static void code_replaced_by_anonymous_memory_is_still_code(void **state)
{
	struct region_table *table =
		find(*state, HEADERS "7f0000001000-7f0000002000 r-xp 00000000 00:00 0 \n" WRITTEN);
	assert_region(table, 1, REGION_TEXT, ".text");
	assert_int_equal(table->module_count, 1);
	region_table_unref(table);
}

static void two_loads_of_one_file_are_two_modules(void **state)
{
	struct region_table *table =
		find(*state, HEADERS CODE WRITTEN "7f0000010000-7f0000011000 r--p 00000000 FILE\n"
						  "7f0000011000-7f0000012000 r-xp 00001000 FILE\n");
	assert_int_equal(table->module_count, 2);
	assert_true(table->modules[1].bias == BASE + 0x10000);
	assert_region(table, 4, REGION_TEXT, ".text");
	region_table_unref(table);
}

static void a_library_that_is_only_read_is_a_file(void **state)
{
	struct region_table *table = find(*state, HEADERS);
	assert_region(table, 0, REGION_FILE, "");
	assert_int_equal(table->module_count, 0);
	region_table_unref(table);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_tells_kinds_and_sections_of_its_mappings),
		TEST(data_that_was_closed_is_relro),
		TEST(memory_above_the_reach_of_a_library_is_its_own),
		TEST(bss_grown_together_with_more_memory_is_a_part_of_it),
		TEST(code_replaced_by_anonymous_memory_is_still_code),
		TEST(two_loads_of_one_file_are_two_modules),
		TEST(a_library_that_is_only_read_is_a_file),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
