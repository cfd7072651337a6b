/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The viewer: everything one session holds, and what happens to it.
 *
 * Model: one thread, one struct viewer. Things that happen (a key, a sample, a line from a demo, a
 * signal, a moment that has come) change it through the functions below, which note what must be
 * arranged or painted anew; viewer_paint() then shows it. Nothing here reads /proc. Times are
 * CLOCK_MONOTONIC unless they say wall. */
#pragma once

#include <limits.h>

#include "app/config.h"
#include "app/journal.h"
#include "app/child.h"
#include "app/inquiry.h"
#include "app/prompt.h"
#include "app/sampler.h"
#include "app/screen.h"
#include "app/tape.h"
#include "demo/playlist.h"
#include "demo/runner.h"
#include "ui/theme.h"
#include "view/demo_menu.h"
#include "view/panel.h"

/* A process that is being watched, in the sampler's place of the same number. */
struct watched {
	pid_t pid;     /* 0: nothing in this place */
	char role[16]; /* "parent", "child"; "" for a process on its own */
	const struct snapshot *now, *before, *baseline;
	struct history *history;
	struct past *past;
	struct limits limits;
	const struct snapshot *remains; /* while it is a zombie: what is left of it; NULL */
	uint64_t ended_wall_ns;         /* 0: it lives */
	uint64_t start_ticks;           /* with pid, the identity; 0: not seen yet */
	uint64_t wiped_wall_ns[LENSES]; /* since when its marks count (lens.h); 0: always have */
	struct page_look pages, pages_before, pages_baseline; /* owned */
	const struct page_record
		*record;       /* all pages at the baseline; NULL: only those on screen */
	struct page_wish wish; /* what the sampler was asked for */
};

#define LESSON_SETTING 64

/* The lesson in the side pane. */
struct lesson {
	struct runner *runner; /* NULL: none */
	const struct demo *demo;
	const struct playlist *playlist;                /* NULL: the demo stands alone */
	size_t place;                                   /* of the demo in it */
	char settings[DEMO_PARAMETERS][LESSON_SETTING]; /* "size=64M": what was changed so far */
	size_t setting_count;
	double speed;
	uint64_t ticket;             /* forced sample that will judge the step; 0: none asked for */
	const struct view *led_view; /* the last one the lesson turned to, */
	uint64_t looked_at, subject; /* the address there, and the region */
	size_t edited;               /* which parameter the prompt asks for */
	struct watched aside;        /* what was watched before, to be taken up again, */
	const struct view *aside_view; /* and in which view */
};

/* The questions one after the other. */
struct quiz {
	bool is_on, is_over;
	bool is_counted; /* this question has been */
	size_t first, at;
	size_t right, judged;
	FILE *file; /* what --save names; NULL */
};

/* Who maps a thing: asked by a key, shown in an overlay, dropped with it. */
struct question {
	struct inquiry *inquiry; /* NULL: nobody is or was asked */
	char name[PATH_MAX];     /* of the thing, cut where it is longer; raw */
	char reason[512];        /* why nobody can be asked */
	struct asked asked;
};

/* A moment with a letter. Pictures are one reference each, by the places they were in; NULL. */
#define PINS 26
struct pin {
	char name; /* 'A'.. */
	uint64_t wall_ns, clock_ns;
	const struct snapshot *pictures[SAMPLER_TARGETS];
};

/* What is to be wiped once the user has said y. */
struct wiping {
	pid_t pid;
	enum lens lens;
};

/* The recording being made of what is watched. */
struct taping {
	struct tape *tape; /* NULL: none */
	char path[PATH_MAX];
	uint64_t told; /* how much of the journal is on the tape */
};

struct viewer {
	struct settings settings;
	struct theme theme;
	struct canvas canvas;

	struct sampler *sampler;
	struct watched watched[SAMPLER_TARGETS];
	size_t shown; /* which of them is on the screen */
	struct journal journal;
	bool is_paused;
	uint64_t pages_flash_until_ns,
		pages_fade_until_ns; /* changed pages are bright, then paler */
	uint64_t travel_ns;          /* the moment that is looked at; 0: now */
	struct pin pins[PINS];
	size_t pin_count;
	struct pin_mark pin_marks[PINS]; /* for the scene */
	struct differing differing;      /* owned; of the overlay */
	char kept[PROMPT_TEXT];          /* the file that would be replaced */
	uint64_t flash_until_ns;         /* changes are marked as just now until then */

