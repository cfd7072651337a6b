/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "source/maps.h"
#include "fixture.h"

/* From a one-digit inode to the name. */
#define BLANKS "                          "

static struct region_table *parse(const char *text, struct maps_parser *parser)
{
	struct region_table *table = region_table_create();
	maps_init(parser, table);
	assert_int_equal(maps_feed(parser, text, strlen(text)), strlen(text));
	assert_int_equal(parser->error, 0);
	return table;
}

static void reads_every_field(void **state)
{
	(void)state;
	struct maps_parser parser;
	struct region_table *table =
		parse("7f6fe61dd000-7f6fe61df000 rw-s 001d3000 fe:1f 332835                     "
		      "/usr/lib/libc.so.6\n",
			&parser);
	const struct region *region = &table->regions[0];
	assert_int_equal(table->count, 1);
	assert_true(region->start == 0x7f6fe61dd000 && region->end == 0x7f6fe61df000);
	assert_int_equal(
		region->permissions, PERMISSION_READ | PERMISSION_WRITE | PERMISSION_SHARED);
	assert_int_equal(region->offset, 0x1d3000);
	assert_int_equal(region->device_major, 0xfe);
	assert_int_equal(region->device_minor, 0x1f);
	assert_int_equal(region->inode, 332835);
	assert_string_equal(region->path, "/usr/lib/libc.so.6");
	assert_int_equal(region->path_length, 18);
	assert_true(region->counters[COUNTER_RSS] == UNKNOWN);
	assert_null(region->flags);
	region_table_unref(table);
}

static void knows_a_region_without_a_name(void **state)
{
	(void)state;
	struct maps_parser parser;
	struct region_table *table = parse("1000-2000 ---p 00000000 00:00 0 \n"
					   "3000-4000 ---p 00000000 00:00 0\n",
		&parser);
	assert_int_equal(table->count, 2);
	assert_true(region_is_anonymous(&table->regions[0]));
	assert_true(region_is_anonymous(&table->regions[1]));
	region_table_unref(table);
}

static void keeps_the_blanks_of_a_name(void **state)
{
	(void)state;
	struct maps_parser parser;
	struct region_table *table = parse(
		"55565af93000-55565af95000 r--p 00000000 fe:00 1" BLANKS "  two  trail  \n"
		"7fff00000000-7fff00001000 r--p 00000000 fe:00 "
		"12345678901234567890123456789  far\n"
		"7fff00002000-7fff00003000 r--p 00000000 fe:00 18446744073709551615       far\n",
		&parser);
	assert_int_equal(table->count, 2);
	assert_string_equal(table->regions[0].path, "  two  trail  ");
	assert_string_equal(table->regions[1].path, "far");
	region_table_unref(table);
}

static void understands_the_narrow_columns_of_32_bits(void **state)
{
	(void)state;
	struct maps_parser parser;
	struct region_table *table =
		parse("08048000-08056000 r-xp 00000000 03:0c 64593      /sbin/init\n", &parser);
	assert_string_equal(table->regions[0].path, "/sbin/init");
	region_table_unref(table);
}

static void takes_the_mark_off_a_path_only(void **state)
{
	(void)state;
	size_t length;
	char *text = fixture_load("hostile-names", "maps", &length);
	struct maps_parser parser;
	struct region_table *table = parse(text, &parser);
	static const struct {
		uint64_t inode;
		const char *path;
		bool deleted;
	} expected[] = {
		{ 13, "/tmp/gone", true },
		{ 14, "/memfd:my mem\\012fd\x1b[1m", true },
		{ 15, "/dev/zero", true },
		{ 16, "/SYSV00000000", true },
		{ 17, "anon_inode:[perf_event]", false },
		{ 18, "  leading and trailing  ", false },
		{ 19, "/tmp/7fff-8000 rw-p 0", false },
		{ 20, "/tmp/Rss:                  4 kB", false },
		{ 21, " (deleted)", false },
	};
	size_t found = 0;
	for (size_t i = 0; i < table->count; i++) {
		const struct region *region = &table->regions[i];
		if (found == sizeof expected / sizeof expected[0] ||
			region->inode != expected[found].inode)
			continue;
		assert_string_equal(region->path, expected[found].path);
		assert_int_equal(region->path_length, strlen(expected[found].path));
		assert_int_equal(region->deleted, expected[found].deleted);
		found++;
	}
	assert_int_equal(found, sizeof expected / sizeof expected[0]);
	region_table_unref(table);
	free(text);
}

