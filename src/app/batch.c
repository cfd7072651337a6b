/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/batch.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/target.h"
#include "app/terminal.h"
#include "strata/classify.h"
#include "strata/export.h"
#include "strata/processes.h"
#include "strata/source.h"

/* Columns of the terminal that reads standard output; 0 when it is none: then nothing is cut. */
static int output_width(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static struct export_options options_of(const struct cli *cli)
{
	struct export_options options = cli->export;
	options.is_ascii |= !terminal_set_locale();
	options.width = output_width();
	return options;
}

static int complain_output(int error)
{
	cli_complain("standard output: %s", strerror(-error));
	return CLI_FAILED;
}

static int complain_target(const char *target, int error)
{
	if (error == -ESRCH)
		return target_complain(target, error);
	cli_complain("%s: %s", target, strerror(-error));
	return CLI_FAILED;
}

/* The sample is written whatever it lacks; without the regions or their counters, it is a failure. */
static int judge(const struct snapshot *snapshot, const char *target)
{
	static const char *const needed[] = { "maps", "smaps" };
	if (snapshot->life != LIFE_ALIVE) {
		cli_complain("%s: it has exited; its memory is gone", target);
		return CLI_FAILED;
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		int error = snapshot_gap(snapshot, needed[i]);
		/* Root is denied where a security module says so. */
		bool is_denied = (error == EACCES || error == EPERM) && geteuid() != 0;
		if (error) {
			cli_complain("%s: its %s could not be read: %s%s", target, needed[i],
				strerror(error), is_denied ? "; its owner or root may" : "");
			return CLI_FAILED;
		}
	}
	return CLI_DONE;
}

/* One sample of everything, read now; NULL with -errno in `ret_error`. */
static struct snapshot *take_snapshot(pid_t pid, int *ret_error)
{
	struct live_options options = { .pid = pid };
	struct source *source = NULL;
	struct snapshot *snapshot = NULL;
	*ret_error = classifier_create(&options.classifier);
	if (*ret_error < 0)
		return NULL;
	*ret_error = live_open(&options, &source);
	if (*ret_error == 0)
		*ret_error = source_next(source, DETAIL_SMAPS | DETAIL_NOW, &snapshot);
	source_close(source);
	options.classifier->destroy(options.classifier);
	return snapshot;
}

int batch_snapshot(const struct cli *cli)
{
	/* A reader that goes away is an error like a full disk, not a silent death. */
	signal(SIGPIPE, SIG_IGN);
	pid_t pid = 0;
	int result = target_find(cli->target, &pid);
	if (result < 0)
		return target_complain(cli->target, result);
	struct snapshot *snapshot = take_snapshot(pid, &result);
	if (!snapshot)
		return complain_target(cli->target, result);
	const struct export_options options = options_of(cli);
	result = export_snapshot(snapshot, &options, stdout);
	int status = result < 0 ? complain_output(result) : judge(snapshot, cli->target);
	snapshot_unref(snapshot);
	return status;
}

int batch_list(const struct cli *cli)
{
	signal(SIGPIPE, SIG_IGN);
	struct process_list list;
	int result = process_list_init(&list);
	if (result < 0) {
		cli_complain("the list of processes could not be read: %s", strerror(-result));
		return CLI_FAILED;
	}
	const struct export_options options = options_of(cli);
	result = export_processes(&list, &options, stdout);
	process_list_finish(&list);
	return result < 0 ? complain_output(result) : CLI_DONE;
}
