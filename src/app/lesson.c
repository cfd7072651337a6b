/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "app/viewer.h"
#include "strata/translate.h"

#define SPEED_LEAST 0.25
#define SPEED_MOST 8

static const struct demo_run *run_of(const struct lesson *lesson)
{
	return runner_run(lesson->runner);
}

void lesson_stop(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	runner_destroy(lesson->runner);
	lesson->runner = NULL;
	lesson->has_subject = false;
	lesson->ticket = 0;
	if (viewer->frame.overlay == OVERLAY_TABLE)
		viewer->frame.overlay = OVERLAY_NONE;
	if (viewer->frame.focus == CONTEXT_DEMO)
		viewer->frame.focus = CONTEXT_VIEW;
	viewer->is_stale = viewer->is_dirty = true;
}

static int create_runner(struct lesson *lesson, char *error, size_t error_size)
{
	const char *settings[DEMO_PARAMETERS + 1] = { NULL };
	for (size_t i = 0; i < lesson->setting_count; i++)
		settings[i] = lesson->settings[i];
	struct runner_options options = { .demo = lesson->demo, .settings = settings };
	return runner_create(&options, &lesson->runner, error, error_size);
}

static void begin(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	if (viewer->is_choosing)
		chooser_close(viewer);
	watch_stop_all(viewer);
	journal_clear(&viewer->journal);
	runner_set_speed(lesson->runner, lesson->speed);
	const struct view *view = lesson->demo->view ? view_find(lesson->demo->view) : NULL;
	/* Before there are two there is nothing to compare. */
	if (view && view->partner)
		view = view_find("pages");
	viewer_show_view(viewer, view ? view : view_registry[0]);
	viewer->frame.side = true;
	viewer->frame.focus = CONTEXT_DEMO;
	lesson_follow(viewer);
}

void lesson_start(struct viewer *viewer, const struct demo *demo)
{
	struct lesson *lesson = &viewer->lesson;
	char error[160] = "";
	lesson_stop(viewer);
	if (lesson->demo != demo)
		lesson->setting_count = 0;
	lesson->demo = demo;
	int result = create_runner(lesson, error, sizeof error);
	if (result < 0)
		viewer_say(viewer, "%s: %s", demo->id, *error ? error : strerror(-result));
	else
		begin(viewer);
}

void lesson_open(struct viewer *viewer, const struct demo *demo)
{
	struct lesson *lesson = &viewer->lesson;
	struct watched watched = watch_put_aside(viewer);
	if (lesson->runner)
		watch_forget(&watched);
	else
		lesson->aside = watched;
	lesson->playlist = NULL;
	lesson->aside_view = viewer->is_choosing ? view_registry[0] : viewer->frame.view;
	lesson_start(viewer, demo);
	if (!lesson->runner)
		watch_take_up(viewer, &lesson->aside);
}

void lesson_leave(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	lesson_stop(viewer);
	journal_clear(&viewer->journal);
	if (lesson->aside.pid) {
		watch_take_up(viewer, &lesson->aside);
		viewer_show_view(viewer, lesson->aside_view);
		return;
	}
	watch_stop_all(viewer);
	chooser_open(viewer, "");
	viewer->frame.overlay = OVERLAY_DEMOS;
}

void lesson_adopt(struct viewer *viewer, const struct demo *demo, struct runner *runner,
	const char *const *settings)
{
	struct lesson *lesson = &viewer->lesson;
	lesson->demo = demo;
	lesson->runner = runner;
	for (; settings && settings[lesson->setting_count]; lesson->setting_count++)
		snprintf(lesson->settings[lesson->setting_count], sizeof *lesson->settings, "%s",
			settings[lesson->setting_count]);
	begin(viewer);
}

/* A demo about two processes begins with one. */
static void show_both(struct viewer *viewer)
{
	const char *name = viewer->lesson.demo->view;
	const struct view *view = name ? view_find(name) : NULL;
	if (view && view->partner && viewer->frame.view == view_find("pages"))
		viewer_show_view(viewer, view);
}

