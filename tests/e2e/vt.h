/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A terminal for tests: a program runs on a pseudo-terminal, libvterm draws what it writes.
 *
 * Model: nothing happens by itself: bytes are taken in only inside the waiting functions, each of
 * which has one deadline (VT_PATIENCE, long, for loaded machines) and returns as soon as what it
 * waits for is there. The screen is compared only between synchronized updates.
 * Rows and columns count from 0. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

#include "wire.h"

#define VT_PATIENCE 30000 /* milliseconds */

struct vt_options {
	int rows, columns;            /* 24 and 80 when 0 */
	const char *const *arguments; /* the program, NULL-terminated */
	const char *const *variables; /* "NAME=value", NULL-terminated; "NAME" unsets; NULL none */
	uid_t uid;                    /* run as this user; 0: as the caller */
};

struct vt {
	VTerm *terminal;
	VTermScreen *screen;
	struct wire wire;
	int fd; /* -1 after vt_hang_up() */
	pid_t pid;
	int rows, columns;
	bool has_exited;
	int status; /* as waitpid() gives it */
};

/* The environment is PATH, HOME (an empty folder), TERM=xterm-256color and LC_ALL=C.UTF-8, then
 * `variables`. Fails the test when no terminal can be had. */
void vt_start(struct vt *vt, const struct vt_options *options);
/* Ends the program, by force if need be. */
void vt_finish(struct vt *vt);

/* Each returns whether it came to pass in time. */
bool vt_wait_text(struct vt *vt, const char *text);
bool vt_wait_no_text(struct vt *vt, const char *text);
bool vt_wait_frames(struct vt *vt, unsigned more); /* synchronized updates from now on */
bool vt_wait_wire(struct vt *vt, const char *bytes);
bool vt_wait_exit(struct vt *vt);
/* Takes in what the program writes for so long: for measurements, not for tests. */
void vt_run(struct vt *vt, int milliseconds);

void vt_type(struct vt *vt, const char *bytes);
void vt_key(struct vt *vt, VTermKey key);
void vt_click(struct vt *vt, int row, int column, int button);
void vt_paste(struct vt *vt, const char *text);
void vt_resize(struct vt *vt, int rows, int columns);
void vt_hang_up(struct vt *vt);

/* The row as UTF-8 without trailing blanks, to be freed. */
char *vt_row(const struct vt *vt, int row);
VTermScreenCell vt_cell(const struct vt *vt, int row, int column);
/* Where `text` stands; false when nowhere. */
bool vt_find(const struct vt *vt, const char *text, int *ret_row, int *ret_column);
/* Prints the screen as TAP comments: what a failed test saw. */
void vt_dump(const struct vt *vt);
