/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The screen: the terminal, through ncurses. It shows a canvas and turns what the terminal sends
 * into events. There is one, and this is the only module that knows curses.
 *
 * Signals are the caller's: block SIGWINCH and read it from a signalfd, then call screen_resize()
 * (curses' own handler loses sizes). Keys arrive in raw mode: Ctrl-C and Ctrl-Z are keys 3 and 26.
 * Reading never waits: poll screen_input(), then call screen_read() until it says false. */
#pragma once

#include <stdbool.h>

#include "app/terminal.h"
#include "ui/canvas.h"
#include "ui/theme.h"

struct screen_options {
	bool has_colour; /* where the terminal has it; without, the look is that of the mono theme */
	bool has_mouse;
};

enum screen_event_type {
	SCREEN_KEY,     /* `key` */
	SCREEN_CLICK,   /* at x, y */
	SCREEN_WHEEL,   /* at x, y, `rows` */
	SCREEN_TEXT,    /* `key` is a pasted character: text, never a command */
	SCREEN_HANG_UP, /* the terminal is gone */
};

struct screen_event {
	enum screen_event_type type;
	int key; /* a character or enum key of view/command.h */
	int x, y;
	int rows; /* of a turned wheel, negative upwards */
};

/* Takes the terminal. 0; or -errno, with one line in `error`, and nothing was changed. Direct colour
 * is used where the theme asks for colours beyond the 256. */
int screen_open(const struct screen_options *options, const struct theme *theme,
	char error[TERMINAL_ERROR]);
/* Gives the terminal back as it was. Without screen_open(), and again: nothing. */
void screen_close(void);
/* The same, for a handler of deadly signals: async-signal-safe, the screen is unusable after. */
void screen_restore_terminal(void);

void screen_set_theme(const struct theme *theme);
/* No glyphs beyond ASCII here: the locale has none, or the terminal is the Linux console, whose
 * font has few. */
bool screen_is_ascii(void);
/* Do half blocks of two colours say anything here? */
bool screen_has_page_colours(void);
void screen_size(int *ret_width, int *ret_height);
/* Shows what has changed since the last time. */
void screen_show(const struct canvas *canvas);
/* The next screen_show() draws everything anew. */
void screen_forget(void);
/* Takes the terminal's new size. */
void screen_resize(void);
/* Gives the terminal back, stops the process (^Z), and goes on when the shell says so: ask for the
 * size anew then. */
void screen_suspend(void);
/* Takes the terminal again after the process was stopped in another way (SIGCONT). */
void screen_resume(void);

/* The descriptor to poll. */
int screen_input(void);
bool screen_read(struct screen_event *event);
