/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/command.h"

#include <stdio.h>

#include "strata/translate.h"

#define FUNCTION(number) (KEY_CODE_F1 + (number)-1)
#define CONTROL(letter) ((letter) - '@')

#define MOVING N_("Moving")
#define LOOKING N_("Looking")
#define SAMPLING N_("Sampling")
#define REPLAY N_("Replaying a recording")
#define PROGRAM N_("Program")
#define DEMO N_("While a demo has the keys")
#define CHOOSER N_("Choosing a process")

#define QUESTION N_("While a lesson asks")

#define ANSWER_COMMAND(number, shown)                                                              \
	{                                                                                          \
		.command = COMMAND_ANSWER_1 + (number)-1, .context = CONTEXT_QUESTION,             \
		.group = QUESTION, .name = "answer-" #number, .keys = { '0' + (number) },          \
		.hint = (shown), .help = N_("answer the question")                                 \
	}
#define VIEW_COMMAND(number)                                                                       \
	{                                                                                          \
		.command = COMMAND_VIEW_1 + (number)-1, .context = CONTEXT_VIEW, .group = MOVING,  \
		.name = "view-" #number, .keys = { '0' + (number) }, .hint = NULL,                 \
		.help = N_("open a view")                                                          \
	}

const struct command_info command_table[] = {
	{ COMMAND_UP, CONTEXT_VIEW, MOVING, "up", { KEY_CODE_UP, 'k' }, "", N_("a row up") },
	{ COMMAND_DOWN, CONTEXT_VIEW, MOVING, "down", { KEY_CODE_DOWN, 'j' }, N_("select"),
		N_("a row down") },
	{ COMMAND_LEFT, CONTEXT_VIEW, MOVING, "left", { KEY_CODE_LEFT, 'h' }, NULL,
		N_("close; in a table, scroll left") },
	{ COMMAND_RIGHT, CONTEXT_VIEW, MOVING, "right", { KEY_CODE_RIGHT, 'l' }, NULL,
		N_("open; in a table, scroll right") },
	{ COMMAND_PAGE_UP, CONTEXT_VIEW, MOVING, "page-up", { KEY_CODE_PAGE_UP, CONTROL('B') },
		NULL, N_("a screen up") },
	{ COMMAND_PAGE_DOWN, CONTEXT_VIEW, MOVING, "page-down",
		{ KEY_CODE_PAGE_DOWN, CONTROL('F') }, NULL, N_("a screen down") },
	{ COMMAND_FIRST, CONTEXT_VIEW, MOVING, "first", { KEY_CODE_HOME }, NULL, N_("first row") },
	{ COMMAND_LAST, CONTEXT_VIEW, MOVING, "last", { KEY_CODE_END, 'G' }, NULL, N_("last row") },
	{ COMMAND_ENTER, CONTEXT_VIEW, MOVING, "open", { KEY_CODE_ENTER }, N_("open"),
		N_("open, fold; all counters of a table row") },
	{ COMMAND_BACK, CONTEXT_VIEW, MOVING, "back", { KEY_CODE_ESCAPE, KEY_CODE_BACKSPACE }, NULL,
		N_("back: close an overlay, drop the filter") },
	{ COMMAND_NEXT_VIEW, CONTEXT_VIEW, MOVING, "next-view", { KEY_CODE_TAB }, NULL,
		N_("next view") },
	{ COMMAND_PREVIOUS_VIEW, CONTEXT_VIEW, MOVING, "previous-view", { KEY_CODE_BACKTAB }, NULL,
		N_("previous view") },
	VIEW_COMMAND(1),
	VIEW_COMMAND(2),
	VIEW_COMMAND(3),
	VIEW_COMMAND(4),
	VIEW_COMMAND(5),
	VIEW_COMMAND(6),
	VIEW_COMMAND(7),
	VIEW_COMMAND(8),
	VIEW_COMMAND(9),

	{ COMMAND_FIND, CONTEXT_VIEW, LOOKING, "find", { '/', FUNCTION(3) }, N_("find"),
		N_("find a name, kind or permission") },
	{ COMMAND_FIND_NEXT, CONTEXT_VIEW, LOOKING, "find-next", { 'n' }, NULL,
		N_("find the next; pages: the next in RAM") },
	{ COMMAND_FIND_PREVIOUS, CONTEXT_VIEW, LOOKING, "find-previous", { 'N' }, NULL,
		N_("find the previous; pages: previous in RAM") },
	{ COMMAND_FILTER, CONTEXT_VIEW, LOOKING, "filter", { '\\', FUNCTION(4) }, NULL,
		N_("filter: libc, kind:heap, perm:rw") },
	{ COMMAND_SORT, CONTEXT_VIEW, LOOKING, "sort", { 's', FUNCTION(6) }, N_("sort"),
		N_("choose the column to sort by") },
	{ COMMAND_REVERSE, CONTEXT_VIEW, LOOKING, "reverse", { 'I' }, NULL,
		N_("sort the other way round") },
	{ COMMAND_COLUMNS, CONTEXT_VIEW, LOOKING, "columns", { 'C', FUNCTION(2) }, N_("columns"),
		N_("choose the columns") },
	{ COMMAND_MARK, CONTEXT_VIEW, LOOKING, "mark", { 'm' }, NULL,
		N_("mark the region; pages: mark what changed") },
	{ COMMAND_UNMARK_ALL, CONTEXT_VIEW, LOOKING, "unmark-all", { 'U' }, NULL,
		N_("unmark all") },
	{ COMMAND_GO_TO, CONTEXT_VIEW, LOOKING, "go-to", { 'g', ':' }, N_("go to"),
		N_("go to an address: what holds it?") },
	{ COMMAND_WHO, CONTEXT_VIEW, LOOKING, "who", { 'w' }, NULL,
		N_("who else maps this file or shared memory?") },
	{ COMMAND_FOLD_ALL, CONTEXT_VIEW, LOOKING, "fold-all", { 'o' }, NULL,
		N_("open all modules, or fold all") },
	{ COMMAND_ZOOM_IN, CONTEXT_VIEW, LOOKING, "zoom-in", { ']' }, N_("zoom"),
		N_("pages: fewer of them in a cell") },
	{ COMMAND_ZOOM_OUT, CONTEXT_VIEW, LOOKING, "zoom-out", { '[' }, NULL,
		N_("pages: more of them in a cell") },
	{ COMMAND_ZOOM_FIT, CONTEXT_VIEW, LOOKING, "zoom-fit", { '=' }, NULL,
		N_("pages: all on a screen, or each page a cell") },
	{ COMMAND_NEXT_CHANGE, CONTEXT_VIEW, LOOKING, "next-change", { '}' }, NULL,
		N_("pages: the next that changed") },
	{ COMMAND_PREVIOUS_CHANGE, CONTEXT_VIEW, LOOKING, "previous-change", { '{' }, NULL,
		N_("pages: the previous that changed") },
	{ COMMAND_SIDE, CONTEXT_VIEW, LOOKING, "side", { 'i' }, NULL,
		N_("show or hide the panel at the side") },

	{ COMMAND_BASELINE, CONTEXT_VIEW, SAMPLING, "baseline", { 'b' }, N_("baseline"),
		N_("remember this moment: deltas count from here") },
	{ COMMAND_PAUSE, CONTEXT_VIEW, SAMPLING, "pause", { ' ', 'Z' }, N_("pause"),
		N_("stop looking, go on looking") },
	{ COMMAND_RECORD, CONTEXT_VIEW, SAMPLING, "record", { 'r' }, NULL,
		N_("record into a file; end the recording") },
	{ COMMAND_FASTER, CONTEXT_VIEW, SAMPLING, "faster", { '+' }, NULL, N_("look more often") },
	{ COMMAND_SLOWER, CONTEXT_VIEW, SAMPLING, "slower", { '-' }, NULL, N_("look less often") },
	{ COMMAND_REFRESH, CONTEXT_VIEW, SAMPLING, "refresh", { 'R', FUNCTION(5), CONTROL('L') },
		NULL, N_("look now, and draw the screen anew") },
	{ COMMAND_EARLIER, CONTEXT_VIEW, SAMPLING, "earlier", { '<', ',' }, NULL,
		N_("go back in time: the picture before") },
	{ COMMAND_LATER, CONTEXT_VIEW, SAMPLING, "later", { '>', '.' }, N_("step"),
		N_("the picture after, up to now") },
	{ COMMAND_PIN, CONTEXT_VIEW, SAMPLING, "pin", { 'p' }, NULL,
		N_("pin this moment: a letter to come back to") },
	{ COMMAND_GO_TO_PIN, CONTEXT_VIEW, SAMPLING, "go-to-pin", { '\'' }, NULL,
		N_("go to a pin: then its letter") },
	{ COMMAND_DIFFERENCE, CONTEXT_VIEW, SAMPLING, "difference", { 'D' }, NULL,
		N_("what differs from the baseline, from a pin") },
	{ COMMAND_KEEP, CONTEXT_VIEW, SAMPLING, "keep", { 'e' }, NULL,
		N_("keep it in a file: picture, series, snapshot") },
	{ COMMAND_WIPE_REFERENCED, CONTEXT_VIEW, SAMPLING, "wipe-referenced", { 'L' }, NULL,
		N_("Referenced: count from now; asks, writes") },
	{ COMMAND_WIPE_WRITTEN, CONTEXT_VIEW, SAMPLING, "wipe-written", { 'W' }, NULL,
		N_("pages: mark what is written; asks first") },

	{ COMMAND_JUMP_BACK, CONTEXT_VIEW, REPLAY, "jump-back", { '(' }, NULL,
		N_("back by a sixtieth of the whole") },
	{ COMMAND_JUMP, CONTEXT_VIEW, REPLAY, "jump", { ')' }, N_("jump"),
		N_("forward by as much") },
	{ COMMAND_TO_START, CONTEXT_VIEW, REPLAY, "to-start", { '0' }, NULL,
		N_("to the beginning") },
	{ COMMAND_TO_END, CONTEXT_VIEW, REPLAY, "to-end", { '$' }, NULL, N_("to the end") },
	{ COMMAND_GO_TO_TIME, CONTEXT_VIEW, REPLAY, "go-to-time", { 'T' }, N_("time"),
		N_("to a time: 12:30, 2026-11-21 12:30:05") },

	{ COMMAND_PROCESSES, CONTEXT_VIEW, PROGRAM, "processes", { 'P' }, NULL,
		N_("choose another process") },
	{ COMMAND_RELATIVE, CONTEXT_VIEW, PROGRAM, "relative", { 'x' }, NULL,
		N_("next process of the family: parent, child") },
	{ COMMAND_COMPARE, CONTEXT_VIEW, PROGRAM, "compare-with", { 'c' }, NULL,
		N_("compare with its children, or any process") },
	{ COMMAND_DEMOS, CONTEXT_VIEW, PROGRAM, "demos", { 'd' }, N_("demos"),
		N_("demos; while one runs, give it the keys") },
	{ COMMAND_OUTPUT, CONTEXT_VIEW, PROGRAM, "output", { 'O' }, NULL,
		N_("what the watched command wrote") },
	{ COMMAND_THEME, CONTEXT_VIEW, PROGRAM, "theme", { 't' }, NULL, N_("next theme") },
	{ COMMAND_TEACH, CONTEXT_VIEW, PROGRAM, "teach", { 'F' }, NULL,
		N_("for a class: larger, fewer panes; and back") },
	{ COMMAND_EXPLAIN, CONTEXT_VIEW, PROGRAM, "explain", { '?' }, N_("explain"),
		N_("explain the region, any metric, any flag") },
	{ COMMAND_HELP, CONTEXT_VIEW, PROGRAM, "help", { FUNCTION(1), 'H' }, N_("keys"),
		N_("this list") },
	{ COMMAND_QUIT, CONTEXT_VIEW, PROGRAM, "quit", { 'q', FUNCTION(10), CONTROL('C') },
		N_("quit"), N_("quit") },

	{ COMMAND_DEMO_NEXT, CONTEXT_DEMO, DEMO, "demo-next", { 'n', ' ' }, N_("next step"),
		N_("do the next step") },
	{ COMMAND_DEMO_AUTO, CONTEXT_DEMO, DEMO, "demo-auto", { 'a' }, N_("auto"),
		N_("go on by itself") },
	{ COMMAND_DEMO_PAUSE, CONTEXT_DEMO, DEMO, "demo-pause", { 'p' }, NULL,
		N_("pause the demo") },
	{ COMMAND_DEMO_RESTART, CONTEXT_DEMO, DEMO, "demo-restart", { 'b' }, N_("restart"),
		N_("begin again") },
	{ COMMAND_DEMO_FASTER, CONTEXT_DEMO, DEMO, "demo-faster", { '+' }, NULL,
		N_("auto goes faster") },
	{ COMMAND_DEMO_SLOWER, CONTEXT_DEMO, DEMO, "demo-slower", { '-' }, NULL,
		N_("auto goes slower") },
	{ COMMAND_DEMO_EDIT, CONTEXT_DEMO, DEMO, "demo-edit", { 'e' }, N_("edit"),
		N_("change its parameters, and begin again") },
	{ COMMAND_DEMO_TABLE, CONTEXT_DEMO, DEMO, "demo-table", { 'd' }, N_("before/after"),
		N_("all figures before and after the step") },
	{ COMMAND_DEMO_SINCE, CONTEXT_DEMO, DEMO, "demo-since", { 'D' }, NULL,
		N_("all figures now and at the start") },
	{ COMMAND_DEMO_MARKER, CONTEXT_DEMO, DEMO, "demo-marker", { 'm' }, N_("marker"),
		N_("go to the next marked address") },
	{ COMMAND_DEMO_MARKERS, CONTEXT_DEMO, DEMO, "demo-markers", { 'M' }, NULL,
		N_("all that is marked") },
	{ COMMAND_DEMO_SIGNAL, CONTEXT_DEMO, DEMO, "demo-signal", { 'u' }, N_("send SIGUSR1"),
		N_("send SIGUSR1, where it is about that") },
	{ COMMAND_RELATIVE, CONTEXT_DEMO, DEMO, "demo-relative", { 'x' }, N_("other process"),
		N_("watch the demo's next process") },
	{ COMMAND_BACK, CONTEXT_DEMO, DEMO, "demo-leave", { KEY_CODE_ESCAPE }, N_("leave"),
		N_("give the keys back to the view") },
	{ COMMAND_DEMO_STOP, CONTEXT_DEMO, DEMO, "demo-stop", { 'q' }, N_("stop"),
		N_("stop the demo") },

	ANSWER_COMMAND(1, N_("answer")),
	ANSWER_COMMAND(2, NULL),
	ANSWER_COMMAND(3, NULL),
	ANSWER_COMMAND(4, NULL),
	{ COMMAND_DEMO_NEXT, CONTEXT_QUESTION, QUESTION, "answer-none", { 'n', ' ' },
		N_("no answer"), N_("go on without an answer") },
	{ COMMAND_DEMO_STOP, CONTEXT_QUESTION, QUESTION, "answer-stop", { 'q' }, N_("stop"),
		N_("stop the demo") },

	{ COMMAND_ENTER, CONTEXT_CHOOSER, CHOOSER, "choose", { KEY_CODE_ENTER }, N_("watch"),
		N_("watch the selected process") },
	{ COMMAND_FILTER, CONTEXT_CHOOSER, CHOOSER, "choose-filter", { '/', FUNCTION(4) },
		N_("filter"), N_("type to filter by PID, user or command") },
	{ COMMAND_SORT, CONTEXT_CHOOSER, CHOOSER, "choose-sort", { FUNCTION(6) }, N_("sort"),
		N_("choose the column to sort by") },
	{ COMMAND_REFRESH, CONTEXT_CHOOSER, CHOOSER, "choose-refresh", { FUNCTION(5) },
		N_("refresh"), N_("list the processes again") },
	{ COMMAND_BACK, CONTEXT_CHOOSER, CHOOSER, "choose-back", { KEY_CODE_ESCAPE }, N_("back"),
		N_("drop the filter, go back") },
	{ COMMAND_QUIT, CONTEXT_CHOOSER, CHOOSER, "choose-quit",
		{ FUNCTION(10), 'q', CONTROL('C') }, N_("quit"),
		N_("quit (q while the filter is empty)") },
};

