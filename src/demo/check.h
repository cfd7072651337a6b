/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks: demos run without a terminal, one after the other, each step judged, and the verdicts
 * written to standard output in one of two formats. */
#pragma once

#include "demo/runner.h"

/* Exit statuses of strata demo --check. */
enum check_status {
	CHECK_PASSED = 0,
	CHECK_FAILED = 1,
	CHECK_USAGE = 2,
	CHECK_SKIPPED = 77,
};

struct check_totals {
	size_t passed, failed; /* expectations; a run that broke off is one that failed */
	size_t demos, demos_failed, demos_skipped;
};

/* How verdicts are written. A demo is begun, ended, and judged in between step by step; `close` ends
 * the whole, or without totals gives up. */
struct check_format {
	int (*open)(void **ret_state); /* -ENOMEM */
	void (*begin)(void *state, const struct demo_run *run);
	void (*judged)(void *state, const struct demo_run *run);
	void (*end)(void *state, const struct demo_run *run);
	void (*close)(void *state, const struct check_totals *totals);
};
extern const struct check_format check_text, check_json;

struct check_options {
	const struct demo *const *demos;
	size_t count;
	const char *worker_path;     /* as in runner_options */
	const char *const *settings; /* of every demo; NULL none */
	const struct check_format *format;
	const struct demo_prediction *posed; /* of `posed_step` (from 0), to be judged; NULL */
	size_t posed_step;
};

/* Failed when one failed, skipped when all were skipped; a bad setting is complained of on standard
 * error. */
enum check_status check_demos(const struct check_options *options);
