/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "demo/prediction.h"

#define MIB (1 << 20)

static const struct demo_prediction growth = {
	.question = "By how much does RSS grow?",
	.metric = "rss_anon",
	.choices = { { "not at all", "0" }, { "by a quarter", "size/4" }, { "by all", "size" } },
};
static const struct demo_prediction faults = { .question = "How many?", .metric = "minflt" };
static const struct demo_prediction place = {
	.question = "Where?",
	.metric = "p.kind",
	.choices = { { "in the heap", "heap" }, { "in a mapping", "anon" } },
};
static const struct demo_step step = { .title = "step" };
static const struct demo demo = { .id = "test", .steps = &step, .step_count = 1 };

static struct demo_run run_with(const struct demo_prediction *asked)
{
	return (struct demo_run){
		.demo = &demo,
		.process_count = 1,
		.prediction = { .prediction = asked, .state = PREDICTION_GIVEN },
	};
}

static void judge(struct demo_run *run, enum metric metric, uint64_t before, uint64_t after)
{
	struct scope scope = { 0 };
	scope_add(&scope, "size", "100M");
	struct snapshot *first = snapshot_create(), *second = snapshot_create();
	first->metrics[metric] = before;
	second->metrics[metric] = after;
	const struct judge_samples samples = { .before = { first }, .after = { second } };
	prediction_judge(run, &scope, &samples);
	snapshot_unref(first);
	snapshot_unref(second);
}

static void numbers_are_read_as_people_write_them(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t number;
	} numbers[] = { { "6400", 6400 }, { "6,400", 6400 }, { "6_400", 6400 }, { " 12 ", 12 },
		{ "25M", 25 * MIB }, { "25 MiB", 25 * MIB }, { "25 mB", 25 * MIB },
		{ "132k", 132 << 10 }, { "-4M", -4 * MIB }, { "+7", 7 }, { "16 B", 16 },
		{ "0", 0 } };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		int64_t number = -1;
		prediction_number(numbers[i].text, &number);
		if (number != numbers[i].number)
			fail_msg("%s is read as %lld", numbers[i].text, (long long)number);
	}
}

static void what_is_no_number_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", " ", "-", "many", "6x", "K", "25 MiBs", "1.5M",
		"9999999999999999999", "0x10", "8 i", "12 34" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		int64_t number = 77;
		int error = prediction_number(wrong[i], &number);
		if (error != -EINVAL && error != -ERANGE)
			fail_msg("%s is taken", wrong[i]);
		assert_int_equal(number, 77);
	}
}

static void the_choice_nearest_to_what_was_measured_is_right(void **state)
{
	(void)state;
	struct demo_run run = run_with(&growth);
	run.prediction.choice = 1;
	judge(&run, METRIC_RSS_ANON, 8 * MIB, 33 * MIB + 4096);
	assert_int_equal(run.prediction.state, PREDICTION_JUDGED);
	assert_int_equal(run.prediction.right, 1);
	assert_int_equal(run.prediction.seen, 25 * MIB + 4096);
	assert_true(run.prediction.is_right && run.prediction.is_known && run.prediction.is_bytes);
	run = run_with(&growth);
	run.prediction.choice = 1;
	judge(&run, METRIC_RSS_ANON, 8 * MIB, 8 * MIB);
	assert_int_equal(run.prediction.right, 0);
	assert_false(run.prediction.is_right);
}

static void a_typed_number_may_be_off_by_a_tenth(void **state)
{
	(void)state;
	static const struct {
		int64_t number;
		bool is_right;
	} said[] = { { 6400, true }, { 5800, true }, { 7000, true }, { 5700, false },
		{ 25600, false }, { 0, false } };
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		struct demo_run run = run_with(&faults);
		run.prediction.number = said[i].number;
		judge(&run, METRIC_MINFLT, 100, 6500);
		assert_int_equal(run.prediction.is_right, said[i].is_right);
	}
}

static void words_are_right_or_wrong(void **state)
{
	(void)state;
	struct demo_run run = run_with(&place);
	run.markers[run.marker_count++] = (struct run_marker){ .key = "p", .address = 4096 };
	run.prediction.choice = 1;
	judge(&run, METRIC_VSZ, 0, 0);
	assert_string_equal(run.prediction.word, "unmapped");
	assert_true(run.prediction.is_known && run.prediction.is_word);
	assert_int_equal(run.prediction.right, SIZE_MAX);
	assert_false(run.prediction.is_right);
}

static void who_would_not_say_is_told_what_was_measured(void **state)
{
	(void)state;
	struct demo_run run = run_with(&growth);
	run.prediction.state = PREDICTION_PASSED;
	judge(&run, METRIC_RSS_ANON, 0, 100 * MIB);
	assert_int_equal(run.prediction.state, PREDICTION_PASSED);
	assert_int_equal(run.prediction.right, 2);
	assert_false(run.prediction.is_right);
}

static void what_could_not_be_read_makes_nobody_right(void **state)
{
	(void)state;
	struct demo_run run = run_with(&growth);
	run.prediction.choice = SIZE_MAX;
	judge(&run, METRIC_RSS_ANON, UNKNOWN, 100 * MIB);
	assert_int_equal(run.prediction.state, PREDICTION_JUDGED);
	assert_false(run.prediction.is_known || run.prediction.is_right);
}

static void another_step_leaves_it_open(void **state)
{
	(void)state;
	struct demo_run run = run_with(&growth);
	run.prediction.step = 1;
	judge(&run, METRIC_RSS_ANON, 0, 0);
	assert_int_equal(run.prediction.state, PREDICTION_GIVEN);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_as_people_write_them),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(the_choice_nearest_to_what_was_measured_is_right),
		cmocka_unit_test(a_typed_number_may_be_off_by_a_tenth),
		cmocka_unit_test(words_are_right_or_wrong),
		cmocka_unit_test(who_would_not_say_is_told_what_was_measured),
		cmocka_unit_test(what_could_not_be_read_makes_nobody_right),
		cmocka_unit_test(another_step_leaves_it_open),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
