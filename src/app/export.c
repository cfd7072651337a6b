/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/export.h"

#include <errno.h>
#include <string.h>

#include "app/cli.h"
#include "app/operand.h"
#include "app/outlet.h"
#include "app/picture.h"
#include "app/session.h"
#include "app/target.h"
#include "app/themes.h"
#include "app/vigil.h"
#include "strata/translate.h"
#include "ui/svg.h"

#define PERIOD_NS 1000000000ull /* unless --every says otherwise */
#define MOMENT_NS 1             /* a vigil of one beat */
#define WIDTH 120               /* of a picture, unless --size says otherwise */
#define HEIGHT 40

struct exporter;

/* What is made of samples: of each as it comes, and at the end of all. */
struct making {
	const char *name, *ending; /* of the file */
	enum export_series_format series;
	bool is_single; /* of the last sample, so one is enough */
	bool is_atomic;
	int (*take)(struct exporter *exporter, const struct snapshot *snapshot);
	int (*end)(struct exporter *exporter); /* NULL: nothing */
};

struct exporter {
	const struct cli *cli;
	const struct making *making;
	const struct operand *operand;
	struct settings settings;
	struct outlet outlet; /* where one is open all the time */
	struct export_series *series;
	struct picture picture;
	size_t event; /* the next of the recording */
	bool has_any;
};

static int open_outlet(const struct exporter *exporter, struct outlet *outlet)
{
	const struct outlet_options options = {
		.path = exporter->cli->output,
		.is_replacing = exporter->cli->is_replacing,
		.is_atomic = exporter->making->is_atomic,
	};
	return outlet_open(outlet, &options);
}

/* What the journal of the picture has got, or the recording up to here. */
static int note_events(struct exporter *exporter, const struct snapshot *snapshot)
{
	const struct event_log log = journal_log(&exporter->picture.journal);
	struct event event;
	int error = 0;
	for (size_t i = 0; i < log.count && !exporter->operand->recording; i++)
		error = export_series_note(exporter->series, &log.events[i]);
	journal_clear(&exporter->picture.journal);
	while (exporter->operand->recording &&
		recording_event(exporter->operand->recording, exporter->event, &event) &&
		event.wall_ns <= snapshot->wall_ns) {
		error = export_series_note(exporter->series, &event);
		exporter->event++;
	}
	return error;
}

static int take_series(struct exporter *exporter, const struct snapshot *snapshot)
{
	/* A recording tells by itself what happened. */
	int error = exporter->operand->recording ? 0 : picture_add(&exporter->picture, snapshot);
	if (error == 0 && !exporter->series)
		error = open_outlet(exporter, &exporter->outlet);
	if (error == 0 && !exporter->series)
		error = export_series_create(
			exporter->making->series, exporter->outlet.stream, &exporter->series);
	if (error == 0)
		error = export_series_add(exporter->series, snapshot);
	if (error == 0)
		error = note_events(exporter, snapshot);
	if (error == 0 && fflush(exporter->outlet.stream) != 0)
		error = -errno;
	return error;
}

static int end_series(struct exporter *exporter)
{
	int error = export_series_finish(exporter->series);
	return exporter->series ? outlet_close(&exporter->outlet, error) : 0;
}

static bool has_ending(const char *path, const char *ending)
{
	size_t length = path ? strlen(path) : 0, bytes = strlen(ending);
	return length > bytes && strcmp(path + length - bytes, ending) == 0;
}

/* Files that node_exporter reads end in .prom, and are not OpenMetrics whatever they are called. */
static int write_metrics(struct exporter *exporter, const struct snapshot *snapshot)
{
	bool is_openmetrics = strcmp(exporter->making->name, "openmetrics") == 0 &&
			      !has_ending(exporter->cli->output, ".prom");
	struct outlet outlet;
	int error = open_outlet(exporter, &outlet);
	if (error < 0)
		return error;
	return outlet_close(&outlet, export_metrics(snapshot, is_openmetrics, outlet.stream));
}

/* A file that others read again and again is kept new. */
static int take_metrics(struct exporter *exporter, const struct snapshot *snapshot)
{
	const struct cli *cli = exporter->cli;
	bool is_kept_new = exporter->operand->kind == OPERAND_LIVE && cli->output &&
			   (cli->period_ns || cli->lasting_ns);
	if (snapshot->life != LIFE_ALIVE)
		return 0;
	snapshot_unref(exporter->picture.now);
	exporter->picture.now = snapshot_ref(snapshot);
	return is_kept_new ? write_metrics(exporter, snapshot) : 0;
}

static int end_metrics(struct exporter *exporter)
{
	const struct snapshot *now = exporter->picture.now;
	return now ? write_metrics(exporter, now) : -ENODATA;
}

static int take_picture(struct exporter *exporter, const struct snapshot *snapshot)
{
	return picture_add(&exporter->picture, snapshot);
}

static int paint(struct exporter *exporter, const struct theme *theme, struct canvas *canvas)
{
	char title[160];
	const struct snapshot *now = exporter->picture.now;
	struct outlet outlet;
	int error = picture_paint(&exporter->picture, &exporter->settings, theme, canvas);
	if (error == 0)
		error = open_outlet(exporter, &outlet);
	if (error < 0)
		return error;
	snprintf(title, sizeof title, "strata: %s %d", now->process.comm, (int)now->process.pid);
	return outlet_close(&outlet, svg_write(canvas, theme, title, outlet.stream));
}

