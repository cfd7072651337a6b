/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "from_maps.h"
#include "strata/diff.h"

#define ANON "rw-p 00000000 00:00 0 "
#define NONE "---p 00000000 00:00 0 "
#define MIB (UINT64_C(1) << 20)
#define CAPACITY 8

struct pair {
	struct snapshot *before, *after;
	struct event events[CAPACITY];
};

static struct snapshot *snapshot_of(const char *maps)
{
	struct snapshot *snapshot = snapshot_create();
	snapshot_set_table(snapshot, from_maps(maps));
	return snapshot;
}

static struct pair pair_of(const char *before, const char *after)
{
	return (struct pair){ .before = snapshot_of(before), .after = snapshot_of(after) };
}

static void pair_finish(struct pair *pair)
{
	snapshot_unref(pair->before);
	snapshot_unref(pair->after);
}

/* Regions are what the snapshot's maker may still fill in. */
static struct region *region_at(const struct snapshot *snapshot, size_t index)
{
	return (struct region *)(uintptr_t)&snapshot->table->regions[index];
}

static void set_metric(struct pair *pair, enum metric metric, uint64_t before, uint64_t after)
{
	pair->before->metrics[metric] = before;
	pair->after->metrics[metric] = after;
}

static size_t tell(struct pair *pair)
{
	return diff_events(pair->before, pair->after, pair->events, CAPACITY);
}

static void assert_tells(struct pair *pair, enum event_kind kind, const char *text)
{
	assert_int_equal(tell(pair), 1);
	assert_string_equal(pair->events[0].text, text);
	assert_int_equal(pair->events[0].kind, kind);
	pair_finish(pair);
}

static void growth_of_the_heap_is_told_in_bytes(void **state)
{
	(void)state;
	struct pair pair = pair_of("1000-22000 " ANON "[heap]", "1000-43000 " ANON "[heap]");
	region_at(pair.before, 0)->kind = region_at(pair.after, 0)->kind = REGION_HEAP;
	assert_tells(&pair, EVENT_GREW, "heap +132 KiB (brk)");
}

static void memory_nobody_touched_is_mapped_and_not_resident(void **state)
{
	(void)state;
	struct pair pair = pair_of("1000-2000 " ANON, "1000-2000 " ANON "\n400000-4400000 " ANON);
	region_at(pair.after, 1)->counters[COUNTER_RSS] = 0;
	region_at(pair.after, 1)->kind = REGION_ANON;
	assert_tells(&pair, EVENT_MAPPED, "mapped 64 MiB, nothing resident");
}

static void what_became_resident_is_told_with_its_region_faults_and_page_tables(void **state)
{
	(void)state;
	struct pair pair =
		pair_of("7f1c87400000-7f1c8d800000 " ANON, "7f1c87400000-7f1c8d800000 " ANON);
	region_at(pair.before, 0)->counters[COUNTER_RSS] = 0;
	region_at(pair.after, 0)->counters[COUNTER_RSS] = 25 * MIB;
	region_at(pair.after, 0)->kind = REGION_ANON;
	set_metric(&pair, METRIC_MINFLT, 100, 6500);
	set_metric(&pair, METRIC_PAGE_TABLES, 4096, 4096 + 52 * 1024);
	assert_tells(&pair, EVENT_RESIDENT,
		"25 MiB became resident in anon 7f1c_8740_0000: 6,400 minor faults, "
		"page tables +52 KiB");
}

static void stale_counters_leave_the_figures_of_the_process(void **state)
{
	(void)state;
	struct pair pair = pair_of("400000-4400000 " ANON, "400000-4400000 " ANON);
	region_at(pair.before, 0)->counters[COUNTER_RSS] = 0;
	region_at(pair.after, 0)->counters[COUNTER_RSS] = 0;
	region_at(pair.after, 0)->stale = true;
	set_metric(&pair, METRIC_RSS, MIB, 26 * MIB);
	set_metric(&pair, METRIC_MINFLT, 0, 6400);
	assert_tells(&pair, EVENT_RESIDENT, "25 MiB became resident: 6,400 minor faults");
}

