/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "source/smaps.h"
#include "fixture.h"

static struct region_table *parse(const char *text, size_t length, size_t piece)
{
	struct smaps_parser parser;
	struct region_table *table = region_table_create();
	smaps_init(&parser, table);
	for (size_t used = 0, end = 0; end < length;) {
		end = length - end < piece ? length : end + piece;
		used += smaps_feed(&parser, text + used, end - used);
	}
	assert_int_equal(parser.maps.error, 0);
	return table;
}

static struct region_table *parse_text(const char *text)
{
	return parse(text, strlen(text), SIZE_MAX);
}

static struct region_table *parse_fixture(const char *name)
{
	size_t length;
	char *text = fixture_load(name, "smaps", &length);
	struct region_table *table = parse(text, length, SIZE_MAX);
	free(text);
	return table;
}

/* By searching the text for it. */
static uint64_t look_up(const char *text, size_t record, const char *key)
{
	char line[64];
	snprintf(line, sizeof line, "\n%s:", key);
	for (;; record--) {
		text = strstr(text, line);
		if (!text || record == 0)
			return text ? strtoull(text + strlen(line), NULL, 10) * 1024 : UNKNOWN;
		text++;
	}
}

static void agrees_with_the_text_in_every_counter(void **state)
{
	(void)state;
	size_t length;
	char *text = fixture_load("sleep", "smaps", &length);
	struct region_table *table = parse_text(text);
	assert_int_equal(table->count, 24);
	for (size_t i = 0; i < table->count; i++)
		for (unsigned counter = 0; counter < COUNTERS; counter++)
			assert_true(table->regions[i].counters[counter] ==
				    look_up(text, i, counter_table[counter].key));
	assert_int_equal(table->regions[0].counters[COUNTER_PAGE_SIZE], 4096);
	region_table_unref(table);
	free(text);
}

static void reads_the_regions_as_maps_does(void **state)
{
	(void)state;
	size_t length;
	char *text = fixture_load("sleep", "maps", &length);
	struct maps_parser parser;
	struct region_table *table = parse_fixture("sleep"), *maps = region_table_create();
	maps_init(&parser, maps);
	maps_feed(&parser, text, length);
	assert_int_equal(maps->count, table->count);
	for (size_t i = 0; i < maps->count; i++) {
		assert_true(maps->regions[i].start == table->regions[i].start);
		assert_string_equal(maps->regions[i].path, table->regions[i].path);
	}
	region_table_unref(maps);
	region_table_unref(table);
	free(text);
}

static void has_the_layout_of_maps(void **state)
{
	(void)state;
	size_t length, maps_length;
	char *text = fixture_load("sleep", "smaps", &length);
	char *maps = fixture_load("sleep", "maps", &maps_length);
	struct smaps_parser parser;
	struct region_table *table = region_table_create();
	smaps_init(&parser, table);
	smaps_feed(&parser, text, length);
	assert_true(parser.maps.layout == maps_layout(maps, maps_length));
	region_table_unref(table);
	free(maps);
	free(text);
}

static void keeps_flags_as_text_and_shares_equal_ones(void **state)
{
	(void)state;
	struct region_table *table = parse_fixture("sleep");
	assert_string_equal(table->regions[0].flags, "rd mr mw me");
	assert_string_equal(table->regions[1].flags, "rd ex mr mw me");
	assert_ptr_equal(table->regions[2].flags, table->regions[0].flags);
	region_table_unref(table);
}

static void leaves_unknown_what_an_old_kernel_does_not_say(void **state)
{
	(void)state;
	struct region_table *table = parse_fixture("old-kernel");
	struct region_table *now = parse_fixture("sleep");
	for (size_t i = 0; i < table->count; i++)
		for (unsigned counter = 0; counter < COUNTERS; counter++) {
			bool is_new = counter == COUNTER_PSS_DIRTY || counter == COUNTER_KSM ||
				      counter == COUNTER_FILE_HUGE;
			assert_true(table->regions[i].counters[counter] ==
				    (is_new ? UNKNOWN : now->regions[i].counters[counter]));
		}
	region_table_unref(now);
	region_table_unref(table);
}

static void skips_unknown_keys_and_takes_any_order(void **state)
{
	(void)state;
	struct region_table *table = parse_fixture("new-kernel");
	struct region_table *now = parse_fixture("sleep");
	assert_int_equal(table->count, now->count);
	for (size_t i = 0; i < table->count; i++) {
		assert_memory_equal(table->regions[i].counters, now->regions[i].counters,
			sizeof now->regions[i].counters);
		assert_string_equal(table->regions[i].flags, now->regions[i].flags);
	}
	region_table_unref(now);
	region_table_unref(table);
}

static void takes_records_with_different_keys(void **state)
{
	(void)state;
	struct region_table *table = parse_text("1000-2000 rw-p 00000000 00:00 0 \n"
						"Rss:                   1 kB\n"
						"Pss:                   2 kB\n"
						"Swap:                  3 kB\n"
						"2000-3000 rw-p 00000000 00:00 0 \n"
						"Pss:                   4 kB\n"
						"Locked:                5 kB\n"
						"Swap:                  6 kB\n"
						"3000-4000 rw-p 00000000 00:00 0 \n"
						"4000-5000 rw-p 00000000 00:00 0 \n"
						"Swap: 7 kB\n"
						"Rss: 8 kB\n");
	assert_int_equal(table->count, 4);
	assert_int_equal(table->regions[0].counters[COUNTER_SWAP], 3 * 1024);
	assert_true(table->regions[1].counters[COUNTER_RSS] == UNKNOWN);
	assert_int_equal(table->regions[1].counters[COUNTER_PSS], 4 * 1024);
	assert_int_equal(table->regions[1].counters[COUNTER_LOCKED], 5 * 1024);
	assert_int_equal(table->regions[1].counters[COUNTER_SWAP], 6 * 1024);
	assert_true(table->regions[2].counters[COUNTER_SWAP] == UNKNOWN);
	assert_int_equal(table->regions[3].counters[COUNTER_SWAP], 7 * 1024);
	assert_int_equal(table->regions[3].counters[COUNTER_RSS], 8 * 1024);
	region_table_unref(table);
}

