/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/record.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cli.h"
#include "app/journal.h"
#include "app/tape.h"
#include "app/target.h"
#include "app/vigil.h"
#include "strata/translate.h"
#include "strata/units.h"

#define PERIOD_NS 1000000000ull /* unless --every says otherwise */

struct session {
	const struct cli *cli;
	struct tape *tape; /* NULL before the first sample */
	struct journal journal;
	pid_t pids[VIGIL_TARGETS];
	size_t count;
	const struct snapshot *last[VIGIL_TARGETS]; /* one reference each; NULL */
	bool has_complained;
};

/* The file is made with the first sample: there is none of a process that cannot be watched. */
static int begin(struct session *session)
{
	const struct recorder_options options = {
		.path = session->cli->output,
		.is_replacing = session->cli->is_replacing,
		.is_anonymous = session->cli->is_anonymous,
	};
	char error[RECORDING_ERROR] = "";
	int status = tape_start(&options, &session->tape, error);
	if (status < 0)
		cli_complain("%s", *error ? error : strerror(-status));
	session->has_complained |= status < 0;
	return status;
}

static void note_changes(struct session *session, size_t index, const struct snapshot *now)
{
	const struct snapshot *before = session->last[index];
	char role[16] = "";
	if (session->count > 1)
		snprintf(role, sizeof role, "%d", (int)session->pids[index]);
	if (before)
		journal_compare(&session->journal, role, before, now);
	const struct event_log log = journal_log(&session->journal);
	for (size_t i = 0; i < log.count; i++)
		tape_note(session->tape, &log.events[i]);
	journal_clear(&session->journal);
	snapshot_unref(before);
	session->last[index] = snapshot_ref(now);
}

static int take(void *context, size_t index, const struct snapshot *snapshot)
{
	struct session *session = context;
	struct tape_status status;
	int error = session->tape ? 0 : begin(session);
	if (error < 0)
		return error;
	note_changes(session, index, snapshot);
	tape_add(session->tape, snapshot, "");
	tape_status(session->tape, &status);
	return status.failure;
}

static void print_summary(const struct session *session, const struct tape_status *status)
{
	char samples[UNITS_TEXT], size[UNITS_TEXT], span[UNITS_TEXT];
	struct stat file;
	uint64_t bytes = stat(session->cli->output, &file) == 0 ? (uint64_t)file.st_size : UNKNOWN;
	units_count(status->samples, UNITS_WIDE, samples);
	units_bytes(bytes, UNITS_WIDE, size);
	units_span(status->last_wall_ns - status->first_wall_ns, span);
	printf(translate_many(
		       "%s: %s sample in %s, %s\n", "%s: %s samples in %s, %s\n", status->samples),
		session->cli->output, samples, span, size);
}

/* Finishes the file and says what became of it. */
static int end(struct session *session)
{
	struct tape_status status;
	int error = tape_stop(session->tape, &status);
	if (status.failure)
		cli_complain("%s", status.line);
	else if (error == -EBUSY)
		cli_complain(_("%s: another program reads it; what lies beside it belongs to it"),
			session->cli->output);
	else if (error < 0)
		cli_complain(
			_("%s: it could not be finished: %s; what lies beside it belongs to it"),
			session->cli->output, strerror(-error));
	if (status.missed && !status.failure)
		cli_complain(_("%s: the disk was too slow for %llu samples"), session->cli->output,
			(unsigned long long)status.missed);
	print_summary(session, &status);
	int output = cli_close_output();
	return status.failure || error ? CLI_FAILED : output;
}

static int find_targets(struct session *session)
{
	const struct cli *cli = session->cli;
	int error = target_find(cli->target, &session->pids[session->count++]);
	if (error < 0)
		return target_complain(cli->target, error);
	for (size_t i = 0; i < cli->other_count; i++) {
		error = target_find(cli->others[i], &session->pids[session->count++]);
		if (error < 0)
			return target_complain(cli->others[i], error);
	}
	return 0;
}

static int keep_vigil(struct session *session)
{
	const struct vigil vigil = {
		.pids = session->pids,
		.count = session->count,
		.period_ns = session->cli->period_ns ? session->cli->period_ns : PERIOD_NS,
		.lasting_ns = session->cli->lasting_ns,
		.budget = session->cli->budget,
		.take = take,
		.context = session,
	};
	int error = vigil_keep(&vigil);
	int status = session->tape ? end(session) : CLI_FAILED;
	if (error < 0 && !session->tape && !session->has_complained)
		return target_complain(session->cli->target, error);
	return status;
}

int record_run(const struct cli *cli)
{
	struct session session = { .cli = cli };
	if (!cli->output) {
		cli_complain(_("record: it takes -o FILE, where the recording goes"));
		return CLI_USAGE;
	}
	if (cli->until_exit && cli->lasting_ns) {
		cli_complain(
			_("record: --for ends it, and so does --until-exit; give one of them"));
		return CLI_USAGE;
	}
	int status = find_targets(&session);
	if (status != 0)
		return status;
	if (journal_init(&session.journal) < 0) {
		cli_complain("%s", strerror(ENOMEM));
		return CLI_FAILED;
	}
	status = keep_vigil(&session);
	for (size_t i = 0; i < session.count; i++)
		snapshot_unref(session.last[i]);
	journal_finish(&session.journal);
	return status;
}