static void keeps_bytes_of_any_value_and_names_of_any_length(void **state)
{
	(void)state;
	size_t length;
	char *text = fixture_load("hostile-names", "maps", &length);
	struct maps_parser parser;
	struct region_table *table = parse(text, &parser);
	assert_int_equal(parser.malformed, 0);
	assert_string_equal(table->regions[0].path, "/tmp/\x1b[31mred\x1b[0m");
	assert_string_equal(table->regions[1].path, "/tmp/\xff\xfe bad utf-8 \xc2\x9b");
	assert_string_equal(table->regions[2].path, "/tmp/tab\there\\012and\rthere\b\x7f");
	assert_int_equal(table->regions[6].path_length, 40 * 251);
	assert_int_equal(strspn(table->regions[6].path, "/d"), 40 * 251);
	region_table_unref(table);
	free(text);
}

static void believes_in_a_heap_without_a_file_only(void **state)
{
	(void)state;
	size_t length;
	char *text = fixture_load("hostile-names", "maps", &length);
	struct maps_parser parser;
	struct region_table *table = parse(text, &parser);
	region_table_seal(table);
	assert_int_equal(table->heap_size, 0x5000);
	region_table_unref(table);
	free(text);
}

static void gives_the_same_in_pieces_of_any_size(void **state)
{
	(void)state;
	size_t length;
	char *text = fixture_load("sleep", "maps", &length);
	struct maps_parser parser;
	struct region_table *whole = parse(text, &parser);
	uint64_t layout = parser.layout;
	assert_true(layout == maps_layout(text, length));
	for (size_t piece = 1; piece < 200; piece++) {
		struct region_table *table = region_table_create();
		maps_init(&parser, table);
		for (size_t used = 0, end = 0; end < length;) {
			end = length - end < piece ? length : end + piece;
			used += maps_feed(&parser, text + used, end - used);
		}
		assert_true(parser.layout == layout);
		assert_int_equal(table->count, whole->count);
		for (size_t i = 0; i < table->count; i++)
			assert_string_equal(table->regions[i].path, whole->regions[i].path);
		region_table_unref(table);
	}
	region_table_unref(whole);
	free(text);
}

static void leaves_out_lines_that_are_none(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"",
		"garbage",
		"1000",
		"1000-",
		"1000-2000",
		"1000-2000 rwxp",
		"1000-2000 rwx? 0 0:0 0 ",
		"1000-2000 rw",
		"2000-1000 rwxp 0 0:0 0 ",
		"1000-1000 rwxp 0 0:0 0 ",
		"-2000 rwxp 0 0:0 0 ",
		"1000-2000 rwxp 0 00 0 ",
		"1000-2000 rwxp 0 0:0 x ",
		"1000-2000 rwxp 0 0:0 18446744073709551616 ",
		"1000-2000 rwxp 0 123456789:0 0 ",
		"00000000000001000-2000 rwxp 0 0:0 0 ",
	};
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		char text[100];
		struct maps_parser parser;
		snprintf(text, sizeof text, "%s\n", lines[i]);
		struct region_table *table = parse(text, &parser);
		assert_int_equal(table->count, 0);
		assert_int_equal(parser.malformed, 1);
		region_table_unref(table);
	}
}