const size_t command_count = sizeof command_table / sizeof *command_table;

static bool is_bound(const struct command_info *info, int key)
{
	for (size_t i = 0; i < sizeof info->keys / sizeof *info->keys && info->keys[i]; i++)
		if (info->keys[i] == key)
			return true;
	return false;
}

static enum command find_binding(int key, enum context context)
{
	for (size_t i = 0; i < command_count; i++)
		if (command_table[i].context == context && is_bound(&command_table[i], key))
			return command_table[i].command;
	return COMMAND_NONE;
}

static bool is_character(int key)
{
	return key >= ' ' && key < KEY_CODE_UP && key != KEY_CODE_BACKSPACE;
}

enum command command_of_key(int key, enum context context)
{
	enum command command = find_binding(key, context);
	if (command != COMMAND_NONE || context == CONTEXT_VIEW)
		return command;
	if (context == CONTEXT_CHOOSER && is_character(key))
		return COMMAND_NONE;
	if (context == CONTEXT_QUESTION)
		return command_of_key(key, CONTEXT_DEMO);
	return find_binding(key, CONTEXT_VIEW);
}

static const struct {
	int key;
	const char *name;
} key_names[] = {
	{ KEY_CODE_TAB, "tab" },
	{ KEY_CODE_ENTER, "enter" },
	{ KEY_CODE_ESCAPE, "esc" },
	{ ' ', "space" },
	{ KEY_CODE_BACKSPACE, "backspace" },
	{ KEY_CODE_UP, "up" },
	{ KEY_CODE_DOWN, "down" },
	{ KEY_CODE_LEFT, "left" },
	{ KEY_CODE_RIGHT, "right" },
	{ KEY_CODE_PAGE_UP, "PgUp" },
	{ KEY_CODE_PAGE_DOWN, "PgDn" },
	{ KEY_CODE_HOME, "home" },
	{ KEY_CODE_END, "end" },
	{ KEY_CODE_BACKTAB, "shift-tab" },
	{ KEY_CODE_DELETE, "delete" },
};

const char *command_key_name(int key, char out[16])
{
	for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++)
		if (key_names[i].key == key)
			return key_names[i].name;
	if (key >= KEY_CODE_F1 && key <= KEY_CODE_F12)
		snprintf(out, 16, "F%d", key - KEY_CODE_F1 + 1);
	else if (key < ' ')
		snprintf(out, 16, "^%c", key + '@');
	else
		snprintf(out, 16, "%c", key);
	return out;
}
