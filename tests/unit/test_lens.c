/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "strata/lens.h"

#include "source/page_bits.h"
#include "source/regions.h"
#include "stage.h"

#define PAGES 64
#define TOUCHED 10
#define NOBODY 65534

/* A child that for each byte it gets reads TOUCHED pages of PAGES that are all in RAM, and answers. */
struct child {
	pid_t pid;
	int orders, answers;
	char *memory;
	size_t page;
};

/* A page that is still in the processor's cache of translations gets no mark: out of there first. */
static void read_pages(const struct child *child)
{
	mprotect(child->memory, PAGES * child->page, PROT_NONE);
	mprotect(child->memory, PAGES * child->page, PROT_READ | PROT_WRITE);
	for (size_t i = 0; i < TOUCHED; i++)
		(void)*(volatile char *)&child->memory[i * child->page];
}

static void serve(const struct child *child, int orders, int answers)
{
	char byte;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (size_t i = 0; i < PAGES; i++)
		child->memory[i * child->page] = 1;
	while (write(answers, "", 1) == 1 && read(orders, &byte, 1) == 1)
		read_pages(child);
	_exit(0);
}

static void await(const struct child *child)
{
	char byte;
	assert_int_equal(read(child->answers, &byte, 1), 1);
}

static void start(struct child *child)
{
	int orders[2], answers[2];
	child->page = (size_t)sysconf(_SC_PAGESIZE);
	child->memory = mmap(NULL, PAGES * child->page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(child->memory, MAP_FAILED);
	assert_int_equal(pipe(orders), 0);
	assert_int_equal(pipe(answers), 0);
	child->pid = fork();
	assert_true(child->pid >= 0);
	if (child->pid == 0)
		serve(child, orders[0], answers[1]);
	close(orders[0]);
	close(answers[1]);
	child->orders = orders[1];
	child->answers = answers[0];
	await(child);
}

static void finish(struct child *child)
{
	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	close(child->orders);
	close(child->answers);
	munmap(child->memory, PAGES * child->page);
}

static struct source *watch(pid_t pid)
{
	struct source *source;
	assert_int_equal(live_open(&(struct live_options){ .pid = pid }, &source), 0);
	return source;
}

static uint64_t referenced_pages(struct source *source, const struct child *child, unsigned detail)
{
	struct snapshot *snapshot = take(source, detail);
	const struct region *region = region_find(snapshot->table->regions, snapshot->table->count,
		(uint64_t)(uintptr_t)child->memory);
	assert_non_null(region);
	uint64_t referenced = region->counters[COUNTER_REFERENCED];
	snapshot_unref(snapshot);
	return referenced / child->page;
}

static void referenced_falls_when_wiped_and_rises_with_use(void **state)
{
	(void)state;
	struct child child;
	start(&child);
	struct source *source = watch(child.pid);
	unsigned now = DETAIL_SMAPS | DETAIL_NOW;
	assert_true(referenced_pages(source, &child, now) >= PAGES);
	assert_int_equal(live_wipe(source, LENS_REFERENCED), 0);
	assert_true(referenced_pages(source, &child, now) < TOUCHED);
	assert_int_equal(write(child.orders, "", 1), 1);
	await(&child);
	uint64_t used = referenced_pages(source, &child, now);
	assert_true(used >= TOUCHED && used < PAGES);
	source_close(source);
	finish(&child);
}

/* The table of the recorded process at a time when smaps may be read, but has no need to be. */
static const struct region_table *take_quietly(struct regions *regions, struct pool *pool, int dir)
{
	struct snapshot *snapshot = pool_snapshot(pool);
	assert_non_null(snapshot);
	regions->lane.cost_ns = 1000;
	snapshot->clock_ns = regions->lane.end_ns + (uint64_t)(2000 / regions->lane.budget);
	assert_int_equal(regions_take(regions, dir, DETAIL_SMAPS, snapshot), 0);
	const struct region_table *table = region_table_ref(snapshot->table);
	snapshot_unref(snapshot);
	return table;
}

/* As nothing but Referenced moves, neither faults nor sizes tell that there is something to read. */
static void a_wiped_process_is_read_again_without_any_other_sign(void **state)
{
	(void)state;
	struct stage stage;
	struct pool pool;
	struct buffer buffer;
	struct regions regions;
	char path[80];
	stage_open(&stage, NULL);
	snprintf(path, sizeof path, "%s/%d", stage.root, FIXTURE_PID);
	int dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	pool_init(&pool);
	buffer_init(&buffer);
	regions_init(&regions, &pool, &buffer, &(struct live_options){ .budget = 0.01 });
	const struct region_table *first = take_quietly(&regions, &pool, dir);
	const struct region_table *second = take_quietly(&regions, &pool, dir);
	assert_ptr_equal(first, second);
	regions.is_restless = true;
	const struct region_table *third = take_quietly(&regions, &pool, dir);
	assert_ptr_not_equal(third, second);
	region_table_unref(first);
	region_table_unref(second);
	region_table_unref(third);
	regions_finish(&regions);
	buffer_finish(&buffer);
	pool_finish(&pool);
	close(dir);
	stage_close(&stage);
}

static void a_process_of_another_user_is_refused(void **state)
{
	(void)state;
	struct child child;
	int status;
	if (geteuid() != 0) {
		print_message("# there is no second user for an ordinary one\n");
		skip();
	}
	start(&child);
	pid_t stranger = fork();
	assert_true(stranger >= 0);
	if (stranger == 0) {
		struct source *source;
		struct live_options options = { .pid = child.pid };
		if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0 || live_open(&options, &source) != 0)
			_exit(1);
		_exit(live_wipe(source, LENS_REFERENCED) == -EACCES ? 0 : 2);
	}
	assert_int_equal(waitpid(stranger, &status, 0), stranger);
	assert_int_equal(status, 0);
	finish(&child);
}

