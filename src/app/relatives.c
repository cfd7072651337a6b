/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "app/viewer.h"
#include "strata/translate.h"

/* What is watched beside the process on the screen: its children as they appear, or any other
 * process, to be compared with it. */

static bool is_watched(const struct viewer *viewer, pid_t pid)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (viewer->watched[i].pid == pid)
			return true;
	return false;
}

static bool had_child(const struct snapshot *snapshot, pid_t pid)
{
	for (size_t i = 0; i < snapshot->process.child_count; i++)
		if (snapshot->process.children[i].pid == pid)
			return true;
	return false;
}

void relatives_tell(
	struct viewer *viewer, const struct snapshot *before, const struct snapshot *now)
{
	char text[96];
	/* A lesson watches its processes by itself. */
	if (viewer->lesson.runner)
		return;
	for (size_t i = 0; i < now->process.child_count; i++) {
		const struct process_child *child = &now->process.children[i];
		if (had_child(before, child->pid))
			continue;
		snprintf(text, sizeof text, _("forked %d %.16s: c compares"), (int)child->pid,
			child->comm);
		journal_note(&viewer->journal, now->wall_ns, text);
		/* Not to be missed for what is said at the time, as of a command just started. */
		viewer_say(viewer, "%s", text);
	}
}

/* A place for one more: an empty one, or else that of one that has ended; SAMPLER_TARGETS. */
static size_t free_place(const struct viewer *viewer)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (!viewer->watched[i].pid)
			return i;
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (i != viewer->shown && viewer->watched[i].ended_wall_ns)
			return i;
	return SAMPLER_TARGETS;
}

bool relatives_add(struct viewer *viewer, pid_t pid, const char *role)
{
	size_t place = free_place(viewer);
	if (place == SAMPLER_TARGETS || is_watched(viewer, pid))
		return false;
	watch_start(viewer, place, pid, role);
	return true;
}

/* The children that are not watched beside it, for there are eight already. */
static size_t count_left_out(const struct viewer *viewer, const struct snapshot *now)
{
	size_t count = 0;
	for (size_t i = 0; now && i < now->process.child_count; i++)
		count += !is_watched(viewer, now->process.children[i].pid);
	return count;
}

static bool add_children(struct viewer *viewer)
{
	struct watched *shown = &viewer->watched[viewer->shown];
	const struct snapshot *now = shown->now;
	bool has_added = false;
	/* A lesson has chosen what belongs together. */
	if (viewer->lesson.runner)
		return false;
	for (size_t i = 0; now && i < now->process.child_count; i++)
		has_added |= relatives_add(viewer, now->process.children[i].pid, N_("child"));
	if (has_added && !shown->role[0])
		snprintf(shown->role, sizeof shown->role, N_("parent"));
	size_t left_out = count_left_out(viewer, now);
	if (left_out)
		viewer_say(viewer,
			_("eight processes are compared at most; children left out: %zu"),
			left_out);
	return has_added;
}

static bool has_companion(const struct viewer *viewer)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (i != viewer->shown && viewer->watched[i].pid)
			return true;
	return false;
}

void relatives_show(struct viewer *viewer)
{
	viewer_show_view(viewer, view_find("compare"));
}

void relatives_compare(struct viewer *viewer)
{
	bool is_there = viewer->frame.view == view_find("compare");
	bool has_added = add_children(viewer);
	if (has_added || (has_companion(viewer) && !is_there)) {
		relatives_show(viewer);
	} else if (viewer->lesson.runner) {
		viewer_say(viewer, _("the lesson has its own processes to compare"));
	} else {
		chooser_open(viewer, "");
		viewer->is_comparing = true;
		viewer_say(viewer, _("which process is to be compared with this one?"));
	}
}
