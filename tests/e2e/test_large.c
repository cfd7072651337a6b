/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets as large as they come: seen whole, and the viewer stays small and answers keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "viewer.h"

static void walk_through(struct vt *vt)
{
	vt_type(vt, "2");
	assert_true(vt_wait_text(vt, "rw-p"));
	vt_key(vt, VTERM_KEY_END);
	assert_true(vt_wait_frames(vt, 1));
	vt_key(vt, VTERM_KEY_HOME);
	assert_true(vt_wait_frames(vt, 1));
	vt_type(vt, "1");
	assert_true(vt_wait_frames(vt, 1));
}

static void watch(const char *mode, unsigned long number, const char *seen)
{
	struct target target;
	struct vt vt;
	target_start_number(&target, mode, number);
	viewer_open(&vt, &target, NULL, 40, 120);
	if (seen)
		assert_true(vt_wait_text(&vt, seen));
	walk_through(&vt);
	viewer_quit(&vt);
	target_finish(&target);
}

static void sixty_thousand_mappings(void **state)
{
	(void)state;
	watch("mappings", 60000, NULL);
}

static void two_thousand_threads(void **state)
{
	(void)state;
	watch("threads", 2000, "2,001 threads");
}

static void sixty_four_tebibytes_of_reservations(void **state)
{
	(void)state;
	watch("reserve", 64 * 1024, "64");
}

/* The batch face agrees with the kernel's own count of lines. */
static void every_mapping_is_exported(void **state)
{
	(void)state;
	struct target target;
	struct ran ours, kernel;
	char path[64];
	target_start_number(&target, "mappings", 60000);
	run_program(&ours, (const char *const[]){ strata_path(), "snapshot", target.text,
				   "--format", "csv", NULL });
	snprintf(path, sizeof(path), "/proc/%s/maps", target.text);
	run_program(&kernel, (const char *const[]){ "cat", path, NULL });
	size_t lines = 0, wanted = 1; /* the head */
	for (const char *at = ours.output; (at = strchr(at, '\n')); at++)
		lines++;
	for (const char *at = kernel.output; (at = strchr(at, '\n')); at++)
		wanted++;
	assert_int_equal(lines, wanted);
	ran_finish(&ours);
	ran_finish(&kernel);
	target_finish(&target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sixty_thousand_mappings),
		cmocka_unit_test(two_thousand_threads),
		cmocka_unit_test(sixty_four_tebibytes_of_reservations),
		cmocka_unit_test(every_mapping_is_exported),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
