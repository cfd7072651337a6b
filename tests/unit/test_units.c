/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "strata/units.h"

#define KIB 1024ULL
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

static void sizes_in_columns(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	assert_string_equal(units_bytes(0, UNITS_NARROW, out), "0");
	assert_string_equal(units_bytes(512, UNITS_NARROW, out), "512B");
	assert_string_equal(units_bytes(132 * KIB, UNITS_NARROW, out), "132K");
	assert_string_equal(units_bytes(1536, UNITS_NARROW, out), "1.5K");
	assert_string_equal(units_bytes(25 * MIB, UNITS_NARROW, out), "25.0M");
	assert_string_equal(units_bytes(25 * MIB + 600 * KIB, UNITS_NARROW, out), "25.6M");
	assert_string_equal(units_bytes(64 * 1024 * GIB, UNITS_NARROW, out), "64.0T");
	assert_string_equal(units_bytes(UINT64_MAX - 1, UNITS_NARROW, out), "16.0E");
}

static void sizes_in_sentences(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	assert_string_equal(units_bytes(0, UNITS_WIDE, out), "0 B");
	assert_string_equal(units_bytes(132 * KIB, UNITS_WIDE, out), "132 KiB");
	assert_string_equal(units_bytes(25 * MIB, UNITS_WIDE, out), "25 MiB");
	assert_string_equal(units_bytes(7 * MIB + 900 * KIB, UNITS_WIDE, out), "7.9 MiB");
}

static void nothing_is_rounded_up_to_a_unit_it_has_not_reached(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	assert_string_equal(units_bytes(MIB - 1, UNITS_NARROW, out), "1023K");
	assert_string_equal(units_bytes(MIB, UNITS_NARROW, out), "1.0M");
	assert_string_equal(units_bytes(GIB - KIB, UNITS_WIDE, out), "1023 MiB");
	assert_string_equal(units_bytes(10 * MIB - 1, UNITS_NARROW, out), "10.0M");
	assert_string_equal(units_count(999999, UNITS_NARROW, out), "999.9k");
}

static void the_unknown_is_never_zero(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	assert_string_equal(units_bytes(UNKNOWN, UNITS_NARROW, out), "–");
	assert_string_equal(units_count(UNKNOWN, UNITS_WIDE, out), "–");
	assert_string_equal(units_span(UNKNOWN, out), "–");
	assert_string_equal(units_rate(NAN, out), "–");
}

static void changes_carry_their_sign(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	assert_string_equal(units_delta(0, UNITS_NARROW, out), "+0");
	assert_string_equal(units_delta(0, UNITS_WIDE, out), "+0");
	assert_string_equal(units_delta(132 * (int64_t)KIB, UNITS_NARROW, out), "+132K");
	assert_string_equal(units_delta(-4 * (int64_t)KIB, UNITS_WIDE, out), "-4 KiB");
	assert_string_equal(units_delta(INT64_MIN, UNITS_NARROW, out), "-8.0E");
}

static void counts(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	assert_string_equal(units_count(0, UNITS_NARROW, out), "0");
	assert_string_equal(units_count(9999, UNITS_NARROW, out), "9999");
	assert_string_equal(units_count(25600, UNITS_NARROW, out), "25.6k");
	assert_string_equal(units_count(1200000, UNITS_NARROW, out), "1.2M");
	assert_string_equal(units_count(25600, UNITS_WIDE, out), "25,600");
	assert_string_equal(units_count(999, UNITS_WIDE, out), "999");
	assert_string_equal(
		units_count(UINT64_MAX - 1, UNITS_WIDE, out), "18,446,744,073,709,551,614");
}

static void rates(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	assert_string_equal(units_rate(0, out), "+0/s");
	assert_string_equal(units_rate(6, out), "+6/s");
	assert_string_equal(units_rate(0.5, out), "+0.5/s");
	assert_string_equal(units_rate(-0.01, out), "+0/s");
	assert_string_equal(units_rate(999.4, out), "+999/s");
	assert_string_equal(units_rate(6400, out), "+6.4k/s");
	assert_string_equal(units_rate(-6400, out), "-6.4k/s");
	assert_string_equal(units_rate(INFINITY, out), "+1.0E/s");
}

static void spans(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	const uint64_t second = 1000000000;
	assert_string_equal(units_span(0, out), "0:00");
	assert_string_equal(units_span(41 * second + second / 2, out), "0:41");
	assert_string_equal(units_span((3 * 3600 + 12 * 60 + 44) * second, out), "3:12:44");
	assert_string_equal(units_span((51 * 3600 + 12 * 60) * second, out), "2d 03:12");
}

static void addresses(void **state)
{
	(void)state;
	char out[UNITS_TEXT];
	assert_string_equal(units_address(0x7ffd4c219000, out), "7ffd_4c21_9000");
	assert_string_equal(units_address(0, out), "0000_0000_0000");
	assert_string_equal(units_address(0xffffffffff600000, out), "ffff_ffff_ff60_0000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_in_columns),
		cmocka_unit_test(sizes_in_sentences),
		cmocka_unit_test(nothing_is_rounded_up_to_a_unit_it_has_not_reached),
		cmocka_unit_test(the_unknown_is_never_zero),
		cmocka_unit_test(changes_carry_their_sign),
		cmocka_unit_test(counts),
		cmocka_unit_test(rates),
		cmocka_unit_test(spans),
		cmocka_unit_test(addresses),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
