/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/cli_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/batch.h"
#include "app/config.h"
#include "app/export.h"
#include "app/leaks.h"
#include "app/record.h"
#include "app/replay.h"
#include "app/sampler.h"
#include "app/vigil.h"
#include "strata/translate.h"
#include "view/view.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct subcommand cli_subcommands[] = {
	{ "", "[PID | NAME]...", N_("watch a process, or compare several; without one, choose"),
		FOR_VIEW, .most_operands = SAMPLER_TARGETS, .run = app_view },
	{ "run", "[--] COMMAND [ARGUMENT...]",
		N_("start COMMAND and watch it from its first instruction"), FOR_RUN,
		.least_operands = 1, .is_launcher = true, .run = app_run },
	{ "demo", "[ID | class]", N_("a lesson with its own small workload; without ID choose"),
		FOR_DEMO, .most_operands = 1, .run = app_demo },
	{ "quiz", "[ID]", N_("questions that demos decide; with ID from that one on"), FOR_QUIZ,
		.most_operands = 1, .run = app_quiz },
	{ "snapshot", "PID | NAME [ADDRESS]", N_("one sample to standard output"), FOR_SNAPSHOT,
		.least_operands = 1, .most_operands = 1, .run = batch_snapshot },
	{ "diff", "A B",
		N_("what two pictures have not in common: processes, recordings, snapshots"),
		FOR_DIFF, .least_operands = 2, .most_operands = 2, .run = batch_diff },
	{ "leaks", "PID | NAME | FILE",
		N_("what grows in a process, each with a verdict and its evidence"), FOR_LEAKS,
		.least_operands = 1, .most_operands = 1, .run = leaks_run },
	{ "record", "PID | NAME... -o FILE", N_("write what happens to a file, without a terminal"),
		FOR_RECORD, .least_operands = 1, .most_operands = VIGIL_TARGETS,
		.run = record_run },
	{ "replay", "FILE", N_("show a recording, with its time under the keys"), FOR_REPLAY,
		.least_operands = 1, .most_operands = 1, .run = replay_run },
	{ "export", "PID | NAME | FILE",
		N_("a process or a recording as CSV, JSON Lines, metrics, trace, picture"),
		FOR_EXPORT, .least_operands = 1, .most_operands = 1, .run = export_run },
	{ "list", "", N_("the processes that can be watched"), FOR_LIST, .run = batch_list },
};
const size_t cli_subcommand_count = COUNT(cli_subcommands);

static bool set_target(struct cli *cli, const char *value)
{
	cli->target = value;
	return *value != '\0';
}

static bool set_every(struct cli *cli, const char *value)
{
	return config_duration(value, &cli->period_ns) && cli->period_ns >= SAMPLER_PERIOD_LEAST &&
	       cli->period_ns <= SAMPLER_PERIOD_MOST;
}

static bool set_lasting(struct cli *cli, const char *value)
{
	return config_duration(value, &cli->lasting_ns) && cli->lasting_ns > 0;
}

static bool set_output(struct cli *cli, const char *value)
{
	cli->output = value;
	return *value != '\0';
}

static bool set_theme(struct cli *cli, const char *value)
{
	cli->theme = value;
	return *value != '\0';
}

static bool set_view(struct cli *cli, const char *value)
{
	cli->view = value;
	return view_find(value) != NULL;
}

static bool set_budget(struct cli *cli, const char *value)
{
	return config_share(value, &cli->budget);
}

static bool add_setting(struct cli *cli, const char *value)
{
	const char *equals = strchr(value, '=');
	cli->settings[cli->setting_count++] = value;
	return equals && equals > value;
}

static bool set_speed(struct cli *cli, const char *value)
{
	char *end;
	cli->speed = strtod(value, &end);
	return end != value && *end == '\0' && cli->speed >= 0.1 && cli->speed <= 100;
}

static bool set_format(struct cli *cli, const char *value)
{
	static const char *const names[] = {
		[EXPORT_TEXT] = "text",
		[EXPORT_JSON] = "json",
		[EXPORT_CSV] = "csv",
	};
	/* It has formats of its own, and knows them. */
	if (cli->subcommand->option_set == FOR_EXPORT) {
		cli->exported = value;
		return true;
	}
	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], value) == 0) {
			cli->export.format = (enum export_format)i;
			return true;
		}
	return false;
}

static bool set_size(struct cli *cli, const char *value)
{
	char *end;
	long width = strtol(value, &end, 10);
	long height = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
	cli->width = (int)width;
	cli->height = (int)height;
	return *end == '\0' && width >= 40 && width <= 1000 && height >= 10 && height <= 1000;
}