/* 100 MiB resident, of which `shared` are somebody else's, too. */
static void own(struct region *region, uint64_t shared)
{
	region->kind = REGION_ANON;
	region->counters[COUNTER_RSS] = region->counters[COUNTER_ANONYMOUS] = 100 * MIB;
	region->counters[COUNTER_SHARED_DIRTY] = shared;
	region->counters[COUNTER_SHARED_CLEAN] = 0;
	region->counters[COUNTER_PRIVATE_DIRTY] = 100 * MIB - shared;
	region->counters[COUNTER_PAGE_SIZE] = 4096;
}

static struct pair pair_unshared(uint64_t before, uint64_t after)
{
	struct pair pair =
		pair_of("7f1c87400000-7f1c8d800000 " ANON, "7f1c87400000-7f1c8d800000 " ANON);
	own(region_at(pair.before, 0), before);
	own(region_at(pair.after, 0), after);
	return pair;
}

static void pages_copied_on_write_are_counted(void **state)
{
	(void)state;
	struct pair pair = pair_unshared(100 * MIB, 75 * MIB);
	set_metric(&pair, METRIC_MINFLT, 9, 6411);
	assert_tells(&pair, EVENT_UNSHARED,
		"copied 6,400 pages: 25 MiB became private in anon 7f1c_8740_0000, "
		"6,402 minor faults");
}

static void pages_that_others_gave_up_were_not_copied_here(void **state)
{
	(void)state;
	struct pair pair = pair_unshared(100 * MIB, 75 * MIB);
	set_metric(&pair, METRIC_MINFLT, 9, 11);
	assert_tells(&pair, EVENT_UNSHARED,
		"25 MiB became private in anon 7f1c_8740_0000: nobody else has it any more");
}

static void faults_that_copied_are_not_told_of_other_pages(void **state)
{
	(void)state;
	static const char maps[] = "7f1c87400000-7f1c8d800000 " ANON
				   "\n7f1c90000000-7f1c90100000 r-xp 00000000 fe:00 9 /lib/libc.so";
	struct pair pair = pair_of(maps, maps);
	own(region_at(pair.before, 0), 100 * MIB);
	own(region_at(pair.after, 0), 75 * MIB);
	for (size_t i = 0; i < COUNTERS; i++)
		region_at(pair.before, 1)->counters[i] = region_at(pair.after, 1)->counters[i] = 0;
	region_at(pair.after, 1)->counters[COUNTER_RSS] = 128 << 10;
	region_at(pair.after, 1)->counters[COUNTER_SHARED_CLEAN] = 128 << 10;
	set_metric(&pair, METRIC_MINFLT, 9, 6411);
	assert_int_equal(tell(&pair), 2);
	assert_int_equal(pair.events[0].kind, EVENT_UNSHARED);
	assert_string_equal(
		pair.events[1].text, "128 KiB became resident in libc.so: 2 minor faults");
	pair_finish(&pair);
}

static void new_pages_and_written_pages_of_shared_mappings_are_no_copies(void **state)
{
	(void)state;
	struct pair pair = pair_unshared(0, 0);
	struct region *former = region_at(pair.before, 0), *region = region_at(pair.after, 0);
	former->counters[COUNTER_RSS] = former->counters[COUNTER_ANONYMOUS] = 0;
	former->counters[COUNTER_PRIVATE_DIRTY] = 0;
	assert_int_equal(tell(&pair), 1);
	assert_int_equal(pair.events[0].kind, EVENT_RESIDENT);
	own(former, 100 * MIB);
	former->permissions |= PERMISSION_SHARED;
	region->permissions |= PERMISSION_SHARED;
	set_metric(&pair, METRIC_MINFLT, 0, 25600);
	assert_int_equal(tell(&pair), 0);
	pair_finish(&pair);
}