static void what_has_gone_cannot_be_wiped(void **state)
{
	(void)state;
	struct child child;
	start(&child);
	struct source *source = watch(child.pid);
	finish(&child);
	assert_int_equal(live_wipe(source, LENS_REFERENCED), -ESRCH);
	source_close(source);
}

static void the_digit_of_the_lens_is_all_that_is_written(void **state)
{
	(void)state;
	struct stage stage;
	char path[80], text[8];
	for (enum lens lens = 0; lens < LENSES; lens++) {
		stage_open(&stage, NULL);
		stage_put(&stage, "clear_refs", "", 0);
		assert_int_equal(live_wipe(stage.source, lens), 0);
		snprintf(path, sizeof path, "%s/%d/clear_refs", stage.root, FIXTURE_PID);
		FILE *file = fopen(path, "re");
		assert_non_null(file);
		size_t length = fread(text, 1, sizeof text, file);
		fclose(file);
		assert_int_equal(length, 1);
		assert_int_equal(text[0], *lens_digit(lens));
		stage_remove(&stage, "clear_refs");
		stage_close(&stage);
	}
}

static void every_kernel_with_clear_refs_marks_what_is_referenced(void **state)
{
	(void)state;
	assert_int_equal(lens_is_kept(LENS_REFERENCED), access("/proc/self/clear_refs", F_OK) == 0);
}

static void written_pages_are_those_that_are_there_with_the_soft_dirty_bit(void **state)
{
	(void)state;
	const uint64_t dirty = PAGE_ENTRY_SOFT_DIRTY;
	struct page_traits traits = { 0 };
	unsigned bits = page_bits_of_entry(PAGE_ENTRY_PRESENT | dirty, 0);
	assert_int_equal(page_run_of(&traits, bits, 0, 1).attributes, PAGE_WRITTEN);
	bits = page_bits_of_entry(PAGE_ENTRY_PRESENT, 0);
	assert_int_equal(page_run_of(&traits, bits, 0, 1).attributes, 0);
	assert_int_equal(page_bits_of_entry(dirty, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(referenced_falls_when_wiped_and_rises_with_use),
		cmocka_unit_test(a_wiped_process_is_read_again_without_any_other_sign),
		cmocka_unit_test(a_process_of_another_user_is_refused),
		cmocka_unit_test(what_has_gone_cannot_be_wiped),
		cmocka_unit_test(the_digit_of_the_lens_is_all_that_is_written),
		cmocka_unit_test(every_kernel_with_clear_refs_marks_what_is_referenced),
		cmocka_unit_test(written_pages_are_those_that_are_there_with_the_soft_dirty_bit),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
