/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/export.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "export_formats.h"

static const struct format {
	void (*snapshot)(struct sink *sink, const struct snapshot *snapshot,
		const struct export_options *options);
	void (*processes)(struct sink *sink, const struct process_list *list,
		const struct export_options *options);
} formats[] = {
	[EXPORT_TEXT] = { export_text_snapshot, export_text_processes },
	[EXPORT_JSON] = { export_json_snapshot, export_json_processes },
	[EXPORT_CSV] = { export_csv_snapshot, export_csv_processes },
};

char *export_time(uint64_t wall_ns, char out[EXPORT_TIME])
{
	time_t seconds = (time_t)(wall_ns / 1000000000);
	struct tm broken;
	gmtime_r(&seconds, &broken);
	size_t length = strftime(out, EXPORT_TIME, "%Y-%m-%dT%H:%M:%S", &broken);
	snprintf(out + length, EXPORT_TIME - length, ".%06uZ",
		(unsigned)(wall_ns % 1000000000 / 1000));
	return out;
}

const char *export_error_name(int error)
{
	const char *name = strerrorname_np(error);
	return name ? name : "EUNKNOWN";
}

char *export_error_words(int error, char out[64])
{
	const char *words = strerrordesc_np(error);
	snprintf(out, 64, "%s", words ? words : "unknown error");
	/* A word, not an abbreviation, begins small inside a sentence. */
	if (islower((unsigned char)out[1]))
		out[0] = (char)tolower((unsigned char)out[0]);
	return out;
}

/* The sink is too large for a thread's stack to be taken lightly. */
static struct sink *open_sink(const struct export_options *options, FILE *stream)
{
	struct sink *sink = malloc(sizeof(*sink));
	if (sink)
		sink_init(sink, stream, options->is_ascii && options->format == EXPORT_TEXT);
	return sink;
}

static int close_sink(struct sink *sink)
{
	int result = sink_finish(sink);
	free(sink);
	return result;
}

int export_snapshot(
	const struct snapshot *snapshot, const struct export_options *options, FILE *stream)
{
	struct sink *sink = open_sink(options, stream);
	if (!sink)
		return -ENOMEM;
	formats[options->format].snapshot(sink, snapshot, options);
	return close_sink(sink);
}

int export_processes(
	const struct process_list *list, const struct export_options *options, FILE *stream)
{
	struct sink *sink = open_sink(options, stream);
	if (!sink)
		return -ENOMEM;
	formats[options->format].processes(sink, list, options);
	return close_sink(sink);
}
