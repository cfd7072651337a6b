/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The view follows the lesson, unless the user has gone to another one. */
#include <string.h>

#include "app/viewer.h"

static const struct demo_step *step_of(const struct demo_run *run)
{
	return run->step < run->demo->step_count ? &run->demo->steps[run->step] : NULL;
}

static size_t alive_count(const struct demo_run *run)
{
	size_t count = 0;
	for (size_t i = 0; i < run->process_count; i++)
		count += !run->processes[i].is_gone;
	return count;
}

/* The one that shows the step best. Before there are two there is nothing to compare. */
static const struct view *wanted_view(const struct demo_run *run)
{
	const struct demo_step *step = step_of(run);
	const char *name = step && step->view ? step->view : run->demo->view;
	const struct view *view = name ? view_find(name) : NULL;
	if (view && view->partner && alive_count(run) < 2)
		view = view_find("pages");
	return view ? view : view_registry[0];
}

static const struct run_marker *marker_of(const struct demo_run *run, const char *key)
{
	for (size_t i = 0; i < run->marker_count; i++)
		if (strcmp(run->markers[i].key, key) == 0)
			return &run->markers[i];
	return NULL;
}

/* What the step is about: what it says, or what the first process marked last. */
static const struct run_marker *subject_of(const struct demo_run *run)
{
	const struct demo_step *step = step_of(run);
	if (step && step->look)
		return marker_of(run, step->look);
	for (size_t i = run->marker_count; i-- > 0;)
		if (strcmp(run->markers[i].role, run->processes[0].role) == 0)
			return &run->markers[i];
	return NULL;
}

static void turn_to(struct viewer *viewer, const struct region *region, uint64_t address)
{
	const struct view *view = viewer->frame.view;
	struct selection selection = {
		.region = region, .count = 1, .start = region->start, .end = region->end, .name = ""
	};
	viewer_arrange(viewer);
	struct scene scene = viewer_scene(viewer, viewer_clock());
	if (view->take_over && viewer->lesson.subject != region->start)
		view->take_over(&scene, viewer_state(viewer), &selection);
	else if (view->reveal && !view->take_over)
		view->reveal(&scene, viewer_state(viewer), address);
	viewer->lesson.subject = region->start;
	viewer->is_stale = viewer->is_dirty = true;
}

/* Where the step names no place, a cursor that stands at it already is left alone. */
static void look(struct viewer *viewer, const struct demo_run *run)
{
	struct lesson *lesson = &viewer->lesson;
	const struct demo_step *step = step_of(run);
	const struct run_marker *marker = subject_of(run);
	if (!marker || (marker->address == lesson->looked_at && !(step && step->look)))
		return;
	lesson_show_role(viewer, marker->role);
	const struct snapshot *now = viewer->watched[viewer->shown].now;
	const struct region *region =
		now ? region_find(now->table->regions, now->table->count, marker->address) : NULL;
	if (!region)
		return;
	turn_to(viewer, region, marker->address);
	lesson->looked_at = marker->address;
}

void lesson_lead(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	const struct demo_run *run = runner_run(lesson->runner);
	if (viewer->frame.view != lesson->led_view)
		return;
	const struct view *view = wanted_view(run);
	if (view != lesson->led_view) {
		viewer_show_view(viewer, view);
		lesson->led_view = view;
		lesson->looked_at = lesson->subject = 0;
	}
	look(viewer, run);
}

void lesson_lead_from_here(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	lesson->led_view = wanted_view(runner_run(lesson->runner));
	lesson->looked_at = lesson->subject = 0;
	viewer_show_view(viewer, lesson->led_view);
}

void lesson_show_role(struct viewer *viewer, const char *role)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (viewer->watched[i].pid && strcmp(viewer->watched[i].role, role) == 0)
			viewer->shown = i;
}