void lesson_follow(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	const struct demo_run *run = run_of(lesson);
	viewer->is_dirty = true;
	/* Until the worker has reported it may still be a copy of this program. */
	if (run->state == RUN_WORKING && run->step == SIZE_MAX)
		return;
	for (size_t i = 0; i < run->process_count && i < SAMPLER_TARGETS; i++) {
		const struct run_process *process = &run->processes[i];
		if (process->is_gone || viewer->watched[i].pid == process->pid)
			continue;
		watch_start(viewer, i, process->pid, process->role);
		if (i > 0)
			show_both(viewer);
	}
	if (run->state == RUN_WAITING_SAMPLE && lesson->ticket == 0)
		lesson->ticket = sampler_force(viewer->sampler);
}

/* The view turns to what the demo is about, once that is there. */
static void show_subject(struct viewer *viewer)
{
	const struct demo_run *run = run_of(&viewer->lesson);
	const struct view *view = viewer->frame.view;
	const struct snapshot *now = viewer->watched[viewer->shown].now;
	if (viewer->lesson.has_subject || run->marker_count == 0 || !view->take_over || !now)
		return;
	const struct region *region =
		region_find(now->table->regions, now->table->count, run->markers[0].address);
	if (!region)
		return;
	struct selection selection = {
		.region = region, .count = 1, .start = region->start, .end = region->end, .name = ""
	};
	struct scene scene = viewer_scene(viewer, viewer_clock());
	view->take_over(&scene, viewer_state(viewer), &selection);
	viewer->lesson.has_subject = true;
	viewer->is_stale = viewer->is_dirty = true;
}

void lesson_sampled(struct viewer *viewer, uint64_t ticket)
{
	struct lesson *lesson = &viewer->lesson;
	if (!lesson->runner || lesson->ticket == 0 || ticket < lesson->ticket)
		return;
	lesson->ticket = 0;
	const struct demo_run *run = run_of(lesson);
	const struct snapshot *snapshots[DEMO_ROLES] = { NULL };
	for (size_t i = 0; i < run->process_count && i < SAMPLER_TARGETS; i++) {
		const struct watched *watched = &viewer->watched[i];
		bool is_there = watched->now && watched->now->life == LIFE_ALIVE &&
				!watched->ended_wall_ns && !run->processes[i].is_gone;
		snapshots[i] = is_there ? watched->now : NULL;
	}
	runner_judge(lesson->runner, snapshots, viewer_clock());
	show_subject(viewer);
	lesson_follow(viewer);
}

/* The next one of a playlist, once this one is over. */
static bool next_demo(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	enum run_state state = run_of(lesson)->state;
	bool is_over = state == RUN_DONE || state == RUN_SKIPPED || state == RUN_FAILED;
	const struct demo *next =
		lesson->playlist ? playlist_demo(lesson->playlist, lesson->place + 1) : NULL;
	if (!is_over || !next)
		return false;
	lesson->place++;
	lesson_start(viewer, next);
	return true;
}

static void next_step(struct viewer *viewer)
{
	enum run_state state = run_of(&viewer->lesson)->state;
	if (state == RUN_READY || state == RUN_JUDGED)
		runner_go(viewer->lesson.runner);
	else if (!next_demo(viewer) && state == RUN_DONE)
		viewer_say(viewer, _("this was the last step; b begins again"));
}

static void set_speed(struct viewer *viewer, double factor)
{
	struct lesson *lesson = &viewer->lesson;
	double speed = run_of(lesson)->speed * factor;
	if (speed < SPEED_LEAST || speed > SPEED_MOST)
		return;
	lesson->speed = speed;
	runner_set_speed(lesson->runner, speed);
}

