/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "app/themes.h"
#include "app/replay.h"
#include "strata/explain.h"
#include "strata/translate.h"

static void ask_find(struct viewer *viewer)
{
	if (viewer->frame.overlay == OVERLAY_EXPLAIN)
		prompt_open(&viewer->prompt, PROMPT_TOPIC, viewer->frame.search);
	else
		prompt_open(&viewer->prompt, PROMPT_FIND, "");
}

static void ask_filter(struct viewer *viewer)
{
	if (viewer->is_choosing)
		prompt_open(&viewer->search, PROMPT_FILTER, viewer->search.text);
	else
		prompt_open(&viewer->prompt, PROMPT_FILTER, viewer_state(viewer)->filter);
}

static void ask_address(struct viewer *viewer)
{
	prompt_open(&viewer->prompt, PROMPT_GO_TO, "");
}

static void toggle_pause(struct viewer *viewer)
{
	watch_set_paused(viewer, !viewer->is_paused);
}

/* 0.1 0.2 0.5 1 2 5 10 20 60 seconds. */
static const uint64_t periods_ms[] = { 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 60000 };
#define PERIODS (sizeof periods_ms / sizeof *periods_ms)

static void faster(struct viewer *viewer)
{
	uint64_t now_ms = viewer->settings.period_ns / 1000000;
	for (size_t i = PERIODS; i-- > 0;)
		if (periods_ms[i] < now_ms) {
			watch_set_period(viewer, periods_ms[i] * 1000000);
			return;
		}
}

static void slower(struct viewer *viewer)
{
	uint64_t now_ms = viewer->settings.period_ns / 1000000;
	for (size_t i = 0; i < PERIODS; i++)
		if (periods_ms[i] > now_ms) {
			watch_set_period(viewer, periods_ms[i] * 1000000);
			return;
		}
}

static void refresh(struct viewer *viewer)
{
	viewer->list_due_ns = 0;
	sampler_force(viewer->sampler);
	screen_forget();
	viewer->is_dirty = true;
}

static void choose_process(struct viewer *viewer)
{
	chooser_open(viewer, "");
}

/* The catalogue; while a demo runs, its pane gets the keys. */
static void choose_demo(struct viewer *viewer)
{
	struct frame *frame = &viewer->frame;
	if (viewer->lesson.runner) {
		frame->focus = CONTEXT_DEMO;
		frame->side = true;
		viewer->is_stale = true;
	} else {
		menu_open(viewer);
	}
}

/* What the started command wrote, in place of the view, and back. */
static void toggle_output(struct viewer *viewer)
{
	if (!viewer->child)
		viewer_say(viewer, _("only the output of a command started by strata run is kept"));
	else if (viewer->frame.view != &view_output)
		viewer_show_apart(viewer, &view_output);
	else
		viewer_show_view(viewer, viewer->view_left);
}

static void next_theme(struct viewer *viewer)
{
	char name[32], error[256];
	struct theme theme;
	if (!themes_next(viewer->settings.theme, name, sizeof name)) {
		viewer_say(viewer, _("there is no other theme"));
		return;
	}
	strcpy(viewer->settings.theme, name);
	if (themes_load(name, &theme, error, sizeof error) < 0) {
		viewer_say(viewer, "%s", error);
		return;
	}
	viewer->theme = theme;
	screen_set_theme(&viewer->theme);
	viewer_say(viewer, "theme %s", name);
}

static void toggle_side(struct viewer *viewer)
{
	viewer->frame.side = !viewer->frame.side;
	/* A pane that cannot be seen gets no keys. */
	if (viewer->frame.focus == CONTEXT_DEMO && !viewer->frame.side)
		viewer->frame.focus = CONTEXT_VIEW;
	viewer->is_stale = true;
}

static void next_view(struct viewer *viewer, size_t step)
{
	size_t index = 0;
	while (index < view_count && view_registry[index] != viewer->frame.view)
		index++;
	if (index < view_count)
		viewer_show_view(viewer, view_registry[(index + step) % view_count]);
	else if (!viewer->is_choosing)
		viewer_show_view(viewer, view_registry[0]);
}

static void to_next_view(struct viewer *viewer)
{
	next_view(viewer, 1);
}

static void to_previous_view(struct viewer *viewer)
{
	next_view(viewer, view_count - 1);
}

/* From a view that cannot show the memory it speaks of to one that can. */
static void go_to_selected(struct viewer *viewer)
{
	struct scene scene = viewer_scene(viewer, viewer_clock());
	const struct view *view = viewer->frame.view;
	if (!view->selected || view->reveal)
		return;
	uint64_t address = view->selected(&scene).start;
	if (address)
		obey_go_to(viewer, address);
}

static void enter(struct viewer *viewer)
{
	struct frame *frame = &viewer->frame;
	if (frame->overlay == OVERLAY_DEMOS)
		menu_enter(viewer);
	else if (frame->overlay == OVERLAY_MARKERS)
		lesson_go_to_marker(viewer, frame->overlay_list.selected);
	else if (frame->overlay == OVERLAY_DIFFERENCE)
		difference_enter(viewer);
	else if (frame->overlay == OVERLAY_WHO)
		who_enter(viewer);
	else if (viewer->is_choosing)
		chooser_enter(viewer);
	else
		go_to_selected(viewer);
}

static void back(struct viewer *viewer)
{
	if (viewer->frame.focus == CONTEXT_DEMO)
		viewer->frame.focus = CONTEXT_VIEW;
	else if (travel_home(viewer))
		return;
	else if (viewer->is_choosing && viewer->watched[0].pid)
		chooser_close(viewer, viewer->view_left);
}

