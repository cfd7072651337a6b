/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "analysis/elf_symbols.h"
#include "strata/classify.h"
#include "strata/source.h"
#include "strata/symbols.h"

#define LARGE (3 * 65536) /* several pages, whatever their size */

static char large_zeros[LARGE];
static char large_data[LARGE] = { 1 };

/* This very process, looked at. */
struct scene {
	struct classifier *classifier;
	struct source *source;
	struct snapshot *snapshot;
	int dir;
};

static int set_up(void **state)
{
	static struct scene scene;
	assert_int_equal(classifier_create(&scene.classifier), 0);
	struct live_options options = { .pid = getpid(), .classifier = scene.classifier };
	assert_int_equal(live_open(&options, &scene.source), 0);
	assert_int_equal(source_next(scene.source, DETAIL_MAPS, &scene.snapshot), 0);
	scene.dir = open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC);
	*state = &scene;
	return 0;
}

static int tear_down(void **state)
{
	struct scene *scene = *state;
	close(scene->dir);
	snapshot_unref(scene->snapshot);
	source_close(scene->source);
	scene->classifier->destroy(scene->classifier);
	return 0;
}

/* Of the second page of something large. */
static struct symbols symbols_inside(const struct scene *scene, const char *large)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t start = ((uint64_t)(uintptr_t)large / page + 1) * page;
	struct symbols symbols;
	symbols_find(scene->snapshot->table, scene->dir, start, start + page, &symbols);
	return symbols;
}

static void what_covers_a_page_names_it(void **state)
{
	static const struct {
		const char *memory, *name;
	} cases[] = { { large_zeros, "large_zeros" }, { large_data, "large_data" } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct symbols symbols = symbols_inside(*state, cases[i].memory);
		assert_int_equal(symbols.count, 1);
		assert_string_equal(symbols.named[0].name, cases[i].name);
		assert_true(symbols.named[0].start == (uint64_t)(uintptr_t)cases[i].memory);
	}
}

static void a_page_of_code_has_several_the_lowest_first(void **state)
{
	struct scene *scene = *state;
	struct symbols symbols;
	uint64_t start = (uint64_t)(uintptr_t)&what_covers_a_page_names_it;
	symbols_find(scene->snapshot->table, scene->dir, start, start + 4096, &symbols);
	assert_true(symbols.count >= 1);
	assert_string_equal(symbols.named[0].name, "what_covers_a_page_names_it");
	for (size_t i = 1; i < symbols.count && i < SYMBOLS_NAMED; i++)
		assert_true(symbols.named[i - 1].start < symbols.named[i].start);
}

static void memory_of_no_module_has_no_symbols(void **state)
{
	struct scene *scene = *state;
	struct symbols symbols = { .count = 7 };
	symbols_find(scene->snapshot->table, scene->dir, 4096, 8192, &symbols);
	assert_int_equal(symbols.count, 0);
}

static void a_file_that_is_no_elf_has_no_symbols(void **state)
{
	(void)state;
	struct symbols symbols = { 0 };
	int fd = memfd_create("text", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "\177ELF and no more", 17), 17);
	elf_symbols_read(fd, 0, UINT64_MAX, &symbols);
	assert_int_equal(symbols.count, 0);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_covers_a_page_names_it),
		cmocka_unit_test(a_page_of_code_has_several_the_lowest_first),
		cmocka_unit_test(memory_of_no_module_has_no_symbols),
		cmocka_unit_test(a_file_that_is_no_elf_has_no_symbols),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
