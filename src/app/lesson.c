/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "app/viewer.h"
#include "strata/translate.h"

static const struct demo_run *run_of(const struct lesson *lesson)
{
	return runner_run(lesson->runner);
}

void lesson_stop(struct viewer *viewer)
{
	struct lesson *lesson = &viewer->lesson;
	runner_destroy(lesson->runner);
	lesson->runner = NULL;
	lesson->ticket = 0;
	if (viewer->frame.overlay == OVERLAY_TABLE || viewer->frame.overlay == OVERLAY_MARKERS)
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
		chooser_close(viewer, viewer_first_view(viewer));
	watch_stop_all(viewer);
	journal_clear(&viewer->journal);
	runner_set_speed(lesson->runner, lesson->speed);
	lesson_lead_from_here(viewer);
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
	viewer->quiz.is_on = false;
	lesson->aside_view = viewer->is_choosing ? view_registry[0] : viewer->frame.view;
	lesson_start(viewer, demo);
	if (!lesson->runner)
		watch_take_up(viewer, &lesson->aside);
}

void lesson_open_playlist(struct viewer *viewer, const struct playlist *playlist)
{
	lesson_open(viewer, playlist_demo(playlist, 0));
	viewer->lesson.playlist = playlist;
	viewer->lesson.place = 0;
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
	menu_open(viewer);
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
	}
	if (run->state == RUN_WAITING_SAMPLE && lesson->ticket == 0)
		lesson->ticket = sampler_force(viewer->sampler);
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
		snapshots[i] = is_there ? watched->now : watched->remains;
	}
	runner_judge(lesson->runner, snapshots, viewer_clock());
	quiz_judged(viewer);
	lesson_lead(viewer);
	lesson_follow(viewer);
}
