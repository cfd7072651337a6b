/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A replay shows a recording in the viewer: its processes stand in the viewer's places, and a cursor
 * goes through the time of the recording, by itself or by keys.
 *
 * The cursor is a time of CLOCK_MONOTONIC as it was then, so that it goes on evenly where the clock on
 * the wall was set. Each process shows its last sample at or before the cursor; one that began later
 * is not there yet. While it plays, the samples the cursor passes come
 * one by one, as if live, and what happens between them is told; a jump tells what the recording has
 * noted before. Pauses of the recording are passed over quickly. Reading is done here, on the
 * viewer's thread: a jump reads one chapter (strata-recording(5)).
 * What only a living process can give is refused with a line that says so. */
#pragma once

#include "app/viewer.h"
#include "strata/recording.h"

struct cli;

/* One process of the recording, in the viewer's place of the same number. */
struct reel {
	struct source *source;
	const struct snapshot *next; /* the first behind the cursor; NULL: at its end */
	uint64_t number;             /* of the sample that is shown; 0: none */
};

struct replay {
	struct recording *recording;
	struct reel reels[SAMPLER_TARGETS];
	size_t count;
	uint64_t first_ns, last_ns, cursor_ns; /* on the recording's clock */
	uint64_t anchored_ns;                  /* when the cursor was where it is, on ours */
	size_t event;                          /* the first of the recording behind the cursor */
	struct replay_scene scene;
	struct source *loading; /* all of a process, for its past; NULL */
	size_t loaded;          /* so many processes are */
	uint64_t shown_ns;      /* when what is loaded was last shown */
	uint64_t pointed_ns;    /* where the timeline's cursor was put */
};

/* strata replay FILE */
int replay_run(const struct cli *cli);

/* 0, or -errno with a line in `error`. */
int replay_init(struct replay *replay, const char *path, char error[RECORDING_ERROR]);
void replay_finish(struct replay *replay);
/* Puts the processes in the viewer's places and the cursor to the beginning. */
void replay_begin(struct viewer *viewer, struct replay *replay);
/* Puts the cursor to that time, or to the end of the recording that is nearest. */
void replay_seek(struct viewer *viewer, uint64_t clock_ns);
/* The same by a time on the wall, as the process on the screen had it. */
void replay_seek_wall(struct viewer *viewer, uint64_t wall_ns);
/* To the next sample of any process, or the one before of the process shown; and stops there. */
void replay_step(struct viewer *viewer, bool is_back);
void replay_set_playing(struct viewer *viewer, bool is_playing);
void replay_set_speed(struct viewer *viewer, double speed);
/* When there is something to show; 0: not by itself. */
uint64_t replay_due(const struct viewer *viewer);
/* Shows what is due by now. */
void replay_tick(struct viewer *viewer, uint64_t now_ns);

/* replay_load.c: the past of all processes, for the timeline. Reads on for a moment. */
void replay_load(struct viewer *viewer);
bool replay_is_loading(const struct replay *replay);
/* Puts the timeline's cursor to what is shown; and goes where it has been moved. */
void replay_point(struct viewer *viewer);
void replay_follow(struct viewer *viewer);

/* replay_keys.c: true when the command was the replay's, or is refused while one is shown. */
bool replay_obey(struct viewer *viewer, enum command command);
/* A time as typed: "12:30", "12:30:05", "2026-11-21 12:30". */
void replay_go_to_time(struct viewer *viewer, const char *text);
/* The first such time from `from_ns` on. */
bool replay_parse_time(const char *text, uint64_t from_ns, uint64_t *ret_wall_ns);