static void rows_that_merge_or_split_are_no_event(void **state)
{
	(void)state;
	struct pair pair =
		pair_of("100000-200000 " ANON "\n200000-300000 " ANON, "100000-300000 " ANON);
	assert_int_equal(tell(&pair), 0);
	pair_finish(&pair);
	pair = pair_of("100000-300000 " ANON, "100000-180000 " ANON "\n180000-300000 " ANON);
	assert_int_equal(tell(&pair), 0);
	pair_finish(&pair);
}

static void a_hole_is_told_once_with_its_own_size(void **state)
{
	(void)state;
	struct pair pair =
		pair_of("100000-400000 " ANON, "100000-200000 " ANON "\n300000-400000 " ANON);
	region_at(pair.before, 0)->kind = REGION_ANON;
	assert_tells(&pair, EVENT_SHRANK, "anon 0000_0010_0000 -1 MiB");
}

static void an_arena_grows_into_its_reserve(void **state)
{
	(void)state;
	struct pair pair =
		pair_of("7f0000000000-7f0000021000 " ANON "\n7f0000021000-7f0004000000 " NONE,
			"7f0000000000-7f0000042000 " ANON "\n7f0000042000-7f0004000000 " NONE);
	region_at(pair.after, 0)->kind = REGION_ARENA;
	assert_tells(&pair, EVENT_GREW, "arena 7f00_0000_0000 +132 KiB");
}

static void many_small_mappings_are_one_line(void **state)
{
	(void)state;
	char maps[8192] = "";
	for (unsigned i = 0; i < 96; i++) {
		char line[80];
		snprintf(line, sizeof line, "%x-%x " ANON "\n", 0x100000 + i * 0x20000,
			0x110000 + i * 0x20000);
		strcat(maps, line);
	}
	struct pair pair = pair_of("1000-2000 " ANON, maps);
	size_t count = tell(&pair);
	assert_int_equal(count, 1);
	assert_string_equal(pair.events[0].text, "mapped 96 regions, 6 MiB");
	pair_finish(&pair);
}

static void a_few_kibibytes_are_no_news(void **state)
{
	(void)state;
	struct pair pair =
		pair_of("100000-200000 " ANON, "100000-202000 " ANON "\n300000-302000 " ANON);
	set_metric(&pair, METRIC_RSS, 4 * MIB, 4 * MIB + 12 * 1024);
	assert_int_equal(tell(&pair), 0);
	pair_finish(&pair);
}

static void changed_permissions_are_told_from_and_to(void **state)
{
	(void)state;
	struct pair pair = pair_of("100000-200000 " ANON, "100000-200000 r--p 00000000 00:00 0 ");
	region_at(pair.after, 0)->kind = REGION_ANON;
	assert_tells(
		&pair, EVENT_PROTECTED, "permissions of anon 0000_0010_0000 changed rw-p → r--p");
}

static void a_library_is_told_by_name_and_its_mappings_are_not(void **state)
{
	(void)state;
	struct pair pair = pair_of("1000-2000 " ANON,
		"1000-2000 " ANON
		"\n7f0000000000-7f0000080000 r-xp 00000000 fe:00 9 /lib/libfoo.so\n"
		"7f0000080000-7f0000082000 rw-p 00080000 fe:00 9 /lib/libfoo.so");
	struct module module = { .path = "/lib/libfoo.so", .first = 1, .last = 2 };
	region_at(pair.after, 1)->module = region_at(pair.after, 2)->module = module.path;
	struct region_table *table = (struct region_table *)(uintptr_t)pair.after->table;
	table->modules = &module;
	table->module_count = 1;
	assert_tells(&pair, EVENT_LIBRARY, "library libfoo.so loaded, 520 KiB");
}

static void threads_are_counted_and_their_stacks_not_told_again(void **state)
{
	(void)state;
	struct pair pair =
		pair_of("1000-2000 " ANON, "1000-2000 " ANON "\n7f0000000000-7f0000001000 " NONE
					   "\n7f0000001000-7f0000801000 " ANON);
	region_at(pair.after, 1)->kind = REGION_GUARD;
	region_at(pair.after, 2)->kind = REGION_THREAD_STACK;
	set_metric(&pair, METRIC_THREADS, 4, 5);
	assert_tells(&pair, EVENT_THREADS, "thread started: 5 threads");
	pair = pair_of("", "");
	set_metric(&pair, METRIC_THREADS, 3, 1);
	assert_tells(&pair, EVENT_THREADS, "2 threads ended: 1 thread");
}

