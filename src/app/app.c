/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/app.h"

#include <errno.h>
#include <string.h>

#include "app/batch.h"
#include "app/plain.h"
#include "app/session.h"
#include "app/target.h"
#include "strata/translate.h"

/* What the viewer is to begin with: a process, or a choice among those that `filter` lets through. */
struct beginning {
	pid_t pid;
	pid_t others[SAMPLER_TARGETS]; /* to be compared with it */
	size_t other_count;
	bool has_view;
	const char *filter;
};

static void begin(struct viewer *viewer, const void *context)
{
	const struct beginning *beginning = context;
	if (beginning->pid)
		watch_start(viewer, 0, beginning->pid, "");
	else
		chooser_open(viewer, beginning->filter);
	for (size_t i = 0; i < beginning->other_count; i++)
		relatives_add(viewer, beginning->others[i], "");
	if (beginning->other_count > 0 && !beginning->has_view)
		relatives_show(viewer);
}

static int complain(pid_t pid, int error)
{
	if (error == -ESRCH)
		cli_complain(_("%d: no such process; strata list shows those there are"), (int)pid);
	else
		cli_complain("%d: %s", (int)pid, strerror(-error));
	return CLI_FAILED;
}

static int print_once(pid_t pid, const char *target, const struct settings *settings)
{
	struct snapshot *snapshot;
	int error = plain_sample(pid, settings, &snapshot);
	if (error < 0)
		return complain(pid, error);
	error = plain_print(snapshot, settings);
	int status = cli_close_output();
	if (status == CLI_DONE)
		status = error < 0 ? CLI_FAILED : batch_judge(snapshot, target);
	snapshot_unref(snapshot);
	return status;
}

/* Better said now than on a screen that then has nothing to show. */
static int probe(pid_t pid)
{
	struct source *source;
	struct live_options options = { .pid = pid };
	int error = live_open(&options, &source);
	if (error < 0)
		return complain(pid, error);
	source_close(source);
	return CLI_DONE;
}

/* Further targets must be found without asking. */
static int find_others(const struct cli *cli, struct beginning *beginning)
{
	int status = CLI_DONE;
	for (size_t i = 0; status == CLI_DONE && i < cli->other_count; i++) {
		pid_t *pid = &beginning->others[beginning->other_count++];
		int error = target_find(cli->others[i], pid);
		status = error < 0 ? target_complain(cli->others[i], error) : probe(*pid);
	}
	return status;
}

static int print_all(
	const struct cli *cli, const struct beginning *beginning, const struct settings *settings)
{
	int status = print_once(beginning->pid, cli->target, settings);
	for (size_t i = 0; status == CLI_DONE && i < beginning->other_count; i++)
		status = print_once(beginning->others[i], cli->others[i], settings);
	return status;
}

static int find_target(const struct cli *cli, bool has_terminal, struct beginning *beginning)
{
	int error = cli->target ? target_find(cli->target, &beginning->pid) : 0;
	if (error == -ENOTUNIQ && has_terminal && cli->other_count == 0)
		beginning->filter = cli->target;
	else if (error < 0)
		return target_complain(cli->target, error);
	if (!cli->target && !has_terminal) {
		cli_complain(_("without a terminal say which process: strata PID"));
		return CLI_USAGE;
	}
	return find_others(cli, beginning);
}

int app_view(const struct cli *cli)
{
	struct settings settings;
	struct beginning beginning = { .filter = "", .has_view = cli->view };
	bool has_terminal = session_has_terminal();
	int status = session_settings(cli, &settings);
	if (status == CLI_DONE)
		status = find_target(cli, has_terminal, &beginning);
	if (status != CLI_DONE)
		return status;
	if (!has_terminal)
		return print_all(cli, &beginning, &settings);
	status = beginning.pid ? probe(beginning.pid) : CLI_DONE;
	return status ? status : session_run(cli, &settings, begin, &beginning);
}
