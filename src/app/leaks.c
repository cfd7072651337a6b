/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/leaks.h"

#include <errno.h>
#include <string.h>

#include "app/cli.h"
#include "app/operand.h"
#include "app/target.h"
#include "app/terminal.h"
#include "app/vigil.h"
#include "strata/export.h"
#include "strata/translate.h"

#define LASTING_NS 60000000000ull /* unless --for says otherwise */
#define SAMPLES 60                /* at least so many, */
#define PERIOD_MOST 1000000000ull /* and no further apart, */
#define PERIOD_LEAST 100000000ull /* and no closer */
#define SUSPECTS 32

struct hunt {
	struct past *past;
	const struct snapshot *last; /* alive; one reference; NULL */
	uint64_t samples;
};

static int take(void *context, size_t index, const struct snapshot *snapshot)
{
	struct hunt *hunt = context;
	(void)index;
	if (snapshot->life != LIFE_ALIVE)
		return 0;
	snapshot_unref(hunt->last);
	hunt->last = snapshot_ref(snapshot);
	hunt->samples++;
	return past_add(hunt->past, snapshot);
}

static uint64_t period_of(const struct cli *cli, uint64_t lasting_ns)
{
	if (cli->period_ns)
		return cli->period_ns;
	uint64_t period = lasting_ns / SAMPLES;
	if (period > PERIOD_MOST)
		return PERIOD_MOST;
	return period < PERIOD_LEAST ? PERIOD_LEAST : period;
}

/* Where it grows to: of a recording nobody knows any more. */
static int report(const struct hunt *hunt, const struct cli *cli, const struct snapshot *live)
{
	struct suspect suspects[SUSPECTS];
	struct limits limits;
	uint64_t first_ns = 0, last_ns = 0;
	limits_clear(&limits);
	if (live)
		limits_read(live, NULL, &limits);
	past_span(hunt->past, &first_ns, &last_ns);
	const struct export_leaks leaks = {
		.snapshot = hunt->last,
		.seconds = (double)(last_ns - first_ns) / 1e9,
		.samples = hunt->samples,
		.suspects = suspects,
		.count = leak_find(hunt->past, &limits, first_ns, last_ns, suspects, SUSPECTS),
	};
	struct export_options options = cli->export;
	options.is_ascii |= !terminal_set_locale();
	int status = export_leaks(&leaks, &options, stdout);
	if (status < 0) {
		cli_complain(_("standard output: %s"), strerror(-status));
		return CLI_FAILED;
	}
	return CLI_DONE;
}

static int hunt_live(struct hunt *hunt, const struct cli *cli, pid_t pid)
{
	uint64_t lasting_ns = cli->lasting_ns ? cli->lasting_ns : LASTING_NS;
	const struct vigil vigil = {
		.pids = &pid,
		.count = 1,
		.period_ns = period_of(cli, lasting_ns),
		.lasting_ns = lasting_ns,
		.budget = cli->budget,
		.take = take,
		.context = hunt,
	};
	int status = vigil_keep(&vigil);
	if (status < 0)
		return target_complain(cli->target, status);
	if (hunt->last)
		return report(hunt, cli, hunt->last);
	cli_complain(_("%s: it has exited; its memory is gone"), cli->target);
	return CLI_FAILED;
}

static int hunt_recorded(struct hunt *hunt, const struct cli *cli, const struct operand *operand)
{
	int status = operand_play(operand, take, hunt);
	if (status < 0 && !hunt->last) {
		cli_complain("%s: %s", cli->target, strerror(-status));
		return CLI_FAILED;
	}
	return report(hunt, cli, NULL);
}

static int hunt_in(struct hunt *hunt, const struct cli *cli, const struct operand *operand)
{
	switch (operand->kind) {
	case OPERAND_LIVE:
		return hunt_live(hunt, cli, operand->pid);
	case OPERAND_RECORDING:
		return hunt_recorded(hunt, cli, operand);
	default:
		cli_complain(
			_("%s: a single picture does not tell what grows; record it for a while"),
			cli->target);
		return CLI_USAGE;
	}
}

int leaks_run(const struct cli *cli)
{
	struct operand operand;
	struct hunt hunt = { 0 };
	int status = operand_open(cli->target, &operand);
	if (status != CLI_DONE)
		return status;
	if (past_create(&hunt.past) < 0) {
		cli_complain("%s", strerror(ENOMEM));
		status = CLI_FAILED;
	} else {
		status = hunt_in(&hunt, cli, &operand);
	}
	snapshot_unref(hunt.last);
	past_destroy(hunt.past);
	operand_close(&operand);
	return status;
}
