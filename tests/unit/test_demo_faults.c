/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "view/demo_faults.h"

#define WIDTH 60
#define NARROW 46
#define HEIGHT 6

/* At step 1: one write to a page without the right, one just below the stack, before that a read. */
static struct demo_run run_of_three(void)
{
	struct demo_run run = { .step = 1, .fault_count = 3 };
	run.faults[0] = (struct run_fault){ .label = "read r--",
		.is_placed = true,
		.is_mapped = true,
		.kind = REGION_RODATA,
		.permissions = PERMISSION_READ };
	run.faults[1] = (struct run_fault){ .label = "write r--",
		.step = 1,
		.aim = 0x1000,
		.address = 0x1000,
		.signal = SIGSEGV,
		.code = SEGV_ACCERR,
		.is_placed = true,
		.is_mapped = true,
		.kind = REGION_RODATA,
		.permissions = PERMISSION_READ };
	run.faults[2] = (struct run_fault){ .label = "overflow",
		.step = 1,
		.aim = 0x7ffd00000ff0,
		.address = 0x7ffd00000ff0,
		.signal = SIGSEGV,
		.code = SEGV_MAPERR,
		.is_placed = true,
		.kind = REGION_STACK,
		.distance = 16 };
	return run;
}

/* Paints and gives the lines, each without the blanks at its end. */
static void paint_in(
	const struct demo_run *run, enum faults_of which, struct rect area, char lines[][WIDTH + 1])
{
	struct canvas canvas;
	assert_int_equal(canvas_init(&canvas, WIDTH, HEIGHT), 0);
	canvas.ascii = true;
	canvas_fill(&canvas, (struct rect){ 0, 0, WIDTH, HEIGHT }, ' ', PEN(ROLE_TEXT));
	demo_faults(run, which, &canvas, area);
	for (int y = 0; y < HEIGHT; y++) {
		int length = 0;
		for (int x = 0; x < WIDTH; x++) {
			lines[y][x] = (char)canvas.cells[y * WIDTH + x].glyph;
			length = lines[y][x] != ' ' ? x + 1 : length;
		}
		lines[y][length] = '\0';
	}
	canvas_finish(&canvas);
}

static void paint(
	const struct demo_run *run, enum faults_of which, int height, char lines[][WIDTH + 1])
{
	paint_in(run, which, (struct rect){ 0, 0, NARROW, height }, lines);
}

static void each_access_says_what_it_hit_and_what_that_gave(void **state)
{
	(void)state;
	char lines[HEIGHT][WIDTH + 1];
	struct demo_run run = run_of_three();
	assert_int_equal(demo_faults_height(&run, FAULTS_OF_STEP), 4);
	paint(&run, FAULTS_OF_STEP, HEIGHT, lines);
	assert_string_equal(lines[0], "access                 hit         gave");
	assert_string_equal(lines[1], "write r--              rodata r--p SEGV_ACCERR");
	assert_string_equal(lines[2], "overflow               nothing     SEGV_MAPERR");
	assert_string_equal(lines[3], "  0x7ffd00000ff0, 16 B below stack");
	assert_string_equal(lines[4], "");
}

static void the_signal_is_named_where_there_is_room(void **state)
{
	(void)state;
	char lines[HEIGHT][WIDTH + 1];
	struct demo_run run = run_of_three();
	paint_in(&run, FAULTS_OF_STEP, (struct rect){ 0, 0, WIDTH, HEIGHT }, lines);
	assert_string_equal(
		lines[1], "write r--                    rodata r--p SIGSEGV SEGV_ACCERR");
}

static void those_of_earlier_steps_are_asked_for_apart(void **state)
{
	(void)state;
	char lines[HEIGHT][WIDTH + 1];
	struct demo_run run = run_of_three();
	assert_int_equal(demo_faults_height(&run, FAULTS_BEFORE), 2);
	paint(&run, FAULTS_BEFORE, HEIGHT, lines);
	assert_string_equal(lines[0], "before                 hit         gave");
	assert_string_equal(lines[1], "read r--               rodata r--p allowed");
	run.fault_count = 0;
	assert_int_equal(demo_faults_height(&run, FAULTS_BEFORE), 0);
}

static void the_first_are_left_out_where_there_is_too_little_room(void **state)
{
	(void)state;
	char lines[HEIGHT][WIDTH + 1];
	struct demo_run run = run_of_three();
	paint(&run, FAULTS_OF_STEP, 3, lines);
	assert_string_equal(lines[1], "overflow               nothing     SEGV_MAPERR");
	assert_string_equal(lines[2], "  0x7ffd00000ff0, 16 B below stack");
	assert_string_equal(lines[3], "");
}

static void another_address_in_the_signal_is_told(void **state)
{
	(void)state;
	char lines[HEIGHT][WIDTH + 1];
	struct demo_run run = { .fault_count = 1 };
	run.faults[0] = (struct run_fault){ .label = "no address",
		.aim = UINT64_C(1) << 56,
		.signal = SIGSEGV,
		.code = SI_KERNEL,
		.is_placed = true,
		.distance = UNKNOWN };
	paint(&run, FAULTS_OF_STEP, HEIGHT, lines);
	assert_string_equal(lines[2], "  0x100000000000000, and the signal says 0x0");
	run.faults[0].aim = UINT64_MAX << 47;
	paint(&run, FAULTS_OF_STEP, HEIGHT, lines);
	assert_non_null(strstr(lines[1], "kernel"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_access_says_what_it_hit_and_what_that_gave),
		cmocka_unit_test(the_signal_is_named_where_there_is_room),
		cmocka_unit_test(those_of_earlier_steps_are_asked_for_apart),
		cmocka_unit_test(the_first_are_left_out_where_there_is_too_little_room),
		cmocka_unit_test(another_address_in_the_signal_is_told),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