	struct frame frame;
	struct view_state *states; /* one per view of the registry, then of those apart */
	struct prompt prompt;      /* at the foot of the screen */
	char message[256];
	uint64_t message_until_ns;

	struct prompt search; /* the chooser's filter as it is typed */
	struct process_list processes;
	bool is_choosing, has_processes;
	const struct view *view_left; /* for the list of processes or the output */
	bool is_comparing;    /* what is chosen comes beside what is watched, not in its place */
	uint64_t list_due_ns; /* when the next list is to be asked for */

	struct lesson lesson;
	struct quiz quiz;
	struct menu_entry menu[MENU_MOST]; /* of the demos, as last opened */
	size_t menu_count;
	struct taping taping;
	struct replay *replay; /* what is shown is a recording; NULL: live */
	struct question question;
	struct wiping wiping;
	struct child *child; /* NULL but for strata run */
	uint64_t child_ticket;

	bool is_stale; /* rows must be arranged anew */
	bool is_dirty; /* the screen must be painted anew */
	bool is_quitting;
	struct companion companions[SAMPLER_TARGETS]; /* for the scene */
};

/* viewer.c: the whole. `settings` and `theme` are copied. The screen must be open to paint. */
int viewer_init(struct viewer *viewer, const struct settings *settings, const struct theme *theme);
void viewer_finish(struct viewer *viewer);
struct scene viewer_scene(struct viewer *viewer, uint64_t now_ns);
struct view_state *viewer_state(struct viewer *viewer);
/* What the sampler must read for the view, and for a recording. */
unsigned viewer_detail(const struct viewer *viewer);
struct view_state *viewer_state_of(struct viewer *viewer, const struct view *view);
/* The view to begin with, as set. */
const struct view *viewer_first_view(const struct viewer *viewer);
void viewer_show_view(struct viewer *viewer, const struct view *view);
/* A view without a tab; view_left is where to go back to. */
void viewer_show_apart(struct viewer *viewer, const struct view *view);
/* Makes the rows those of the newest picture, filter and order: before they are painted, and before
 * a key acts on the one under the cursor. */
