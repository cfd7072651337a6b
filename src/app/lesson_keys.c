/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the keys of the lesson's pane do. */
#include <errno.h>
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

const struct demo *lesson_next_demo(const struct viewer *viewer)
{
	const struct lesson *lesson = &viewer->lesson;
	return lesson->playlist ? playlist_demo(lesson->playlist, lesson->place + 1) : NULL;
}

/* There is an answer. */
static void proceed(struct viewer *viewer)
{
	if (viewer->quiz.is_on)
		quiz_go_on(viewer);
	else
		runner_go(viewer->lesson.runner);
}

/* A question with choices waits for a key, one without for a line to be typed. */
static void ask(struct viewer *viewer)
{
	if (!run_of(&viewer->lesson)->prediction.prediction->choices[0].text)
		prompt_open(&viewer->prompt, PROMPT_PREDICTION, "");
}

static void go_on(struct viewer *viewer)
{
	const struct demo *next = lesson_next_demo(viewer);
	if (next) {
		viewer->lesson.place++;
		lesson_start(viewer, next);
	} else {
		viewer_say(viewer, _("this was the last step; b begins again"));
	}
}

static void next_step(struct viewer *viewer)
{
	struct runner *runner = viewer->lesson.runner;
	const struct demo_run *run = runner_run(runner);
	if (run_is_over(run))
		go_on(viewer);
	else if (!run->is_auto && runner_ask(runner))
		ask(viewer);
	else
		runner_go(runner);
}

static void toggle_auto(struct viewer *viewer)
{
	struct runner *runner = viewer->lesson.runner;
	runner_set_auto(runner, !runner_run(runner)->is_auto);
	/* What goes on by itself does not wait for an answer. */
	if (runner_run(runner)->prediction.state == PREDICTION_ASKED)
		runner_go(runner);
}

static void choose(struct viewer *viewer, size_t choice)
{
	struct runner *runner = viewer->lesson.runner;
	if (runner_choose(runner, choice) == 0)
		proceed(viewer);
	else
		ask(viewer);
}

void lesson_say(struct viewer *viewer, const char *number)
{
	struct runner *runner = viewer->lesson.runner;
	if (!runner)
		return;
	/* Who types nothing would not say. */
	if (!*number)
		runner_pass(runner);
	if (!*number || runner_say(runner, number) == 0)
		proceed(viewer);
	else
		viewer_say(viewer, _("\"%s\" is no number; write 300, 12M or -4K"), number);
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
	const struct demo_run *run = run_of(lesson);
	bool may_change = run->state == RUN_READY || run_is_over(run);
	if (!may_change || !parameters[0].name) {
		viewer_say(viewer, parameters[0].name ? _("parameters change before the first step "
							  "and after the last; b begins again")
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

void lesson_go_to_marker(struct viewer *viewer, size_t index)
{
	struct lesson *lesson = &viewer->lesson;
	if (!lesson->runner || index >= run_of(lesson)->marker_count)
		return;
	const struct run_marker *marker = &run_of(lesson)->markers[index];
	viewer->frame.overlay = OVERLAY_NONE;
	lesson_show_role(viewer, marker->role);
	obey_go_to(viewer, marker->address);
}

static void next_marker(struct viewer *viewer)
{
	struct runner *runner = viewer->lesson.runner;
	if (runner_run(runner)->marker_count == 0) {
		viewer_say(viewer, _("nothing is marked yet"));
		return;
	}
	runner_next_marker(runner);
	lesson_go_to_marker(viewer, runner_run(runner)->selected_marker);
}

static void send_signal(struct viewer *viewer)
{
	int error = runner_signal(viewer->lesson.runner);
	if (error == -EPERM)
		viewer_say(viewer, _("in this step there is no signal to send"));
	else if (error < 0)
		viewer_say(viewer, "SIGUSR1: %s", strerror(-error));
	else
		viewer_say(viewer, _("SIGUSR1 was sent"));
}

void lesson_obey(struct viewer *viewer, enum command command)
{
	struct lesson *lesson = &viewer->lesson;
	if (!lesson->runner)
		return;
	viewer->is_dirty = true;
	if (quiz_obey(viewer, command))
		return;
	switch (command) {
	case COMMAND_DEMO_NEXT:
		next_step(viewer);
		break;
	case COMMAND_DEMO_AUTO:
		toggle_auto(viewer);
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
	case COMMAND_DEMO_MARKER:
		next_marker(viewer);
		break;
	case COMMAND_DEMO_SIGNAL:
		send_signal(viewer);
		break;
	case COMMAND_DEMO_STOP:
		lesson_leave(viewer);
		break;
	default:
		if (command >= COMMAND_ANSWER_1 && command <= COMMAND_ANSWER_4)
			choose(viewer, command - COMMAND_ANSWER_1);
		break;
	}
}
