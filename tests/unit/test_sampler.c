/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "app/sampler.h"

#define PATIENCE_MS 10000

static struct sampler *create(uint64_t period_ns, unsigned detail)
{
	struct sampler_options options = { .period_ns = period_ns, .detail = detail };
	struct sampler *sampler;
	assert_int_equal(sampler_create(&options, &sampler), 0);
	return sampler;
}

static struct sampler *start(uint64_t period_ns)
{
	return create(period_ns, DETAIL_SMAPS);
}

static void drop(struct arrivals *arrivals)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		snapshot_unref(arrivals->targets[i].snapshot);
		page_look_finish(&arrivals->targets[i].look);
		page_record_unref(arrivals->targets[i].record);
	}
	if (arrivals->has_processes)
		process_list_finish(&arrivals->processes);
}

static void wait_for(struct sampler *sampler, struct arrivals *arrivals)
{
	struct pollfd ready = { sampler_fd(sampler), POLLIN, 0 };
	assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
	sampler_take(sampler, arrivals);
}

/* The newest snapshots when the forced sample is complete. */
static void force(struct sampler *sampler, struct arrivals *ret_arrivals)
{
	uint64_t ticket = sampler_force(sampler);
	*ret_arrivals = (struct arrivals){ 0 };
	while (ret_arrivals->ticket < ticket) {
		struct arrivals arrivals;
		wait_for(sampler, &arrivals);
		for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
			struct arrival *kept = &ret_arrivals->targets[i];
			if (!arrivals.targets[i].snapshot)
				arrivals.targets[i].snapshot = kept->snapshot;
			else
				snapshot_unref(kept->snapshot);
			arrivals.targets[i].has_wiped[LENS_REFERENCED] |=
				kept->has_wiped[LENS_REFERENCED];
		}
		*ret_arrivals = arrivals;
	}
}

static pid_t start_sleeper(void)
{
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pause();
		_exit(0);
	}
	assert_true(pid > 0);
	return pid;
}

static void stop_sleeper(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void the_first_snapshot_comes_by_itself(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	sampler_watch(sampler, 0, getpid());
	wait_for(sampler, &arrivals);
	assert_non_null(arrivals.targets[0].snapshot);
	assert_int_equal(arrivals.targets[0].snapshot->process.pid, getpid());
	assert_true(arrivals.targets[0].snapshot->table->count > 0);
	assert_null(arrivals.targets[1].snapshot);
	drop(&arrivals);
	sampler_destroy(sampler);
}

static void a_forced_sample_holds_all_targets_in_full(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	sampler_watch(sampler, 0, getpid());
	sampler_watch(sampler, 7, sleeper);
	force(sampler, &arrivals);
	assert_int_equal(arrivals.targets[0].snapshot->process.pid, getpid());
	assert_int_equal(arrivals.targets[7].snapshot->process.pid, sleeper);
	assert_true(arrivals.targets[7].snapshot->metrics[METRIC_PSS] != UNKNOWN);
	assert_int_equal(arrivals.targets[7].snapshot->counters_clock_ns,
		arrivals.targets[7].snapshot->table->counters_clock_ns);
	drop(&arrivals);
	stop_sleeper(sleeper);
	sampler_destroy(sampler);
}

static void beats_come_at_the_period(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_LEAST);
	sampler_watch(sampler, 0, getpid());
	uint64_t last_ns = 0;
	for (size_t seen = 0; seen < 5;) {
		struct arrivals arrivals;
		wait_for(sampler, &arrivals);
		const struct snapshot *snapshot = arrivals.targets[0].snapshot;
		assert_true(!snapshot || snapshot->clock_ns > last_ns);
		seen += snapshot != NULL;
		last_ns = snapshot ? snapshot->clock_ns : last_ns;
		drop(&arrivals);
	}
	sampler_destroy(sampler);
}