const struct option_info cli_options[] = {
	{ "pid", 'p', "PID", N_("the process, as an option"), FOR_VIEW | FOR_SNAPSHOT,
		.apply = set_target, .expected = N_("a process ID") },
	{ "format", 0, "FORMAT",
		N_("text, json, csv; export: csv, jsonl, trace, openmetrics, prometheus, svg"),
		FOR_SNAPSHOT | FOR_LIST | FOR_DEMO | FOR_LEAKS | FOR_EXPORT | FOR_DIFF,
		.apply = set_format, .expected = N_("text, json or csv") },
	{ "size", 0, "COLUMNSxROWS", N_("of a picture, 120x40 if not said"), FOR_EXPORT,
		.apply = set_size, .expected = N_("40x10 to 1000x1000") },
	{ "totals", 0, NULL, N_("totals, kinds and gaps, but no regions"), FOR_SNAPSHOT,
		.flag = offsetof(struct cli, export.totals) },
	{ "pages", 0, NULL, N_("what stands behind each page, or those of the region at ADDRESS"),
		FOR_SNAPSHOT, .flag = offsetof(struct cli, wants_pages) },
	{ "check", 0, NULL, N_("run without a terminal and judge what was seen"), FOR_DEMO,
		.flag = offsetof(struct cli, is_check) },
	{ "check-all", 0, NULL, N_("the same with every demo"), FOR_DEMO,
		.flag = offsetof(struct cli, is_check_all) },
	{ "list", 0, NULL, N_("the demos by group, with what each needs; the questions"),
		FOR_DEMO | FOR_QUIZ, .flag = offsetof(struct cli, wants_list) },
	{ "teach", 0, NULL, N_("for a class: high contrast, fewer panes, larger figures"),
		FOR_DEMO | FOR_QUIZ, .flag = offsetof(struct cli, is_teaching) },
	{ "save", 0, "FILE", N_("append what came of each question"), FOR_QUIZ, .apply = set_output,
		.expected = N_("the name of a file") },
	{ "set", 0, "KEY=VALUE", N_("change a parameter of the demo; may be repeated"), FOR_DEMO,
		.apply = add_setting, .expected = "KEY=VALUE" },
	{ "speed", 0, "N", N_("how fast the demo or the recording goes on: 0.1 to 100"),
		FOR_DEMO | FOR_REPLAY, .apply = set_speed,
		.expected = N_("a number from 0.1 to 100") },
	{ "every", 0, "TIME", N_("time between samples: 0.1s to 60s"), FOR_ALL, .apply = set_every,
		.expected = N_("a time from 0.1s to 60s") },
	{ "for", 0, "TIME", N_("how long, such as 60s or 10m"), FOR_LEAKS | FOR_RECORD | FOR_EXPORT,
		.apply = set_lasting, .expected = N_("a time, such as 60s or 10m") },
	{ "output", 'o', "FILE", N_("where to write"), FOR_RECORD | FOR_EXPORT, .apply = set_output,
		.expected = N_("the name of a file") },
	{ "record", 0, "FILE", N_("record it from its beginning"), FOR_RUN, .apply = set_output,
		.expected = N_("the name of a file") },
	{ "force", 0, NULL, N_("replace a file that is there"), FOR_RECORD | FOR_EXPORT | FOR_RUN,
		.flag = offsetof(struct cli, is_replacing) },
	{ "until-exit", 0, NULL, N_("until the process ends, as without --for"), FOR_RECORD,
		.flag = offsetof(struct cli, until_exit) },
	{ "anonymous", 0, NULL, N_("without command lines, paths and names"), FOR_RECORD | FOR_RUN,
		.flag = offsetof(struct cli, is_anonymous) },
	{ "budget", 0, "PERCENT", N_("share of time that slow reads may take"), FOR_ALL,
		.apply = set_budget, .expected = N_("a share of time in percent, such as 1%") },
	{ "view", 0, "NAME", N_("the view to begin with, such as map or regions"), FOR_ALL,
		.apply = set_view, .expected = N_("the name of a view, such as map or regions") },
	{ "theme", 0, "NAME", N_("colours: the name of a theme, or a file"), FOR_ALL,
		.apply = set_theme, .expected = N_("the name of a theme, or a file") },
	{ "no-color", 0, NULL, N_("no colours"), FOR_ALL,
		.flag = offsetof(struct cli, has_no_color) },
	{ "ascii", 0, NULL, N_("plain ASCII alone"), FOR_ALL,
		.flag = offsetof(struct cli, is_ascii) },
	{ "no-mouse", 0, NULL, N_("leave the mouse to the terminal"), FOR_ALL,
		.flag = offsetof(struct cli, has_no_mouse) },
	{ "help", 'h', NULL, N_("this text; after a subcommand its own"), FOR_ALL,
		.flag = offsetof(struct cli, wants_help) },
	{ "version", 0, NULL, N_("the version"), FOR_ALL,
		.flag = offsetof(struct cli, wants_version) },
};
const size_t cli_option_count = COUNT(cli_options);
static_assert(COUNT(cli_options) <= CLI_OPTIONS_MOST, "a bit of a parse for each option");
