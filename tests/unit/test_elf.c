/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analysis/elf.h"
#include "elf_image.h"

/* As if the image, filled up to 12 KiB, were a file. */
static int read_bytes(const void *bytes, size_t size, struct elf_file **ret_file)
{
	int fd = memfd_create("elf", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	int error = elf_file_create(fd, ret_file);
	close(fd);
	return error;
}

static int read_image(const struct elf_image *image, struct elf_file **ret_file)
{
	unsigned char bytes[0x3000] = { 0 };
	memcpy(bytes, image, sizeof *image);
	return read_bytes(bytes, sizeof bytes, ret_file);
}

static void assert_refused(const struct elf_image *image)
{
	struct elf_file *file = NULL;
	assert_int_equal(read_image(image, &file), -ENOEXEC);
	assert_null(file);
}

static void assert_is_sound(const struct elf_file *file)
{
	for (size_t i = 0; i < file->segment_count; i++) {
		const struct elf_segment *at = &file->segments[i];
		assert_true(at->start < at->end && at->file_end <= at->end);
		assert_true(i == 0 || at[-1].end <= at->start);
	}
	for (size_t i = 0; i < file->section_count; i++) {
		const struct elf_section *at = &file->sections[i];
		assert_true(at->start < at->end && memchr(at->name, 0, sizeof at->name));
		assert_true(i == 0 || at[-1].end <= at->start);
		assert_non_null(elf_file_segment_at(file, at->start));
	}
}

static void segments_and_sections_are_read(void **state)
{
	(void)state;
	static const struct elf_section expected[] = {
		{ 0, 0xe8, REGION_ELF_HEADER, "ELF header" },
		{ 0x400, 0x420, REGION_ELF_HEADER, ".note" },
		{ 0x1000, 0x1900, REGION_TEXT, ".text" },
		{ 0x2100, 0x2400, REGION_DATA, ".data" },
		{ 0x2400, 0x6100, REGION_BSS, ".bss" },
	};
	struct elf_image image = elf_image();
	struct elf_file *file;
	assert_int_equal(read_image(&image, &file), 0);
	assert_is_sound(file);
	assert_int_equal(file->segment_count, 3);
	assert_true(file->segments[1].is_executable && file->segments[2].is_writable);
	assert_int_equal(file->segments[2].file_end, 0x2400);
	assert_int_equal(elf_file_reach(file), 0x7000);
	assert_int_equal(file->section_count, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < file->section_count; i++) {
		assert_string_equal(file->sections[i].name, expected[i].name);
		assert_int_equal(file->sections[i].start, expected[i].start);
		assert_int_equal(file->sections[i].end, expected[i].end);
		assert_int_equal(file->sections[i].kind, expected[i].kind);
	}
	elf_file_destroy(file);
}

static void the_place_in_the_file_tells_the_load_address(void **state)
{
	(void)state;
	struct elf_image image = elf_image();
	struct elf_file *file;
	uint64_t bias;
	assert_int_equal(read_image(&image, &file), 0);
	struct region text = { .start = 0x7f0000001000,
		.end = 0x7f0000002000,
		.offset = 0x1000,
		.permissions = PERMISSION_READ | PERMISSION_EXECUTE };
	assert_true(elf_file_find_bias(file, &text, &bias));
	assert_true(bias == 0x7f0000000000);
	assert_true(elf_file_is_loaded(file, bias, &text));
	assert_false(elf_file_is_loaded(file, bias + 0x1000, &text));
	text.offset = 0x5000;
	assert_false(elf_file_find_bias(file, &text, &bias));
	elf_file_destroy(file);
}

static void a_program_for_one_address_is_loaded_only_there(void **state)
{
	(void)state;
	struct elf_image image = elf_image();
	struct elf_file *file;
	uint64_t bias;
	image.header.e_type = ET_EXEC;
	assert_int_equal(read_image(&image, &file), 0);
	struct region there = { .start = 0x1000, .end = 0x2000, .offset = 0x1000 };
	struct region elsewhere = { .start = 0x9000, .end = 0xa000, .offset = 0x1000 };
	assert_true(elf_file_find_bias(file, &there, &bias));
	assert_int_equal(bias, 0);
	assert_false(elf_file_find_bias(file, &elsewhere, &bias));
	elf_file_destroy(file);
}

static void without_sections_the_segments_tell_data_from_bss(void **state)
{
	(void)state;
	struct elf_image image = elf_image();
	struct elf_file *file;
	image.header.e_shoff = image.header.e_shnum = image.header.e_shstrndx = 0;
	assert_int_equal(read_image(&image, &file), 0);
	assert_int_equal(file->section_count, 3);
	assert_int_equal(file->sections[2].kind, REGION_BSS);
	assert_int_equal(file->sections[2].start, 0x2400);
	elf_file_destroy(file);
}

static void what_is_no_program_is_refused(void **state)
{
	(void)state;
	struct elf_file *file = NULL;
	struct elf_image image = elf_image();
	assert_int_equal(read_bytes("", 0, &file), -ENOEXEC);
	assert_int_equal(read_bytes("#!/bin/sh\n", 10, &file), -ENOEXEC);
	image.header.e_type = ET_CORE;
	assert_refused(&image);
	image = elf_image();
	image.header.e_ident[EI_DATA] = FOREIGN;
	assert_refused(&image);
	image = elf_image();
	image.header.e_phnum = 0;
	assert_refused(&image);
}

static void absurd_counts_are_refused_before_memory_is_taken(void **state)
{
	(void)state;
	struct elf_image image = elf_image();
	image.header.e_phnum = PN_XNUM;
	assert_refused(&image);
	image = elf_image();
	image.header.e_shnum = 0; /* the count stands in the first section's size */
	image.sections[NOTHING].sh_size = UINT64_C(1) << 40;
	assert_refused(&image);
	image = elf_image();
	image.header.e_shnum = 0xfeff;
	assert_refused(&image);
}

static void absurd_segments_are_left_out(void **state)
{
	(void)state;
	struct elf_image image = elf_image();
	struct elf_file *file;
	image.segments[0].p_memsz = UINT64_MAX;
	image.segments[1].p_filesz = 0x10000; /* more than in memory */
	assert_int_equal(read_image(&image, &file), 0);
	assert_int_equal(file->segment_count, 1);
	assert_is_sound(file);
	elf_file_destroy(file);
	image.segments[2].p_vaddr += 1; /* not at the same place of a page as in the file */
	assert_refused(&image);
	image = elf_image();
	image.segments[1] = image.segments[0];
	assert_refused(&image);
}

static void sections_that_lie_or_overlap_are_left_out(void **state)
{
	(void)state;
	struct elf_image image = elf_image();
	struct elf_file *file;
	image.sections[NOTE].sh_addr = UINT64_MAX - 8;
	image.sections[TEXT].sh_size = UINT64_MAX;
	image.sections[BSS].sh_addr = 0x2300;
	assert_int_equal(read_image(&image, &file), 0);
	assert_is_sound(file);
	assert_int_equal(file->section_count, 2);
	assert_string_equal(file->sections[1].name, ".data");
	elf_file_destroy(file);
}

static void names_out_of_reach_are_empty_and_long_ones_cut(void **state)
{
	(void)state;
	struct elf_image image = elf_image();
	struct elf_file *file;
	image.sections[NAMES].sh_size = UINT64_C(1) << 40;
	assert_int_equal(read_image(&image, &file), 0);
	assert_string_equal(file->sections[1].name, "");
	elf_file_destroy(file);
	image = elf_image();
	memset(image.names + 1, 'x', sizeof image.names - 2);
	assert_int_equal(read_image(&image, &file), 0);
	assert_int_equal(strlen(file->sections[1].name), sizeof file->sections[1].name - 1);
	elf_file_destroy(file);
}

static void a_file_cut_anywhere_is_harmless(void **state)
{
	(void)state;
	struct elf_image image = elf_image();
	for (size_t size = 0; size <= sizeof image; size++) {
		struct elf_file *file = NULL;
		if (read_bytes(&image, size, &file) == 0)
			assert_is_sound(file);
		elf_file_destroy(file);
	}
}

static void a_file_with_any_byte_changed_is_harmless(void **state)
{
	(void)state;
	static const unsigned char values[] = { 0, 1, 0x7f, 0x80, 0xff };
	struct elf_image image = elf_image();
	unsigned char *bytes = (unsigned char *)&image;
	for (size_t at = 0; at < sizeof image; at++)
		for (size_t i = 0; i < sizeof values; i++) {
			struct elf_file *file = NULL;
			unsigned char before = bytes[at];
			bytes[at] = values[i];
			if (read_image(&image, &file) == 0)
				assert_is_sound(file);
			elf_file_destroy(file);
			bytes[at] = before;
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_and_sections_are_read),
		cmocka_unit_test(the_place_in_the_file_tells_the_load_address),
		cmocka_unit_test(a_program_for_one_address_is_loaded_only_there),
		cmocka_unit_test(without_sections_the_segments_tell_data_from_bss),
		cmocka_unit_test(what_is_no_program_is_refused),
		cmocka_unit_test(absurd_counts_are_refused_before_memory_is_taken),
		cmocka_unit_test(absurd_segments_are_left_out),
		cmocka_unit_test(sections_that_lie_or_overlap_are_left_out),
		cmocka_unit_test(names_out_of_reach_are_empty_and_long_ones_cut),
		cmocka_unit_test(a_file_cut_anywhere_is_harmless),
		cmocka_unit_test(a_file_with_any_byte_changed_is_harmless),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
