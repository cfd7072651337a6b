/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/replay.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "strata/text.h"

#define SECOND_NS 1000000000ull
#define VIEWS_APART 2 /* without a tab: chooser, output */
#define MESSAGE_NS (5 * SECOND_NS)

uint64_t viewer_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

uint64_t viewer_wall(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static int init_parts(struct viewer *viewer)
{
	viewer->states = calloc(view_count + VIEWS_APART, sizeof *viewer->states);
	if (!viewer->states)
		return -ENOMEM;
	for (size_t i = 0; i < view_count + VIEWS_APART; i++)
		state_init(&viewer->states[i]);
	int error = journal_init(&viewer->journal);
	if (error == 0)
		error = canvas_init(&viewer->canvas, 1, 1);
	if (error < 0)
		return error;
	viewer->canvas.ascii = viewer->settings.is_ascii;
	struct sampler_options options = {
		.budget = viewer->settings.budget,
		.period_ns = viewer->settings.period_ns,
		.detail = viewer->frame.view->needs,
	};
	return sampler_create(&options, &viewer->sampler);
}

const struct view *viewer_first_view(const struct viewer *viewer)
{
	const struct view *view = view_find(viewer->settings.view);
	return view ? view : view_registry[0];
}

int viewer_init(struct viewer *viewer, const struct settings *settings, const struct theme *theme)
{
	*viewer = (struct viewer){
		.settings = *settings,
		.theme = *theme,
		.frame.side = settings->has_side,
		.lesson.speed = 1,
		.is_stale = true,
		.is_dirty = true,
	};
	viewer->frame.view = viewer->view_left = viewer_first_view(viewer);
	int error = init_parts(viewer);
	if (error < 0)
		viewer_finish(viewer);
	return error;
}

void viewer_finish(struct viewer *viewer)
{
	runner_destroy(viewer->lesson.runner);
	inquiry_destroy(viewer->question.inquiry);
	sampler_destroy(viewer->sampler);
	viewer->sampler = NULL;
	pins_forget(viewer);
	difference_drop(viewer);
	watch_stop_all(viewer);
	watch_forget(&viewer->lesson.aside);
	if (viewer->has_processes)
		process_list_finish(&viewer->processes);
	for (size_t i = 0; viewer->states && i < view_count + VIEWS_APART; i++)
		state_finish(&viewer->states[i]);
	free(viewer->states);
	journal_finish(&viewer->journal);
	canvas_finish(&viewer->canvas);
}

struct view_state *viewer_state_of(struct viewer *viewer, const struct view *view)
{
	size_t index = 0;
	if (view == &view_output)
		return &viewer->states[view_count + 1];
	while (index < view_count && view_registry[index] != view)
		index++;
	return &viewer->states[index];
}

struct view_state *viewer_state(struct viewer *viewer)
{
	return viewer_state_of(viewer, viewer->frame.view);
}

static size_t gather_companions(struct viewer *viewer)
{
	size_t count = 0;
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		const struct watched *watched = &viewer->watched[i];
		bool is_now = viewer->travel_ns == 0;
		if (i != viewer->shown && watched->now)
			viewer->companions[count++] = (struct companion){ watched->role,
				travel_picture(viewer, watched), is_now ? &watched->pages : NULL,
				is_now ? &watched->pages_before : NULL, watched->ended_wall_ns };
	}
	return count;
}

static struct output output_of(const struct child *child)
{
	if (!child)
		return (struct output){ .text = "" };
	return (struct output){ child->text, child->length, child->is_cut };
}

