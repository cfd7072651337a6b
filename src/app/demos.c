/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/session.h"
#include "strata/translate.h"

/* What the viewer is to begin with: a lesson, or the choice of one. */
struct beginning {
	const struct cli *cli;
	const struct demo *demo;
	struct runner **runner; /* of this lesson, until the viewer has it; of none: NULL */
};

static void begin(struct viewer *viewer, const void *context)
{
	const struct beginning *beginning = context;
	const struct cli *cli = beginning->cli;
	if (cli->speed > 0)
		viewer->lesson.speed = cli->speed;
	if (*beginning->runner) {
		lesson_adopt(viewer, beginning->demo, *beginning->runner,
			(const char *const *)cli->settings);
		*beginning->runner = NULL;
		return;
	}
	chooser_open(viewer, "");
	viewer->frame.overlay = OVERLAY_DEMOS;
}

static int list(void)
{
	for (size_t i = 0; i < demo_count; i++)
		printf("%-16s %-18s %s\n", demo_table[i]->id, translate(demo_table[i]->group),
			translate(demo_table[i]->title));
	return cli_close_output();
}

static int check(const struct cli *cli)
{
	struct runner_options options = {
		.demo = demo_find(cli->target),
		.settings = (const char *const *)cli->settings,
	};
	int status = runner_check(&options);
	int closed = cli_close_output();
	return status ? status : closed;
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
		beginning.demo = demo_find(cli->target);
		status = create_runner(cli, beginning.demo, &runner);
	}
	if (status == 0)
		status = session_run(cli, &settings, begin, &beginning);
	runner_destroy(runner);
	return status;
}

int app_demo(const struct cli *cli)
{
	if (cli->target && !demo_find(cli->target)) {
		cli_complain(_("%s: no such demo; strata demo lists them"), cli->target);
		return CLI_USAGE;
	}
	if (cli->is_check && !cli->target) {
		cli_complain(_("demo --check: say which demo; strata demo lists them"));
		return CLI_USAGE;
	}
	if (cli->is_check)
		return check(cli);
	if (session_has_terminal())
		return teach(cli);
	if (!cli->target)
		return list();
	cli_complain(_("demo %s needs a terminal; --check runs it without one"), cli->target);
	return CLI_USAGE;
}
