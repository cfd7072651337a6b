/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where looking at pages has its bounds: very large, very fleeting, at the ends of the addresses, of
 * a process that is gone, and what only root is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actor.h"
#include "pages_scenes.h"

#define VSYSCALL 0xffffffffff600000
#define USER_END (1ull << 47)
#define TEBI (1ull << 40)

static uint64_t page;

#define TOUCHED 10

static char *make_reservation(size_t page_size)
{
	char *base = scene_map(64 * TEBI);
	for (uint64_t i = 0; base && i < TOUCHED; i++)
		base[i * 6 * TEBI + i * 12345 * page_size] = 1;
	return base;
}

static int count_resident(void *context, const struct page_run *run)
{
	uint64_t *pages = context;
	if (run->state != PAGE_ABSENT)
		*pages += (run->end - run->start) / page;
	return 0;
}

static void ten_pages_of_64_TiB_are_found(void **state)
{
	(void)state;
	struct actor actor;
	uint64_t pages = 0;
	actor_start(&actor, make_reservation);
	if (!actor.base || !actor_has_scan(&actor)) {
		actor_end(&actor);
		print_message("# 64 TiB cannot be reserved or not be scanned here\n");
		skip();
	}
	struct page_reader *reader = actor_reader(&actor, false);
	assert_int_equal(page_reader_runs(reader, actor.snapshot->table, actor.base,
				 actor.base + 64 * TEBI, count_resident, &pages),
		0);
	assert_int_equal(pages, TOUCHED);
	const struct page_window window = { actor.base, actor.base + 64 * TEBI, TEBI / 256,
		64 * 256 };
	struct page_map *map;
	assert_int_equal(page_reader_look(reader, actor.snapshot->table, &window, &map), 0);
	assert_int_equal(map->totals[PAGE_RESIDENT], TOUCHED);
	unsigned cells = 0;
	for (size_t i = 0; i < window.count; i++)
		cells += map->cells[i].present > 0;
	assert_int_equal(cells, TOUCHED);
	page_map_unref(map);
	page_reader_destroy(reader);
	actor_end(&actor);
}

static void a_reservation_without_scan_is_sampled_and_says_so(void **state)
{
	(void)state;
	struct actor actor;
	actor_start(&actor, make_reservation);
	if (!actor.base) {
		actor_end(&actor);
		print_message("# 64 TiB cannot be reserved or not be scanned here\n");
		skip();
	}
	struct page_reader *reader = actor_reader(&actor, true);
	const struct page_window window = { actor.base, actor.base + 64 * TEBI, TEBI / 256,
		64 * 256 };
	struct page_map *map;
	assert_int_equal(page_reader_look(reader, actor.snapshot->table, &window, &map), 0);
	assert_true(map->is_presence_sampled);
	assert_true(map->is_sampled);
	assert_int_equal(map->totals[PAGE_ABSENT] + map->totals[PAGE_RESIDENT], 64 * TEBI / page);
	page_map_unref(map);
	page_reader_destroy(reader);
	actor_end(&actor);
}

#define FORKED_SIZE (256ull << 20)