struct scene viewer_scene(struct viewer *viewer, uint64_t now_ns)
{
	const struct watched *shown = &viewer->watched[viewer->shown];
	bool has_message = *viewer->message && now_ns < viewer->message_until_ns;
	const char *label = prompt_label(&viewer->prompt);
	const struct snapshot *now = travel_picture(viewer, shown);
	bool is_now = viewer->travel_ns == 0;
	const struct snapshot *earlier =
		is_now || !now ? shown->before : past_neighbour(shown->past, now, false);
	return (struct scene){
		.now = now,
		.before = earlier,
		.baseline = shown->baseline,
		.history = shown->history,
		.past = shown->past,
		.limits = &shown->limits,
		.travel_ns = viewer->replay ? viewer->replay->pointed_ns : viewer->travel_ns,
		.pins = viewer->pin_marks,
		.pin_count = viewer->pin_count,
		.differing = &viewer->differing,
		.pages = is_now ? &shown->pages : NULL,
		.pages_before = is_now ? &shown->pages_before : NULL,
		.pages_baseline = is_now ? &shown->pages_baseline : NULL,
		.wiped_wall_ns = shown->wiped_wall_ns,
		.are_pages_flashing = now_ns < viewer->pages_fade_until_ns,
		.are_pages_fading = now_ns >= viewer->pages_flash_until_ns,
		.is_plain = viewer->canvas.ascii || !screen_has_page_colours(),
		.log = journal_log(&viewer->journal),
		.processes = viewer->is_choosing ? &viewer->processes : NULL,
		.companions = viewer->companions,
		.companion_count = gather_companions(viewer),
		.shown_role = shown->role,
		.demo = viewer->lesson.runner ? runner_run(viewer->lesson.runner) : NULL,
		.quiz = quiz_sheet(viewer),
		.next_demo = lesson_next_demo(viewer),
		.menu = viewer->menu,
		.menu_count = viewer->menu_count,
		.output = output_of(viewer->child),
		.asked = &viewer->question.asked,
		.state = viewer_state(viewer),
		.now_ns = viewer->replay && shown->now ? shown->now->clock_ns : now_ns,
		.period_ns = viewer->settings.period_ns,
		.ended_wall_ns = shown->ended_wall_ns,
		.is_zombie = shown->remains,
		.is_paused = viewer->is_paused,
		.is_recording = viewer->taping.tape,
		.replay = viewer->replay ? &viewer->replay->scene : NULL,
		.is_flashing = is_now && shown->before && now_ns < viewer->flash_until_ns,
		.message = has_message ? viewer->message : NULL,
		.prompt = label,
		.typed = label ? viewer->prompt.text : NULL,
	};
}

static struct selection selection_now(struct viewer *viewer)
{
	const struct view *view = viewer->frame.view;
	if (!view->selected)
		return (struct selection){ 0 };
	viewer_arrange(viewer);
	struct scene scene = viewer_scene(viewer, viewer_clock());
	return view->selected(&scene);
}

/* The view goes on with what was selected in the one before: as its own matter, or, coming back from
 * where it was one, by its cursor. */
static void hand_over(
	struct viewer *viewer, const struct view *before, const struct selection *selection)
{
	const struct view *view = viewer->frame.view;
	bool comes_back = before->take_over && view->reveal && selection->region;
	if (view == before || (!view->take_over && !comes_back))
		return;
	if (!view->take_over)
		viewer_arrange(viewer);
	struct scene scene = viewer_scene(viewer, viewer_clock());
	struct view_state *state = viewer_state(viewer);
	if (view->take_over)
		view->take_over(&scene, state, selection);
	else
		view->reveal(&scene, state, selection->start);
	viewer->is_stale = true;
}

unsigned viewer_detail(const struct viewer *viewer)
{
	return viewer->frame.view->needs | (viewer->taping.tape ? DETAIL_SMAPS : 0);
}

void viewer_show_view(struct viewer *viewer, const struct view *view)
{
	const struct view *before = viewer->frame.view;
	struct selection selection = selection_now(viewer);
	viewer->frame.view = view;
	viewer->frame.overlay = OVERLAY_NONE;
	viewer->is_stale = viewer->is_dirty = true;
	hand_over(viewer, before, &selection);
	/* The list of processes is read apart: behind it the watching goes on as before. */
	if (view != &view_chooser)
		sampler_set_detail(viewer->sampler, viewer_detail(viewer));
}

void viewer_show_apart(struct viewer *viewer, const struct view *view)
{
	if (viewer->frame.view != &view_chooser && viewer->frame.view != &view_output)
		viewer->view_left = viewer->frame.view;
	viewer_show_view(viewer, view);
}

void viewer_arrange(struct viewer *viewer)
{
	if (!viewer->is_stale)
		return;
	difference_follow(viewer);
	struct scene scene = viewer_scene(viewer, viewer_clock());
	frame_arrange(&scene, &viewer->frame, viewer_state(viewer), viewer->canvas.width,
		viewer->canvas.height);
	viewer->is_stale = false;
}

void viewer_paint(struct viewer *viewer, uint64_t now_ns)
{
	viewer_arrange(viewer);
	pages_wish(viewer);
	struct scene scene = viewer_scene(viewer, now_ns);
	frame_paint(&scene, &viewer->frame, &viewer->canvas);
	screen_show(&viewer->canvas);
	viewer->is_dirty = false;
}

void viewer_say(struct viewer *viewer, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(viewer->message, sizeof viewer->message, format, arguments);
	va_end(arguments);
	viewer->message_until_ns = viewer_clock() + MESSAGE_NS;
	viewer->is_dirty = true;
}
