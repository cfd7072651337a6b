/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leak: which memory of a process goes on growing, with a verdict and its evidence.
 *
 * Model: judged is what only the process can give back (PAST_OWN: page cache that it merely reads, and
 * pages that a fork shares, are not its growth), region by region; where growth wanders from region to
 * region, each of which hardly grows, or comes anew, or fills and stops, by kind: that is then the
 * suspect, and its regions are not named. A verdict is
 *  - LEAK      it rises along a line, long enough and often enough to be sure of it;
 *  - GROWING   it rises, but too short, or less and less: time will tell;
 *  - PLATEAU   it rose and has stopped; SAWTOOTH it is collected again and again;
 *  - UNSURE    it changed in no way that says anything.
 * Nothing is a suspect that grew by less than LEAK_LEAST: strata is silent then. What fills at a steady
 * rate for longer than LEAK_SECONDS is a leak until it stops, and so is a collector until its first
 * fall within the stretch: nobody can know from outside.
 * Rates are bytes per second. The limit is the one that is reached first at that rate. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "strata/limits.h"
#include "strata/past.h"
#include "strata/trend.h"

#define LEAK_LEAST (256u << 10) /* bytes */
#define LEAK_CONFIDENCE 0.65    /* a steady rise below it is only growing */
#define LEAK_SECONDS 15         /* and so is one that has not lasted as long */
#define LEAK_EVIDENCE 320

enum verdict {
	VERDICT_LEAK,
	VERDICT_GROWING,
	VERDICT_PLATEAU,
	VERDICT_SAWTOOTH,
	VERDICT_UNSURE,
	VERDICTS,
};

/* "leak": as in exports. */
const char *verdict_name(enum verdict verdict);

struct suspect {
	const struct track *track; /* NULL: the whole kind; borrowed from the past */
	enum region_kind kind;
	enum verdict verdict;
	struct trend
		trend;     /* of PAST_OWN; its times are seconds before the last sample, negative */
	double confidence; /* 0..1 */
	uint64_t bytes;    /* now */
	enum limit limit;  /* reached first; LIMITS: none is known, or it does not grow */
	double limit_in;   /* seconds */
};

/* What grew in [since_ns, until_ns], most certain and then largest first; at most `capacity`. Returns
 * how many. */
size_t leak_find(const struct past *past, const struct limits *limits, uint64_t since_ns,
	uint64_t until_ns, struct suspect *suspects, size_t capacity);
/* One sentence that says what was seen, NUL-terminated; returns its length. Names are sanitised. */
size_t leak_evidence(const struct suspect *suspect, char out[LEAK_EVIDENCE]);
