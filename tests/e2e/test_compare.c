/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two processes side by side: copies counted on the screen, and how others come beside one. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

#define ROWS 40
#define COLUMNS 120
#define LABEL 16 /* columns before the cells of the left side */
#define CELLS 24 /* a row, at 120 columns with a lesson */
#define GUTTER 5
#define NOBODY 65534

/* The lesson with 16 MiB: 4,096 pages, 16 a cell. In ASCII a cell is one letter. */
static void open_lesson(struct vt *vt, uid_t uid)
{
	const char *const words[] = { strata_path(), "demo", "cow-fork", "--set", "size=16M",
		"--ascii", NULL };
	vt_start(vt, &(struct vt_options){
			     .rows = ROWS, .columns = COLUMNS, .arguments = words, .uid = uid });
	assert_true(vt_wait_text(vt, "begins with n"));
}

/* How many cells below the title show this letter, from this column on. */
static unsigned count_cells(const struct vt *vt, int first, int width, char letter)
{
	unsigned count = 0;
	int row, column;
	assert_true(vt_find(vt, "one cell = 16 pages", &row, &column));
	for (int y = row + 1; vt_cell(vt, y, LABEL - 15).chars[0] != ' ' && y < ROWS; y++)
		for (int x = first; x < first + width; x++)
			count += vt_cell(vt, y, x).chars[0] == (uint32_t)letter;
	return count;
}

static void assert_cells(struct vt *vt, unsigned shared, unsigned own)
{
	int right = LABEL + CELLS + GUTTER;
	assert_int_equal(count_cells(vt, LABEL, CELLS, 'S'), shared);
	assert_int_equal(count_cells(vt, LABEL, CELLS, 'R'), own);
	assert_int_equal(count_cells(vt, right, CELLS, 'S'), shared);
	assert_int_equal(count_cells(vt, right, CELLS, 'R'), own);
}

static void check_lesson(uid_t uid, const char *grounds)
{
	struct vt vt;
	open_lesson(&vt, uid);
	for (unsigned step = 1; step <= 3; step++)
		viewer_step(&vt, step, 9);
	assert_true(vt_wait_text(&vt, "one frame 4,096  X copied 0"));
	assert_true(vt_wait_text(&vt, "child"));
	assert_cells(&vt, 256, 0);
	viewer_step(&vt, 4, 9);
	assert_true(vt_wait_text(&vt, "one frame 3,072  X copied 1,024"));
	assert_true(vt_wait_text(&vt, grounds));
	assert_true(vt_wait_text(&vt, "12 MiB in RAM once for both, 4 MiB copied"));
	assert_cells(&vt, 192, 64);
	viewer_step(&vt, 5, 9);
	assert_true(vt_wait_text(&vt, "one frame 2,048  X copied 2,048"));
	assert_cells(&vt, 128, 128);
	viewer_step(&vt, 6, 9);
	viewer_step(&vt, 7, 9);
	assert_true(vt_wait_text(&vt, "one frame 0  X copied 4,096"));
	assert_cells(&vt, 0, 256);
	viewer_check_wire(&vt);
	vt_finish(&vt);
}

static void copies_of_a_forked_child_are_counted_cell_by_cell(void **state)
{
	(void)state;
	check_lesson(0, geteuid() == 0 ? "proved by frame numbers" : "inferred");
}

static void an_ordinary_user_sees_the_same_and_that_it_is_inferred(void **state)
{
	(void)state;
	check_lesson(geteuid() == 0 ? NOBODY : 0, "inferred");
}

static void several_processes_are_compared_at_once(void **state)
{
	(void)state;
	struct target first, second;
	struct vt vt;
	target_start(&first, "sleep", NULL);
	target_start(&second, "sleep", NULL);
	const char *const words[] = { strata_path(), first.text, second.text, NULL };
	vt_start(&vt, &(struct vt_options){ .rows = ROWS, .columns = COLUMNS, .arguments = words });
	assert_true(vt_wait_text(&vt, "one frame"));
	assert_true(vt_wait_text(&vt, "ΣRSS"));
	char head[32];
	snprintf(head, sizeof head, "%s victim", second.text);
	assert_true(vt_wait_text(&vt, head));
	viewer_quit(&vt);
	target_finish(&first);
	target_finish(&second);
}

static void of_one_that_exits_the_last_picture_stays(void **state)
{
	(void)state;
	struct target first, second;
	struct vt vt;
	target_start_number(&first, "resident", 4);
	target_start_number(&second, "resident", 4);
	const char *const words[] = { strata_path(), first.text, second.text, NULL };
	vt_start(&vt, &(struct vt_options){ .rows = ROWS, .columns = COLUMNS, .arguments = words });
	assert_true(vt_wait_text(&vt, "one frame"));
	target_finish(&second);
	assert_true(vt_wait_text(&vt, "right has exited: above is its last picture"));
	assert_true(vt_wait_no_text(&vt, "one frame"));
	assert_true(vt_wait_no_text(&vt, "only in"));
	viewer_quit(&vt);
	target_finish(&first);
}