static uint64_t value_of(const char *value)
{
	/* In the second record, so that the key is an expected one. */
	char text[300];
	snprintf(text, sizeof text,
		"1000-2000 rw-p 00000000 00:00 0 \nRss:                   1 kB\n"
		"2000-3000 rw-p 00000000 00:00 0 \nRss:            %s\nPss:                   9 "
		"kB\n",
		value);
	struct region_table *table = parse_text(text);
	uint64_t result = table->regions[1].counters[COUNTER_RSS];
	assert_int_equal(table->regions[1].counters[COUNTER_PSS], 9 * 1024);
	region_table_unref(table);
	return result;
}

static void reads_values_of_any_width(void **state)
{
	(void)state;
	assert_true(value_of("       0 kB") == 0);
	assert_true(value_of("       7 kB") == 7 * 1024);
	assert_true(value_of("12345678 kB") == 12345678ull * 1024);
	assert_true(value_of("99999999 kB") == 99999999ull * 1024);
	assert_true(value_of("123456789 kB") == 123456789ull * 1024);
	assert_true(value_of("68719476736 kB") == 68719476736ull * 1024);
	assert_true(value_of("0 kB") == 0);
	assert_true(value_of("12 kB") == 12 * 1024);
}

static void does_not_make_up_values(void **state)
{
	(void)state;
	static const char *const broken[] = { "", " ", "        ", "         kB", "       x kB",
		"   1 2 3 kB", "      -1 kB", "      1! kB", "       1", "       1 mB",
		"       1kB", "18446744073709551615 kB", "99999999999999999999999 kB", "  (5 kB",
		":;<=>? kB" };
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
		assert_true(value_of(broken[i]) == UNKNOWN);
}

static void is_not_fooled_by_names_that_look_like_lines(void **state)
{
	(void)state;
	struct region_table *table = parse_fixture("hostile-names");
	for (size_t i = 0; i < table->count; i++) {
		assert_int_equal(table->regions[i].counters[COUNTER_RSS], 4096);
		assert_int_equal(table->regions[i].counters[COUNTER_PSS], i * 1024);
		assert_int_equal(region_size(&table->regions[i]), 4096 * (i + 1));
	}
	assert_int_equal(table->count, 20);
	region_table_unref(table);
}

static void gives_the_same_in_pieces_of_any_size(void **state)
{
	(void)state;
	static const char *const names[] = { "sleep", "new-kernel", "truncated" };
	for (size_t name = 0; name < sizeof names / sizeof names[0]; name++) {
		size_t length;
		char *text = fixture_load(names[name], "smaps", &length);
		struct region_table *whole = parse(text, length, SIZE_MAX);
		for (size_t piece = 1; piece < 900; piece += piece < 40 ? 1 : 37) {
			struct region_table *table = parse(text, length, piece);
			assert_int_equal(table->count, whole->count);
			for (size_t i = 0; i < whole->count; i++)
				assert_memory_equal(table->regions[i].counters,
					whole->regions[i].counters,
					sizeof whole->regions[i].counters);
			region_table_unref(table);
		}
		region_table_unref(whole);
		free(text);
	}
}

static void counters_behind_a_cut_are_unknown(void **state)
{
	(void)state;
	struct region_table *table = parse_fixture("truncated");
	const struct region *last = &table->regions[table->count - 1];
	assert_true(last->counters[COUNTER_SHARED_DIRTY] != UNKNOWN);
	assert_true(last->counters[COUNTER_PRIVATE_CLEAN] == UNKNOWN);
	assert_null(last->flags);
	region_table_unref(table);
}

static void counters_of_a_broken_record_belong_to_nobody(void **state)
{
	(void)state;
	struct region_table *table = parse_text("1000-2000 rw-p 00000000 00:00 0 \n"
						"Rss:                   1 kB\n"
						"1000-zz rw-p 00000000 00:00 0 \n"
						"Rss:                   2 kB\n"
						"VmFlags: rd\n"
						"Pss:                   3 kB\n");
	assert_int_equal(table->count, 1);
	assert_int_equal(table->regions[0].counters[COUNTER_RSS], 1024);
	assert_true(table->regions[0].counters[COUNTER_PSS] == UNKNOWN);
	assert_null(table->regions[0].flags);
	region_table_unref(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_text_in_every_counter),
		cmocka_unit_test(reads_the_regions_as_maps_does),
		cmocka_unit_test(has_the_layout_of_maps),
		cmocka_unit_test(keeps_flags_as_text_and_shares_equal_ones),
		cmocka_unit_test(leaves_unknown_what_an_old_kernel_does_not_say),
		cmocka_unit_test(skips_unknown_keys_and_takes_any_order),
		cmocka_unit_test(takes_records_with_different_keys),
		cmocka_unit_test(reads_values_of_any_width),
		cmocka_unit_test(does_not_make_up_values),
		cmocka_unit_test(is_not_fooled_by_names_that_look_like_lines),
		cmocka_unit_test(gives_the_same_in_pieces_of_any_size),
		cmocka_unit_test(counters_behind_a_cut_are_unknown),
		cmocka_unit_test(counters_of_a_broken_record_belong_to_nobody),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
