/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <time.h>

#include "app/replay.h"
#include "strata/translate.h"

#define SECOND_NS 1000000000ull
#define DAY_NS (24 * 3600 * SECOND_NS)
#define JUMP 60 /* a jump is one part in so many of the whole, */
#define JUMP_LEAST (10 * SECOND_NS)

static const double speeds[] = { 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };
#define SPEEDS (sizeof speeds / sizeof *speeds)

static void toggle(struct viewer *viewer)
{
	replay_set_playing(viewer, !viewer->replay->scene.is_playing);
}

static void faster(struct viewer *viewer)
{
	for (size_t i = 0; i < SPEEDS; i++)
		if (speeds[i] > viewer->replay->scene.speed) {
			replay_set_speed(viewer, speeds[i]);
			return;
		}
}

static void slower(struct viewer *viewer)
{
	for (size_t i = SPEEDS; i-- > 0;)
		if (speeds[i] < viewer->replay->scene.speed) {
			replay_set_speed(viewer, speeds[i]);
			return;
		}
}

static void step(struct viewer *viewer)
{
	replay_step(viewer, false);
}

static void step_back(struct viewer *viewer)
{
	replay_step(viewer, true);
}

static uint64_t jump_of(const struct replay *replay)
{
	uint64_t part = (replay->last_ns - replay->first_ns) / JUMP;
	return part > JUMP_LEAST ? part : JUMP_LEAST;
}

static void jump(struct viewer *viewer)
{
	const struct replay *replay = viewer->replay;
	replay_seek(viewer, replay->cursor_ns + jump_of(replay));
}

static void jump_back(struct viewer *viewer)
{
	const struct replay *replay = viewer->replay;
	uint64_t far = jump_of(replay);
	replay_seek(viewer, replay->cursor_ns > far ? replay->cursor_ns - far : 0);
}

static void to_start(struct viewer *viewer)
{
	replay_seek(viewer, 0);
}

static void to_end(struct viewer *viewer)
{
	replay_set_playing(viewer, false);
	replay_seek(viewer, UINT64_MAX);
}

static void ask_time(struct viewer *viewer)
{
	prompt_open(&viewer->prompt, PROMPT_TIME, "");
}

/* Of what is there live, the living process is needed. */
static void refuse(struct viewer *viewer)
{
	viewer_say(viewer, _("this is a recording: only a living process can give that"));
}

/* Only with what is recorded beside it: the living are of another time. */
static void compare(struct viewer *viewer)
{
	if (viewer->replay->count > 1)
		relatives_show(viewer);
	else
		viewer_say(viewer, _("there is no other process in this recording"));
}

static void show_next_process(struct viewer *viewer)
{
	watch_next(viewer);
	replay_point(viewer);
}

static void (*const doings[COMMANDS])(struct viewer *viewer) = {
	[COMMAND_PAUSE] = toggle,
	[COMMAND_FASTER] = faster,
	[COMMAND_SLOWER] = slower,
	[COMMAND_LATER] = step,
	[COMMAND_EARLIER] = step_back,
	[COMMAND_JUMP] = jump,
	[COMMAND_JUMP_BACK] = jump_back,
	[COMMAND_TO_START] = to_start,
	[COMMAND_TO_END] = to_end,
	[COMMAND_GO_TO_TIME] = ask_time,
	[COMMAND_RELATIVE] = show_next_process,
	[COMMAND_COMPARE] = compare,
	[COMMAND_WHO] = refuse,
	[COMMAND_RECORD] = refuse,
	[COMMAND_WIPE_REFERENCED] = refuse,
	[COMMAND_WIPE_WRITTEN] = refuse,
	[COMMAND_PROCESSES] = refuse,
	[COMMAND_DEMOS] = refuse,
};

/* Those that are nothing without a recording. */
static bool is_of_replay(enum command command)
{
	return command >= COMMAND_JUMP && command <= COMMAND_GO_TO_TIME;
}

bool replay_obey(struct viewer *viewer, enum command command)
{
	if (viewer->replay && doings[command]) {
		doings[command](viewer);
		return true;
	}
	if (is_of_replay(command))
		viewer_say(viewer, _("only a recording has a past to go to: strata replay FILE"));
	return is_of_replay(command);
}

static bool parse_moment(const char *text, const char *const *formats, struct tm *moment)
{
	for (; *formats; formats++) {
		struct tm parsed = *moment;
		parsed.tm_sec = 0;
		const char *end = strptime(text, *formats, &parsed);
		if (end && *end == '\0') {
			*moment = parsed;
			return true;
		}
	}
	return false;
}

bool replay_parse_time(const char *text, uint64_t from_ns, uint64_t *ret_wall_ns)
{
	static const char *const with_date[] = { "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", NULL };
	static const char *const without[] = { "%H:%M:%S", "%H:%M", NULL };
	time_t from = (time_t)(from_ns / SECOND_NS);
	struct tm moment;
	if (!localtime_r(&from, &moment))
		return false;
	moment.tm_isdst = -1;
	bool has_date = parse_moment(text, with_date, &moment);
	if (!has_date && !parse_moment(text, without, &moment))
		return false;
	time_t found = mktime(&moment);
	/* A time of day is the next one: that of a recording over midnight is after it. */
	if (!has_date && found < from) {
		moment.tm_mday++;
		moment.tm_isdst = -1;
		found = mktime(&moment);
	}
	if (found < 0)
		return false;
	*ret_wall_ns = (uint64_t)found * SECOND_NS;
	return true;
}

void replay_go_to_time(struct viewer *viewer, const char *text)
{
	uint64_t wall_ns;
	if (!viewer->replay)
		return;
	if (replay_parse_time(text, viewer->replay->scene.first_ns, &wall_ns))
		replay_seek_wall(viewer, wall_ns);
	else
		viewer_say(viewer, _("\"%s\" is no time; write it as 12:30 or 2026-11-21 12:30:05"),
			text);
}
