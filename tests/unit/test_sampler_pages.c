/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sampler does for one target at the screen's wish: pages looked at, sought, recorded; marks
 * wiped. */
#include "sampler_stage.h"

/* The newest look, when there is one. */
static struct page_look look_of(struct sampler *sampler)
{
	for (;;) {
		struct arrivals arrivals;
		wait_for(sampler, &arrivals);
		struct page_look look = arrivals.targets[0].look;
		arrivals.targets[0].look = (struct page_look){ 0 };
		drop(&arrivals);
		if (look.clock_ns)
			return look;
	}
}

static void pages_are_looked_at_as_wished(void **state)
{
	(void)state;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	char *memory =
		mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(memory, MAP_FAILED);
	memory[page] = 1;
	uint64_t start = (uint64_t)(uintptr_t)memory;
	struct page_wish wish = { .windows = { { start, start + 4 * page, page, 4 } },
		.count = 1,
		.inspect = start + page };
	struct sampler *sampler = create(SAMPLER_PERIOD_MOST, DETAIL_MAPS | DETAIL_PAGES);
	sampler_watch(sampler, 0, getpid());
	sampler_look(sampler, 0, &wish);
	struct page_look look = look_of(sampler);
	assert_int_equal(look.count, 1);
	assert_non_null(look.maps[0]);
	assert_int_equal(look.maps[0]->cells[0].dominant, PAGE_ABSENT);
	assert_int_equal(look.maps[0]->cells[1].dominant, PAGE_RESIDENT);
	assert_int_equal(look.maps[0]->totals[PAGE_RESIDENT], 1);
	assert_int_equal(look.detail.address, start + page);
	assert_int_equal(look.detail.state, PAGE_RESIDENT);
	page_look_finish(&look);

	/* Another wish is answered without waiting for a beat. */
	wish.windows[0] = (struct page_window){ start + page, start + 2 * page, page, 1 };
	wish.inspect = 0;
	sampler_look(sampler, 0, &wish);
	look = look_of(sampler);
	assert_int_equal(look.maps[0]->window.start, start + page);
	assert_int_equal(look.detail.address, 0);
	page_look_finish(&look);
	sampler_destroy(sampler);
	munmap(memory, 4 * page);
}

static void all_pages_are_recorded_on_request(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	const struct page_record *record = NULL;
	sampler_watch(sampler, 0, getpid());
	sampler_record(sampler, 0);
	while (!record) {
		struct arrivals arrivals;
		wait_for(sampler, &arrivals);
		record = arrivals.targets[0].record;
		arrivals.targets[0].record = NULL;
		drop(&arrivals);
	}
	assert_true(record->count > 0);
	page_record_unref(record);
	sampler_destroy(sampler);
}

static uint64_t sought(struct sampler *sampler, uint64_t from, uint64_t to)
{
	static uint64_t turn;
	struct page_wish wish = { .seek_turn = ++turn, .seek_from = from, .seek_to = to };
	wish.inspect = from < to ? from : to;
	sampler_look(sampler, 0, &wish);
	struct page_look look = look_of(sampler);
	uint64_t address = look.sought;
	assert_int_equal(look.sought_turn, turn);
	page_look_finish(&look);
	return address;
}

static void pages_in_ram_are_found_both_ways(void **state)
{
	(void)state;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), size = 5000 * page;
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	assert_ptr_not_equal(memory, MAP_FAILED);
	madvise(memory, size, MADV_NOHUGEPAGE);
	memory[1234 * page] = memory[4321 * page] = 1;
	uint64_t start = (uint64_t)(uintptr_t)memory;
	struct sampler *sampler = create(SAMPLER_PERIOD_MOST, DETAIL_MAPS | DETAIL_PAGES);
	sampler_watch(sampler, 0, getpid());
	assert_int_equal(sought(sampler, start, start + size), start + 1234 * page);
	assert_int_equal(sought(sampler, start + 1235 * page, start + size), start + 4321 * page);
	assert_int_equal(sought(sampler, start + size, start), start + 4321 * page);
	assert_int_equal(sought(sampler, start + 4321 * page, start), start + 1234 * page);
	assert_true(sought(sampler, start, start + 1234 * page) == UINT64_MAX);
	sampler_destroy(sampler);
	munmap(memory, size);
}

/* Waits until the marks of target 0 were wiped: 0 or why not. */
static int wiped(struct sampler *sampler)
{
	for (;;) {
		struct arrivals arrivals;
		wait_for(sampler, &arrivals);
		bool has_wiped = arrivals.targets[0].has_wiped[LENS_REFERENCED];
		int error = arrivals.targets[0].wipe_error[LENS_REFERENCED];
		drop(&arrivals);
		if (has_wiped)
			return error;
	}
}

static void marks_are_wiped_on_request_and_a_full_sample_follows(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	sampler_watch(sampler, 0, getpid());
	force(sampler, &arrivals);
	uint64_t before = arrivals.targets[0].snapshot->metrics[METRIC_REFERENCED];
	drop(&arrivals);
	sampler_wipe(sampler, 0, LENS_REFERENCED);
	assert_int_equal(wiped(sampler), 0);
	force(sampler, &arrivals);
	assert_true(arrivals.targets[0].snapshot->metrics[METRIC_REFERENCED] < before);
	drop(&arrivals);
	sampler_destroy(sampler);
}

static void a_process_that_takes_the_place_is_not_wiped(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	sampler_watch(sampler, 0, getpid());
	force(sampler, &arrivals);
	drop(&arrivals);
	sampler_wipe(sampler, 0, LENS_REFERENCED);
	sampler_watch(sampler, 0, sleeper);
	force(sampler, &arrivals);
	assert_false(arrivals.targets[0].has_wiped[LENS_REFERENCED]);
	assert_int_equal(arrivals.targets[0].snapshot->process.pid, sleeper);
	drop(&arrivals);
	stop_sleeper(sleeper);
	sampler_destroy(sampler);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_looked_at_as_wished),
		cmocka_unit_test(pages_in_ram_are_found_both_ways),
		cmocka_unit_test(all_pages_are_recorded_on_request),
		cmocka_unit_test(marks_are_wiped_on_request_and_a_full_sample_follows),
		cmocka_unit_test(a_process_that_takes_the_place_is_not_wiped),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
