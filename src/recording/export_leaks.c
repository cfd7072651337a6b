/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What grew, for people and for programs. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "export_formats.h"
#include "json_value.h"
#include "strata/translate.h"

#define VERDICT_WIDTH 10
#define RATE_MOST 0x1p62 /* beyond, a recording lies */

static const char *rate_text(const struct trend *trend, char out[UNITS_TEXT + 2])
{
	char bytes[UNITS_TEXT];
	int64_t rate = (int64_t)fmax(fmin(trend->rate, RATE_MOST), -RATE_MOST);
	snprintf(out, UNITS_TEXT + 2, "%s/s", units_delta(rate, UNITS_WIDE, bytes));
	return out;
}

static void put_row(struct sink *sink, const struct suspect *suspect)
{
	char rate[UNITS_TEXT + 2], evidence[LEAK_EVIDENCE], line[LEAK_EVIDENCE + 64];
	leak_evidence(suspect, evidence);
	bool is_growing = suspect->verdict <= VERDICT_GROWING;
	snprintf(line, sizeof line, "%-*s %14s  %3.0f %%  %s\n", VERDICT_WIDTH,
		verdict_name(suspect->verdict), is_growing ? rate_text(&suspect->trend, rate) : "",
		suspect->confidence * 100, evidence);
	sink_text(sink, line);
}

static void put_text(struct sink *sink, const struct export_leaks *leaks)
{
	char line[128], samples[UNITS_TEXT];
	export_text_identity(sink, leaks->snapshot);
	snprintf(line, sizeof line, _("watched for %.0f s in %s samples\n\n"), leaks->seconds,
		units_count(leaks->samples, UNITS_WIDE, samples));
	sink_text(sink, line);
	for (size_t i = 0; i < leaks->count; i++)
		put_row(sink, &leaks->suspects[i]);
	if (leaks->count == 0)
		sink_text(sink, _("nothing grew by enough to say anything of it\n"));
}

static struct json_object *decimal(double value, int digits)
{
	char text[64];
	snprintf(text, sizeof text, "%.*f", digits, value);
	return json_object_new_double_s(value, text);
}

static void put_suspect(struct sink *sink, const struct suspect *suspect)
{
	const struct track *track = suspect->track;
	const struct trend *trend = &suspect->trend;
	char evidence[LEAK_EVIDENCE];
	bool has_limit = suspect->limit < LIMITS;
	leak_evidence(suspect, evidence);
	struct json_object *object = value_object(sink);
	value_add_address(sink, object, "start", track ? track->start : 0);
	value_add_address(sink, object, "end", track ? track->end : 0);
	value_add_string(sink, object, "kind", region_kind_name(suspect->kind));
	value_add_string(sink, object, "module", track ? track->module : "");
	value_add_string(sink, object, "path", track ? track->path : "");
	value_add_string(sink, object, "verdict", verdict_name(suspect->verdict));
	value_add(sink, object, "rate", decimal(trend->rate, 0));
	value_add(sink, object, "rate_error", decimal(trend->rate_error, 0));
	value_add(sink, object, "growth", decimal(trend->growth, 0));
	value_add(sink, object, "confidence", decimal(suspect->confidence, 3));
	value_add_string(sink, object, "limit", has_limit ? limit_name(suspect->limit) : "");
	value_add(sink, object, "limit_in", has_limit ? decimal(suspect->limit_in, 0) : NULL);
	value_add_string(sink, object, "evidence", evidence);
	value_put(sink, object);
}

static void put_json(struct sink *sink, const struct export_leaks *leaks)
{
	char span[64];
	snprintf(span, sizeof span, "{\"schema\": %d,\n \"process\": ", EXPORT_SCHEMA);
	sink_string(sink, span);
	export_json_process(sink, leaks->snapshot);
	snprintf(span, sizeof span, ",\n \"span\": %.3f, \"samples\": ", leaks->seconds);
	sink_string(sink, span);
	sink_decimal(sink, leaks->samples);
	sink_string(sink, ",\n \"suspects\": [");
	for (size_t i = 0; i < leaks->count; i++) {
		sink_string(sink, i == 0 ? "\n  " : ",\n  ");
		put_suspect(sink, &leaks->suspects[i]);
	}
	sink_string(sink, "]}\n");
}

int export_leaks(
	const struct export_leaks *leaks, const struct export_options *options, FILE *stream)
{
	struct sink sink;
	sink_init(&sink, stream, options->is_ascii);
	if (options->format == EXPORT_JSON)
		put_json(&sink, leaks);
	else
		put_text(&sink, leaks);
	return sink_finish(&sink);
}