static void of_regions_that_overlap_the_one_read_last_stays(void **state)
{
	(void)state;
	struct maps_parser parser;
	struct region_table *table = parse("1000-2000 rw-p 00000000 00:00 0 \n"
					   "3000-5000 rw-p 00000000 00:00 0 \n"
					   "5000-6000 rw-p 00000000 00:00 0 \n"
					   "4000-8000 r--p 00000000 00:00 0 \n"
					   "8000-9000 rw-p 00000000 00:00 0 \n",
		&parser);
	assert_int_equal(parser.malformed, 0);
	assert_int_equal(table->count, 3);
	assert_int_equal(table->regions[0].start, 0x1000);
	assert_int_equal(table->regions[1].start, 0x4000);
	assert_int_equal(table->regions[1].permissions, PERMISSION_READ);
	assert_int_equal(table->regions[2].start, 0x8000);
	region_table_unref(table);
}

static void leaves_an_unfinished_line_for_later(void **state)
{
	(void)state;
	size_t length;
	char *text = fixture_load("truncated", "maps", &length);
	struct region_table *table = region_table_create();
	struct maps_parser parser;
	maps_init(&parser, table);
	size_t used = maps_feed(&parser, text, length);
	assert_true(used < length);
	assert_null(strchr(text + used, '\n'));
	assert_int_equal(parser.malformed, 0);
	region_table_unref(table);
	free(text);
}

static void shares_the_path_of_neighbours(void **state)
{
	(void)state;
	size_t length;
	char *text = fixture_load("sleep", "maps", &length);
	struct maps_parser parser;
	struct region_table *table = parse(text, &parser);
	assert_string_equal(table->regions[0].path, "/usr/bin/sleep");
	assert_ptr_equal(table->regions[1].path, table->regions[0].path);
	region_table_unref(table);
	free(text);
}

static void takes_the_mark_back(void **state)
{
	(void)state;
	struct maps_parser parser;
	struct region_table *table =
		parse("1000-2000 rw-p 00000000 fe:00 9  /tmp/x (deleted)\n", &parser);
	struct region *region = &table->regions[0];
	assert_true(region->deleted);
	assert_int_equal(maps_undelete(table, region), 0);
	assert_false(region->deleted);
	assert_string_equal(region->path, "/tmp/x (deleted)");
	assert_int_equal(region->path_length, 16);
	region_table_unref(table);
}

static void any_change_is_another_layout(void **state)
{
	(void)state;
	char text[] = "1000-2000 rw-p 00000000 fe:00 9  /tmp/x\n3000-4000 rw-p 00000000 00:00 0 \n";
	uint64_t layout = maps_layout(text, sizeof text - 1);
	for (size_t i = 0; i < sizeof text - 2; i++) {
		if (text[i] == '\n')
			continue;
		text[i] ^= 1;
		assert_true(maps_layout(text, sizeof text - 1) != layout);
		text[i] ^= 1;
	}
	assert_true(maps_layout(text, sizeof text - 1) == layout);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_field),
		cmocka_unit_test(knows_a_region_without_a_name),
		cmocka_unit_test(keeps_the_blanks_of_a_name),
		cmocka_unit_test(understands_the_narrow_columns_of_32_bits),
		cmocka_unit_test(takes_the_mark_off_a_path_only),
		cmocka_unit_test(keeps_bytes_of_any_value_and_names_of_any_length),
		cmocka_unit_test(believes_in_a_heap_without_a_file_only),
		cmocka_unit_test(gives_the_same_in_pieces_of_any_size),
		cmocka_unit_test(leaves_out_lines_that_are_none),
		cmocka_unit_test(of_regions_that_overlap_the_one_read_last_stays),
		cmocka_unit_test(leaves_an_unfinished_line_for_later),
		cmocka_unit_test(shares_the_path_of_neighbours),
		cmocka_unit_test(takes_the_mark_back),
		cmocka_unit_test(any_change_is_another_layout),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
