/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "recording_file.h"

static void what_was_recorded_comes_back_as_it_was(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct told told;
		tell(&told, seed);
		record(&told);
		struct recording *recording = open_recording();
		struct source *source = open_source(recording, 0);
		struct snapshot *before = NULL;
		for (size_t i = 0; i < SAMPLES; i++) {
			struct snapshot *snapshot = next(source);
			assert_same_snapshots(told.snapshots[i], snapshot);
			bool was_shared =
				i > 0 && told.snapshots[i]->table == told.snapshots[i - 1]->table;
			assert_int_equal(before && before->table == snapshot->table, was_shared);
			snapshot_unref(before);
			before = snapshot;
		}
		snapshot_unref(before);
		struct snapshot *none;
		assert_int_equal(source_next(source, 0, &none), -ENODATA);
		source_close(source);
		recording_close(recording);
		forget(&told);
		unlink(path);
	}
}

static void any_instant_can_be_gone_to(void **state)
{
	(void)state;
	struct told told;
	struct story story = { .seed = 99 };
	tell(&told, 5);
	record(&told);
	struct recording *recording = open_recording();
	struct source *source = open_source(recording, 0);
	for (int i = 0; i < 200; i++) {
		size_t index = story_number(&story, SAMPLES);
		uint64_t wall_ns = told.snapshots[index]->wall_ns + story_number(&story, 2) * 1000;
		assert_int_equal(source_seek(source, wall_ns), 0);
		struct snapshot *snapshot = next(source);
		assert_same_snapshots(told.snapshots[index], snapshot);
		assert_int_equal(recording_position(source), index + 1);
		snapshot_unref(snapshot);
	}
	source_close(source);
	recording_close(recording);
	forget(&told);
}

static void before_the_beginning_is_the_first_sample(void **state)
{
	(void)state;
	struct told told;
	tell(&told, 6);
	record(&told);
	struct recording *recording = open_recording();
	struct source *source = open_source(recording, 0);
	source_seek(source, 0);
	struct snapshot *snapshot = next(source);
	assert_same_snapshots(told.snapshots[0], snapshot);
	snapshot_unref(snapshot);
	recording_go_to(source, 1000000);
	snapshot = next(source);
	assert_same_snapshots(told.snapshots[SAMPLES - 1], snapshot);
	snapshot_unref(snapshot);
	source_close(source);
	recording_close(recording);
	forget(&told);
}

/* Longer than a chapter, with little happening, as in life. */
static void chapters_are_gone_through_and_jumped_between(void **state)
{
	(void)state;
	struct story story = { .seed = 3 };
	struct snapshot *last = story_snapshot(&story, NULL), *snapshot, *places[3] = { 0 };
	struct recorder *recorder = create(false);
	for (size_t i = 0; i < 1500; i++) {
		snapshot = snapshot_create();
		story.beat++;
		story_process(&story, snapshot);
		snapshot->wall_ns = 1763700000000000000u + i * 1000000000u;
		snapshot_set_table(snapshot, i % 100 == 99 ? story_table(&story, last->table)
							   : region_table_ref(last->table));
		add(recorder, snapshot);
		if (i % 600 == 299)
			places[i / 600] = snapshot_ref(snapshot);
		snapshot_unref(last);
		last = snapshot;
	}
	assert_int_equal(recorder_close(recorder), 0);
	struct recording *recording = open_recording();
	struct source *source = open_source(recording, 0);
	assert_int_equal(recording_process(recording, 0)->samples, 1500);
	for (size_t i = 0; i < 1500; i++) {
		snapshot = next(source);
		if (i % 600 == 299)
			assert_same_snapshots(places[i / 600], snapshot);
		if (i == 1499)
			assert_same_snapshots(last, snapshot);
		snapshot_unref(snapshot);
	}
	for (size_t i = 3; i-- > 0;) {
		source_seek(source, places[i] ? places[i]->wall_ns : 0);
		snapshot = next(source);
		if (places[i])
			assert_same_snapshots(places[i], snapshot);
		snapshot_unref(snapshot);
		snapshot_unref(places[i]);
	}
	snapshot_unref(last);
	source_close(source);
	recording_close(recording);
}

/* The clock on the wall is set back by an hour in the middle. */
static void a_clock_that_is_set_does_not_disturb_the_other(void **state)
{
	(void)state;
	struct recorder *recorder = create(false);
	for (uint64_t i = 0; i < 40; i++) {
		struct snapshot *snapshot = snapshot_create();
		snapshot->clock_ns = 1000 + i * 10;
		snapshot->wall_ns = 100000 + i * 10 - (i >= 20 ? 5000 : 0);
		add(recorder, snapshot);
		snapshot_unref(snapshot);
	}
	assert_int_equal(recorder_close(recorder), 0);
	struct recording *recording = open_recording();
	struct source *source = open_source(recording, 0);
	for (uint64_t i = 0; i < 40; i++) {
		assert_int_equal(recording_seek_clock(source, 1000 + i * 10 + 9), 0);
		struct snapshot *snapshot = next(source);
		assert_int_equal(snapshot->clock_ns, 1000 + i * 10);
		snapshot_unref(snapshot);
	}
	source_close(source);
	recording_close(recording);
}

static void two_processes_are_two_sources(void **state)
{
	(void)state;
	struct told told;
	tell(&told, 8);
	struct recorder *recorder = create(false);
	for (size_t i = 0; i < SAMPLES; i++) {
		struct snapshot *other = snapshot_create();
		other->process.pid = 77;
		other->wall_ns = told.snapshots[i]->wall_ns;
		add(recorder, told.snapshots[i]);
		if (i % 2)
			add(recorder, other);
		snapshot_unref(other);
	}
	assert_int_equal(recorder_close(recorder), 0);
	struct recording *recording = open_recording();
	assert_int_equal(recording_process_count(recording), 2);
	assert_int_equal(recording_process(recording, 0)->samples, SAMPLES);
	assert_int_equal(recording_process(recording, 1)->samples, SAMPLES / 2);
	assert_int_equal(recording_process(recording, 1)->pid, 77);
	assert_string_equal(recording_process(recording, 1)->role, "child");
	assert_int_equal(
		recording_process(recording, 1)->first_wall_ns, told.snapshots[1]->wall_ns);
	struct source *source = open_source(recording, 1);
	struct snapshot *snapshot = next(source);
	assert_int_equal(snapshot->process.pid, 77);
	snapshot_unref(snapshot);
	source_close(source);
	recording_close(recording);
	forget(&told);
}

static void events_come_back_in_their_order(void **state)
{
	(void)state;
	const struct event events[] = {
		{ 5, EVENT_NOTE, REGION_UNKNOWN, 0, "before" },
		{ 6, EVENT_EXEC, REGION_HEAP, 0xffffffffff600000, "exec" },
	};
	struct event event;
	struct recorder *recorder = create(false);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(recorder_note(recorder, &events[i]), 0);
	assert_int_equal(recorder_close(recorder), 0);
	struct recording *recording = open_recording();
	for (size_t i = 0; i < 2; i++) {
		assert_true(recording_event(recording, i, &event));
		assert_memory_equal(&event, &events[i], sizeof event);
	}
	assert_false(recording_event(recording, 2, &event));
	recording_close(recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_was_recorded_comes_back_as_it_was, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			any_instant_can_be_gone_to, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			before_the_beginning_is_the_first_sample, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			chapters_are_gone_through_and_jumped_between, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			a_clock_that_is_set_does_not_disturb_the_other, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			two_processes_are_two_sources, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			events_come_back_in_their_order, make_folder, remove_folder),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
