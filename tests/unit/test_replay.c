/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <cmocka.h>

#include "app/replay.h"
#include "recording_file.h"

#define SECOND_NS UINT64_C(1000000000)
#define NOON UINT64_C(1795262400) /* 2026-11-21 12:00:00 UTC */

static uint64_t parsed(const char *text, uint64_t from)
{
	uint64_t wall_ns = 0;
	if (!replay_parse_time(text, from * SECOND_NS, &wall_ns))
		return 0;
	assert_int_equal(wall_ns % SECOND_NS, 0);
	return wall_ns / SECOND_NS;
}

static void a_time_of_day_is_the_first_one_of_the_recording(void **state)
{
	(void)state;
	assert_int_equal(parsed("12:30", NOON), NOON + 1800);
	assert_int_equal(parsed("12:00:07", NOON), NOON + 7);
	assert_int_equal(parsed("11:59", NOON), NOON + 86400 - 60);
	assert_int_equal(parsed("2026-11-21 11:59", NOON), NOON - 60);
	assert_int_equal(parsed("2026-11-22 00:00:01", NOON), NOON + 43201);
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const texts[] = { "", "12", "12:", "25:00", "12:30x", "noon", "-1:00",
		"2026-13-01 12:00", "12:30:05:01" };
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_int_equal(parsed(texts[i], NOON), 0);
}

static void a_recording_without_samples_cannot_be_replayed(void **state)
{
	(void)state;
	struct replay replay;
	char error[RECORDING_ERROR] = "";
	assert_int_equal(recorder_close(create(false)), 0);
	assert_int_equal(replay_init(&replay, path, error), -ENODATA);
	assert_non_null(strstr(error, path));
}

static void a_replay_spans_all_its_processes(void **state)
{
	(void)state;
	struct replay replay;
	char error[RECORDING_ERROR] = "";
	struct recorder *recorder = create(false);
	for (unsigned i = 0; i < 12; i++) {
		struct snapshot *snapshot = snapshot_create();
		snapshot->process.pid = 1 + (pid_t)(i % 3);
		snapshot->wall_ns = NOON * SECOND_NS + i * 100000000;
		snapshot->clock_ns = SECOND_NS + i * 100000000;
		add(recorder, snapshot);
		snapshot_unref(snapshot);
	}
	assert_int_equal(recorder_close(recorder), 0);
	assert_int_equal(replay_init(&replay, path, error), 0);
	assert_int_equal(replay.count, 3);
	assert_int_equal(replay.scene.first_ns, NOON * SECOND_NS);
	assert_int_equal(replay.first_ns, SECOND_NS + 200000000);
	assert_int_equal(replay.last_ns, SECOND_NS + 1100000000);
	assert_int_equal(replay.scene.last_ns, NOON * SECOND_NS + 1100000000);
	replay_finish(&replay);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_of_day_is_the_first_one_of_the_recording),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test_setup_teardown(
			a_recording_without_samples_cannot_be_replayed, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			a_replay_spans_all_its_processes, make_folder, remove_folder),
	};
	setenv("TZ", "UTC", 1);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
