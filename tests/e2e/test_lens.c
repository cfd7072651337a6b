/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one thing that writes to a process: marks of use, wiped after a y and after nothing else. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

#define MIB 8
#define ASKED "write 1 to /proc/"
#define WIPED "reference marks wiped"

struct stage {
	struct target target;
	struct vt vt;
};

static int set_up(void **state)
{
	static struct stage stage;
	target_start_number(&stage.target, "resident", MIB);
	viewer_open(&stage.vt, &stage.target, (const char *const[]){ "--every", "0.1s", NULL }, 24,
		120);
	*state = &stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;
	viewer_quit(&stage->vt);
	target_finish(&stage->target);
	return 0;
}

/* KiB of the process that were used since its marks were wiped. */
static unsigned long referenced(const struct target *target)
{
	char path[48], text[4096];
	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)target->pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	ssize_t length = read(fd, text, sizeof text - 1);
	close(fd);
	assert_true(length > 0);
	text[length] = '\0';
	const char *line = strstr(text, "Referenced:");
	assert_non_null(line);
	return strtoul(line + strlen("Referenced:"), NULL, 10);
}

static void a_y_wipes_and_what_is_used_counts_from_there(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	assert_true(referenced(&stage->target) >= MIB * 1024);
	vt_type(vt, "L");
	assert_true(vt_wait_text(vt, ASKED));
	vt_type(vt, "y");
	assert_true(vt_wait_text(vt, WIPED));
	assert_true(vt_wait_text(vt, "marks wiped)"));
	assert_true(referenced(&stage->target) < MIB * 1024 / 2);
}

static void any_other_answer_writes_nothing(void **state)
{
	static const char *const answers[] = { "n", "Y", "\r", "\033", " ", "L", "\t" };
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		vt_type(vt, "L");
		assert_true(vt_wait_text(vt, ASKED));
		vt_type(vt, answers[i]);
		assert_true(vt_wait_no_text(vt, ASKED));
	}
	assert_true(vt_wait_frames(vt, 3));
	assert_true(vt_wait_no_text(vt, WIPED));
	assert_true(referenced(&stage->target) >= MIB * 1024);
}

static void a_pasted_y_is_no_answer(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = &stage->vt;
	vt_type(vt, "L");
	assert_true(vt_wait_text(vt, ASKED));
	vt_paste(vt, "yyy");
	vt_type(vt, "n");
	assert_true(vt_wait_no_text(vt, ASKED));
	assert_true(vt_wait_frames(vt, 3));
	assert_true(referenced(&stage->target) >= MIB * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_y_wipes_and_what_is_used_counts_from_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_other_answer_writes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_pasted_y_is_no_answer, set_up, tear_down),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
