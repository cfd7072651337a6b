/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who else maps what is under the cursor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

struct stage {
	struct target target;
	struct vt vt;
};

static int set_up(void **state)
{
	static struct stage stage;
	char folder[] = "/tmp/who-XXXXXX";
	assert_non_null(mkdtemp(folder));
	target_start(&stage.target, "share", (const char *const[]){ folder, NULL });
	rmdir(folder);
	viewer_open(&stage.vt, &stage.target, NULL, 40, 120);
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

static void ask_for(struct vt *vt, const char *name)
{
	char keys[64];
	snprintf(keys, sizeof keys, "2/%s\r", name);
	vt_type(vt, keys);
	vt_type(vt, "w");
	assert_true(vt_wait_text(vt, "Who maps this?"));
}

static void names_both_that_map_a_file(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	ask_for(vt, "together.bin");
	assert_true(vt_wait_text(vt, "2 of "));
	assert_true(vt_wait_text(vt, "partner"));
	assert_true(vt_wait_text(vt, "own, shared"));
}

static void names_both_that_map_memory_without_a_file(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	ask_for(vt, "pool");
	assert_true(vt_wait_text(vt, "2 of "));
	assert_true(vt_wait_text(vt, "partner"));
	assert_true(vt_wait_text(vt, "together RSS"));
}

static void watches_the_one_that_is_chosen(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	ask_for(vt, "pool");
	assert_true(vt_wait_text(vt, "2 of "));
	assert_true(vt_wait_text(vt, "partner"));
	vt_key(vt, VTERM_KEY_DOWN);
	vt_key(vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_text(vt, "watching partner"));
	assert_true(vt_wait_no_text(vt, "Who maps this?"));
}

static void escape_goes_back_to_the_view(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	ask_for(vt, "libc");
	vt_key(vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_no_text(vt, "Who maps this?"));
	assert_true(vt_wait_text(vt, "memfd:pool"));
}

static void says_why_nobody_can_be_asked_for_the_heap(void **state)
{
	struct vt *vt = &((struct stage *)*state)->vt;
	ask_for(vt, "kind:heap");
	assert_true(vt_wait_text(vt, "no other process can map it"));
	vt_key(vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_no_text(vt, "Who maps this?"));
}

#define STAGE_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(names_both_that_map_a_file),
		STAGE_TEST(names_both_that_map_memory_without_a_file),
		STAGE_TEST(watches_the_one_that_is_chosen),
		STAGE_TEST(escape_goes_back_to_the_view),
		STAGE_TEST(says_why_nobody_can_be_asked_for_the_heap),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
