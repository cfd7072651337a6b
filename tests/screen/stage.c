/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asking.h"
#include "crowd.h"
#include "lecture.h"
#include "strata/classify.h"

#define SECOND UINT64_C(1000000000)
#define WALL_NS (UINT64_C(1795213862) * SECOND) /* 2026-11-20 22:31:02 UTC */
#define CLOCK_NS (500000 * SECOND)
#define UPTIME_NS (11564 * SECOND) /* 3:12:44 */
#define SAMPLES 8                  /* of the history, before the last */

static bool complain(const char *what, const char *which, int error)
{
	fprintf(stderr, "%s %s: %s\n", what, which, strerror(error < 0 ? -error : error));
	return false;
}

/* A fixture holds one process: the folder that is a number. */
static pid_t find_pid(const char *root)
{
	pid_t pid = 0;
	DIR *folder = opendir(root);
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		if (isdigit((unsigned char)entry->d_name[0]))
			pid = (pid_t)strtol(entry->d_name, NULL, 10);
	if (folder)
		closedir(folder);
	return pid;
}

static unsigned detail_of(const struct story *story)
{
	const char *denied = story_text(story, SETTING_DENIED);
	if (strstr(denied, "maps") == denied)
		return DETAIL_STATUS;
	return strstr(denied, "smaps") ? DETAIL_MAPS : DETAIL_SMAPS | DETAIL_NOW;
}

static void deny(const struct story *story, struct snapshot *snapshot)
{
	static const char *const files[] = { "maps", "smaps", "exe", "limits" };
	char word[32];
	const char *at = NULL;
	while (story_word(story, SETTING_DENIED, &at, word, sizeof word))
		for (size_t i = 0; i < sizeof files / sizeof *files; i++)
			if (strcmp(files[i], word) == 0)
				snapshot_add_gap(snapshot, files[i], EACCES);
}

/* What differs from run to run. */
static void pin(struct snapshot *snapshot, uint64_t ago_ns)
{
	snapshot->wall_ns = WALL_NS - ago_ns;
	snapshot->clock_ns = CLOCK_NS - ago_ns;
	if (snapshot->counters_clock_ns)
		snapshot->counters_clock_ns = CLOCK_NS - ago_ns;
	snapshot->process.start_wall_ns = WALL_NS - UPTIME_NS;
	snapshot->cost_fast_ns = 180000;
	snapshot->cost_slow_ns = 310000;
	snapshot->duty = 0.0003;
}

static bool sample(struct stage *stage, const char *fixtures, enum setting setting,
	struct source **source, struct snapshot **snapshot)
{
	char root[PATH_MAX];
	const char *name = story_text(stage->story, setting);
	if (!*name)
		return true;
	snprintf(root, sizeof root, "%s/%s", fixtures, name);
	const struct live_options options = {
		.pid = find_pid(root), .proc_root = root, .classifier = stage->classifier
	};
	int error = live_open(&options, source);
	if (!error)
		error = source_next(*source,
			detail_of(stage->story) | (stage->frame.view->needs & DETAIL_RESOURCES),
			snapshot);
	if (error)
		return complain("cannot take", root, error);
	if (story_says(stage->story, SETTING_PAGES, "yes")) {
		snprintf(root, sizeof root, "%s/../pages/%s", fixtures, name);
		if (!runs_read(
			    setting == SETTING_BEFORE ? &stage->runs_before : &stage->runs, root))
			return false;
	}
	deny(stage->story, *snapshot);
	pin(*snapshot, setting == SETTING_BEFORE ? SECOND : 0);
	return true;
}

/* The past stood still until the last second. */
static void remember(struct stage *stage)
{
	for (uint64_t i = SAMPLES; i > 0 && stage->before; i--) {
		pin(stage->before, i * SECOND);
		history_add(stage->history, stage->before);
	}
	history_add(stage->history, stage->now);
	if (stage->before)
		stage->event_count =
			diff_events(stage->before, stage->now, stage->events, STAGE_EVENTS);
}

static bool set_view(struct stage *stage)
{
	const struct story *story = stage->story;
	bool is_choosing = story_says(story, SETTING_CHOOSER, "yes");
	const char *name = story_text(story, SETTING_VIEW);
	stage->frame = (struct frame){
		.view = is_choosing ? &view_chooser : view_find(*name ? name : "map"),
		.side = !story_says(story, SETTING_SIDE, "no"),
		.focus = is_choosing                                 ? CONTEXT_CHOOSER
			 : story_says(story, SETTING_LESSON, "keys") ? CONTEXT_DEMO
								     : CONTEXT_VIEW,
	};
	return stage->frame.view || complain("no view", name, EINVAL);
}

