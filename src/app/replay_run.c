/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "app/cli.h"
#include "app/plain.h"
#include "app/replay.h"
#include "app/session.h"
#include "strata/translate.h"

static void begin(struct viewer *viewer, const void *context)
{
	struct replay *const *replay = context;
	replay_begin(viewer, *replay);
}

/* The last picture of a process that still had its memory; NULL when there is none. */
static struct snapshot *last_picture(struct source *source)
{
	struct snapshot *snapshot = NULL;
	recording_go_to(source, UINT64_MAX);
	if (source_next(source, 0, &snapshot) < 0)
		return NULL;
	uint64_t number = recording_position(source);
	if (snapshot->life == LIFE_ZOMBIE && number > 1) {
		snapshot_unref(snapshot);
		recording_go_to(source, number - 1);
		if (source_next(source, 0, &snapshot) < 0)
			return NULL;
	}
	return snapshot;
}

static int print(const struct replay *replay, const char *path, const struct settings *settings)
{
	for (size_t i = 0; i < replay->count; i++) {
		struct snapshot *snapshot = last_picture(replay->reels[i].source);
		int error = snapshot ? plain_print(snapshot, settings) : 0;
		bool was_there = snapshot;
		snapshot_unref(snapshot);
		if (!was_there) {
			cli_complain(_("%s: its last sample is damaged"), path);
			return CLI_FAILED;
		}
		if (error < 0)
			break;
	}
	return cli_close_output();
}

int replay_run(const struct cli *cli)
{
	struct settings settings;
	struct replay replay, *context = &replay;
	char error[RECORDING_ERROR];
	int status = session_settings(cli, &settings);
	if (status != CLI_DONE)
		return status;
	if (replay_init(&replay, cli->target, error) < 0) {
		cli_complain("%s", error);
		return CLI_FAILED;
	}
	if (cli->speed > 0)
		replay.scene.speed = cli->speed;
	if (session_has_terminal())
		status = session_run(cli, &settings, begin, &context);
	else
		status = print(&replay, cli->target, &settings);
	if (*recording_damage(replay.recording)) {
		cli_complain("%s: %s", cli->target, recording_damage(replay.recording));
		status = CLI_FAILED;
	}
	replay_finish(&replay);
	return status;
}