/* Each time the next parameter; they can change only before the first step. */
static void edit(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	const struct demo_parameter *parameters = lesson->demo->parameters;
	if (run_of(lesson)->state != RUN_READY || !parameters[0].name) {
		viewer_say(viewer,
			parameters[0].name
				? _("parameters change before the first step; b begins again")
				: _("this demo has no parameters"));
		return;
	}
	if (lesson->edited >= DEMO_PARAMETERS || !parameters[lesson->edited].name)
		lesson->edited = 0;
	const char *name = parameters[lesson->edited].name;
	char text[64];
	snprintf(text, sizeof text, "%s=%s", name, run_of(lesson)->values[lesson->edited]);
	prompt_open(&viewer->prompt, PROMPT_PARAMETER, text);
	viewer_say(viewer, "%s: %s", name, translate(parameters[lesson->edited].help));
	lesson->edited++;
}

void lesson_set(struct viewer *viewer, const char *setting)
{
	struct lesson *lesson = &viewer->lesson;
	if (!lesson->runner)
		return;
	size_t name_length = strcspn(setting, "=") + 1, at = 0;
	while (at < lesson->setting_count &&
		strncmp(lesson->settings[at], setting, name_length) != 0)
		at++;
	if (at == DEMO_PARAMETERS || strlen(setting) >= sizeof *lesson->settings)
		return;
	struct lesson before = *lesson;
	strcpy(lesson->settings[at], setting);
	lesson->setting_count += at == lesson->setting_count;
	lesson_start(viewer, lesson->demo);
	if (!lesson->runner) {
		/* The complaint stands on the screen; the lesson goes on as it was. */
		memcpy(lesson->settings, before.settings, sizeof before.settings);
		lesson->setting_count = before.setting_count;
		char complaint[sizeof viewer->message];
		memcpy(complaint, viewer->message, sizeof complaint);
		lesson_start(viewer, lesson->demo);
		viewer_say(viewer, "%s", complaint);
	}
}

static void next_marker(struct viewer *viewer)
{
	struct runner *runner = viewer->lesson.runner;
	const struct demo_run *run = runner_run(runner);
	if (run->marker_count == 0) {
		viewer_say(viewer, _("nothing is marked yet"));
		return;
	}
	runner_next_marker(runner);
	const struct run_marker *marker = &run->markers[run->selected_marker];
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (viewer->watched[i].pid && strcmp(viewer->watched[i].role, marker->role) == 0)
			viewer->shown = i;
	obey_go_to(viewer, marker->address);
}

static void toggle_table(struct viewer *viewer)
{
	bool is_open = viewer->frame.overlay == OVERLAY_TABLE;
	viewer->frame.overlay = is_open ? OVERLAY_NONE : OVERLAY_TABLE;
}

void lesson_obey(struct viewer *viewer, enum command command)
{
	struct lesson *lesson = &viewer->lesson;
	if (!lesson->runner)
		return;
	viewer->is_dirty = true;
	switch (command) {
	case COMMAND_DEMO_NEXT:
		next_step(viewer);
		break;
	case COMMAND_DEMO_AUTO:
		runner_set_auto(lesson->runner, !run_of(lesson)->is_auto);
		break;
	case COMMAND_DEMO_PAUSE:
		runner_set_paused(lesson->runner, !run_of(lesson)->is_paused);
		break;
	case COMMAND_DEMO_RESTART:
		lesson_start(viewer, lesson->demo);
		break;
	case COMMAND_DEMO_FASTER:
		set_speed(viewer, 2);
		break;
	case COMMAND_DEMO_SLOWER:
		set_speed(viewer, 0.5);
		break;
	case COMMAND_DEMO_EDIT:
		edit(viewer);
		break;
	case COMMAND_DEMO_TABLE:
		toggle_table(viewer);
		break;
	case COMMAND_DEMO_MARKER:
		next_marker(viewer);
		break;
	case COMMAND_DEMO_STOP:
		lesson_leave(viewer);
		break;
	default:
		break;
	}
}