static size_t view_index(const struct view *view)
{
	size_t index = 0;
	while (index < view_count && view_registry[index] != view)
		index++;
	return index;
}

static struct view_state *state_of(const struct stage *stage)
{
	return &stage->states[view_index(stage->frame.view)];
}

static bool ask(struct stage *stage, const char *fixtures)
{
	const char *how = story_text(stage->story, SETTING_WHO);
	if (!*how)
		return true;
	stage->frame.overlay = OVERLAY_WHO;
	return question_init(&stage->question, how, fixtures, stage->now->process.pid) ||
	       complain("cannot ask who maps", "shared", EIO);
}

/* What stands beside or over the view of a lesson. */
static bool teach(struct stage *stage)
{
	const struct story *story = stage->story;
	stage->menu_count = asking_menu(stage->menu);
	if (story_says(story, SETTING_CHOOSER, "demos"))
		stage->frame.overlay = OVERLAY_DEMOS;
	stage->frame.is_teaching = story_says(story, SETTING_TEACHING, "yes");
	return lecture_read(&stage->lesson, &stage->quiz, story);
}

static const char *said(const struct stage *stage, enum setting setting)
{
	const char *text = story_text(stage->story, setting);
	return *text ? text : NULL;
}

bool stage_init(struct stage *stage, const struct story *story, const char *fixtures)
{
	*stage = (struct stage){ .story = story };
	stage->is_paused = story_says(story, SETTING_PAUSED, "yes");
	stage->states = calloc(view_count + 1, sizeof *stage->states);
	for (size_t i = 0; stage->states && i <= view_count; i++)
		state_init(&stage->states[i]);
	if (!stage->states || history_create(&stage->history) ||
		classifier_create(&stage->classifier))
		return complain("no memory for", "the stage", ENOMEM);
	if (story_says(story, SETTING_PAST, "yes") &&
		!sequence_init(&stage->sequence, CLOCK_NS, WALL_NS))
		return complain("no memory for", "the past", ENOMEM);
	if (!set_view(stage) || !teach(stage) ||
		!sample(stage, fixtures, SETTING_BEFORE, &stage->source_before, &stage->before) ||
		!sample(stage, fixtures, SETTING_PROCESS, &stage->source, &stage->now))
		return false;
	strcpy(state_of(stage)->filter, story_text(story, SETTING_FILTER));
	strcpy(state_of(stage)->find, story_text(story, SETTING_FIND));
	if (stage->now && story_says(story, SETTING_EXITED, "yes")) {
		stage->now->life = LIFE_EXITED;
		stage->now->process.state = 'X';
	}
	if (stage->now)
		remember(stage);
	if (story_says(story, SETTING_BASELINE, "yes"))
		stage->baseline = stage->before;
	if (said(stage, SETTING_BESIDE))
		stage->companion = (struct companion){ said(stage, SETTING_BESIDE), stage->before,
			&stage->pages_before, NULL,
			WALL_NS * story_says(story, SETTING_EXITED, "beside") };
	return ask(stage, fixtures);
}

void stage_finish(struct stage *stage)
{
	runs_drop(&stage->pages);
	runs_drop(&stage->pages_before);
	snapshot_unref(stage->now);
	snapshot_unref(stage->before);
	source_close(stage->source);
	source_close(stage->source_before);
	if (stage->classifier)
		stage->classifier->destroy(stage->classifier);
	history_destroy(stage->history);
	sequence_finish(&stage->sequence);
	question_finish(&stage->question);
	for (size_t i = 0; stage->states && i <= view_count; i++)
		state_finish(&stage->states[i]);
	free(stage->states);
}

static struct scene plain_scene_of(const struct stage *stage, struct process_list *list)
{
	*list = crowd_list(WALL_NS);
	bool is_choosing = stage->frame.view == &view_chooser;
	bool has_lesson = *story_text(stage->story, SETTING_LESSON);
	return (struct scene){
		.now = stage->now,
		.before = stage->before,
		.baseline = stage->baseline,
		.history = stage->history,
		.pages = &stage->pages,
		.pages_before = &stage->pages_before,
		.pages_baseline = &stage->pages_before,
		.are_pages_flashing = story_says(stage->story, SETTING_FLASHING, "yes"),
		.companions = &stage->companion,
		.companion_count = stage->companion.now != NULL,
		.shown_role = stage->companion.now || story_text(stage->story, SETTING_LESSON)[0]
				      ? "parent"
				      : "",
		.log = { stage->events, stage->event_count },
		.processes = is_choosing ? list : NULL,
		.demo = has_lesson ? &stage->lesson : NULL,
		.quiz = stage->quiz,
		.menu = stage->menu,
		.menu_count = stage->menu_count,
		.asked = &stage->question.asked,
		.state = state_of(stage),
		.now_ns = CLOCK_NS + SECOND / 5,
		.period_ns = SECOND,
		.is_paused = stage->is_paused,
		.is_plain = story_says(stage->story, SETTING_ASCII, "yes"),
		.is_flashing = story_says(stage->story, SETTING_FLASHING, "yes"),
		.message = said(stage, SETTING_MESSAGE),
		.prompt = said(stage, SETTING_PROMPT),
		.typed = said(stage, SETTING_TYPED),
	};
}

