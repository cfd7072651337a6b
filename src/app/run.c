/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <poll.h>
#include <string.h>
#include <sys/wait.h>

#include "app/app.h"
#include "app/plain.h"
#include "app/session.h"
#include "strata/translate.h"

static void begin(struct viewer *viewer, const void *context)
{
	struct child *const *child = context;
	viewer->child = *child;
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
static const struct snapshot *watch_to_the_end(struct sampler *sampler, struct child *child)
{
	const struct snapshot *last = NULL;
	bool is_alive = true;
	sampler_watch(sampler, 0, child->pid);
	sampler_force(sampler);
	while (is_alive) {
		const struct snapshot *next = next_picture(sampler, child);
		is_alive = next && next->life == LIFE_ALIVE;
		/* A zombie has no picture any more. */
		bool is_better = next && (!last || next->life != LIFE_ZOMBIE);
		snapshot_unref(is_better ? last : next);
		last = is_better ? next : last;
	}
	return last;
}

/* Without a terminal: watched until it ends, then its last picture is printed. So that this is not
 * an early one, it is looked at as often as can be, unless a period was asked for. */
static int watch_plainly(struct child *child, const struct settings *settings, uint64_t period_ns)
{
	struct sampler *sampler;
	struct sampler_options options = {
		.budget = settings->budget, .period_ns = period_ns, .detail = DETAIL_SMAPS
	};
	int error = sampler_create(&options, &sampler);
	if (error < 0) {
		cli_complain("%s", strerror(-error));
		return CLI_FAILED;
	}
	const struct snapshot *last = watch_to_the_end(sampler, child);
	child_release(child);
	waitpid(child->pid, NULL, 0);
	sampler_destroy(sampler);
	error = last ? plain_print(last, settings) : 0;
	snapshot_unref(last);
	int status = cli_close_output();
	return last && error == 0 ? status : CLI_FAILED;
}

int app_run(const struct cli *cli)
{
	struct settings settings;
	struct child child, *context = &child;
	char error[256];
	int status = session_settings(cli, &settings);
	if (status != 0)
		return status;
	bool has_terminal = session_has_terminal();
	if (child_start(&child, cli->command, has_terminal, error, sizeof error) < 0) {
		cli_complain("%s", error);
		return CLI_FAILED;
	}
	status = has_terminal ? session_run(cli, &settings, begin, &context)
			      : watch_plainly(&child, &settings, cli->period_ns);
	child_finish(&child);
	return status;
}