static void wipe_referenced(struct viewer *viewer)
{
	lens_ask(viewer, LENS_REFERENCED);
}

static void wipe_written(struct viewer *viewer)
{
	lens_ask(viewer, LENS_WRITTEN);
}

static void quit(struct viewer *viewer)
{
	viewer->is_quitting = true;
}

static void (*const doings[COMMANDS])(struct viewer *viewer) = {
	[COMMAND_NEXT_VIEW] = to_next_view,
	[COMMAND_PREVIOUS_VIEW] = to_previous_view,
	[COMMAND_ENTER] = enter,
	[COMMAND_BACK] = back,
	[COMMAND_FIND] = ask_find,
	[COMMAND_FILTER] = ask_filter,
	[COMMAND_GO_TO] = ask_address,
	[COMMAND_WHO] = who_ask,
	[COMMAND_BASELINE] = watch_set_baseline,
	[COMMAND_PAUSE] = toggle_pause,
	[COMMAND_RECORD] = taping_toggle,
	[COMMAND_FASTER] = faster,
	[COMMAND_SLOWER] = slower,
	[COMMAND_REFRESH] = refresh,
	[COMMAND_PIN] = pins_set,
	[COMMAND_GO_TO_PIN] = pins_ask,
	[COMMAND_DIFFERENCE] = difference_open,
	[COMMAND_KEEP] = keep_ask,
	[COMMAND_WIPE_REFERENCED] = wipe_referenced,
	[COMMAND_WIPE_WRITTEN] = wipe_written,
	[COMMAND_EARLIER] = travel_earlier,
	[COMMAND_LATER] = travel_later,
	[COMMAND_PROCESSES] = choose_process,
	[COMMAND_DEMOS] = choose_demo,
	[COMMAND_OUTPUT] = toggle_output,
	[COMMAND_THEME] = next_theme,
	[COMMAND_TEACH] = teach_toggle,
	[COMMAND_SIDE] = toggle_side,
	[COMMAND_RELATIVE] = watch_next,
	[COMMAND_COMPARE] = relatives_compare,
	[COMMAND_QUIT] = quit,
};

static void show_numbered_view(struct viewer *viewer, size_t index)
{
	if (index < view_count && !viewer->is_choosing)
		viewer_show_view(viewer, view_registry[index]);
}

void obey(struct viewer *viewer, enum command command)
{
	viewer->is_dirty = true;
	viewer_arrange(viewer);
	struct scene scene = viewer_scene(viewer, viewer_clock());
	if (frame_obey(&scene, &viewer->frame, viewer_state(viewer), command))
		viewer->is_stale = true;
	else if (command >= COMMAND_VIEW_1 && command <= COMMAND_VIEW_9)
		show_numbered_view(viewer, command - COMMAND_VIEW_1);
	else if (replay_obey(viewer, command))
		viewer->is_dirty = true;
	else if (doings[command])
		doings[command](viewer);
	else
		lesson_obey(viewer, command);
	travel_follow(viewer);
}

/* Shows what holds the address: in this view, or in the map where this one cannot. */
static void reveal(struct viewer *viewer, uint64_t address)
{
	if (!viewer->frame.view->reveal)
		viewer_show_view(viewer, view_registry[0]);
	viewer_arrange(viewer);
	struct scene scene = viewer_scene(viewer, viewer_clock());
	const struct view *view = viewer->frame.view;
	if (view->reveal && scene.now)
		view->reveal(&scene, viewer_state(viewer), address);
	viewer->is_stale = true;
}

void obey_go_to(struct viewer *viewer, uint64_t address)
{
	const struct snapshot *now = viewer->watched[viewer->shown].now;
	char sentence[200];
	if (!now)
		return;
	reveal(viewer, address);
	explain_address(now, address, sentence, sizeof sentence);
	viewer_say(viewer, "%s", sentence);
}

void obey_key(struct viewer *viewer, int key)
{
	if (viewer->prompt.kind != PROMPT_NONE) {
		typing_key(viewer, key);
		return;
	}
	if (viewer->is_choosing && viewer->frame.overlay == OVERLAY_NONE &&
		chooser_key(viewer, key))
		return;
	struct scene scene = viewer_scene(viewer, viewer_clock());
	enum command command = command_of_key(key, frame_context(&scene, &viewer->frame));
	if (command != COMMAND_NONE)
		obey(viewer, command);
}

void obey_click(struct viewer *viewer, int x, int y)
{
	viewer_arrange(viewer);
	struct scene scene = viewer_scene(viewer, viewer_clock());
	enum command command = frame_click(&scene, &viewer->frame, viewer_state(viewer),
		viewer->canvas.width, viewer->canvas.height, x, y);
	viewer->is_stale = viewer->is_dirty = true;
	travel_follow(viewer);
	if (command != COMMAND_NONE)
		obey(viewer, command);
}

void obey_wheel(struct viewer *viewer, int rows)
{
	bool is_over = viewer->frame.overlay != OVERLAY_NONE;
	list_scroll(is_over ? &viewer->frame.overlay_list : &viewer_state(viewer)->list, rows);
	viewer->is_stale = viewer->is_dirty = true;
}

void obey_text(struct viewer *viewer, int character)
{
	/* What is pasted confirms nothing. */
	bool is_line = viewer->prompt.kind != PROMPT_NONE && !prompt_is_question(&viewer->prompt);
	if (is_line || (viewer->prompt.kind == PROMPT_NONE && viewer->is_choosing))
		obey_key(viewer, character);
}
