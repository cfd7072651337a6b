/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/tape.h"
#include "recording_file.h"

static struct tape *start(void)
{
	char error[RECORDING_ERROR] = "";
	struct tape *tape = NULL;
	const struct recorder_options options = { .path = path };
	assert_int_equal(tape_start(&options, &tape, error), 0);
	return tape;
}

static void what_is_put_on_a_tape_is_in_the_file_in_its_order(void **state)
{
	(void)state;
	struct told told;
	struct tape_status status;
	struct event event = { .kind = EVENT_NOTE, .text = "a pin", .wall_ns = 5 };
	tell(&told, 11);
	struct tape *tape = start();
	tape_note(tape, &event);
	for (size_t i = 0; i < SAMPLES; i++)
		tape_add(tape, told.snapshots[i], "child");
	assert_int_equal(tape_stop(tape, &status), 0);
	assert_int_equal(status.samples, SAMPLES);
	assert_int_equal(status.missed, 0);
	assert_int_equal(status.first_wall_ns, told.snapshots[0]->wall_ns);
	struct recording *recording = open_recording();
	assert_string_equal(recording_process(recording, 0)->role, "child");
	assert_true(recording_event(recording, 0, &event));
	assert_string_equal(event.text, "a pin");
	struct source *source = open_source(recording, 0);
	for (size_t i = 0; i < SAMPLES; i++) {
		struct snapshot *snapshot = next(source);
		assert_same_snapshots(told.snapshots[i], snapshot);
		snapshot_unref(snapshot);
	}
	source_close(source);
	recording_close(recording);
	forget(&told);
}

static void a_tape_without_samples_is_a_recording_without_samples(void **state)
{
	(void)state;
	struct tape_status status;
	assert_int_equal(tape_stop(start(), &status), 0);
	assert_int_equal(status.samples, 0);
	struct recording *recording = open_recording();
	assert_int_equal(recording_process_count(recording), 0);
	recording_close(recording);
}

static void a_place_that_is_taken_is_told_at_once(void **state)
{
	(void)state;
	char error[RECORDING_ERROR] = "";
	struct tape_status status;
	struct tape *tape = NULL;
	const struct recorder_options options = { .path = path };
	assert_int_equal(tape_stop(start(), &status), 0);
	assert_int_equal(tape_start(&options, &tape, error), -EEXIST);
	assert_non_null(strstr(error, "--force"));
	assert_null(tape);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_put_on_a_tape_is_in_the_file_in_its_order,
			make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			a_tape_without_samples_is_a_recording_without_samples, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(
			a_place_that_is_taken_is_told_at_once, make_folder, remove_folder),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