/* Forks a child for each byte. */
static pid_t start_forker(int *ret_input)
{
	int pipes[2];
	char byte;
	assert_int_equal(pipe(pipes), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(pipes[1]);
		while (read(pipes[0], &byte, 1) == 1)
			if (fork() == 0) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				for (;;)
					pause();
			}
		_exit(0);
	}
	close(pipes[0]);
	*ret_input = pipes[1];
	return pid;
}

static void a_child_that_appears_is_told_and_compared_by_a_key(void **state)
{
	(void)state;
	struct vt vt;
	int input;
	char text[16];
	pid_t pid = start_forker(&input);
	snprintf(text, sizeof text, "%d", (int)pid);
	const char *const words[] = { strata_path(), text, "--every", "0.1s", NULL };
	vt_start(&vt, &(struct vt_options){ .rows = ROWS, .columns = COLUMNS, .arguments = words });
	assert_true(vt_wait_text(&vt, "rw-p"));
	assert_true(vt_wait_text(&vt, "minflt"));
	assert_int_equal(write(input, "", 1), 1);
	assert_true(vt_wait_text(&vt, "test_compare: c compares"));
	vt_type(&vt, "c");
	assert_true(vt_wait_text(&vt, "one frame"));
	assert_true(vt_wait_text(&vt, "parent"));
	assert_true(vt_wait_text(&vt, "child"));
	viewer_quit(&vt);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(input);
}

static void a_child_of_a_started_command_is_offered(void **state)
{
	(void)state;
	struct vt vt;
	const char *const words[] = { strata_path(), "run", "--every", "0.1s", "--", "sh", "-c",
		"sleep 1000 & wait", NULL };
	vt_start(&vt, &(struct vt_options){ .rows = ROWS, .columns = COLUMNS, .arguments = words });
	assert_true(vt_wait_text(&vt, "c compares"));
	viewer_quit(&vt);
}

static void what_is_too_many_to_compare_is_said(void **state)
{
	(void)state;
	struct vt vt;
	int input;
	char text[16];
	pid_t pid = start_forker(&input);
	snprintf(text, sizeof text, "%d", (int)pid);
	assert_int_equal(write(input, "123456789", 9), 9);
	const char *const words[] = { strata_path(), text, "--every", "0.1s", NULL };
	vt_start(&vt, &(struct vt_options){ .rows = ROWS, .columns = COLUMNS, .arguments = words });
	assert_true(vt_wait_text(&vt, "minflt"));
	vt_type(&vt, "c");
	assert_true(vt_wait_text(&vt, "children left out: 2"));
	viewer_quit(&vt);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(input);
}

static void any_process_can_be_chosen_to_compare_with(void **state)
{
	(void)state;
	struct target first, second;
	struct vt vt;
	target_start(&first, "sleep", NULL);
	target_start(&second, "sleep", NULL);
	viewer_open(&vt, &first, NULL, ROWS, COLUMNS);
	vt_type(&vt, "c");
	assert_true(vt_wait_text(&vt, "which process is to be compared"));
	vt_type(&vt, second.text);
	assert_true(vt_wait_text(&vt, "1 of "));
	vt_key(&vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_text(&vt, "one frame"));
	viewer_quit(&vt);
	target_finish(&first);
	target_finish(&second);
}

/* 2,048 pages: 512 copied, 512 of the file. Each poke writes 21 of the others. */
static void a_process_is_compared_with_itself_from_the_first_baseline_on(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start_number(&target, "sheet", 2048);
	viewer_open(&vt, &target, (const char *const[]){ "--every", "0.1s", NULL }, 24, 80);
	vt_type(&vt, "6");
	assert_true(vt_wait_text(&vt, "There is nothing to compare with"));
	vt_type(&vt, "b");
	assert_true(vt_wait_text(&vt, "kept 1,024"));
	assert_true(vt_wait_text(&vt, "4 MiB still there"));
	target_poke(&target);
	assert_true(vt_wait_text(&vt, "new 21"));
	viewer_quit(&vt);
	target_finish(&target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_of_a_forked_child_are_counted_cell_by_cell),
		cmocka_unit_test(an_ordinary_user_sees_the_same_and_that_it_is_inferred),
		cmocka_unit_test(several_processes_are_compared_at_once),
		cmocka_unit_test(of_one_that_exits_the_last_picture_stays),
		cmocka_unit_test(a_child_of_a_started_command_is_offered),
		cmocka_unit_test(what_is_too_many_to_compare_is_said),
		cmocka_unit_test(a_child_that_appears_is_told_and_compared_by_a_key),
		cmocka_unit_test(a_process_is_compared_with_itself_from_the_first_baseline_on),
		cmocka_unit_test(any_process_can_be_chosen_to_compare_with),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
