/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/replay.h"

#define SLICE_NS 8000000ull   /* so long no key waits for it */
#define SHOWN_NS 300000000ull /* how often what has been read by now is shown */

extern const struct view view_timeline;

/* The timeline shows all of the recording, so all of it is read, beside the cursor and in slices. */

static bool open_next(struct replay *replay)
{
	while (!replay->loading && replay->loaded < replay->count)
		if (recording_source(replay->recording, replay->loaded, &replay->loading) < 0)
			replay->loaded++;
	return replay->loading;
}

/* One sample more; false at the end of a process. What cannot be read is told by the cursor. */
static bool load_one(struct replay *replay, struct past *past)
{
	struct snapshot *snapshot;
	if (source_next(replay->loading, 0, &snapshot) < 0)
		return false;
	uint64_t first_ns, last_ns;
	/* A first, quick picture without counters is no beginning. */
	if (snapshot->counters_clock_ns || past_span(past, &first_ns, &last_ns))
		past_add(past, snapshot);
	snapshot_unref(snapshot);
	return true;
}

bool replay_is_loading(const struct replay *replay)
{
	return replay->loaded < replay->count;
}

void replay_load(struct viewer *viewer)
{
	struct replay *replay = viewer->replay;
	uint64_t until_ns = viewer_clock() + SLICE_NS;
	if (!replay_is_loading(replay))
		return;
	while (viewer_clock() < until_ns && open_next(replay))
		if (!load_one(replay, viewer->watched[replay->loaded].past)) {
			source_close(replay->loading);
			replay->loading = NULL;
			replay->loaded++;
		}
	if (replay_is_loading(replay) && until_ns < replay->shown_ns + SHOWN_NS)
		return;
	replay->shown_ns = until_ns;
	viewer->is_stale = viewer->is_dirty = true;
}

/* The cursor of the timeline is on the clock that does not jump. */
static uint64_t *timeline_cursor(struct viewer *viewer)
{
	return &viewer_state_of(viewer, &view_timeline)->time.cursor_ns;
}

/* Also what the picture is said to be of: the sample of the process on the screen. */
void replay_point(struct viewer *viewer)
{
	const struct snapshot *now = viewer->watched[viewer->shown].now;
	viewer->replay->pointed_ns = now ? now->clock_ns : 0;
	if (now)
		viewer->replay->scene.cursor_ns = now->wall_ns;
	*timeline_cursor(viewer) = viewer->replay->pointed_ns;
}

void replay_follow(struct viewer *viewer)
{
	struct replay *replay = viewer->replay;
	uint64_t cursor_ns = *timeline_cursor(viewer);
	if (cursor_ns == replay->pointed_ns)
		return;
	replay_seek(viewer, cursor_ns ? cursor_ns : UINT64_MAX);
}
