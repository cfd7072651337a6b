/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/session.h"

static void begin(struct viewer *viewer, const void *context)
{
	const struct cli *cli = context;
	struct lesson *lesson = &viewer->lesson;
	if (cli->speed > 0)
		lesson->speed = cli->speed;
	if (!cli->target) {
		chooser_open(viewer, "");
		viewer->frame.overlay = OVERLAY_DEMOS;
		return;
	}
	lesson->demo = demo_find(cli->target);
	for (size_t i = 0; i < cli->setting_count && i < DEMO_PARAMETERS;
		i++, lesson->setting_count++)
		snprintf(lesson->settings[i], sizeof lesson->settings[i], "%s", cli->settings[i]);
	lesson_start(viewer, lesson->demo);
}

static int list(void)
{
	for (size_t i = 0; i < demo_count; i++)
		printf("%-16s %-18s %s\n", demo_table[i]->id, demo_table[i]->group,
			demo_table[i]->title);
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

int app_demo(const struct cli *cli)
{
	struct settings settings;
	if (cli->target && !demo_find(cli->target)) {
		cli_complain("%s: no such demo; strata demo lists them", cli->target);
		return CLI_USAGE;
	}
	if (cli->is_check && !cli->target) {
		cli_complain("demo --check: say which demo; strata demo lists them");
		return CLI_USAGE;
	}
	if (cli->is_check)
		return check(cli);
	if (!session_has_terminal() && !cli->target)
		return list();
	if (!session_has_terminal()) {
		cli_complain("demo %s needs a terminal; --check runs it without one", cli->target);
		return CLI_USAGE;
	}
	int status = session_settings(cli, &settings);
	return status ? status : session_run(cli, &settings, begin, cli);
}
