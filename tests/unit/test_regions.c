/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stage.h"

static void without_smaps_counters_are_unknown(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	stage_remove(&stage, "smaps");
	struct snapshot *snapshot = take(stage.source, DETAIL_SMAPS);
	assert_int_equal(snapshot->table->count, 24);
	assert_int_equal(snapshot->metrics[METRIC_REGIONS], 24);
	assert_true(snapshot->metrics[METRIC_PSS] == UNKNOWN);
	assert_int_equal(snapshot->counters_clock_ns, 0);
	assert_int_equal(snapshot_gap(snapshot, "smaps"), ENOENT);
	snapshot_unref(snapshot);
	stage_close(&stage);
}

static void broken_text_is_a_gap(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	stage_set(&stage, "truncated", "smaps");
	struct snapshot *snapshot = take(stage.source, DETAIL_SMAPS);
	assert_int_equal(snapshot_gap(snapshot, "smaps"), EBADMSG);
	const struct region *last = &snapshot->table->regions[snapshot->table->count - 1];
	assert_true(last->counters[COUNTER_SHARED_DIRTY] == 0);
	assert_true(last->counters[COUNTER_PRIVATE_CLEAN] == UNKNOWN);
	struct snapshot *again = take(stage.source, DETAIL_SMAPS);
	assert_int_equal(snapshot_gap(again, "smaps"), EBADMSG);
	snapshot_unref(again);
	snapshot_unref(snapshot);
	stage_close(&stage);
}

static void between_two_smaps_counters_are_carried(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	struct snapshot *first = take(stage.source, DETAIL_SMAPS);
	stage_set(&stage, "truncated", "maps"); /* without the last mapping */
	struct snapshot *second = take(stage.source, DETAIL_SMAPS);
	const struct region_table *before = first->table, *now = second->table;
	assert_int_equal(now->count, before->count - 1);
	assert_int_equal(snapshot_gap(second, "maps"), EBADMSG);
	assert_true(now->regions[3].stale);
	assert_int_equal(
		now->regions[3].counters[COUNTER_PSS], before->regions[3].counters[COUNTER_PSS]);
	assert_string_equal(now->regions[3].flags, before->regions[3].flags);
	assert_true(second->counters_clock_ns == first->counters_clock_ns);
	assert_int_equal(second->metrics[METRIC_PSS], first->metrics[METRIC_PSS]);
	assert_false(before->regions[3].stale);
	snapshot_unref(first);
	snapshot_unref(second);
	stage_close(&stage);
}

static void a_region_that_appeared_has_unknown_counters(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	struct snapshot *first = take(stage.source, DETAIL_SMAPS);
	const struct region *heap = &first->table->regions[5];
	char from[40], to[40];
	assert_string_equal(heap->path, "[heap]");
	snprintf(from, sizeof from, "-%lx", (unsigned long)heap->end);
	snprintf(to, sizeof to, "-%lx", (unsigned long)heap->end + 0x1000);
	stage_change(&stage, "maps", from, to);
	struct snapshot *second = take(stage.source, DETAIL_SMAPS);
	const struct region *grown = &second->table->regions[5];
	assert_int_equal(second->metrics[METRIC_HEAP], region_size(heap) + 0x1000);
	assert_true(grown->counters[COUNTER_RSS] == UNKNOWN);
	assert_false(grown->stale);
	assert_int_equal(second->metrics[METRIC_PSS], first->metrics[METRIC_PSS]);
	snapshot_unref(first);
	snapshot_unref(second);
	stage_close(&stage);
}

static void reads_smaps_at_once_when_told_so(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	struct snapshot *first = take(stage.source, DETAIL_SMAPS);
	struct snapshot *second = take(stage.source, DETAIL_SMAPS);
	struct snapshot *third = take(stage.source, DETAIL_SMAPS | DETAIL_NOW);
	assert_ptr_equal(second->table, first->table);
	assert_ptr_not_equal(third->table, first->table);
	assert_true(third->counters_clock_ns > first->counters_clock_ns);
	assert_true(third->table->layout == first->table->layout);
	snapshot_unref(first);
	snapshot_unref(second);
	snapshot_unref(third);
	stage_close(&stage);
}

