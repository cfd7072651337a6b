/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "from_maps.h"
#include "strata/explain.h"
#include "strata/text.h"

#define ANON "rw-p 00000000 00:00 0 "
#define MAPS                                                                                       \
	"400000-401000 r-xp 00000000 fe:00 7 /usr/bin/tool\n"                                      \
	"401000-402000 rw-p 00001000 fe:00 7 /usr/bin/tool\n"                                      \
	"10000000-10021000 " ANON "[heap]\n"                                                       \
	"7f0000000000-7f0000001000 ---p 00000000 00:00 0 \n"                                       \
	"7f0000001000-7f0000801000 " ANON "\n"                                                     \
	"7ffd4c219000-7ffd4c23a000 " ANON "[stack]\n"                                              \
	"ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]"
#define KIB UINT64_C(1024)

static const uint8_t kinds[] = { REGION_TEXT, REGION_DATA, REGION_HEAP, REGION_GUARD,
	REGION_THREAD_STACK, REGION_STACK, REGION_VSYSCALL };

static struct snapshot *example(void)
{
	static const struct region_part bss = { 0x401800, 0x402000, REGION_BSS, ".bss" };
	static struct module module = { .path = "/usr/bin/tool", .first = 0, .last = 1 };
	struct snapshot *snapshot = snapshot_create();
	struct region_table *table = from_maps(MAPS);
	for (size_t i = 0; i < table->count; i++)
		table->regions[i].kind = kinds[i];
	table->regions[0].module = table->regions[1].module = module.path;
	table->regions[1].parts = &bss;
	table->regions[1].part_count = 1;
	module.bias = 0x1000;
	table->modules = &module;
	table->module_count = 1;
	snapshot->process.stack_limit = 8192 * KIB;
	snapshot_set_table(snapshot, table);
	return snapshot;
}

static void assert_explains_address(uint64_t address, const char *text)
{
	char out[256];
	struct snapshot *snapshot = example();
	size_t length = explain_address(snapshot, address, out, sizeof out);
	assert_string_equal(out, text);
	assert_int_equal(length, strlen(out));
	snapshot_unref(snapshot);
}

static void every_kind_metric_and_counter_has_a_topic(void **state)
{
	(void)state;
	for (unsigned kind = 0; kind < REGION_KINDS; kind++)
		assert_non_null(explain_topic(TOPIC_REGION, region_kind_name(kind)));
	for (unsigned metric = 0; metric < METRICS; metric++)
		assert_non_null(explain_topic(TOPIC_METRIC, metric_table[metric].name));
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		assert_non_null(explain_topic(TOPIC_COUNTER, counter_table[counter].name));
}

static void every_event_has_a_topic(void **state)
{
	(void)state;
	for (unsigned kind = EVENT_MAPPED; kind <= EVENT_NOTE; kind++)
		assert_int_equal(explain_event(kind)->kind, TOPIC_EVENT);
	assert_string_equal(explain_event(EVENT_UNSHARED)->name, "unshared");
	assert_string_equal(explain_event(EVENT_NOTE)->name, "note");
}

static void assert_told_here(enum topic_kind kind, const char *name, const char *beginning)
{
	char out[256] = "";
	struct snapshot *snapshot = example();
	explain_here(snapshot, explain_topic(kind, name), out, sizeof out);
	if (strncmp(out, beginning, strlen(beginning)) != 0)
		fail_msg("%s: \"%s\"", name, out);
	snapshot_unref(snapshot);
}

static void what_the_process_has_of_a_thing_is_told(void **state)
{
	(void)state;
	assert_told_here(TOPIC_REGION, "jit", "This process has none.");
	assert_told_here(TOPIC_REGION, "stack", "");
	assert_told_here(TOPIC_PERMISSION, "r", "Here: ");
	assert_told_here(TOPIC_COUNTER, "rss", "Here: ");
	char out[256] = "untouched";
	struct snapshot *snapshot = example();
	assert_int_equal(
		explain_here(snapshot, explain_topic(TOPIC_COLUMN, "size"), out, sizeof out), 0);
	assert_string_equal(out, "");
	snapshot_unref(snapshot);
}