void viewer_arrange(struct viewer *viewer);
/* Arranges, paints, shows. */
void viewer_paint(struct viewer *viewer, uint64_t now_ns);
/* One line for a few seconds. */
void viewer_say(struct viewer *viewer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
uint64_t viewer_clock(void);
uint64_t viewer_wall(void);

/* watch.c: which processes, and what came of them. */
void watch_start(struct viewer *viewer, size_t place, pid_t pid, const char *role);
void watch_stop(struct viewer *viewer, size_t place);
void watch_stop_all(struct viewer *viewer);
/* Makes a place one for samples of a recording, which watch_accept() and watch_jump() bring. */
void watch_recorded(struct viewer *viewer, size_t place, pid_t pid, const char *role);
/* The next sample of a place; the reference becomes the viewer's. */
void watch_accept(struct viewer *viewer, size_t place, const struct snapshot *snapshot);
/* The same at another time: nothing has happened between the last and this one. */
void watch_jump(struct viewer *viewer, size_t place, const struct snapshot *snapshot);
/* Forgets the samples of a place. */
void watch_clear(struct viewer *viewer, size_t place);
/* Watches this process alone, in place of all that was watched. */
void watch_instead(struct viewer *viewer, pid_t pid);
/* Nothing is watched any more; what was in the first place is the caller's, with all that is known
 * of it. And it is watched again, and nothing else. */
struct watched watch_put_aside(struct viewer *viewer);
void watch_take_up(struct viewer *viewer, struct watched *aside);
void watch_forget(struct watched *watched);
/* Takes in what the sampler has. */
void watch_receive(struct viewer *viewer);
void watch_set_baseline(struct viewer *viewer);
void watch_set_period(struct viewer *viewer, uint64_t period_ns);
void watch_set_paused(struct viewer *viewer, bool is_paused);
/* Puts the next watched process on the screen. */
void watch_next(struct viewer *viewer);
/* The started command has written something: its last line is shown in passing. */
void watch_output(struct viewer *viewer);
void watch_note(struct viewer *viewer, const char *text);

/* pages.c: what is seen of their pages. */
void pages_accept(struct viewer *viewer, struct watched *watched, const struct page_look *look);
/* Asks for what the view wants to see now. */
void pages_wish(struct viewer *viewer);
void pages_accept_record(
	struct viewer *viewer, struct watched *watched, const struct page_record *record);
void pages_set_baseline(struct viewer *viewer, size_t place);
void pages_drop_baseline(struct watched *watched);
void pages_forget(struct watched *watched);

/* taping.c: a recording of all that is watched. */
void taping_toggle(struct viewer *viewer);
/* "redis-4121-20261121-104500" and the ending. */
void taping_name(const struct process *process, const char *ending, char *out, size_t size);
/* Goes on with a tape that has been started; it is the viewer's from now on. */
void taping_begin(struct viewer *viewer, struct tape *tape, const char *path);
/* The next sample, with what has been told since the last. */
void taping_add(struct viewer *viewer, const struct snapshot *snapshot, const char *role);

/* travel.c: looking at a moment of the past. */
/* What is shown of it: the newest picture, or that of the moment; NULL. */
const struct snapshot *travel_picture(const struct viewer *viewer, const struct watched *watched);
/* To the moment under the timeline's cursor, where that has moved. */
void travel_follow(struct viewer *viewer);
/* To the picture before or after the one that is shown; past the last one back to now. */
void travel_earlier(struct viewer *viewer);
void travel_later(struct viewer *viewer);
void travel_to(struct viewer *viewer, uint64_t clock_ns);
/* Back to now; false: it was there. */
bool travel_home(struct viewer *viewer);

/* pins.c: moments with a letter. */
/* The moment on the screen gets the next one. */
void pins_set(struct viewer *viewer);
void pins_ask(struct viewer *viewer);
/* Looks at the pin that is called so. */
void pins_go_to(struct viewer *viewer, const char *letter);
/* Its picture of this process; NULL. */
const struct snapshot *pins_picture(
	const struct viewer *viewer, const struct pin *pin, const struct watched *watched);
/* The picture of a pin at that moment; NULL. */
const struct snapshot *pins_picture_at(
	const struct viewer *viewer, const struct watched *watched, uint64_t clock_ns);
void pins_forget(struct viewer *viewer);

/* difference.c: what the picture on the screen and an earlier one have not in common. */
void difference_open(struct viewer *viewer);
/* Finds it anew where one of the two is another now. */
void difference_follow(struct viewer *viewer);
void difference_drop(struct viewer *viewer);
/* Goes to the region under the overlay's cursor. */
void difference_enter(struct viewer *viewer);

/* keep.c: what is on the screen, in a file. */
void keep_ask(struct viewer *viewer);
/* In what format, the ending of the name says; asks before it replaces a file. */
void keep_as(struct viewer *viewer, const char *path);
/* The user has said y. */
void keep_instead(struct viewer *viewer);

/* typing.c: a key while a line is being typed. */
void typing_key(struct viewer *viewer, int key);

/* relatives.c: what is watched beside the process on the screen. */
/* Notes the children that have appeared between two pictures of a process. */
void relatives_tell(
	struct viewer *viewer, const struct snapshot *before, const struct snapshot *now);
/* false: it is watched already, or there are as many as there can be. */
bool relatives_add(struct viewer *viewer, pid_t pid, const char *role);
/* Shows the process beside its children, or beside one that is to be chosen. */
void relatives_compare(struct viewer *viewer);
void relatives_show(struct viewer *viewer);

/* chooser.c: the list of processes. */
void chooser_open(struct viewer *viewer, const char *filter);
void chooser_close(struct viewer *viewer, const struct view *view);
void chooser_refresh(struct viewer *viewer, uint64_t now_ns);
void chooser_receive(struct viewer *viewer, struct process_list *list);
void chooser_enter(struct viewer *viewer);
/* true when the key was typed into the filter. */
bool chooser_key(struct viewer *viewer, int key);

/* teach.c: as a class wants to see it, and back. */
void teach_toggle(struct viewer *viewer);

/* quiz.c: questions that demos decide. */
void quiz_start(struct viewer *viewer, size_t first);
/* The same; what is watched now is put aside until the quiz ends. */
void quiz_open(struct viewer *viewer);
/* Lets the demo run to the deciding step; there is an answer, or there will be none. */
void quiz_go_on(struct viewer *viewer);
/* A step was judged. */
void quiz_judged(struct viewer *viewer);
/* false: the command is the lesson's own business. */
bool quiz_obey(struct viewer *viewer, enum command command);
void quiz_stop(struct viewer *viewer);
struct quiz_sheet quiz_sheet(const struct viewer *viewer);

/* menu.c: the pane of the demos. */
void menu_open(struct viewer *viewer);
/* Starts what is under its cursor. */
void menu_enter(struct viewer *viewer);

/* lesson.c: the demo in the side pane. */
void lesson_start(struct viewer *viewer, const struct demo *demo);
/* The same for the first of its kind: what is watched now is put aside until the lesson ends. */
void lesson_open(struct viewer *viewer, const struct demo *demo);
void lesson_open_playlist(struct viewer *viewer, const struct playlist *playlist);
/* The same with a runner that has been created; `settings` are at most DEMO_PARAMETERS, and short. */
void lesson_adopt(struct viewer *viewer, const struct demo *demo, struct runner *runner,
	const char *const *settings);
/* Ends it, whatever is to be watched instead; lesson_leave() goes back to what was before. */
void lesson_stop(struct viewer *viewer);
void lesson_leave(struct viewer *viewer);
/* After runner_read() or a tick: follows its processes, asks for the sample that judges. */
void lesson_follow(struct viewer *viewer);
/* The forced sample with this ticket is complete. */
void lesson_sampled(struct viewer *viewer, uint64_t ticket);
/* lesson_keys.c: what the keys do. */
void lesson_obey(struct viewer *viewer, enum command command);
/* "size=64M", as typed. */
void lesson_set(struct viewer *viewer, const char *setting);

void lesson_go_to_marker(struct viewer *viewer, size_t index);
/* A number typed as a prediction. */
void lesson_say(struct viewer *viewer, const char *number);
/* The demo after this one; NULL. */
const struct demo *lesson_next_demo(const struct viewer *viewer);

/* lesson_lead.c: the view follows the lesson. */
/* To what the step that was judged is about, unless the user has gone to another view. */
void lesson_lead(struct viewer *viewer);
/* Wherever the user is. */
void lesson_lead_from_here(struct viewer *viewer);
/* Puts the process with this role on the screen. */
void lesson_show_role(struct viewer *viewer, const char *role);

/* who.c: who maps what is under the cursor. */
void who_ask(struct viewer *viewer);
/* There is progress. */
void who_receive(struct viewer *viewer);
/* Ends the asking once its overlay is gone. */
void who_follow(struct viewer *viewer);
/* Watches the process under the overlay's cursor. */
void who_enter(struct viewer *viewer);

/* lens.c: marks of use, wiped so that they count from now on. */
/* Asks whether to, as it writes to the process. */
void lens_ask(struct viewer *viewer, enum lens lens);
/* The user has said y to the last question. */
void lens_wipe_now(struct viewer *viewer);
/* Takes in what became of it. */
void lens_receive(struct viewer *viewer, struct watched *watched, const struct arrival *arrival);

/* obey.c: keys and the mouse. */
void obey_key(struct viewer *viewer, int key);
void obey_click(struct viewer *viewer, int x, int y);
void obey_wheel(struct viewer *viewer, int rows);
/* Pasted text goes into the line being typed, and nowhere else. */
void obey_text(struct viewer *viewer, int character);
void obey(struct viewer *viewer, enum command command);
/* Puts the cursor on what holds the address, and says what that is. */
void obey_go_to(struct viewer *viewer, uint64_t address);

/* loop.c: signals are taken by the loop alone, from before the terminal is. */
void loop_block_signals(void);
/* Until the user has had enough. Returns the exit status. */
int loop_run(struct viewer *viewer);
