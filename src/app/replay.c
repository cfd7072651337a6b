/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/replay.h"

#include <errno.h>
#include <string.h>

#include "strata/translate.h"

#define PAUSE_NS 2000000000ull /* no longer does the cursor stand still by itself */
#define TOGETHER_NS 1000000000ull
#define AT_ONCE 500       /* samples shown in a row before the screen is painted */
#define BEFORE 32         /* samples that a jump reads for the graphs */
#define EVENTS_BEFORE 200 /* events that a jump tells */

/* What cannot be read is passed over: other parts may be whole. */
static void complain(struct viewer *viewer, int error)
{
	if (error == -EUCLEAN)
		viewer_say(viewer, _("this part of the recording is damaged and cannot be read"));
	else
		viewer_say(viewer, _("the recording cannot be read: %s"), strerror(-error));
}

/* Reads on: the sample behind the one that is shown. */
static void look_ahead(struct viewer *viewer, struct reel *reel)
{
	struct snapshot *next = NULL;
	snapshot_unref(reel->next);
	reel->next = NULL;
	int error = source_next(reel->source, 0, &next);
	if (error == 0)
		reel->next = next;
	else if (error != -ENODATA)
		complain(viewer, error);
}

/* The process whose next sample comes first; NULL: all are at their end. */
static struct reel *first_due(struct replay *replay)
{
	struct reel *first = NULL;
	for (size_t i = 0; i < replay->count; i++) {
		struct reel *reel = &replay->reels[i];
		if (reel->next && (!first || reel->next->clock_ns < first->next->clock_ns))
			first = reel;
	}
	return first;
}

/* Notes of the recording that the cursor has passed. What happens is told by comparing samples. */
static void tell_notes(struct viewer *viewer, struct replay *replay)
{
	struct event event;
	while (recording_event(replay->recording, replay->event, &event) &&
		event.wall_ns <= replay->scene.cursor_ns) {
		if (event.kind == EVENT_NOTE)
			journal_add(&viewer->journal, &event);
		replay->event++;
	}
}

static void show_next(struct viewer *viewer, struct reel *reel)
{
	struct replay *replay = viewer->replay;
	const struct snapshot *next = reel->next;
	reel->next = NULL;
	reel->number = recording_position(reel->source);
	if (next->clock_ns > replay->cursor_ns)
		replay->cursor_ns = next->clock_ns;
	replay->scene.cursor_ns = next->wall_ns;
	watch_accept(viewer, (size_t)(reel - replay->reels), next);
	look_ahead(viewer, reel);
}

/* Shows all samples up to `clock_ns`, or so many that it is time to paint. */
static void advance(struct viewer *viewer, uint64_t clock_ns)
{
	struct replay *replay = viewer->replay;
	struct reel *reel = first_due(replay);
	for (int i = 0; i < AT_ONCE && reel && reel->next->clock_ns <= clock_ns; i++) {
		show_next(viewer, reel);
		reel = first_due(replay);
	}
	/* The cursor goes on to where it should be unless samples are left behind. */
	bool is_behind = reel && reel->next->clock_ns <= clock_ns;
	if (!is_behind && clock_ns > replay->cursor_ns)
		replay->cursor_ns = clock_ns;
	tell_notes(viewer, replay);
	replay_point(viewer);
	viewer->is_dirty = true;
	if (reel || !replay->scene.is_playing)
		return;
	replay->scene.is_playing = false;
	replay->cursor_ns = replay->last_ns;
	viewer_say(viewer, _("end of the recording"));
}

/* Samples before the one that is jumped to, for the graphs, and that one. A process that has ended
 * has no picture of its own any more: the one before stays. */
static void jump_reel(struct viewer *viewer, struct reel *reel)
{
	size_t place = (size_t)(reel - viewer->replay->reels);
	uint64_t cursor_ns = viewer->replay->cursor_ns;
	int error = recording_seek_clock(reel->source, cursor_ns);
	if (error) {
		complain(viewer, error);
		return;
	}
	watch_clear(viewer, place);
	reel->number = 0;
	uint64_t number = recording_position(reel->source) + 1;
	recording_go_to(reel->source, number > BEFORE ? number - BEFORE : 1);
	look_ahead(viewer, reel);
	while (reel->next && reel->next->clock_ns <= cursor_ns &&
		recording_position(reel->source) <= number) {
		watch_jump(viewer, place, reel->next);
		reel->next = NULL;
		reel->number = recording_position(reel->source);
		look_ahead(viewer, reel);
	}
}

