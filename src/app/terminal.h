/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terminal as a device: its character set, size and modes, whether it is still there. What is
 * shown on it is the business of screen.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <termios.h>

#define TERMINAL_ERROR 256

struct terminal {
	const char *type;      /* its entry in terminfo */
	FILE *input;           /* standard input, or /dev/tty where that is none */
	struct termios before; /* modes as they were found */
	char restore[256];     /* bytes that undo what was said to it */
	size_t restore_length;
};

/* Takes the character set of the environment; where that names UTF-8 but is not installed, C.UTF-8.
 * false: only ASCII can be shown. Numbers and sorting stay those of the C locale. */
bool terminal_set_locale(void);
bool terminal_is_utf8(void);

/* Looks at it and changes nothing. 0; -ENOTTY, -EINVAL or -ERANGE with one line in `error`.
 * `wants_direct`: of two ways to colours, the one that is not bound to a palette. */
int terminal_init(struct terminal *terminal, bool wants_direct, char error[TERMINAL_ERROR]);
void terminal_finish(struct terminal *terminal);
/* false where it does not say, or says what cannot be. */
bool terminal_size(int *ret_width, int *ret_height);
/* Writes bytes past all buffers. */
void terminal_say(const char *bytes);
/* Hung up, or its other end closed. */
bool terminal_is_gone(const struct terminal *terminal);

/* Adds to what terminal_restore() writes before it leaves the screen. */
void terminal_remember(struct terminal *terminal, const char *bytes);
/* Undoes, and sets the modes that were found. Async-signal-safe. */
void terminal_restore(const struct terminal *terminal);
/* Stops this process as ^Z would; returns when it goes on. */
void terminal_stop_process(void);
