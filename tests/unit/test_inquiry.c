/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <poll.h>

#include "app/inquiry.h"

static const struct mappers_options library = {
	.proc_root = FIXTURES "/proc/shared",
	.device_major = 0xfe,
	.inode = 131,
};

static struct inquiry *ask(const struct mappers_options *options)
{
	struct inquiry *inquiry = NULL;
	assert_int_equal(inquiry_create(options, &inquiry), 0);
	return inquiry;
}

static struct inquiry_progress await_end(struct inquiry *inquiry)
{
	struct inquiry_progress progress;
	do {
		struct pollfd ready = { inquiry_fd(inquiry), POLLIN, 0 };
		assert_int_equal(poll(&ready, 1, 10000), 1);
		inquiry_look(inquiry, &progress);
	} while (!progress.has_ended);
	return progress;
}

static void it_answers_who_maps_a_thing(void **state)
{
	(void)state;
	struct inquiry *inquiry = ask(&library);
	struct inquiry_progress progress = await_end(inquiry);
	assert_int_equal(progress.error, 0);
	assert_non_null(progress.answer);
	assert_int_equal(progress.tally.asked, 5);
	assert_int_equal(progress.answer->tally.found, 3);
	inquiry_destroy(inquiry);
}

static void it_says_why_there_is_no_answer(void **state)
{
	(void)state;
	struct mappers_options options = library;
	options.proc_root = FIXTURES "/nowhere";
	struct inquiry *inquiry = ask(&options);
	struct inquiry_progress progress = await_end(inquiry);
	assert_int_equal(progress.error, ENOENT);
	assert_null(progress.answer);
	inquiry_destroy(inquiry);
}

static void it_may_be_dropped_before_it_has_answered(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++)
		inquiry_destroy(ask(&(struct mappers_options){ .inode = 1 }));
	inquiry_destroy(NULL);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_answers_who_maps_a_thing),
		cmocka_unit_test(it_says_why_there_is_no_answer),
		cmocka_unit_test(it_may_be_dropped_before_it_has_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