static int end_picture(struct exporter *exporter)
{
	const struct cli *cli = exporter->cli;
	char error[512];
	struct theme theme;
	struct canvas canvas;
	if (themes_load(exporter->settings.theme, &theme, error, sizeof error) < 0) {
		cli_complain("%s", error);
		return -ECANCELED;
	}
	int status = canvas_init(
		&canvas, cli->width ? cli->width : WIDTH, cli->height ? cli->height : HEIGHT);
	canvas.ascii = cli->is_ascii;
	if (status == 0)
		status = paint(exporter, &theme, &canvas);
	canvas_finish(&canvas);
	return status;
}

static const struct making makings[] = {
	{ "csv", ".csv", EXPORT_SERIES_CSV, .take = take_series, .end = end_series },
	{ "jsonl", ".jsonl", EXPORT_SERIES_JSONL, .take = take_series, .end = end_series },
	{ "trace", ".json", EXPORT_SERIES_TRACE, .take = take_series, .end = end_series },
	{ "openmetrics", ".om", .is_single = true, .is_atomic = true, .take = take_metrics,
		.end = end_metrics },
	{ "prometheus", ".prom", .is_single = true, .is_atomic = true, .take = take_metrics,
		.end = end_metrics },
	{ "svg", ".svg", .is_single = true, .take = take_picture, .end = end_picture },
};
#define MAKINGS (sizeof makings / sizeof *makings)

static const struct making *making_of(const char *name)
{
	for (size_t i = 0; name && i < MAKINGS; i++)
		if (strcmp(makings[i].name, name) == 0)
			return &makings[i];
	return NULL;
}

static const struct making *making_for(const struct cli *cli)
{
	for (size_t i = 0; !cli->exported && i < MAKINGS; i++)
		if (has_ending(cli->output, makings[i].ending))
			return &makings[i];
	return making_of(cli->exported);
}

/* What is behind the moment is not wanted. */
static int take(void *context, size_t index, const struct snapshot *snapshot)
{
	struct exporter *exporter = context;
	const struct operand *operand = exporter->operand;
	(void)index;
	if (operand->has_moment && snapshot->wall_ns > operand->wall_ns && exporter->has_any)
		return 1;
	exporter->has_any = true;
	return exporter->making->take(exporter, snapshot);
}

static int watch(struct exporter *exporter)
{
	const struct cli *cli = exporter->cli;
	const struct view *view = view_find(exporter->settings.view);
	bool is_moment = exporter->making->is_single && !cli->lasting_ns &&
			 !(cli->period_ns && cli->output && exporter->making->is_atomic);
	const struct vigil vigil = {
		.pids = &exporter->operand->pid,
		.count = 1,
		.period_ns = cli->period_ns ? cli->period_ns : PERIOD_NS,
		.lasting_ns = is_moment ? MOMENT_NS : cli->lasting_ns,
		.needs = view ? view->needs : 0,
		.budget = cli->budget,
		.take = take,
		.context = exporter,
	};
	return vigil_keep(&vigil);
}

static int play(struct exporter *exporter)
{
	const struct operand *operand = exporter->operand;
	const struct recorded_process *process =
		recording_process(operand->recording, operand->process);
	exporter->picture.replay = (struct replay_scene){
		.first_ns = process->first_wall_ns, .last_ns = process->last_wall_ns, .speed = 1
	};
	int status = operand_play(operand, take, exporter);
	/* What is left of a damaged one is worth having. */
	bool is_damaged = *recording_damage(operand->recording);
	return status > 0 || is_damaged ? 0 : status;
}

static int gather(struct exporter *exporter)
{
	switch (exporter->operand->kind) {
	case OPERAND_LIVE:
		return watch(exporter);
	case OPERAND_RECORDING:
		return play(exporter);
	default:
		exporter->picture.replay.first_ns = exporter->picture.replay.last_ns =
			exporter->operand->snapshot->wall_ns;
		return take(exporter, 0, exporter->operand->snapshot);
	}
}

static int complain(const struct exporter *exporter, int error)
{
	const char *output = exporter->cli->output ? exporter->cli->output : _("standard output");
	if (!exporter->has_any)
		return target_complain(exporter->cli->target, error);
	if (error == -EEXIST)
		cli_complain(_("%s: it is there already; --force replaces it"), output);
	else if (error == -ENODATA)
		cli_complain(_("%s: it has exited; its memory is gone"), exporter->cli->target);
	else if (error != -ECANCELED)
		cli_complain("%s: %s", output, strerror(-error));
	return CLI_FAILED;
}

static int export_from(struct exporter *exporter)
{
	int status = picture_init(&exporter->picture);
	if (status == 0)
		status = gather(exporter);
	if (exporter->has_any && exporter->making->end) {
		int error = exporter->making->end(exporter);
		status = status < 0 ? status : error;
	}
	picture_finish(&exporter->picture);
	return status < 0 ? complain(exporter, status) : CLI_DONE;
}

int export_run(const struct cli *cli)
{
	struct operand operand;
	struct exporter exporter = { .cli = cli, .operand = &operand, .making = making_for(cli) };
	if (!exporter.making) {
		cli_complain(_("export: it takes --format csv, jsonl, trace, openmetrics, "
			       "prometheus or svg"));
		return CLI_USAGE;
	}
	int status = session_settings(cli, &exporter.settings);
	if (status == CLI_DONE)
		status = operand_open(cli->target, &operand);
	if (status != CLI_DONE)
		return status;
	status = export_from(&exporter);
	if (operand.recording && *recording_damage(operand.recording)) {
		cli_complain("%s: %s", cli->target, recording_damage(operand.recording));
		status = CLI_FAILED;
	}
	operand_close(&operand);
	return status;
}
