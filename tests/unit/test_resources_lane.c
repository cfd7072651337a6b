/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "source/resources_lane.h"
#include "strata/pool.h"
#include "strata/resources.h"
#include "strata/source.h"

#define MS 1000000ull
#define SECOND (1000 * MS)
#define READ_NS (10 * SECOND)

/* A process as recorded text, and a clock that goes as the test says. */
struct stage {
	struct buffer buffer;
	struct describer describer;
	struct resources_lane resources;
	struct pool pool;
};

static void open_stage(struct stage *stage, const char *process)
{
	int dir = open(process, O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_true(dir >= 0);
	buffer_init(&stage->buffer);
	describe_init(&stage->describer, dir, &stage->buffer, false);
	resources_lane_init(&stage->resources, 0.01);
	pool_init(&stage->pool);
}

static void close_stage(struct stage *stage)
{
	resources_lane_finish(&stage->resources);
	pool_finish(&stage->pool);
	close(stage->describer.dir);
	describe_finish(&stage->describer);
	buffer_finish(&stage->buffer);
}

static struct snapshot *take_as(
	struct stage *stage, uint64_t clock_ns, unsigned detail, enum life life)
{
	struct snapshot *snapshot = pool_snapshot(&stage->pool);
	snapshot->clock_ns = clock_ns;
	snapshot->life = life;
	assert_int_equal(
		resources_lane_take(&stage->resources, &stage->describer, false, detail, snapshot),
		0);
	return snapshot;
}

static struct snapshot *take(struct stage *stage, uint64_t clock_ns)
{
	return take_as(stage, clock_ns, DETAIL_RESOURCES, LIFE_ALIVE);
}

/* A first read, as if it had taken 50 ms: the next is due five seconds later. */
static struct snapshot *take_first(struct stage *stage)
{
	open_stage(stage, FIXTURES "/proc/server/4121");
	struct snapshot *snapshot = take(stage, READ_NS);
	lane_note(&stage->resources.lane, READ_NS, READ_NS + 50 * MS);
	return snapshot;
}

static void hands_out_the_last_ones_until_the_budget_allows_a_read(void **state)
{
	(void)state;
	struct stage stage;
	struct snapshot *first = take_first(&stage);
	struct snapshot *second = take(&stage, READ_NS + 5 * SECOND);
	struct snapshot *third = take(&stage, READ_NS + 5051 * MS);
	assert_ptr_equal(second->resources, first->resources);
	assert_int_equal(snapshot_resources_clock(first), READ_NS);
	assert_int_equal(snapshot_resources_clock(second), READ_NS);
	assert_ptr_not_equal(third->resources, first->resources);
	assert_int_equal(snapshot_resources_clock(third), READ_NS + 5051 * MS);
	snapshot_unref(first);
	snapshot_unref(third);
	close_stage(&stage);
	assert_int_equal(second->resources->descriptor_count, 24);
	assert_string_equal(second->resources->threads[0].name, "cache-server");
	snapshot_unref(second);
}

static void reads_at_once_on_demand(void **state)
{
	(void)state;
	struct stage stage;
	struct snapshot *first = take_first(&stage);
	struct snapshot *second =
		take_as(&stage, READ_NS + SECOND, DETAIL_RESOURCES | DETAIL_NOW, LIFE_ALIVE);
	assert_ptr_not_equal(second->resources, first->resources);
	assert_null(second->resources_from);
	snapshot_unref(first);
	snapshot_unref(second);
	close_stage(&stage);
}

static void reads_at_once_when_the_process_has_ended_or_executed(void **state)
{
	(void)state;
	struct stage stage;
	struct snapshot *first = take_first(&stage);
	struct snapshot *zombie = take_as(&stage, READ_NS + SECOND, DETAIL_RESOURCES, LIFE_ZOMBIE);
	assert_null(zombie->resources_from);
	lane_note(&stage.resources.lane, READ_NS + SECOND, READ_NS + 2 * SECOND);
	resources_lane_forget(&stage.resources);
	struct snapshot *other =
		take_as(&stage, READ_NS + 3 * SECOND, DETAIL_RESOURCES, LIFE_ZOMBIE);
	assert_null(other->resources_from);
	snapshot_unref(first);
	snapshot_unref(zombie);
	snapshot_unref(other);
	close_stage(&stage);
}

static void keeps_its_pace_when_asked_no_more_for_a_while(void **state)
{
	(void)state;
	struct stage stage;
	struct snapshot *first = take_first(&stage);
	struct snapshot *without = take_as(&stage, READ_NS + SECOND, DETAIL_STATUS, LIFE_ALIVE);
	struct snapshot *again = take(&stage, READ_NS + 2 * SECOND);
	assert_null(without->resources);
	assert_int_equal(snapshot_resources_clock(without), 0);
	assert_ptr_equal(again->resources, first->resources);
	struct snapshot *later = take_as(&stage, READ_NS + 6 * SECOND, DETAIL_STATUS, LIFE_ALIVE);
	assert_null(stage.resources.last);
	snapshot_unref(first);
	snapshot_unref(without);
	snapshot_unref(again);
	snapshot_unref(later);
	close_stage(&stage);
}

static void carries_what_could_not_be_read(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, FIXTURES "/proc/sleep/4242");
	struct snapshot *first = take(&stage, READ_NS);
	lane_note(&stage.resources.lane, READ_NS, READ_NS + 50 * MS);
	struct snapshot *second = take(&stage, READ_NS + SECOND);
	assert_ptr_equal(second->resources_from, first);
	assert_int_equal(snapshot_gap(first, "fd"), ENOENT);
	assert_int_equal(second->gap_count, first->gap_count);
	assert_int_equal(snapshot_gap(second, "fd"), ENOENT);
	snapshot_unref(first);
	snapshot_unref(second);
	close_stage(&stage);
}

static void counts_what_reading_took(void **state)
{
	(void)state;
	struct stage stage;
	struct snapshot *first = take_first(&stage);
	uint64_t spent_ns = stage.resources.lane.spent_ns;
	assert_true(spent_ns > 50 * MS);
	struct snapshot *second = take(&stage, READ_NS + SECOND);
	assert_int_equal(stage.resources.lane.spent_ns, spent_ns);
	snapshot_unref(first);
	snapshot_unref(second);
	close_stage(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_out_the_last_ones_until_the_budget_allows_a_read),
		cmocka_unit_test(reads_at_once_on_demand),
		cmocka_unit_test(reads_at_once_when_the_process_has_ended_or_executed),
		cmocka_unit_test(keeps_its_pace_when_asked_no_more_for_a_while),
		cmocka_unit_test(carries_what_could_not_be_read),
		cmocka_unit_test(counts_what_reading_took),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
