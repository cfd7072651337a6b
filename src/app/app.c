/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/app.h"

#include <errno.h>
#include <string.h>

#include "app/batch.h"
#include "app/plain.h"
#include "app/session.h"
#include "app/target.h"

/* What the viewer is to begin with: a process, or a choice among those that `filter` lets through. */
struct beginning {
	pid_t pid;
	const char *filter;
};

static void begin(struct viewer *viewer, const void *context)
{
	const struct beginning *beginning = context;
	if (beginning->pid)
		watch_start(viewer, 0, beginning->pid, "");
	else
		chooser_open(viewer, beginning->filter);
}

static int complain(pid_t pid, int error)
{
	if (error == -ESRCH)
		cli_complain("%d: no such process; strata list shows those there are", (int)pid);
	else
		cli_complain("%d: %s", (int)pid, strerror(-error));
	return CLI_FAILED;
}

static int print_once(pid_t pid, const char *target, const struct settings *settings)
{
	struct snapshot *snapshot;
	int error = plain_sample(pid, settings->budget, &snapshot);
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

int app_view(const struct cli *cli)
{
	struct settings settings;
	struct beginning beginning = { .filter = "" };
	int status = session_settings(cli, &settings);
	if (status != 0)
		return status;
	bool has_terminal = session_has_terminal();
	int error = cli->target ? target_find(cli->target, &beginning.pid) : 0;
	if (error == -ENOTUNIQ && has_terminal)
		beginning.filter = cli->target;
	else if (error < 0)
		return target_complain(cli->target, error);
	if (!cli->target && !has_terminal) {
		cli_complain("without a terminal say which process: strata PID");
		return CLI_USAGE;
	}
	if (!has_terminal)
		return print_once(beginning.pid, cli->target, &settings);
	status = beginning.pid ? probe(beginning.pid) : 0;
	return status ? status : session_run(cli, &settings, begin, &beginning);
}
