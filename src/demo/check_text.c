/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/check.h"

#include <inttypes.h>
#include <stdio.h>

/* Bytes in KiB; counts as they are. */
static void print_number(int64_t number, const struct run_verdict *verdict, const char *sign)
{
	double kib = (double)number / 1024;
	if (!verdict->is_bytes)
		printf("%s%" PRId64, number < 0 ? "" : sign, number);
	else
		printf("%s%.*f KiB", number < 0 ? "" : sign, number % 1024 ? 1 : 0, kib);
}

static void print_numbers(const struct run_verdict *verdict)
{
	const char *sign = verdict->is_change ? "+" : "";
	if (verdict->is_known)
		print_number(verdict->seen, verdict, sign);
	else
		printf("unknown");
	printf(" expected ");
	print_number(verdict->expected, verdict, sign);
	print_number(verdict->tolerance, verdict, " ±");
}

static void print_words(const struct run_verdict *verdict)
{
	printf("%s expected %s", verdict->is_known ? verdict->seen_word : "unknown",
		verdict->expected_word);
}

static void print_verdict(const struct demo_run *run, const struct run_verdict *verdict)
{
	const struct demo_expectation *expectation = verdict->expectation;
	printf("%s %s %zu %s %s ", verdict->holds ? "PASS" : "FAIL", run->demo->id,
		verdict->step + 1, expectation->role ? expectation->role : run->processes[0].role,
		expectation->metric);
	if (verdict->is_word)
		print_words(verdict);
	else
		print_numbers(verdict);
	printf("%s%s\n", verdict->cause ? ": " : "", verdict->cause ? verdict->cause : "");
}

static int open(void **ret_state)
{
	*ret_state = NULL;
	return 0;
}

static void begin(void *state, const struct demo_run *run)
{
	(void)state;
	if (run->note[0])
		printf("NOTE %s: %s\n", run->demo->id, run->note);
}

static void judged(void *state, const struct demo_run *run)
{
	(void)state;
	for (size_t i = 0; i < run->verdict_count; i++)
		print_verdict(run, &run->verdicts[i]);
}

static void end(void *state, const struct demo_run *run)
{
	(void)state;
	if (run->state == RUN_SKIPPED || run->state == RUN_FAILED)
		printf("%s %s: %s\n", run->state == RUN_SKIPPED ? "SKIP" : "FAIL", run->demo->id,
			run->reason);
}

static void close(void *state, const struct check_totals *totals)
{
	(void)state;
	if (totals && totals->demos > 1)
		printf("%zu demos: %zu as expected, %zu not, %zu skipped\n", totals->demos,
			totals->demos - totals->demos_failed - totals->demos_skipped,
			totals->demos_failed, totals->demos_skipped);
	if (totals && totals->demos > totals->demos_skipped)
		printf("%zu passed, %zu failed\n", totals->passed, totals->failed);
}

const struct check_format check_text = {
	.open = open,
	.begin = begin,
	.judged = judged,
	.end = end,
	.close = close,
};