static void a_new_program_is_told_and_nothing_else(void **state)
{
	(void)state;
	struct pair pair = pair_of("100000-200000 " ANON, "300000-900000 " ANON);
	pair.after->process.exec_count = 1;
	pair.after->process.exe = "/usr/bin/true\x1b[2J";
	set_metric(&pair, METRIC_RSS, 0, 9 * MIB);
	assert_tells(&pair, EVENT_EXEC, "executed a new program: true?[2J");
}

static void the_end_is_told_and_nothing_else(void **state)
{
	(void)state;
	struct pair pair = pair_of("100000-200000 " ANON, "");
	pair.after->life = LIFE_EXITED;
	assert_tells(&pair, EVENT_EXIT, "exited");
}

static void the_heaviest_events_come_first(void **state)
{
	(void)state;
	struct pair pair = pair_of("100000-200000 " ANON,
		"100000-200000 r--p 00000000 00:00 0 \n40000000-80000000 " ANON);
	region_at(pair.after, 1)->kind = REGION_ANON;
	set_metric(&pair, METRIC_THREADS, 1, 2);
	assert_int_equal(tell(&pair), 3);
	assert_int_equal(pair.events[0].kind, EVENT_THREADS);
	assert_int_equal(pair.events[1].kind, EVENT_MAPPED);
	assert_int_equal(pair.events[2].kind, EVENT_PROTECTED);
	assert_int_equal(diff_events(pair.before, pair.after, pair.events, 1), 1);
	pair_finish(&pair);
}

static void names_are_safe_and_end_at_a_character(void **state)
{
	(void)state;
	char maps[700], name[400] = "";
	for (int i = 0; i < 100; i++)
		strcat(name, "가");
	snprintf(maps, sizeof maps,
		"1000-2000 " ANON "\n400000-800000 rw-p 00000000 fe:00 7 /\x1b]0;%s", name);
	struct pair pair = pair_of("1000-2000 " ANON, maps);
	assert_int_equal(tell(&pair), 1);
	const char *text = pair.events[0].text;
	assert_null(strchr(text, '\x1b'));
	assert_non_null(strstr(text, "가, 4 MiB"));
	pair_finish(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(growth_of_the_heap_is_told_in_bytes),
		cmocka_unit_test(memory_nobody_touched_is_mapped_and_not_resident),
		cmocka_unit_test(
			what_became_resident_is_told_with_its_region_faults_and_page_tables),
		cmocka_unit_test(stale_counters_leave_the_figures_of_the_process),
		cmocka_unit_test(pages_copied_on_write_are_counted),
		cmocka_unit_test(pages_that_others_gave_up_were_not_copied_here),
		cmocka_unit_test(faults_that_copied_are_not_told_of_other_pages),
		cmocka_unit_test(new_pages_and_written_pages_of_shared_mappings_are_no_copies),
		cmocka_unit_test(rows_that_merge_or_split_are_no_event),
		cmocka_unit_test(a_hole_is_told_once_with_its_own_size),
		cmocka_unit_test(an_arena_grows_into_its_reserve),
		cmocka_unit_test(many_small_mappings_are_one_line),
		cmocka_unit_test(a_few_kibibytes_are_no_news),
		cmocka_unit_test(changed_permissions_are_told_from_and_to),
		cmocka_unit_test(a_library_is_told_by_name_and_its_mappings_are_not),
		cmocka_unit_test(threads_are_counted_and_their_stacks_not_told_again),
		cmocka_unit_test(a_new_program_is_told_and_nothing_else),
		cmocka_unit_test(the_end_is_told_and_nothing_else),
		cmocka_unit_test(the_heaviest_events_come_first),
		cmocka_unit_test(names_are_safe_and_end_at_a_character),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
