/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/session.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/crash.h"
#include "app/record.h"
#include "app/themes.h"
#include "strata/translate.h"

static int copy_name(const char *what, const char *name, char *out, size_t size)
{
	if (!name)
		return 0;
	if (strlen(name) >= size) {
		cli_complain(_("%s %s: the name is too long"), what, name);
		return CLI_USAGE;
	}
	strcpy(out, name);
	return 0;
}

static int take_file(struct settings *settings)
{
	char path[PATH_MAX], error[PATH_MAX + 256];
	if (!config_path("config", path, sizeof path))
		return 0;
	int result = config_load(path, settings, error, sizeof error);
	if (result < 0)
		cli_complain("%s", error);
	/* A file of another user is left alone; one that is wrong wants to be put right. */
	return result == -EINVAL ? CLI_FAILED : 0;
}

int session_settings(const struct cli *cli, struct settings *settings)
{
	settings_default(settings);
	int status = take_file(settings);
	if (status == 0)
		status = copy_name("theme", cli->theme, settings->theme, sizeof settings->theme);
	if (status == 0)
		status = copy_name("view", cli->view, settings->view, sizeof settings->view);
	if (cli->period_ns)
		settings->period_ns = cli->period_ns;
	if (cli->budget > 0)
		settings->budget = cli->budget;
	settings->has_mouse &= !cli->has_no_mouse;
	settings->is_ascii |= cli->is_ascii;
	settings->is_ascii |= !terminal_set_locale();
	if (settings->is_ascii)
		translate_close();
	return status;
}

bool session_has_terminal(void)
{
	return isatty(STDOUT_FILENO) && isatty(STDIN_FILENO);
}

static bool wants_colour(const struct cli *cli)
{
	const char *no_color = getenv("NO_COLOR");
	return !cli->has_no_color && !(no_color && *no_color);
}

int session_run(const struct cli *cli, const struct settings *settings,
	void (*begin)(struct viewer *viewer, const void *context), const void *context)
{
	char error[PATH_MAX + 256];
	struct theme theme;
	if (themes_load(settings->theme, &theme, error, sizeof error) < 0) {
		cli_complain("%s", error);
		return CLI_FAILED;
	}
	loop_block_signals();
	struct screen_options options = { wants_colour(cli), settings->has_mouse };
	if (screen_open(&options, &theme, error) < 0) {
		cli_complain("%s", error);
		return CLI_FAILED;
	}
	crash_prepare();
	struct viewer viewer;
	int status = CLI_FAILED;
	int result = viewer_init(&viewer, settings, &theme);
	if (result == 0) {
		viewer.canvas.ascii |= screen_is_ascii();
		begin(&viewer, context);
		if (cli->is_teaching)
			teach_toggle(&viewer);
		status = loop_run(&viewer);
	}
	screen_close();
	if (result == 0 && viewer.taping.tape &&
		record_finish(viewer.taping.tape, viewer.taping.path))
		status = CLI_FAILED;
	if (result == 0)
		viewer_finish(&viewer);
	else
		cli_complain(_("the viewer cannot start: %s"), strerror(-result));
	return status;
}
