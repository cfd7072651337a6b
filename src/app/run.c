/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"
#include "app/plain.h"
#include "app/record.h"
#include "app/session.h"
#include "strata/translate.h"

/* What is started, and what becomes of it. */
struct start {
	const struct cli *cli;
	struct child child;
	struct record record; /* its tape is NULL where nothing is recorded */
};

static void begin(struct viewer *viewer, const void *context)
{
	struct start *const *start = context;
	viewer->child = &(*start)->child;
	if ((*start)->record.tape) {
		taping_begin(viewer, (*start)->record.tape, (*start)->cli->output);
		(*start)->record.tape = NULL;
	}
	watch_start(viewer, 0, viewer->child->pid, "");
	/* It is held until it has been seen in full. */
	viewer->child_ticket = sampler_force(viewer->sampler);
	if (viewer->child->is_held)
		viewer_say(viewer, _("started; O shows what it writes"));
	else
		viewer_say(
			viewer, _("tracing is not allowed here: its first moments were not seen"));
}

/* The newest picture of target 0, waited for; NULL when it cannot be watched. */
static const struct snapshot *next_picture(struct sampler *sampler, struct child *child)
{
	for (;;) {
		struct pollfd ready = { sampler_fd(sampler), POLLIN, 0 };
		struct arrivals arrivals;
		poll(&ready, 1, -1);
		sampler_take(sampler, &arrivals);
		if (arrivals.ticket)
			child_release(child);
		if (arrivals.targets[0].snapshot)
			return arrivals.targets[0].snapshot;
		if (arrivals.targets[0].error)
			return NULL;
	}
}

/* The last picture there was of it. */
static const struct snapshot *watch_to_the_end(
	struct sampler *sampler, struct child *child, struct record *record)
{
	const struct snapshot *last = NULL;
	bool is_alive = true;
	sampler_watch(sampler, 0, child->pid);
	sampler_force(sampler);
	while (is_alive) {
		const struct snapshot *next = next_picture(sampler, child);
		is_alive = next && next->life == LIFE_ALIVE;
		if (next && record->tape)
			record_take(record, 0, next);
		/* A zombie has no picture any more. */
		bool is_better = next && (!last || next->life != LIFE_ZOMBIE);
		snapshot_unref(is_better ? last : next);
		last = is_better ? next : last;
	}
	return last;
}

/* Without a terminal: watched until it ends, then its last picture is printed. So that this is not
 * an early one, it is looked at as often as can be, unless a period was asked for. */
static int watch_plainly(struct start *start, const struct settings *settings)
{
	struct child *child = &start->child;
	struct sampler *sampler;
	struct sampler_options options = { .budget = settings->budget,
		.period_ns = start->cli->period_ns,
		.detail = DETAIL_SMAPS };
	int error = sampler_create(&options, &sampler);
	if (error < 0) {
		cli_complain("%s", strerror(-error));
		return CLI_FAILED;
	}
	const struct snapshot *last = watch_to_the_end(sampler, child, &start->record);
	child_release(child);
	waitpid(child->pid, NULL, 0);
	sampler_destroy(sampler);
	error = last ? plain_print(last, settings) : 0;
	snapshot_unref(last);
	int status = cli_close_output();
	return last && error == 0 ? status : CLI_FAILED;
}

/* A recording without samples is none. */
static void drop_record(struct start *start)
{
	struct tape_status status;
	if (start->record.tape) {
		tape_stop(start->record.tape, &status);
		unlink(start->cli->output);
	}
	journal_finish(&start->record.journal);
}

static int watch(struct start *start, const struct settings *settings, bool has_terminal)
{
	if (has_terminal) {
		/* The viewer tells its own events, and finishes the tape, unless it cannot begin. */
		int status = session_run(start->cli, settings, begin, &start);
		drop_record(start);
		return status;
	}
	int status = watch_plainly(start, settings);
	if (start->record.tape && record_end(&start->record) != CLI_DONE)
		return CLI_FAILED;
	return status;
}

int app_run(const struct cli *cli)
{
	struct settings settings;
	struct start start = { .cli = cli, .record = { .cli = cli } };
	char error[256];
	int status = session_settings(cli, &settings);
	if (status != 0)
		return status;
	bool has_terminal = session_has_terminal();
	if (cli->output && record_begin(&start.record) < 0)
		return CLI_FAILED;
	if (child_start(&start.child, cli->command, has_terminal, error, sizeof error) < 0) {
		cli_complain("%s", error);
		drop_record(&start);
		return CLI_FAILED;
	}
	status = watch(&start, &settings, has_terminal);
	child_finish(&start.child);
	return status;
}