static void topics_stand_in_the_order_of_their_enums(void **state)
{
	(void)state;
	for (unsigned kind = 0; kind < REGION_KINDS; kind++)
		assert_string_equal(explain_topic_at(kind)->name, region_kind_name(kind));
	assert_null(explain_topic_at(topic_count));
}

static void every_flag_of_the_kernel_and_every_permission_is_explained(void **state)
{
	(void)state;
	static const char *const flags[] = { "rd", "wr", "ex", "sh", "mr", "mw", "me", "ms", "gd",
		"pf", "lo", "io", "sr", "rr", "dc", "de", "lf", "ac", "nr", "ht", "sf", "wf", "dd",
		"sd", "mm", "hg", "nh", "mg", "um", "uw", "ui", "ss", "sl", "dp", "gu" };
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		assert_non_null(explain_flag(flags[i]));
	assert_null(explain_flag("??"));
	static const char *const permissions[] = { "r", "w", "x", "p", "s", "-" };
	for (size_t i = 0; i < sizeof permissions / sizeof *permissions; i++)
		assert_non_null(explain_topic(TOPIC_PERMISSION, permissions[i]));
}

static void every_topic_is_complete_unique_and_safe_to_show(void **state)
{
	(void)state;
	char safe[2048];
	for (size_t i = 0; i < topic_count; i++) {
		const struct topic *topic = explain_topic_at(i);
		assert_ptr_equal(explain_topic(topic->kind, topic->name), topic);
		assert_true(strlen(topic->title) > 0 && strlen(topic->text) > 10);
		text_sanitise(topic->text, strlen(topic->text), safe, sizeof safe);
		assert_string_equal(topic->text, safe);
	}
}

static void an_address_is_named_by_section_and_place_in_the_file(void **state)
{
	(void)state;
	assert_explains_address(0x401810,
		"0000_0040_1810 is in tool data, section .bss + 0x10; in the ELF file 0x400810.");
	assert_explains_address(0x10000020, "0000_1000_0020 is in heap + 0x20.");
}

static void an_address_outside_is_named_by_its_neighbours(void **state)
{
	(void)state;
	assert_explains_address(0x7f0000900000,
		"7f00_0090_0000 is not mapped: in the gap of 1013 GiB between thread-stack "
		"7f00_0000_1000 and stack.");
	assert_explains_address(0, "0000_0000_0000 is not mapped: below tool text.");
	assert_explains_address(0x900000000000, "9000_0000_0000 lies beyond user space.");
	assert_explains_address(UINT64_C(0xffff888000000000),
		"ffff_8880_0000_0000 belongs to the kernel: no user program can touch it.");
}

static void assert_explains_region(struct snapshot *snapshot, size_t index, const char *beginning)
{
	char out[2048];
	size_t length = explain_region(snapshot, &snapshot->table->regions[index], out, sizeof out);
	assert_int_equal(length, strlen(out));
	out[strlen(beginning)] = '\0';
	assert_string_equal(out, beginning);
}

static void a_region_is_explained_with_its_own_numbers(void **state)
{
	(void)state;
	struct snapshot *snapshot = example();
	struct region *regions = (struct region *)(uintptr_t)snapshot->table->regions;
	assert_explains_region(snapshot, 2, "How much of it is in RAM is not known.");
	regions[2].counters[COUNTER_RSS] = 8 * KIB;
	regions[5].counters[COUNTER_RSS] = 132 * KIB;
	assert_explains_region(snapshot, 2,
		"8 KiB of 132 KiB are in RAM (6 %); the rest was not touched, or was given back. "
		"The program break is at 0000_1002_1000.\n");
	assert_explains_region(
		snapshot, 5, "All of it is in RAM. It may grow to 8 MiB: 7.9 MiB are left.\n");
	assert_explains_region(snapshot, 3, "It lies below thread-stack 7f00_0000_1000.\n");
	snapshot_unref(snapshot);
}