/* How many events of the recording are not behind the cursor. */
static size_t count_events(const struct replay *replay)
{
	struct event event;
	size_t low = 0, high = 1;
	while (recording_event(replay->recording, high, &event) &&
		event.wall_ns <= replay->scene.cursor_ns)
		high *= 2;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		bool is_past = recording_event(replay->recording, middle, &event) &&
			       event.wall_ns <= replay->scene.cursor_ns;
		if (is_past)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void tell_what_was_before(struct viewer *viewer, struct replay *replay)
{
	struct event event;
	replay->event = count_events(replay);
	journal_clear(&viewer->journal);
	for (size_t i = replay->event > EVENTS_BEFORE ? replay->event - EVENTS_BEFORE : 0;
		i < replay->event; i++)
		if (recording_event(replay->recording, i, &event))
			journal_add(&viewer->journal, &event);
}

void replay_seek(struct viewer *viewer, uint64_t clock_ns)
{
	struct replay *replay = viewer->replay;
	uint64_t bounded = clock_ns > replay->last_ns ? replay->last_ns : clock_ns;
	replay->cursor_ns = bounded < replay->first_ns ? replay->first_ns : bounded;
	replay->anchored_ns = viewer_clock();
	for (size_t i = 0; i < replay->count; i++)
		jump_reel(viewer, &replay->reels[i]);
	replay_point(viewer);
	tell_what_was_before(viewer, replay);
	viewer->is_stale = viewer->is_dirty = true;
}

/* To the sample that the process shown is now to give. */
static void seek_next(struct viewer *viewer, struct reel *reel)
{
	struct snapshot *snapshot;
	int error = source_next(reel->source, 0, &snapshot);
	if (error < 0) {
		complain(viewer, error);
		return;
	}
	uint64_t clock_ns = snapshot->clock_ns;
	snapshot_unref(snapshot);
	replay_seek(viewer, clock_ns);
}

void replay_seek_wall(struct viewer *viewer, uint64_t wall_ns)
{
	struct reel *reel = &viewer->replay->reels[viewer->shown];
	if (source_seek(reel->source, wall_ns) == 0)
		seek_next(viewer, reel);
}

static void step_back(struct viewer *viewer, struct reel *reel)
{
	if (reel->number <= 1)
		return;
	recording_go_to(reel->source, reel->number - 1);
	seek_next(viewer, reel);
}

void replay_step(struct viewer *viewer, bool is_back)
{
	struct replay *replay = viewer->replay;
	replay_set_playing(viewer, false);
	struct reel *reel = first_due(replay);
	if (is_back)
		step_back(viewer, &replay->reels[viewer->shown]);
	else if (reel)
		advance(viewer, reel->next->clock_ns);
	else
		viewer_say(viewer, _("end of the recording"));
}

/* From here on the cursor goes as fast as it is told. */
static void anchor(struct viewer *viewer)
{
	viewer->replay->anchored_ns = viewer_clock();
	viewer->is_dirty = true;
}

void replay_set_playing(struct viewer *viewer, bool is_playing)
{
	struct replay *replay = viewer->replay;
	anchor(viewer);
	if (is_playing && !first_due(replay))
		replay_seek(viewer, replay->first_ns);
	replay->scene.is_playing = is_playing;
}

void replay_set_speed(struct viewer *viewer, double speed)
{
	anchor(viewer);
	viewer->replay->scene.speed = speed;
}

/* How long the cursor takes to the next sample, in nanoseconds of ours. */
static uint64_t wait_for(const struct replay *replay, const struct reel *reel)
{
	if (reel->next->clock_ns <= replay->cursor_ns)
		return 0;
	double wait = (double)(reel->next->clock_ns - replay->cursor_ns) / replay->scene.speed;
	return wait > (double)PAUSE_NS ? PAUSE_NS : (uint64_t)wait;
}

/* When the next sample is; 0: not by itself. */
static uint64_t next_due(struct replay *replay)
{
	const struct reel *reel = replay->scene.is_playing ? first_due(replay) : NULL;
	return reel ? replay->anchored_ns + wait_for(replay, reel) : 0;
}

uint64_t replay_due(const struct viewer *viewer)
{
	struct replay *replay = viewer->replay;
	if (!replay)
		return 0;
	return replay_is_loading(replay) ? replay->anchored_ns : next_due(replay);
}

void replay_tick(struct viewer *viewer, uint64_t now_ns)
{
	struct replay *replay = viewer->replay;
	if (!replay)
		return;
	replay_load(viewer);
	uint64_t due_ns = next_due(replay);
	if (due_ns == 0 || now_ns < due_ns)
		return;
	uint64_t next_ns = first_due(replay)->next->clock_ns;
	uint64_t gone_ns = (uint64_t)((double)(now_ns - replay->anchored_ns) * replay->scene.speed);
	uint64_t to_ns = replay->cursor_ns + gone_ns;
	replay->anchored_ns = now_ns;
	advance(viewer, to_ns > next_ns ? to_ns : next_ns);
}

/* From when to when. Processes that were begun with are there from the beginning, though one was read
 * after the other. */
static void find_span(struct replay *replay)
{
	const struct recorded_process *first = NULL, *last = NULL;
	for (size_t i = 0; i < replay->count; i++) {
		const struct recorded_process *process = recording_process(replay->recording, i);
		if (process->samples == 0)
			continue;
		if (!first || process->first_clock_ns < first->first_clock_ns)
			first = process;
		if (!last || process->last_clock_ns > last->last_clock_ns)
			last = process;
	}
	if (!first)
		return;
	replay->scene.first_ns = first->first_wall_ns;
	replay->scene.last_ns = last->last_wall_ns;
	replay->first_ns = first->first_clock_ns;
	replay->last_ns = last->last_clock_ns;
	for (size_t i = 0; i < replay->count; i++) {
		uint64_t begin_ns = recording_process(replay->recording, i)->first_clock_ns;
		if (begin_ns > replay->first_ns && begin_ns - first->first_clock_ns < TOGETHER_NS)
			replay->first_ns = begin_ns;
	}
}

int replay_init(struct replay *replay, const char *path, char error[RECORDING_ERROR])
{
	*replay = (struct replay){ .scene = { .speed = 1 } };
	int result = recording_open(path, &replay->recording, error);
	if (result < 0)
		return result;
	size_t count = recording_process_count(replay->recording);
	replay->count = count < SAMPLER_TARGETS ? count : SAMPLER_TARGETS;
	for (size_t i = 0; result == 0 && i < replay->count; i++)
		result = recording_source(replay->recording, i, &replay->reels[i].source);
	find_span(replay);
	if (result == 0 && replay->scene.last_ns == 0)
		result = -ENODATA;
	if (result < 0) {
		const char *damage = recording_damage(replay->recording);
		snprintf(error, RECORDING_ERROR, "%s: %s", path,
			*damage ? damage : _("there is no sample in it"));
		replay_finish(replay);
	}
	return result;
}

void replay_finish(struct replay *replay)
{
	for (size_t i = 0; i < replay->count; i++) {
		snapshot_unref(replay->reels[i].next);
		source_close(replay->reels[i].source);
	}
	source_close(replay->loading);
	recording_close(replay->recording);
}

void replay_begin(struct viewer *viewer, struct replay *replay)
{
	viewer->replay = replay;
	for (size_t i = 0; i < replay->count; i++) {
		const struct recorded_process *process = recording_process(replay->recording, i);
		watch_recorded(viewer, i, process->pid, process->role);
	}
	replay_seek(viewer, replay->first_ns);
	replay_set_playing(viewer, true);
	if (*recording_damage(replay->recording))
		viewer_say(viewer, "%s", recording_damage(replay->recording));
}
