/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "strata/pages.h"
#include "strata/source.h"

#define PAGES 64

/* Memory of this very process, and what reads it. */
struct scene {
	char *memory;
	uint64_t page, start;
	struct source *source;
	struct snapshot *snapshot;
	struct page_reader *reader;
};

static void begin(struct scene *scene)
{
	scene->page = (uint64_t)sysconf(_SC_PAGESIZE);
	scene->memory = mmap(NULL, PAGES * scene->page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(scene->memory, MAP_FAILED);
	scene->start = (uint64_t)(uintptr_t)scene->memory;
	assert_int_equal(live_open(&(struct live_options){ .pid = getpid() }, &scene->source), 0);
	assert_int_equal(source_next(scene->source, DETAIL_MAPS, &scene->snapshot), 0);
	struct page_reader_options options = { .pid = getpid() };
	assert_int_equal(page_reader_create(&options, &scene->reader), 0);
}

static void end(struct scene *scene)
{
	page_reader_destroy(scene->reader);
	snapshot_unref(scene->snapshot);
	source_close(scene->source);
	munmap(scene->memory, PAGES * scene->page);
}

static void touch(const struct scene *scene, size_t first, size_t count)
{
	for (size_t i = first; i < first + count; i++)
		scene->memory[i * scene->page] = 1;
}

static struct page_record *record_of(const struct scene *scene)
{
	struct page_record *record;
	assert_int_equal(page_reader_record(scene->reader, scene->snapshot->table, &record), 0);
	return record;
}

static struct page_window window_of(const struct scene *scene, uint64_t pages)
{
	uint64_t cell = pages * scene->page;
	return (struct page_window){ scene->start, scene->start + PAGES * scene->page, cell,
		(size_t)(PAGES / pages) };
}

static void a_look_at_the_record_is_the_look_of_then_at_every_zoom(void **state)
{
	(void)state;
	struct scene scene;
	begin(&scene);
	touch(&scene, 3, 10);
	touch(&scene, 40, 8);
	struct page_record *record = record_of(&scene);
	for (uint64_t pages = 1; pages <= PAGES; pages *= 4) {
		struct page_window window = window_of(&scene, pages);
		struct page_map *now, *then;
		assert_int_equal(
			page_reader_look(scene.reader, scene.snapshot->table, &window, &now), 0);
		assert_int_equal(page_record_look(record, &window, &then), 0);
		assert_memory_equal(now->cells, then->cells, window.count * sizeof *now->cells);
		assert_memory_equal(now->totals, then->totals, sizeof now->totals);
		assert_int_equal(then->totals[PAGE_RESIDENT], 18);
		page_map_unref(now);
		page_map_unref(then);
	}
	page_record_unref(record);
	end(&scene);
}

static void a_record_stays_as_it_was(void **state)
{
	(void)state;
	struct scene scene;
	struct page_map *then;
	begin(&scene);
	touch(&scene, 0, 5);
	struct page_record *record = record_of(&scene);
	touch(&scene, 5, 5);
	struct page_window window = window_of(&scene, 1);
	assert_int_equal(page_record_look(record, &window, &then), 0);
	assert_int_equal(then->totals[PAGE_RESIDENT], 5);
	assert_int_equal(then->cells[4].dominant, PAGE_RESIDENT);
	assert_int_equal(then->cells[5].dominant, PAGE_ABSENT);
	assert_true(then->cells[5].is_mapped);
	page_map_unref(then);
	page_record_unref(record);
	end(&scene);
}

static void what_was_not_mapped_then_is_a_hole(void **state)
{
	(void)state;
	struct scene scene;
	struct page_map *then;
	begin(&scene);
	struct page_record *record = record_of(&scene);
	struct page_window window = { scene.page, 3 * scene.page, scene.page, 2 };
	assert_int_equal(page_record_look(record, &window, &then), 0);
	assert_false(then->cells[0].is_mapped);
	assert_false(then->cells[1].is_mapped);
	page_map_unref(then);
	window.cell = 3 * scene.page;
	assert_int_equal(page_record_look(record, &window, &then), -EINVAL);
	page_record_unref(record);
	end(&scene);
}

/* 262,144 runs are the bound: every second page of a little more than twice as many. */
static void a_process_with_too_many_runs_is_not_recorded(void **state)
{
	(void)state;
	struct scene scene;
	begin(&scene);
	size_t pages = 2 * (PAGE_RECORD_RUNS / 2 + 16), size = pages * scene.page;
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	assert_ptr_not_equal(memory, MAP_FAILED);
	madvise(memory, size, MADV_NOHUGEPAGE);
	/* Read, not written: pages of zeros cost no memory. */
	for (size_t i = 0; i < pages; i += 2)
		(void)*(volatile char *)&memory[i * scene.page];
	struct snapshot *snapshot;
	struct page_record *record;
	assert_int_equal(source_next(scene.source, DETAIL_MAPS, &snapshot), 0);
	assert_int_equal(page_reader_record(scene.reader, snapshot->table, &record), -E2BIG);
	snapshot_unref(snapshot);
	munmap(memory, size);
	end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_look_at_the_record_is_the_look_of_then_at_every_zoom),
		cmocka_unit_test(a_record_stays_as_it_was),
		cmocka_unit_test(what_was_not_mapped_then_is_a_hole),
		cmocka_unit_test(a_process_with_too_many_runs_is_not_recorded),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
