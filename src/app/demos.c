/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/demo_batch.h"
#include "app/session.h"
#include "demo/playlist.h"
#include "strata/translate.h"

/* What the viewer is to begin with: a lesson, or the choice of one. */
struct beginning {
	const struct cli *cli;
	const struct demo *demo;
	const struct playlist *playlist; /* NULL: this demo alone */
	struct runner **runner; /* of this lesson, until the viewer has it; of none: NULL */
};

static void begin(struct viewer *viewer, const void *context)
{
	const struct beginning *beginning = context;
	const struct cli *cli = beginning->cli;
	if (cli->speed > 0)
		viewer->lesson.speed = cli->speed;
	if (*beginning->runner) {
		viewer->lesson.playlist = beginning->playlist;
		lesson_adopt(viewer, beginning->demo, *beginning->runner,
			(const char *const *)cli->settings);
		*beginning->runner = NULL;
		return;
	}
	chooser_open(viewer, "");
	menu_open(viewer);
}

/* Wrong settings are found before the terminal is taken. */
static int create_runner(const struct cli *cli, const struct demo *demo, struct runner **ret_runner)
{
	char error[256] = "";
	struct runner_options options = {
		.demo = demo,
		.settings = (const char *const *)cli->settings,
	};
	for (size_t i = 0; i < cli->setting_count; i++)
		if (i >= DEMO_PARAMETERS || strlen(cli->settings[i]) >= LESSON_SETTING) {
			cli_complain(_("--set %s: too much"), cli->settings[i]);
			return CLI_USAGE;
		}
	int result = runner_create(&options, ret_runner, error, sizeof error);
	if (result < 0)
		cli_complain("demo %s: %s", demo->id, *error ? error : strerror(-result));
	return result == -EINVAL ? CLI_USAGE : result < 0 ? CLI_FAILED : CLI_DONE;
}

static int teach(const struct cli *cli)
{
	struct settings settings;
	struct runner *runner = NULL;
	struct beginning beginning = { .cli = cli, .runner = &runner };
	int status = session_settings(cli, &settings);
	if (status == 0 && cli->target) {
		beginning.playlist = playlist_find(cli->target);
		beginning.demo = beginning.playlist ? playlist_demo(beginning.playlist, 0)
						    : demo_find(cli->target);
		status = create_runner(cli, beginning.demo, &runner);
	}
	if (status == 0)
		status = session_run(cli, &settings, begin, &beginning);
	runner_destroy(runner);
	return status;
}

static const char *wrong(const struct cli *cli)
{
	bool is_check = cli->is_check || cli->is_check_all, has_one = cli->target != NULL;
	if (cli->is_check && !has_one)
		return _("demo --check: say which demo; strata demo --list lists them");
	if (cli->is_check_all && (has_one || cli->setting_count))
		return _("demo --check-all takes neither ID nor --set");
	if (has_one && playlist_find(cli->target) && cli->setting_count)
		return _("--set is for one demo");
	if (cli->export.format == EXPORT_CSV || (cli->export.format != EXPORT_TEXT && !is_check))
		return _("demo --format goes with --check and --check-all: text or json");
	return NULL;
}

static int refuse(const struct cli *cli)
{
	if (cli->target && !demo_find(cli->target) && !playlist_find(cli->target)) {
		cli_complain(_("%s: no such demo; strata demo --list lists them"), cli->target);
		return CLI_USAGE;
	}
	const char *complaint = wrong(cli);
	if (complaint)
		cli_complain("%s", complaint);
	return complaint ? CLI_USAGE : CLI_DONE;
}

int app_demo(const struct cli *cli)
{
	int status = refuse(cli);
	if (status)
		return status;
	if (cli->is_check || cli->is_check_all)
		return demo_batch_check(cli);
	if (cli->wants_list)
		return demo_batch_list();
	if (session_has_terminal())
		return teach(cli);
	if (!cli->target)
		return demo_batch_list();
	cli_complain(_("demo %s needs a terminal; --check runs it without one"), cli->target);
	return CLI_USAGE;
}
