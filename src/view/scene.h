/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scene is everything a view may look at while it paints: no clock, no /proc, no environment.
 * All pointers are borrowed for the call and const. */
#pragma once

#include "strata/diff.h"
#include "strata/difference.h"
#include "strata/history.h"
#include "strata/lens.h"
#include "strata/limits.h"
#include "strata/mappers.h"
#include "strata/past.h"
#include "strata/processes.h"
#include "strata/snapshot.h"
#include "ui/canvas.h"
#include "view/page_look.h"
#include "view/state.h"

struct demo;
struct demo_run;
struct menu_entry;
struct quiz_question;

/* The log of events, oldest first. */
struct event_log {
	const struct event *events;
	size_t count;
};

/* One process of a family that is watched together (demo parent and child). */
struct companion {
	const char *role; /* "parent", "child" */
	const struct snapshot *now;
	const struct page_look *pages, *pages_before; /* as in the scene, for a view with partner */
	uint64_t ended_wall_ns;                       /* as in the scene */
};

/* What the watched command has written so far (strata run): raw bytes, hostile. */
struct output {
	const char *text;
	size_t length;
	bool is_cut; /* older output was dropped */
};

/* The question who maps a thing, while it is asked and when it is answered. */
struct asked {
	const char *name;   /* of the thing, mostly a path: raw */
	const char *reason; /* why nobody can be asked; NULL */
	struct mappers_tally tally;
	const struct mappers *answer; /* NULL until it is there */
	int error;                    /* why there is none; 0 */
};

/* The quiz, while a question of it is on the screen. */
struct quiz_sheet {
	const struct quiz_question *question; /* NULL: there is no quiz */
	size_t number, count;                 /* of the question; of all */
	size_t right, judged;
	bool is_done; /* all of the question has been seen */
	bool is_over; /* it was the last one */
};

/* A moment with a letter. */
struct pin_mark {
	char name;
	uint64_t clock_ns;
};

/* What two pictures have not in common. */
struct differing {
	struct difference *list;
	size_t count;
	const struct snapshot *before, *after; /* NULL: nothing is compared */
	char name;                             /* of the pin that `before` is; 0: the baseline */
};

/* A recording that is shown in place of something live. Times on the wall. */
struct replay_scene {
	uint64_t first_ns, last_ns; /* of the whole */
	uint64_t cursor_ns;         /* what is shown is of this moment */
	double speed;
	bool is_playing;
};

struct scene {
	const struct snapshot *now;      /* NULL before the first sample */
	const struct snapshot *before;   /* the sample before `now`; NULL */
	const struct snapshot *baseline; /* set by `b`; NULL */
	const struct history *history;
	const struct past *past;     /* NULL: nothing is remembered */
	const struct limits *limits; /* of the process, as last read */
	uint64_t travel_ns; /* `now` is the picture of that moment of the past; 0: the newest */
	const struct pin_mark *pins;
	size_t pin_count;
	const struct differing *differing;      /* NULL as long as nobody asks */
	const struct page_look *pages;          /* what was seen of the pages; NULL: nothing yet */
	const struct page_look *pages_before;   /* before they changed last; NULL */
	const struct page_look *pages_baseline; /* when the baseline was set; NULL */
	const uint64_t
		*wiped_wall_ns;  /* since when marks of use count (lens.h); NULL: always have */
	bool are_pages_flashing; /* `pages_before` is recent enough */
	bool are_pages_fading;   /* but not for long any more */
	bool is_plain;           /* colours say nothing: states are told apart by glyphs alone */
	struct event_log log;
	const struct process_list *processes; /* for the chooser; NULL elsewhere */
	const struct companion *companions;   /* other watched processes */
	size_t companion_count;
	const char *shown_role;      /* of the process on the screen: "parent"; "" or NULL */
	const struct demo_run *demo; /* the running demo; NULL */
	struct quiz_sheet quiz;
	const struct demo *next_demo;  /* of a playlist; NULL */
	const struct menu_entry *menu; /* the demos, to choose from */
	size_t menu_count;
	struct output output;
	const struct asked *asked; /* who maps a thing; NULL */
	const struct view_state *state;

	uint64_t now_ns;    /* CLOCK_MONOTONIC of this painting: ages of data */
	uint64_t period_ns; /* between samples; 0: there is only this one */
	uint64_t
		ended_wall_ns; /* it ended while it was watched, and `now` is its last picture; 0 */
	bool is_zombie;        /* ended, and not yet reaped */
	bool is_paused;
	const struct replay_scene *replay; /* NULL: live */
	bool is_recording;                 /* into a file */
	bool is_flashing;    /* `before` is recent enough that changes are marked as just now */
	const char *message; /* one line from the program (an error, a prompt's answer); NULL */
	const char *prompt;  /* prompt being typed: label; NULL when none */
	const char *typed;   /* and its text so far */
};
