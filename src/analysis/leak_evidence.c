/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdio.h>

#include "prose.h"
#include "strata/leak.h"
#include "strata/translate.h"

#define OWN_SHARE 0.95 /* of what is resident */
#define SPAN_TEXT 24
#define BYTES_MOST 0x1p63 /* beyond, a recording lies */

/* "41 s", "38 min", "3 h", "5 d" */
static const char *span(double seconds, char out[SPAN_TEXT])
{
	static const struct {
		double seconds;
		const char *unit;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } };
	size_t i = 0;
	while (i + 1 < sizeof units / sizeof units[0] && seconds < 2 * units[i].seconds)
		i++;
	snprintf(out, SPAN_TEXT, "%.0f %s", seconds / units[i].seconds, units[i].unit);
	return out;
}

static const char *bytes(double amount, char out[UNITS_TEXT])
{
	return units_bytes((uint64_t)fmin(fmax(amount, 0), BYTES_MOST), UNITS_WIDE, out);
}

/* What to call it: "heap", "anon 7f1c_8740_0000", "all anon memory". */
static const char *name_of(const struct suspect *suspect, char out[PROSE_WORDS])
{
	const struct track *track = suspect->track;
	if (!track) {
		snprintf(out, PROSE_WORDS, _("all %s memory"), region_kind_name(suspect->kind));
		return out;
	}
	const struct region region = {
		.start = track->start,
		.end = track->end,
		.kind = track->kind,
		.permissions = track->permissions,
		.path = track->path,
		.module = track->module,
	};
	return prose_region(&region, out);
}

static void add_growth(struct prose *prose, const struct suspect *suspect, const char *name)
{
	const struct trend *trend = &suspect->trend;
	char rate[UNITS_TEXT], error[UNITS_TEXT], lasting[SPAN_TEXT];
	prose_add(prose, _("%s grows by %s/s ± %s, steadily for %s"), name,
		bytes(trend->rate, rate), bytes(trend->rate_error, error),
		span(trend->lasting, lasting));
	const struct track *track = suspect->track;
	uint64_t rss = track ? series_at(&track->figures[PAST_RSS], UINT64_MAX) : UNKNOWN;
	if (rss != UNKNOWN && (double)suspect->bytes >= (double)rss * OWN_SHARE)
		prose_add(prose, "%s", _(", all of it private and dirty"));
}

static void add_limit(struct prose *prose, const struct suspect *suspect)
{
	static const char *const texts[LIMITS] = {
		[LIMIT_CGROUP] = N_("; reaches the cgroup limit in %s"),
		[LIMIT_RLIMIT] = N_("; reaches its resource limit in %s"),
		[LIMIT_MACHINE] = N_("; fills the machine in %s"),
	};
	char left[SPAN_TEXT];
	if (suspect->limit < LIMITS)
		prose_add(prose, translate(texts[suspect->limit]), span(suspect->limit_in, left));
}

static void add_other(struct prose *prose, const struct suspect *suspect, const char *name)
{
	const struct trend *trend = &suspect->trend;
	char growth[UNITS_TEXT], seconds[SPAN_TEXT];
	bytes(trend->growth, growth);
	switch (suspect->verdict) {
	case VERDICT_GROWING:
		prose_add(prose,
			trend->shape == TREND_SLOWING
				? _("%s has grown by %s in %s, less and less")
				: _("%s has grown by %s in %s, too little to be sure"),
			name, growth, span(trend->lasting, seconds));
		return;
	case VERDICT_PLATEAU:
		prose_add(prose, _("%s grew by %s and has been still for %s"), name, growth,
			span(trend->still, seconds));
		return;
	case VERDICT_SAWTOOTH:
		prose_add(prose, _("%s fell back %zu times to a floor that does not rise"), name,
			trend->falls);
		return;
	default:
		prose_add(prose, _("%s grew by %s, in no steady way"), name, growth);
	}
}

size_t leak_evidence(const struct suspect *suspect, char out[LEAK_EVIDENCE])
{
	char words[PROSE_WORDS];
	struct prose prose = prose_begin(out, LEAK_EVIDENCE);
	const char *name = name_of(suspect, words);
	if (suspect->verdict != VERDICT_LEAK) {
		add_other(&prose, suspect, name);
		return prose.length;
	}
	add_growth(&prose, suspect, name);
	add_limit(&prose, suspect);
	return prose.length;
}
