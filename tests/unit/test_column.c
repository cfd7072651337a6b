/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "canvas_picture.h"
#include "ui/column.h"

struct thing {
	const char *kind, *size, *path;
};

static enum role write_kind(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	strcpy(out, ((const struct thing *)row)->kind);
	return ROLE_TITLE;
}

static enum role write_path(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	strcpy(out, ((const struct thing *)row)->path);
	return ROLE_TEXT;
}

static enum role write_size(const void *row, const void *context, char out[COLUMN_TEXT])
{
	strcpy(out, ((const struct thing *)row)->size);
	return context ? ROLE_CHANGED : ROLE_VALUE;
}

enum {
	KIND,
	PATH,
	SIZE,
	RSS,
	COUNT,
};

static const struct column columns[COUNT] = {
	[KIND] = { .name = "kind", .title = "Kind", .width = 6, .write = write_kind },
	[PATH] = { .name = "path", .title = "Path", .write = write_path },
	[SIZE] = { .name = "size",
		.title = "Size",
		.width = 6,
		.is_right = true,
		.descends = true,
		.write = write_size },
	[RSS] = { .name = "rss",
		.title = "Rss",
		.width = 6,
		.is_right = true,
		.descends = true,
		.write = write_size },
};
#define ALL 0xf

static const struct thing heap = { "heap", "132K", "/usr/lib/a/long/way/to/libfoo.so" };

static void assert_table(int width, uint64_t chosen, size_t sorted, const char *expected)
{
	struct canvas canvas;
	assert_int_equal(canvas_init(&canvas, width, 2), 0);
	struct rect area = canvas_area(&canvas), row = area;
	row.y = 1;
	column_header(&canvas, area, columns, COUNT, chosen, sorted, false);
	column_row(&canvas, row, columns, COUNT, chosen, &heap, NULL);
	assert_glyphs(&canvas, expected);
	canvas_finish(&canvas);
}

static void the_flexible_column_takes_what_is_left(void **state)
{
	(void)state;
	assert_table(56, ALL, SIZE_MAX,
		"Kind   Path                                  Size    Rss\n"
		"heap   /usr/lib/a/long/way/to/libfoo.so      132K   132K\n");
	assert_table(40, ALL, SIZE_MAX,
		"Kind   Path                  Size    Rss\n"
		"heap   /usr/lib/…libfoo.so   132K   132K\n");
}

static void columns_that_do_not_fit_are_left_out_whole(void **state)
{
	(void)state;
	assert_table(32, ALL, SIZE_MAX,
		"Kind   Path                 Size\n"
		"heap   /usr/lib…libfoo.so   132K\n");
	assert_table(13, ALL, SIZE_MAX, "Path\n/usr/l…foo.so\n");
	assert_table(
		15, 1 << KIND | 1 << SIZE | 1 << RSS, SIZE_MAX, "Kind     Size\nheap     132K\n");
}

static void the_sorted_column_bears_its_direction(void **state)
{
	(void)state;
	assert_table(26, 1 << KIND | 1 << SIZE | 1 << RSS, SIZE,
		"Kind     Size▼   Rss\nheap     132K   132K\n");
	assert_table(20, 1 << KIND | 1 << SIZE | 1 << RSS, RSS,
		"Kind     Size   Rss▼\nheap     132K   132K\n");
	assert_table(20, 1 << KIND | 1 << SIZE | 1 << RSS, KIND,
		"Kind▲    Size    Rss\nheap     132K   132K\n");
}

static void the_cell_says_its_ink(void **state)
{
	(void)state;
	struct canvas canvas;
	assert_int_equal(canvas_init(&canvas, 13, 1), 0);
	column_row(&canvas, canvas_area(&canvas), columns, COUNT, 1 << KIND | 1 << SIZE, &heap,
		"changed");
	assert_roles(&canvas, "9*title 4*changed\n");
	canvas_finish(&canvas);
}

static void prose_is_cut_at_its_end_and_a_path_in_the_middle(void **state)
{
	(void)state;
	struct column column = { .title = "Path", .write = write_path };
	struct canvas canvas;
	assert_int_equal(canvas_init(&canvas, 16, 2), 0);
	struct rect line = { 0, 0, 16, 1 };
	column_row(&canvas, line, &column, 1, 1, &heap, NULL);
	column.is_prose = true;
	line.y = 1;
	column_row(&canvas, line, &column, 1, 1, &heap, NULL);
	assert_glyphs(&canvas, "/usr/li…ibfoo.so\n/usr/lib/a/long…\n");
	canvas_finish(&canvas);
}

static void the_mouse_finds_the_column(void **state)
{
	(void)state;
	struct rect line = { 5, 0, 40, 1 };
	assert_int_equal(column_at(line, columns, COUNT, ALL, 5), KIND);
	assert_int_equal(column_at(line, columns, COUNT, ALL, 12), PATH);
	assert_int_equal(column_at(line, columns, COUNT, ALL, 44), RSS);
	assert_int_equal(column_at(line, columns, COUNT, ALL, 4), SIZE_MAX);
	assert_int_equal(column_at(line, columns, COUNT, ALL, 60), SIZE_MAX);
	assert_int_equal(column_at(line, columns, COUNT, 1 << RSS, 7), RSS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_flexible_column_takes_what_is_left),
		cmocka_unit_test(columns_that_do_not_fit_are_left_out_whole),
		cmocka_unit_test(the_sorted_column_bears_its_direction),
		cmocka_unit_test(the_cell_says_its_ink),
		cmocka_unit_test(prose_is_cut_at_its_end_and_a_path_in_the_middle),
		cmocka_unit_test(the_mouse_finds_the_column),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
