/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/replay.h"
#include "strata/translate.h"

extern const struct view view_timeline;

const struct snapshot *travel_picture(const struct viewer *viewer, const struct watched *watched)
{
	if (viewer->travel_ns == 0 || !watched->past)
		return watched->now;
	const struct snapshot *pinned = pins_picture_at(viewer, watched, viewer->travel_ns);
	if (pinned)
		return pinned;
	const struct snapshot *instant = past_instant(watched->past, viewer->travel_ns);
	return instant ? instant : watched->now;
}

static void go(struct viewer *viewer, uint64_t travel_ns)
{
	viewer_state_of(viewer, &view_timeline)->time.cursor_ns = travel_ns;
	travel_follow(viewer);
}

void travel_follow(struct viewer *viewer)
{
	if (viewer->replay) {
		replay_follow(viewer);
		return;
	}
	uint64_t cursor_ns = viewer_state_of(viewer, &view_timeline)->time.cursor_ns;
	if (cursor_ns == viewer->travel_ns)
		return;
	viewer->travel_ns = cursor_ns;
	viewer->is_stale = viewer->is_dirty = true;
}

void travel_to(struct viewer *viewer, uint64_t clock_ns)
{
	go(viewer, clock_ns);
}

bool travel_home(struct viewer *viewer)
{
	bool was_away = viewer->travel_ns != 0;
	go(viewer, 0);
	return was_away;
}

void travel_earlier(struct viewer *viewer)
{
	const struct watched *shown = &viewer->watched[viewer->shown];
	const struct snapshot *picture = travel_picture(viewer, shown);
	const struct snapshot *earlier =
		picture && shown->past ? past_neighbour(shown->past, picture, false) : NULL;
	if (earlier)
		go(viewer, earlier->clock_ns);
	else
		viewer_say(viewer, _("this is the first picture that was kept"));
}

void travel_later(struct viewer *viewer)
{
	const struct watched *shown = &viewer->watched[viewer->shown];
	if (viewer->travel_ns == 0 || !shown->past)
		return;
	const struct snapshot *picture = travel_picture(viewer, shown);
	const struct snapshot *later = past_neighbour(shown->past, picture, true);
	go(viewer, later && past_neighbour(shown->past, later, true) ? later->clock_ns : 0);
}
