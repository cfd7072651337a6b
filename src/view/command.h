/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands: everything a key can do, in one table: the keys, the words for the help screen and the
 * help line, the manual's check. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Keys beyond characters. Characters are themselves; control keys are their code (Ctrl-Z is 26). */
enum key {
	KEY_CODE_NONE = 0,
	KEY_CODE_TAB = 9,
	KEY_CODE_ENTER = 13,
	KEY_CODE_ESCAPE = 27,
	KEY_CODE_BACKSPACE = 127,
	KEY_CODE_UP = 0x110000, /* beyond Unicode */
	KEY_CODE_DOWN,
	KEY_CODE_LEFT,
	KEY_CODE_RIGHT,
	KEY_CODE_PAGE_UP,
	KEY_CODE_PAGE_DOWN,
	KEY_CODE_HOME,
	KEY_CODE_END,
	KEY_CODE_BACKTAB,
	KEY_CODE_DELETE,
	KEY_CODE_F1, /* to F12 = F1 + 11 */
	KEY_CODE_F12 = KEY_CODE_F1 + 11,
};

enum command {
	COMMAND_NONE,
	/* moving */
	COMMAND_UP,
	COMMAND_DOWN,
	COMMAND_LEFT,
	COMMAND_RIGHT,
	COMMAND_PAGE_UP,
	COMMAND_PAGE_DOWN,
	COMMAND_FIRST,
	COMMAND_LAST,
	COMMAND_ENTER, /* open, fold, expand */
	COMMAND_BACK,
	COMMAND_NEXT_VIEW,
	COMMAND_PREVIOUS_VIEW,
	COMMAND_VIEW_1, /* to VIEW_9 */
	COMMAND_VIEW_9 = COMMAND_VIEW_1 + 8,
	/* looking */
	COMMAND_FIND,
	COMMAND_FIND_NEXT,
	COMMAND_FIND_PREVIOUS,
	COMMAND_FILTER,
	COMMAND_SORT,
	COMMAND_REVERSE,
	COMMAND_COLUMNS,
	COMMAND_MARK,
	COMMAND_UNMARK_ALL,
	COMMAND_GO_TO,
	COMMAND_EXPLAIN,
	COMMAND_WHO, /* else maps what is under the cursor */
	COMMAND_FOLD_ALL,
	COMMAND_ZOOM_IN,
	COMMAND_ZOOM_OUT,
	COMMAND_ZOOM_FIT,
	COMMAND_NEXT_CHANGE,
	COMMAND_PREVIOUS_CHANGE,
	/* sampling */
	COMMAND_BASELINE,
	COMMAND_PAUSE,
	COMMAND_RECORD, /* what is watched, into a file */
	COMMAND_FASTER,
	COMMAND_SLOWER,
	COMMAND_REFRESH,
	COMMAND_EARLIER, /* looking at the picture before the one that is shown */
	COMMAND_LATER,
	COMMAND_PIN, /* giving the moment that is shown a letter */
	COMMAND_GO_TO_PIN,
	COMMAND_DIFFERENCE, /* between a pin or the baseline and what is shown */
	COMMAND_KEEP,       /* what is shown in a file */
	COMMAND_WIPE_REFERENCED,
	COMMAND_WIPE_WRITTEN,
	/* a recording */
	COMMAND_JUMP,
	COMMAND_JUMP_BACK,
	COMMAND_TO_START,
	COMMAND_TO_END,
	COMMAND_GO_TO_TIME,
	/* program */
	COMMAND_PROCESSES,
	COMMAND_DEMOS, /* the list; while a demo runs: the keys go to its pane */
	COMMAND_THEME,
	COMMAND_TEACH, /* as a class wants to see it, and back */
	COMMAND_SIDE,
	COMMAND_RELATIVE, /* on to the next process of the family (a demo's parent, child) */
	COMMAND_COMPARE,  /* with a child, or another process to be chosen */
	COMMAND_OUTPUT,   /* of a command that strata started */
	COMMAND_HELP,
	COMMAND_QUIT,
	/* a demo's pane, when it has the focus */
	COMMAND_DEMO_NEXT,
	COMMAND_DEMO_AUTO,
	COMMAND_DEMO_PAUSE,
	COMMAND_DEMO_RESTART,
	COMMAND_DEMO_FASTER,
	COMMAND_DEMO_SLOWER,
	COMMAND_DEMO_EDIT,
	COMMAND_DEMO_TABLE,
	COMMAND_DEMO_SINCE, /* the same since the start */
	COMMAND_DEMO_MARKER,
	COMMAND_DEMO_MARKERS,
	COMMAND_DEMO_SIGNAL,
	COMMAND_DEMO_STOP,
	COMMAND_ANSWER_1, /* to ANSWER_4 */
	COMMAND_ANSWER_4 = COMMAND_ANSWER_1 + 3,
	COMMANDS,
};

/* Where a binding holds. */
enum context {
	CONTEXT_VIEW,
	CONTEXT_DEMO,
	CONTEXT_QUESTION, /* of a lesson, waiting for an answer */
	CONTEXT_CHOOSER
};

struct command_info {
	enum command command;
	enum context context;
	const char *group; /* heading of the help screen: "Moving" */
	const char *name;  /* "baseline" */
	int keys[4];       /* 0-terminated when fewer */
	const char *hint;  /* "b baseline" is key + hint in the help line; NULL: not there; "": its
			    * key stands before that of the next ("↑↓ select") */
	const char *help;  /* a line of the help screen */
};

extern const struct command_info command_table[];
extern const size_t command_count;

/* What this key means in this context; CONTEXT_QUESTION falls back to DEMO, that and CONTEXT_CHOOSER
 * to VIEW, the chooser only for keys that are no characters: characters are typed into its filter ('q' and '/'
 * are bound while the filter is empty; once it is not, the caller types them too). */
enum command command_of_key(int key, enum context context);
/* "b", "space", "F1", "^L", "up": plain ASCII. */
const char *command_key_name(int key, char out[16]);