static char *make_large_fork(size_t page_size)
{
	char *base = scene_map(FORKED_SIZE);
	memset(base, 1, FORKED_SIZE);
	int done[2];
	char byte = 0;
	if (pipe2(done, O_CLOEXEC) != 0)
		abort();
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		memset(base, 2, FORKED_SIZE / 4);
		if (write(done[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	(void)page_size;
	return read(done[0], &byte, 1) == 1 ? base : NULL;
}

static void a_sample_tells_what_is_shared_of_a_large_region(void **state)
{
	(void)state;
	struct actor actor;
	actor_start(&actor, make_large_fork);
	assert_true(actor.base != 0);
	const struct page_window window = { actor.base, actor.base + FORKED_SIZE, 1 << 20, 256 };
	for (unsigned without_scan = 0; without_scan < 2; without_scan++) {
		struct page_reader *reader = actor_reader(&actor, without_scan);
		struct page_map *map;
		assert_int_equal(page_reader_look(reader, actor.snapshot->table, &window, &map), 0);
		assert_int_equal(map->is_sampled, map->is_scan);
		assert_int_equal(map->totals[PAGE_RESIDENT], FORKED_SIZE / 4 / page);
		assert_int_equal(map->totals[PAGE_SHARED], FORKED_SIZE / 4 * 3 / page);
		for (size_t i = 0; i < window.count; i++)
			assert_int_equal(map->cells[i].shared, i < 64 ? 0 : 255);
		page_map_unref(map);
		page_reader_destroy(reader);
	}
	actor_end(&actor);
}

#define CHURNED 1024 /* pages */

static void *churn(void *base)
{
	for (;;) {
		mmap(base, CHURNED / 2 * page, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_POPULATE, -1, 0);
		munmap(base, CHURNED * page);
	}
	return NULL;
}

static char *make_vanishing(size_t page_size)
{
	pthread_t thread;
	char *base = scene_map(CHURNED * page_size);
	return pthread_create(&thread, NULL, churn, base) == 0 ? base : NULL;
}

static void what_vanishes_meanwhile_is_absent(void **state)
{
	(void)state;
	struct actor actor;
	actor_start(&actor, make_vanishing);
	assert_true(actor.base != 0);
	struct region region = {
		.start = actor.base,
		.end = actor.base + CHURNED * page,
		.permissions = PERMISSION_READ | PERMISSION_WRITE,
		.path = "",
	};
	const struct region_table table = { .regions = &region, .count = 1 };
	const struct page_window window = { region.start, region.end, page, CHURNED };
	for (unsigned i = 0; i < 200; i++) {
		struct page_reader *reader = actor_reader(&actor, i % 2);
		struct page_map *map;
		assert_int_equal(page_reader_look(reader, &table, &window, &map), 0);
		assert_int_equal(map->error, 0);
		assert_int_equal(map->totals[PAGE_ABSENT] + map->totals[PAGE_RESIDENT], CHURNED);
		assert_in_range(map->totals[PAGE_ABSENT], CHURNED / 2, CHURNED);
		page_map_unref(map);
		page_reader_destroy(reader);
	}
	actor_end(&actor);
}

static void addresses_at_the_ends_are_empty(void **state)
{
	(void)state;
	struct actor actor;
	actor_start(&actor, scenes[0].make);
	struct region regions[] = {
		{ .start = USER_END - page, .end = USER_END, .permissions = 1, .path = "" },
		{ .start = USER_END, .end = USER_END + page, .permissions = 1, .path = "" },
		{ .start = VSYSCALL, .end = VSYSCALL + page, .permissions = 4, .path = "" },
	};
	const struct region_table table = { .regions = regions, .count = 3 };
	for (unsigned i = 0; i < 6; i++) {
		const struct region *region = &regions[i / 2];
		const struct page_window window = { region->start, region->end, page, 1 };
		struct page_reader *reader = actor_reader(&actor, i % 2);
		struct page_map *map;
		struct page_detail detail;
		assert_int_equal(page_reader_look(reader, &table, &window, &map), 0);
		assert_int_equal(map->error, 0);
		assert_true(map->cells[0].is_mapped);
		assert_int_equal(map->totals[PAGE_ABSENT], 1);
		assert_int_equal(
			page_reader_inspect(reader, &table, region->start + 1, &detail), 0);
		assert_int_equal(detail.state, PAGE_ABSENT);
		assert_int_equal(detail.error, 0);
		page_map_unref(map);
		page_reader_destroy(reader);
	}
	actor_end(&actor);
}

static void a_page_is_inspected(void **state)
{
	(void)state;
	struct actor actor;
	actor_start(&actor, scenes[0].make);
	for (unsigned without_scan = 0; without_scan < 2; without_scan++) {
		struct page_reader *reader = actor_reader(&actor, without_scan);
		struct page_detail detail;
		assert_int_equal(page_reader_inspect(reader, actor.snapshot->table,
					 actor.base + 3 * page + 5, &detail),
			0);
		assert_int_equal(detail.error, 0);
		assert_int_equal(detail.address, actor.base + 3 * page);
		assert_int_equal(detail.state, PAGE_RESIDENT);
		if (detail.frame == UNKNOWN) {
			assert_int_equal(detail.map_count, UNKNOWN);
			assert_int_equal(detail.flags, UNKNOWN);
		} else {
			assert_int_equal(detail.map_count, 1);
			char text[256];
			page_flags_text(detail.flags, text, sizeof text);
			assert_non_null(strstr(text, "anon"));
		}
		page_reader_destroy(reader);
	}
	actor_end(&actor);
}

static void only_a_privileged_reader_gets_frames(void **state)
{
	(void)state;
	struct actor actor;
	struct page_detail detail;
	actor_start(&actor, scenes[0].make);
	struct page_reader *reader = actor_reader(&actor, false);
	assert_int_equal(
		page_reader_inspect(reader, actor.snapshot->table, actor.base, &detail), 0);
	if (geteuid() != 0)
		assert_int_equal(detail.frame, UNKNOWN);
	page_reader_destroy(reader);
	actor_end(&actor);
}

/* Becomes another program once the byte is there; the pipe closes with that. */
static pid_t start_becoming(int *ret_go, int *ret_gone)
{
	int go[2], gone[2];
	char byte;
	assert_int_equal(pipe2(go, O_CLOEXEC), 0);
	assert_int_equal(pipe2(gone, O_CLOEXEC), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (read(go[0], &byte, 1) == 1)
			execlp("sleep", "sleep", "1000", (char *)NULL);
		_exit(1);
	}
	close(go[0]);
	close(gone[1]);
	*ret_go = go[1];
	*ret_gone = gone[0];
	return pid;
}

static void after_an_exec_the_new_memory_is_seen(void **state)
{
	(void)state;
	char byte = 0;
	int go, gone;
	struct actor actor = { .pid = start_becoming(&go, &gone) };
	struct page_reader *reader = actor_reader(&actor, false);
	assert_int_equal(write(go, &byte, 1), 1);
	assert_int_equal(read(gone, &byte, 1), 0);
	actor_look_around(&actor);
	const struct region_table *table = actor.snapshot->table;
	const struct region *stack = NULL;
	for (size_t i = 0; i < table->count; i++)
		if (region_is_special(&table->regions[i], "[stack]"))
			stack = &table->regions[i];
	assert_non_null(stack);
	struct page_map *map = actor_look(&actor, reader, stack->start, stack->end, page);
	assert_in_range(map->totals[PAGE_RESIDENT] * page, stack->counters[COUNTER_RSS],
		region_size(stack));
	page_map_unref(map);
	page_reader_destroy(reader);
	close(go);
	close(gone);
	actor_end(&actor);
}

static void a_process_that_has_gone_is_a_gap(void **state)
{
	(void)state;
	struct actor actor;
	actor_start(&actor, scenes[0].make);
	struct page_reader *reader = actor_reader(&actor, false);
	const struct page_window window = { actor.base, actor.base + page, page, 1 };
	struct page_map *map;
	kill(actor.pid, SIGKILL);
	waitpid(actor.pid, NULL, 0);
	assert_int_equal(page_reader_look(reader, actor.snapshot->table, &window, &map), 0);
	assert_int_equal(map->error, ESRCH);
	assert_true(map->cells[0].is_mapped);
	assert_int_equal(map->cells[0].dominant, PAGE_ABSENT);
	page_map_unref(map);
	page_reader_destroy(reader);
	snapshot_unref(actor.snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_pages_of_64_TiB_are_found),
		cmocka_unit_test(a_reservation_without_scan_is_sampled_and_says_so),
		cmocka_unit_test(a_sample_tells_what_is_shared_of_a_large_region),
		cmocka_unit_test(what_vanishes_meanwhile_is_absent),
		cmocka_unit_test(addresses_at_the_ends_are_empty),
		cmocka_unit_test(a_page_is_inspected),
		cmocka_unit_test(only_a_privileged_reader_gets_frames),
		cmocka_unit_test(after_an_exec_the_new_memory_is_seen),
		cmocka_unit_test(a_process_that_has_gone_is_a_gap),
	};
	page = (uint64_t)sysconf(_SC_PAGESIZE);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