static void an_exit_is_told_at_once(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	sampler_watch(sampler, 0, sleeper);
	force(sampler, &arrivals);
	size_t regions = arrivals.targets[0].snapshot->table->count;
	assert_int_equal(arrivals.targets[0].snapshot->life, LIFE_ALIVE);
	drop(&arrivals);
	/* The next beat is a minute away; as long as nobody asks for its status it is a zombie. */
	kill(sleeper, SIGKILL);
	wait_for(sampler, &arrivals);
	assert_non_null(arrivals.targets[0].snapshot);
	assert_int_equal(arrivals.targets[0].snapshot->life, LIFE_ZOMBIE);
	drop(&arrivals);
	waitpid(sleeper, NULL, 0);
	force(sampler, &arrivals);
	assert_int_equal(arrivals.targets[0].snapshot->life, LIFE_EXITED);
	assert_int_equal(arrivals.targets[0].snapshot->table->count, regions);
	drop(&arrivals);
	sampler_destroy(sampler);
}

static void pausing_stops_beats_but_not_forced_samples(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_LEAST);
	struct arrivals arrivals;
	sampler_set_paused(sampler, true);
	sampler_watch(sampler, 0, getpid());
	force(sampler, &arrivals);
	assert_non_null(arrivals.targets[0].snapshot);
	uint64_t before_ns = arrivals.targets[0].snapshot->clock_ns;
	drop(&arrivals);
	struct pollfd ready = { sampler_fd(sampler), POLLIN, 0 };
	assert_int_equal(poll(&ready, 1, 3 * SAMPLER_PERIOD_LEAST / 1000000), 0);
	sampler_set_paused(sampler, false);
	wait_for(sampler, &arrivals);
	assert_true(arrivals.targets[0].snapshot->clock_ns > before_ns);
	drop(&arrivals);
	sampler_destroy(sampler);
}

static void a_process_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	stop_sleeper(sleeper);
	sampler_watch(sampler, 0, sleeper);
	wait_for(sampler, &arrivals);
	assert_null(arrivals.targets[0].snapshot);
	assert_int_equal(arrivals.targets[0].error, ESRCH);
	sampler_destroy(sampler);
}

static void news_of_a_replaced_target_are_dropped(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	pid_t sleeper = start_sleeper();
	sampler_watch(sampler, 0, sleeper);
	struct pollfd ready = { sampler_fd(sampler), POLLIN, 0 };
	assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
	sampler_watch(sampler, 0, getpid());
	force(sampler, &arrivals);
	assert_int_equal(arrivals.targets[0].snapshot->process.pid, getpid());
	drop(&arrivals);
	stop_sleeper(sleeper);
	sampler_destroy(sampler);
}

static void processes_are_listed_on_request(void **state)
{
	(void)state;
	struct sampler *sampler = start(SAMPLER_PERIOD_MOST);
	struct arrivals arrivals;
	sampler_list_processes(sampler);
	wait_for(sampler, &arrivals);
	assert_true(arrivals.has_processes);
	bool has_us = false;
	for (size_t i = 0; i < arrivals.processes.count; i++)
		has_us |= arrivals.processes.entries[i].pid == getpid();
	assert_true(has_us);
	drop(&arrivals);
	sampler_destroy(sampler);
}

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
		cmocka_unit_test(the_first_snapshot_comes_by_itself),
		cmocka_unit_test(a_forced_sample_holds_all_targets_in_full),
		cmocka_unit_test(beats_come_at_the_period),
		cmocka_unit_test(an_exit_is_told_at_once),
		cmocka_unit_test(pausing_stops_beats_but_not_forced_samples),
		cmocka_unit_test(a_process_that_is_not_there_is_an_error),
		cmocka_unit_test(news_of_a_replaced_target_are_dropped),
		cmocka_unit_test(processes_are_listed_on_request),
		cmocka_unit_test(pages_are_looked_at_as_wished),
		cmocka_unit_test(pages_in_ram_are_found_both_ways),
		cmocka_unit_test(all_pages_are_recorded_on_request),
		cmocka_unit_test(marks_are_wiped_on_request_and_a_full_sample_follows),
		cmocka_unit_test(a_process_that_takes_the_place_is_not_wiped),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