static void status_alone_leaves_the_regions_as_they_were(void **state)
{
	(void)state;
	struct stage stage;
	stage_open(&stage, NULL);
	struct snapshot *first = take(stage.source, DETAIL_STATUS);
	assert_int_equal(first->table->count, 0);
	assert_true(first->metrics[METRIC_REGIONS] == UNKNOWN);
	assert_int_equal(first->metrics[METRIC_RSS], 1508 * 1024);
	struct snapshot *second = take(stage.source, DETAIL_MAPS);
	struct snapshot *third = take(stage.source, DETAIL_STATUS);
	assert_ptr_equal(third->table, second->table);
	snapshot_unref(first);
	snapshot_unref(second);
	snapshot_unref(third);
	stage_close(&stage);
}

struct counting {
	struct classifier classifier;
	unsigned calls;
};

static void count(struct classifier *classifier, const struct process *process, int process_dir,
	struct region_table *table)
{
	((struct counting *)classifier)->calls++;
	assert_string_equal(process->comm, "sleep");
	assert_true(process_dir >= 0);
	table->regions[0].kind = REGION_TEXT;
}

static void classifies_each_layout_once(void **state)
{
	(void)state;
	struct stage stage;
	struct counting counting = { .classifier = { .classify = count } };
	const unsigned now = DETAIL_SMAPS | DETAIL_NOW;
	stage_open(&stage, &counting.classifier);
	snapshot_unref(take(stage.source, DETAIL_MAPS));
	assert_int_equal(counting.calls, 1);
	snapshot_unref(take(stage.source, now)); /* once more: now there are flags */
	assert_int_equal(counting.calls, 2);
	struct snapshot *snapshot = take(stage.source, now);
	assert_int_equal(counting.calls, 2);
	assert_int_equal(snapshot->table->regions[0].kind, REGION_TEXT);
	assert_int_equal(snapshot->table->kinds[REGION_TEXT].regions, 1);
	snapshot_unref(snapshot);
	stage_set(&stage, "truncated", "maps");
	snapshot_unref(take(stage.source, DETAIL_MAPS));
	assert_int_equal(counting.calls, 3);
	stage_close(&stage);
}

static void a_file_may_be_called_deleted(void **state)
{
	(void)state;
	struct stage stage;
	struct stat status;
	char dir[80], path[120], from[100], to[200];
	stage_open(&stage, NULL);
	snprintf(dir, sizeof dir, "%s/%d/root", stage.root, FIXTURE_PID);
	assert_int_equal(mkdir(dir, 0700), 0);
	snprintf(path, sizeof path, "%s/x (deleted)", dir);
	stage_put(&stage, "root/x (deleted)", "", 0);
	assert_int_equal(stat(path, &status), 0);
	snprintf(from, sizeof from, "00:00 0                          [heap]");
	snprintf(to, sizeof to, "fe:00 %lu  /x (deleted)", (unsigned long)status.st_ino);
	stage_change(&stage, "maps", from, to);
	struct snapshot *snapshot = take(stage.source, DETAIL_MAPS);
	assert_false(snapshot->table->regions[5].deleted);
	assert_string_equal(snapshot->table->regions[5].path, "/x (deleted)");
	snapshot_unref(snapshot);
	snprintf(to, sizeof to, "fe:00 %lu  /x (deleted)", (unsigned long)status.st_ino + 1);
	stage_change(&stage, "maps", from, to);
	snapshot = take(stage.source, DETAIL_MAPS);
	assert_true(snapshot->table->regions[5].deleted);
	assert_string_equal(snapshot->table->regions[5].path, "/x");
	snapshot_unref(snapshot);
	unlink(path);
	rmdir(dir);
	stage_close(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_smaps_counters_are_unknown),
		cmocka_unit_test(broken_text_is_a_gap),
		cmocka_unit_test(between_two_smaps_counters_are_carried),
		cmocka_unit_test(a_region_that_appeared_has_unknown_counters),
		cmocka_unit_test(reads_smaps_at_once_when_told_so),
		cmocka_unit_test(status_alone_leaves_the_regions_as_they_were),
		cmocka_unit_test(classifies_each_layout_once),
		cmocka_unit_test(a_file_may_be_called_deleted),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
