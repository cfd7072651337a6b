/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "app/journal.h"

static void notes_are_kept_in_order(void **state)
{
	(void)state;
	struct journal journal;
	assert_int_equal(journal_init(&journal), 0);
	journal_note(&journal, 1, "one");
	journal_note(&journal, 2, "two\x1b[31m");
	struct event_log log = journal_log(&journal);
	assert_int_equal(log.count, 2);
	assert_string_equal(log.events[0].text, "one");
	assert_string_equal(log.events[1].text, "two?[31m");
	assert_int_equal(log.events[1].kind, EVENT_NOTE);
	journal_finish(&journal);
}

static void the_oldest_go_first(void **state)
{
	(void)state;
	struct journal journal;
	char text[32], newest[32];
	assert_int_equal(journal_init(&journal), 0);
	for (uint64_t i = 0; i < 10 * JOURNAL_EVENTS + 7; i++) {
		snprintf(text, sizeof text, "note %llu", (unsigned long long)i);
		journal_note(&journal, i, text);
	}
	struct event_log log = journal_log(&journal);
	assert_true(log.count >= JOURNAL_EVENTS);
	assert_true(log.count <= JOURNAL_LANDMARKS + 2 * JOURNAL_EVENTS);
	for (size_t i = 1; i < log.count; i++)
		assert_int_equal(log.events[i].wall_ns, log.events[i - 1].wall_ns + 1);
	snprintf(newest, sizeof newest, "note %d", 10 * JOURNAL_EVENTS + 6);
	assert_string_equal(log.events[log.count - 1].text, newest);
	journal_finish(&journal);
}

static void landmarks_outlast_what_is_small(void **state)
{
	(void)state;
	struct journal journal;
	const struct event small = { .kind = EVENT_RESIDENT, .text = "small" };
	assert_int_equal(journal_init(&journal), 0);
	journal_note(&journal, 1, "pin A");
	for (int i = 0; i < 10 * JOURNAL_EVENTS; i++)
		journal_add(&journal, &small);
	struct event_log log = journal_log(&journal);
	assert_string_equal(log.events[0].text, "pin A");
	assert_string_equal(log.events[1].text, "small");
	journal_finish(&journal);
}

static const struct snapshot *picture(uint64_t anonymous_bytes, unsigned execs)
{
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = region_table_create();
	struct region *region = region_table_add(table);
	region->start = 0x10000;
	region->end = region->start + anonymous_bytes;
	region->permissions = PERMISSION_READ | PERMISSION_WRITE;
	region->kind = REGION_ANON;
	region->path = region->module = "";
	region_table_seal(table);
	table->layout = anonymous_bytes;
	snapshot_set_table(snapshot, table);
	snapshot->process.comm = snapshot->process.exe = "test";
	snapshot->process.exec_count = execs;
	return snapshot;
}

static void changes_are_told_with_the_role(void **state)
{
	(void)state;
	struct journal journal;
	assert_int_equal(journal_init(&journal), 0);
	const struct snapshot *before = picture(1 << 20, 0), *after = picture(64 << 20, 0);
	size_t alone = journal_compare(&journal, "", before, after);
	assert_true(alone > 0);
	assert_int_equal(journal_compare(&journal, "child", before, after), alone);
	struct event_log log = journal_log(&journal);
	assert_int_equal(strncmp(log.events[alone].text, "child: ", 7), 0);
	assert_string_equal(log.events[alone].text + 7, log.events[0].text);
	assert_int_equal(journal_compare(&journal, "", after, after), 0);
	snapshot_unref(before);
	snapshot_unref(after);
	journal_finish(&journal);
}

static void the_most_important_of_a_moment_is_the_newest(void **state)
{
	(void)state;
	struct journal journal;
	assert_int_equal(journal_init(&journal), 0);
	const struct snapshot *before = picture(1 << 20, 0);
	struct snapshot *after = (struct snapshot *)(uintptr_t)picture(64 << 20, 0);
	struct snapshot *first = (struct snapshot *)(uintptr_t)before;
	first->metrics[METRIC_THREADS] = 1;
	after->metrics[METRIC_THREADS] = 2;
	assert_int_equal(journal_compare(&journal, "", before, after), 2);
	struct event_log log = journal_log(&journal);
	assert_int_equal(log.events[0].kind, EVENT_GREW);
	assert_int_equal(log.events[1].kind, EVENT_THREADS);
	snapshot_unref(before);
	snapshot_unref(after);
	journal_finish(&journal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notes_are_kept_in_order),
		cmocka_unit_test(the_oldest_go_first),
		cmocka_unit_test(landmarks_outlast_what_is_small),
		cmocka_unit_test(changes_are_told_with_the_role),
		cmocka_unit_test(the_most_important_of_a_moment_is_the_newest),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
