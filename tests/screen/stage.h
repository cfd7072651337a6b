/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stage holds everything a scene points at, built from recorded /proc text as the program builds
 * it from the live one. Clocks stand still: a story looks the same whenever it is told. */
#pragma once

#include "lesson.h"
#include "runs.h"
#include "sequence.h"
#include "question.h"
#include "story.h"
#include "strata/source.h"
#include "view/demo_menu.h"
#include "view/panel.h"

#define STAGE_EVENTS 32

struct stage {
	const struct story *story;
	struct source *source, *source_before;
	struct classifier *classifier;
	struct snapshot *now, *before;
	struct history *history;
	struct event events[STAGE_EVENTS];
	size_t event_count;
	const struct snapshot *baseline;
	struct view_state *states; /* one a view, then the chooser's */
	struct frame frame;
	struct demo_run lesson;
	struct quiz_sheet quiz;
	struct menu_entry menu[MENU_MOST];
	size_t menu_count;
	struct runs runs, runs_before;        /* their pages */
	struct page_look pages, pages_before; /* and what the view sees of them */
	struct companion companion;           /* what is watched beside it */
	struct question question;
	struct sequence sequence; /* a past that is made up */
	bool is_paused;
};

/* Complains on standard error. `fixtures` is the folder of recorded processes. */
bool stage_init(struct stage *stage, const struct story *story, const char *fixtures);
void stage_finish(struct stage *stage);
/* Obeys the keys of the story, on a screen of this size. */
bool stage_play(struct stage *stage, int width, int height);
void stage_paint(struct stage *stage, struct canvas *canvas);
