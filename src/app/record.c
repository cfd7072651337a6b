/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/record.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cli.h"
#include "app/target.h"
#include "strata/translate.h"
#include "strata/units.h"

#define PERIOD_NS 1000000000ull /* unless --every says otherwise */

/* strata record: who is recorded. */
struct session {
	struct record record;
	pid_t pids[VIGIL_TARGETS];
	size_t count;
	bool has_begun;
};

int record_begin(struct record *record)
{
	const struct recorder_options options = {
		.path = record->cli->output,
		.is_replacing = record->cli->is_replacing,
		.is_anonymous = record->cli->is_anonymous,
	};
	char error[RECORDING_ERROR] = "";
	int status = journal_init(&record->journal);
	if (status == 0)
		status = tape_start(&options, &record->tape, error);
	if (status < 0) {
		journal_finish(&record->journal);
		cli_complain("%s", *error ? error : strerror(-status));
	}
	return status;
}

static void note_changes(struct record *record, size_t index, const struct snapshot *now)
{
	const struct snapshot *before = record->last[index];
	char role[16] = "";
	if (record->has_many)
		snprintf(role, sizeof role, "%d", (int)now->process.pid);
	if (before)
		journal_compare(&record->journal, role, before, now);
	const struct event_log log = journal_log(&record->journal);
	for (size_t i = 0; i < log.count; i++)
		tape_note(record->tape, &log.events[i]);
	journal_clear(&record->journal);
	snapshot_unref(before);
	record->last[index] = snapshot_ref(now);
}

int record_take(struct record *record, size_t index, const struct snapshot *snapshot)
{
	struct tape_status status;
	note_changes(record, index, snapshot);
	tape_add(record->tape, snapshot, "");
	tape_status(record->tape, &status);
	return status.failure;
}

/* The file is made with the first sample: there is none of a process that cannot be watched. */
static int take(void *context, size_t index, const struct snapshot *snapshot)
{
	struct session *session = context;
	int error = session->has_begun ? 0 : record_begin(&session->record);
	session->has_begun = true;
	return error < 0 ? error : record_take(&session->record, index, snapshot);
}

static void print_summary(const char *path, const struct tape_status *status)
{
	char samples[UNITS_TEXT], size[UNITS_TEXT], span[UNITS_TEXT];
	struct stat file;
	uint64_t bytes = stat(path, &file) == 0 ? (uint64_t)file.st_size : UNKNOWN;
	units_count(status->samples, UNITS_WIDE, samples);
	units_bytes(bytes, UNITS_WIDE, size);
	units_span(status->last_wall_ns - status->first_wall_ns, span);
	printf(translate_many(
		       "%s: %s sample in %s, %s\n", "%s: %s samples in %s, %s\n", status->samples),
		path, samples, span, size);
}

int record_finish(struct tape *tape, const char *path)
{
	struct tape_status status;
	int error = tape_stop(tape, &status);
	if (status.failure)
		cli_complain("%s", status.line);
	if (error == -EBUSY)
		cli_complain(
			_("%s: another program reads it; what lies beside it belongs to it"), path);
	else if (error < 0)
		cli_complain(
			_("%s: it could not be finished: %s; what lies beside it belongs to it"),
			path, strerror(-error));
	if (status.missed && !status.failure)
		cli_complain(_("%s: the disk was too slow for %llu samples"), path,
			(unsigned long long)status.missed);
	print_summary(path, &status);
	int output = cli_close_output();
	return status.failure || error ? CLI_FAILED : output;
}

int record_end(struct record *record)
{
	for (size_t i = 0; i < VIGIL_TARGETS; i++)
		snapshot_unref(record->last[i]);
	journal_finish(&record->journal);
	return record_finish(record->tape, record->cli->output);
}

static int find_targets(struct session *session)
{
	const struct cli *cli = session->record.cli;
	int error = target_find(cli->target, &session->pids[session->count++]);
	if (error < 0)
		return target_complain(cli->target, error);
	for (size_t i = 0; i < cli->other_count; i++) {
		error = target_find(cli->others[i], &session->pids[session->count++]);
		if (error < 0)
			return target_complain(cli->others[i], error);
	}
	session->record.has_many = session->count > 1;
	return 0;
}

static int keep_vigil(struct session *session)
{
	const struct cli *cli = session->record.cli;
	const struct vigil vigil = {
		.pids = session->pids,
		.count = session->count,
		.period_ns = cli->period_ns ? cli->period_ns : PERIOD_NS,
		.lasting_ns = cli->lasting_ns,
		.budget = cli->budget,
		.take = take,
		.context = session,
	};
	int error = vigil_keep(&vigil);
	if (session->record.tape)
		return record_end(&session->record);
	return session->has_begun ? CLI_FAILED : target_complain(cli->target, error);
}

int record_run(const struct cli *cli)
{
	struct session session = { .record = { .cli = cli } };
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
	return status != 0 ? status : keep_vigil(&session);
}
