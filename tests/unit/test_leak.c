/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "past_stage.h"
#include "strata/growth.h"
#include "strata/leak.h"

#define SUSPECTS 8

struct findings {
	struct suspect suspects[SUSPECTS];
	size_t count;
};

static struct findings find(const struct stage *stage)
{
	struct findings findings;
	struct limits limits;
	uint64_t first_ns = 0, last_ns = 0;
	limits_clear(&limits);
	limits.left[LIMIT_MACHINE] = 1000 * MIB;
	limits.left[LIMIT_CGROUP] = 100 * MIB;
	past_span(stage->past, &first_ns, &last_ns);
	findings.count =
		leak_find(stage->past, &limits, first_ns, last_ns, findings.suspects, SUSPECTS);
	return findings;
}

static void a_region_that_grows_steadily_is_a_leak_with_rate_and_limit(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 0; i < 20; i++)
		SEE(stage, { 0x100000, 64 * MIB, i * MIB, 0 });
	struct findings findings = find(stage);
	assert_int_equal(findings.count, 1);
	const struct suspect *leak = &findings.suspects[0];
	assert_int_equal(leak->verdict, VERDICT_LEAK);
	assert_ptr_equal(leak->track, past_track_of(stage->past, 0x100000));
	assert_float_equal(leak->trend.rate, (double)MIB, 1);
	assert_int_equal(leak->limit, LIMIT_CGROUP);
	assert_float_equal(leak->limit_in, 100, 0.1);
	char evidence[LEAK_EVIDENCE];
	leak_evidence(leak, evidence);
	assert_string_equal(evidence,
		"anon 0000_0010_0000 grows by 1 MiB/s ± 0 B, steadily for 19 s, all of it "
		"private and dirty; reaches the cgroup limit in 100 s");
}

static void what_keeps_still_is_passed_over_in_silence(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 0; i < 20; i++)
		SEE(stage, { 0x100000, 64 * MIB, 5 * MIB, 0 },
			{ 0x9000000, MIB, i % 2 * 0x10000, 0 });
	assert_int_equal(find(stage).count, 0);
}

static void growth_in_many_new_regions_is_told_of_their_kind(void **state)
{
	struct stage *stage = *state;
	struct place places[24] = { { 0 } };
	for (uint64_t i = 0; i < 20; i++) {
		places[i] = (struct place){ 0x1000000 * (i + 1), MIB, MIB, 0 };
		see(stage, places);
	}
	struct findings findings = find(stage);
	assert_int_equal(findings.count, 1);
	assert_null(findings.suspects[0].track);
	assert_int_equal(findings.suspects[0].kind, REGION_ANON);
	assert_int_equal(findings.suspects[0].verdict, VERDICT_LEAK);
}

/* An allocator fills one region after the other, of twenty that are there from the beginning. */
static void growth_that_wanders_is_told_of_its_kind_and_not_of_regions(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 0; i < 60; i++) {
		struct place places[21] = { { 0 } };
		for (uint64_t k = 0; k < 20; k++)
			places[k] = (struct place){ 0x1000000 * (k + 1), 8 * MIB,
				(i < 3 * k              ? 0
					: i < 3 * k + 3 ? i - 3 * k
							: 3) *
					MIB,
				0 };
		see(stage, places);
	}
	struct findings findings = find(stage);
	assert_int_equal(findings.count, 1);
	assert_null(findings.suspects[0].track);
	assert_int_equal(findings.suspects[0].verdict, VERDICT_LEAK);
	assert_float_equal(findings.suspects[0].trend.rate, (double)MIB, (double)MIB / 20);
}

static void a_rise_is_only_growing_before_it_has_lasted(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 0; i < LEAK_SECONDS; i++)
		SEE(stage, { 0x100000, 64 * MIB, i * MIB, 0 });
	assert_int_equal(find(stage).suspects[0].verdict, VERDICT_GROWING);
	SEE(stage, { 0x100000, 64 * MIB, LEAK_SECONDS * MIB, 0 });
	assert_int_equal(find(stage).suspects[0].verdict, VERDICT_LEAK);
}

static void what_filled_and_stopped_is_a_plateau_without_limit(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 0; i < 40; i++)
		SEE(stage, { 0x100000, 64 * MIB, (i < 15 ? i : 15) * MIB, 0 });
	struct findings findings = find(stage);
	assert_int_equal(findings.count, 1);
	assert_int_equal(findings.suspects[0].verdict, VERDICT_PLATEAU);
	assert_int_equal(findings.suspects[0].limit, LIMITS);
}

static void the_surest_stands_first(void **state)
{
	struct stage *stage = *state;
	for (uint64_t i = 0; i < 30; i++)
		SEE(stage, { 0x100000, 512 * MIB, (i < 10 ? i : 10) * 40 * MIB, 0 },
			{ 0x40000000, 64 * MIB, i * MIB, 0 });
	struct findings findings = find(stage);
	assert_int_equal(findings.count, 2);
	assert_int_equal(findings.suspects[0].verdict, VERDICT_LEAK);
	assert_int_equal(findings.suspects[1].verdict, VERDICT_PLATEAU);
}

static void growth_ranks_regions_by_what_they_grew(void **state)
{
	struct stage *stage = *state;
	SEE(stage, { 0x100000, MIB, 0x1000, 0 }, { 0x900000, MIB, 0x8000, 0 },
		{ 0x2000000, MIB, 0x3000, 0 });
	uint64_t since_ns = stage->clock_ns;
	SEE(stage, { 0x100000, MIB, 0x9000, 0 }, { 0x900000, MIB, 0x2000, 0 },
		{ 0x5000000, MIB, 0x4000, 0 });
	struct growth growths[8];
	size_t count = growth_rank(
		stage->past, GROWTH_REGIONS, PAST_RSS, since_ns, stage->clock_ns, growths, 8);
	assert_int_equal(count, 4);
	assert_int_equal(growths[0].delta, 0x8000);
	assert_float_equal(growths[0].rate, 0x8000, 0.1);
	assert_true(growths[1].is_new);
	assert_int_equal(growths[1].delta, 0x4000);
	assert_int_equal(growths[2].delta, -0x6000);
	assert_true(growths[3].is_gone);
	assert_int_equal(growths[3].delta, -0x3000);
	count = growth_rank(
		stage->past, GROWTH_KINDS, PAST_RSS, since_ns, stage->clock_ns, growths, 8);
	assert_int_equal(count, 1);
	assert_int_equal(growths[0].delta, 0x8000 + 0x4000 - 0x6000 - 0x3000);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_create, stage_destroy)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_region_that_grows_steadily_is_a_leak_with_rate_and_limit),
		CASE(what_keeps_still_is_passed_over_in_silence),
		CASE(growth_in_many_new_regions_is_told_of_their_kind),
		CASE(growth_that_wanders_is_told_of_its_kind_and_not_of_regions),
		CASE(a_rise_is_only_growing_before_it_has_lasted),
		CASE(what_filled_and_stopped_is_a_plateau_without_limit),
		CASE(the_surest_stands_first),
		CASE(growth_ranks_regions_by_what_they_grew),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