static void what_is_unusual_about_a_region_is_added(void **state)
{
	(void)state;
	char out[2048];
	struct snapshot *snapshot = example();
	struct region *data = (struct region *)(uintptr_t)&snapshot->table->regions[1];
	data->counters[COUNTER_SWAP] = 16 * KIB;
	data->counters[COUNTER_ANONYMOUS] = 4 * KIB;
	data->permissions |= PERMISSION_EXECUTE;
	data->deleted = true;
	explain_region(snapshot, data, out, sizeof out);
	assert_non_null(strstr(out, "\n16 KiB are on swap."));
	assert_non_null(strstr(out, "\n4 KiB of it were written"));
	assert_non_null(strstr(out, "\nWritable and executable at once"));
	assert_non_null(strstr(out, "\nIts file was deleted"));
	snapshot_unref(snapshot);
}

static void assert_explains_metric(
	const struct snapshot *snapshot, enum metric metric, const char *beginning)
{
	char out[2048];
	explain_metric(snapshot, metric, out, sizeof out);
	out[strlen(beginning)] = '\0';
	assert_string_equal(out, beginning);
}

static void a_metric_is_explained_with_its_value_or_why_there_is_none(void **state)
{
	(void)state;
	struct snapshot *snapshot = example();
	snapshot->metrics[METRIC_RSS] = 100 * KIB;
	snapshot->metrics[METRIC_VSZ] = 400 * KIB;
	snapshot->metrics[METRIC_RSS_ANON] = 90 * KIB;
	snapshot->metrics[METRIC_RSS_FILE] = 10 * KIB;
	snapshot->metrics[METRIC_RSS_SHMEM] = 0;
	assert_explains_metric(snapshot, METRIC_RSS,
		"RSS is 100 KiB, 25 % of VSZ: RssAnon 90 KiB + RssFile 10 KiB + RssShmem 0 B.\n");
	snapshot->metrics[METRIC_PSS] = UNKNOWN;
	snapshot_add_gap(snapshot, "smaps", 13);
	assert_explains_metric(snapshot, METRIC_PSS,
		"PSS is not known: /proc/PID/smaps, sum of Pss, Permission denied.\n");
	snapshot_unref(snapshot);
}

static void a_small_buffer_cuts_the_text_and_nothing_else(void **state)
{
	(void)state;
	char out[16] = "untouched......";
	struct snapshot *snapshot = example();
	size_t length = explain_region(snapshot, &snapshot->table->regions[0], out, 8);
	assert_int_equal(length, 7);
	assert_int_equal(strlen(out), 7);
	assert_string_equal(out + 8, "d......");
	snapshot_unref(snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_metric_and_counter_has_a_topic),
		cmocka_unit_test(every_event_has_a_topic),
		cmocka_unit_test(what_the_process_has_of_a_thing_is_told),
		cmocka_unit_test(topics_stand_in_the_order_of_their_enums),
		cmocka_unit_test(every_flag_of_the_kernel_and_every_permission_is_explained),
		cmocka_unit_test(every_topic_is_complete_unique_and_safe_to_show),
		cmocka_unit_test(an_address_is_named_by_section_and_place_in_the_file),
		cmocka_unit_test(an_address_outside_is_named_by_its_neighbours),
		cmocka_unit_test(a_region_is_explained_with_its_own_numbers),
		cmocka_unit_test(what_is_unusual_about_a_region_is_added),
		cmocka_unit_test(a_metric_is_explained_with_its_value_or_why_there_is_none),
		cmocka_unit_test(a_small_buffer_cuts_the_text_and_nothing_else),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