/* What the timeline's cursor is on is what is shown. */
static struct scene scene_of(const struct stage *stage, struct process_list *list)
{
	struct scene scene = plain_scene_of(stage, list);
	if (stage->sequence.past)
		sequence_show(&stage->sequence, scene.state->time.cursor_ns, &scene);
	return scene;
}

/* What the view wants to see, it has seen at once. */
static void look(struct stage *stage, int width, int height)
{
	struct process_list list;
	struct scene scene = scene_of(stage, &list);
	const struct view *view = stage->frame.view;
	struct page_wish wish = { 0 };
	runs_drop(&stage->pages);
	runs_drop(&stage->pages_before);
	if (!view->look || !stage->now || stage->runs.count == 0)
		return;
	view->look(&scene, frame_view_area(&scene, &stage->frame, width, height), &wish);
	stage->pages = runs_look(&stage->runs, stage->now->table, &wish);
	if (stage->before)
		stage->pages_before = runs_look(&stage->runs_before, stage->before->table, &wish);
}

static void arrange(struct stage *stage, int width, int height)
{
	struct process_list list;
	struct scene scene = scene_of(stage, &list);
	frame_arrange(&scene, &stage->frame, state_of(stage), width, height);
	look(stage, width, height);
}

/* The next view goes on with what is selected in this one. */
static void show_view(struct stage *stage, const struct view *view)
{
	struct process_list list;
	struct scene scene = scene_of(stage, &list);
	const struct view *old = stage->frame.view;
	struct selection selection = { 0 };
	if (scene.now && old->selected)
		selection = old->selected(&scene);
	stage->frame.view = view;
	if (view->take_over && view != old)
		view->take_over(&scene, state_of(stage), &selection);
}

static bool obey(struct stage *stage, enum command command, int width, int height)
{
	struct process_list list;
	struct scene scene = scene_of(stage, &list);
	size_t view = view_index(stage->frame.view), asked = command - COMMAND_VIEW_1;
	bool has_obeyed = true;
	if (frame_obey(&scene, &stage->frame, state_of(stage), command))
		;
	else if (command >= COMMAND_VIEW_1 && command <= COMMAND_VIEW_9 && asked < view_count)
		show_view(stage, view_registry[asked]);
	else if (command == COMMAND_NEXT_VIEW)
		show_view(stage, view_registry[(view + 1) % view_count]);
	else if (command == COMMAND_SIDE)
		stage->frame.side = !stage->frame.side;
	else if (command == COMMAND_PAUSE)
		stage->is_paused = !stage->is_paused;
	else if (command == COMMAND_DIFFERENCE)
		stage->frame.overlay = OVERLAY_DIFFERENCE;
	else if (command == COMMAND_BASELINE)
		stage->baseline = stage->now;
	else
		has_obeyed = false;
	arrange(stage, width, height);
	return has_obeyed;
}

/* Characters are themselves; other keys have the names of the help screen. */
static int key_of(const char *word)
{
	char name[16];
	for (int key = 1; key <= KEY_CODE_F12; key = key == 255 ? KEY_CODE_UP : key + 1)
		if (strcmp(command_key_name(key, name), word) == 0)
			return key;
	return KEY_CODE_NONE;
}

bool stage_play(struct stage *stage, int width, int height)
{
	char word[32];
	arrange(stage, width, height);
	for (const char *at = NULL;
		story_word(stage->story, SETTING_KEYS, &at, word, sizeof word);) {
		enum command command = command_of_key(key_of(word), stage->frame.focus);
		if (command == COMMAND_NONE || !obey(stage, command, width, height))
			return complain("nothing obeys the key", word, EINVAL);
	}
	return true;
}

void stage_paint(struct stage *stage, struct canvas *canvas)
{
	struct process_list list;
	canvas->ascii = story_says(stage->story, SETTING_ASCII, "yes");
	arrange(stage, canvas->width, canvas->height);
	struct scene scene = scene_of(stage, &list);
	frame_paint(&scene, &stage->frame, canvas);
}
