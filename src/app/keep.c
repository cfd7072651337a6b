/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "app/outlet.h"
#include "app/viewer.h"
#include "strata/export.h"
#include "strata/translate.h"
#include "ui/svg.h"

/* What is on the screen, in a file: the ending of its name says what of it. */

struct keeping {
	const char *ending;
	bool is_atomic;
	int (*write)(struct viewer *viewer, FILE *stream);
};

/* As it was before a name was asked for. */
static int write_picture(struct viewer *viewer, FILE *stream)
{
	char title[160];
	viewer_arrange(viewer);
	struct scene scene = viewer_scene(viewer, viewer_clock());
	frame_paint(&scene, &viewer->frame, &viewer->canvas);
	snprintf(title, sizeof title, "strata: %s %d", scene.now->process.comm,
		(int)scene.now->process.pid);
	return svg_write(&viewer->canvas, &viewer->theme, title, stream);
}

static const struct snapshot *shown_of(const struct viewer *viewer)
{
	return travel_picture(viewer, &viewer->watched[viewer->shown]);
}

static int write_series(
	struct viewer *viewer, FILE *stream, enum export_series_format format, bool has_events)
{
	struct export_series *series;
	const struct event_log log = journal_log(&viewer->journal);
	int error = export_series_create(format, stream, &series);
	if (error < 0)
		return error;
	export_series_add_past(
		series, viewer->watched[viewer->shown].past, &shown_of(viewer)->process);
	for (size_t i = 0; has_events && i < log.count; i++)
		export_series_note(series, &log.events[i]);
	return export_series_finish(series);
}

static int write_csv(struct viewer *viewer, FILE *stream)
{
	return write_series(viewer, stream, EXPORT_SERIES_CSV, false);
}

static int write_jsonl(struct viewer *viewer, FILE *stream)
{
	return write_series(viewer, stream, EXPORT_SERIES_JSONL, true);
}

static int write_json(struct viewer *viewer, FILE *stream)
{
	const struct export_options options = { .format = EXPORT_JSON };
	return export_snapshot(shown_of(viewer), &options, stream);
}

static int write_metrics(struct viewer *viewer, FILE *stream)
{
	return export_metrics(shown_of(viewer), false, stream);
}

static const struct keeping keepings[] = {
	{ ".svg", false, write_picture },
	{ ".csv", false, write_csv },
	{ ".jsonl", false, write_jsonl },
	{ ".json", false, write_json },
	{ ".prom", true, write_metrics },
};

static const struct keeping *keeping_of(const char *path)
{
	size_t length = strlen(path);
	for (size_t i = 0; i < sizeof keepings / sizeof *keepings; i++) {
		size_t bytes = strlen(keepings[i].ending);
		if (length > bytes && strcmp(path + length - bytes, keepings[i].ending) == 0)
			return &keepings[i];
	}
	return NULL;
}

void keep_ask(struct viewer *viewer)
{
	char name[PROMPT_TEXT];
	const struct snapshot *shown = shown_of(viewer);
	if (!shown) {
		viewer_say(viewer, _("there is nothing to be kept yet"));
		return;
	}
	taping_name(&shown->process, ".svg", name, sizeof name);
	prompt_open(&viewer->prompt, PROMPT_FILE, name);
}

static int write_file(struct viewer *viewer, const char *path, bool is_replacing)
{
	const struct keeping *keeping = keeping_of(path);
	const struct outlet_options options = {
		.path = path,
		.is_replacing = is_replacing,
		.is_atomic = is_replacing && keeping->is_atomic,
	};
	struct outlet outlet;
	int error = outlet_open(&outlet, &options);
	if (error < 0)
		return error;
	return outlet_close(&outlet, keeping->write(viewer, outlet.stream));
}

static void keep(struct viewer *viewer, const char *path, bool is_replacing)
{
	char question[PROMPT_TEXT];
	if (!shown_of(viewer))
		return;
	*viewer->message = '\0';
	int error = write_file(viewer, path, is_replacing);
	if (error == -EEXIST) {
		snprintf(viewer->kept, sizeof viewer->kept, "%s", path);
		snprintf(question, sizeof question, _("it is there already: replace it? y/n "));
		prompt_open(&viewer->prompt, PROMPT_REPLACE, question);
	} else if (error < 0) {
		viewer_say(viewer, "%s: %s", path, strerror(-error));
	} else {
		viewer_say(viewer, _("kept in %s"), path);
	}
}

void keep_as(struct viewer *viewer, const char *path)
{
	if (keeping_of(path))
		keep(viewer, path, false);
	else
		viewer_say(viewer, _("%s: its ending must be .svg, .csv, .jsonl, .json or .prom"),
			path);
}

void keep_instead(struct viewer *viewer)
{
	keep(viewer, viewer->kept, true);
}
