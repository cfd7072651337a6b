/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/operand.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/batch.h"
#include "app/cli.h"
#include "app/config.h"
#include "app/target.h"
#include "strata/import.h"
#include "strata/translate.h"

#define SECOND_NS 1000000000ull

/* FILE, @MOMENT and #PID apart; `path` has room for all of the text. */
static void cut(const char *text, char *path, const char **ret_moment, const char **ret_process)
{
	strcpy(path, text);
	*ret_moment = *ret_process = NULL;
	if (access(path, F_OK) == 0)
		return;
	char *at = strrchr(path, '@');
	if (at) {
		*at = '\0';
		*ret_moment = text + (at - path) + 1;
	}
	char *hash = strrchr(path, '#');
	if (hash && access(path, F_OK) != 0) {
		*hash = '\0';
		*ret_process = text + (hash - path) + 1;
	}
}

static bool is_file_name(const char *path)
{
	return (strchr(path, '/') || strchr(path, '.')) && access(path, F_OK) == 0;
}

static int refuse(const char *text, const char *why)
{
	cli_complain("%s: %s", text, why);
	return CLI_USAGE;
}

static bool take_process(struct operand *operand, const char *text)
{
	for (size_t i = 0; i < recording_process_count(operand->recording); i++) {
		operand->process = i;
		if (recording_process(operand->recording, i)->pid == strtol(text, NULL, 10))
			return true;
	}
	return false;
}

/* Where the words say a time of day, the day is that of the beginning. */
static bool take_clock(const char *text, uint64_t first_ns, uint64_t *ret_wall_ns)
{
	time_t first = (time_t)(first_ns / SECOND_NS);
	struct tm local;
	localtime_r(&first, &local);
	local.tm_sec = 0;
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", &local);
	if (!end)
		end = strptime(text, "%H:%M:%S", &local);
	if (!end)
		end = strptime(text, "%H:%M", &local);
	if (!end || *end)
		return false;
	local.tm_isdst = -1;
	*ret_wall_ns = (uint64_t)mktime(&local) * SECOND_NS + SECOND_NS - 1;
	return true;
}

static bool take_moment(struct operand *operand, const char *text)
{
	const struct recorded_process *process =
		recording_process(operand->recording, operand->process);
	uint64_t span_ns;
	operand->has_moment = true;
	if (*text != '+' && *text != '-')
		return take_clock(text, process->first_wall_ns, &operand->wall_ns);
	if (!config_duration(text + 1, &span_ns))
		return false;
	operand->wall_ns =
		*text == '+' ? process->first_wall_ns + span_ns : process->last_wall_ns - span_ns;
	return true;
}

static int open_recording(
	struct operand *operand, const char *path, const char *moment, const char *process)
{
	char error[RECORDING_ERROR];
	operand->kind = OPERAND_RECORDING;
	int status = recording_open(path, &operand->recording, error);
	if (status < 0) {
		cli_complain("%s", error);
		return CLI_FAILED;
	}
	if (recording_process_count(operand->recording) == 0)
		return refuse(operand->text, _("nothing is recorded in it"));
	if (process && !take_process(operand, process))
		return refuse(operand->text, _("no such process in this recording"));
	if (moment && !take_moment(operand, moment))
		return refuse(operand->text,
			_("no moment; write @+90s, @-10s, @22:31:02 or @2026-11-20T22:31:02"));
	return CLI_DONE;
}

static int open_snapshot(struct operand *operand, const char *path)
{
	char error[IMPORT_ERROR];
	operand->kind = OPERAND_SNAPSHOT;
	if (import_snapshot(path, &operand->snapshot, error) == 0)
		return CLI_DONE;
	cli_complain("%s", error);
	return CLI_FAILED;
}

/* A text begins with '{', a database does not. */
static bool is_json(const char *path)
{
	FILE *file = fopen(path, "re");
	int first = file ? getc(file) : EOF;
	if (file)
		fclose(file);
	return first == '{';
}

int operand_open(const char *text, struct operand *ret_operand)
{
	const char *moment, *process;
	struct operand operand = { .text = text };
	char *path = malloc(strlen(text) + 1);
	int status = CLI_FAILED;
	if (!path) {
		cli_complain("%s: %s", text, strerror(ENOMEM));
		return status;
	}
	cut(text, path, &moment, &process);
	if (!is_file_name(path)) {
		int found = target_find(text, &operand.pid);
		status = found < 0 ? target_complain(text, found) : CLI_DONE;
	} else if (is_json(path)) {
		status = open_snapshot(&operand, path);
	} else {
		status = open_recording(&operand, path, moment, process);
	}
	free(path);
	if (status == CLI_DONE)
		*ret_operand = operand;
	else
		operand_close(&operand);
	return status;
}

void operand_close(struct operand *operand)
{
	recording_close(operand->recording);
	snapshot_unref(operand->snapshot);
	*operand = (struct operand){ 0 };
}

static int recorded_picture(
	const struct operand *operand, bool is_first, struct snapshot **ret_snapshot)
{
	const struct recorded_process *process =
		recording_process(operand->recording, operand->process);
	uint64_t moment_ns = is_first ? process->first_wall_ns : process->last_wall_ns;
	struct source *source = NULL;
	int status = recording_source(operand->recording, operand->process, &source);
	if (status == 0)
		status = source_seek(source, operand->has_moment ? operand->wall_ns : moment_ns);
	if (status == 0)
		status = source_next(source, DETAIL_SMAPS, ret_snapshot);
	source_close(source);
	return status;
}

int operand_picture(const struct operand *operand, bool is_first, struct snapshot **ret_snapshot)
{
	int status = 0;
	switch (operand->kind) {
	case OPERAND_LIVE:
		*ret_snapshot = batch_take(operand->pid, &status);
		break;
	case OPERAND_RECORDING:
		status = recorded_picture(operand, is_first, ret_snapshot);
		break;
	case OPERAND_SNAPSHOT:
		*ret_snapshot = snapshot_ref(operand->snapshot);
		break;
	}
	if (status == 0)
		return CLI_DONE;
	if (status == -ESRCH)
		return target_complain(operand->text, status);
	cli_complain("%s: %s", operand->text, strerror(-status));
	return CLI_FAILED;
}

int operand_play(const struct operand *operand,
	int (*take)(void *context, size_t index, const struct snapshot *snapshot), void *context)
{
	struct source *source = NULL;
	int status = recording_source(operand->recording, operand->process, &source);
	while (status == 0) {
		struct snapshot *snapshot;
		status = source_next(source, DETAIL_SMAPS, &snapshot);
		if (status < 0)
			break;
		status = take(context, operand->process, snapshot);
		snapshot_unref(snapshot);
	}
	source_close(source);
	return status == -ENODATA ? 0 : status;
}
