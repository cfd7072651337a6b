/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A story is what a test of the screen says of itself: the file case.ini in its folder.
 *
 *     [case]
 *     process = server-later    ; folder of tests/fixtures/proc: what is on the screen
 *     before = server           ; the sample before it
 *     baseline = yes            ; ... is the baseline too
 *     beside = child            ; ... or another process
 *     view = map
 *     keys = down down enter    ; by the names the help screen has for them
 *     sizes = 80x24 60x20       ; one expected picture each: 80x24.txt, ...
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum setting {
	SETTING_ABOUT,
	SETTING_PROCESS,
	SETTING_BEFORE,
	SETTING_BASELINE, /* yes */
	SETTING_BESIDE,   /* a role: the one before is another process, watched beside it */
	SETTING_FLASHING, /* yes: what changed did so just now */
	SETTING_EXITED,   /* yes */
	SETTING_DENIED,   /* files that could not be read: maps smaps ... */
	SETTING_CHOOSER,  /* yes: a list of processes instead of one; demos: the catalogue */
	SETTING_LESSON,   /* yes: beside the view; keys: and the keys go to it */
	SETTING_DEMO,     /* that lesson is the step of a real demo: "cow-fork 4" */
	SETTING_QUIZ,     /* or the one that decides this question: "q6" */
	SETTING_ASKED,    /* asked, right, wrong: what becomes of its question */
	SETTING_TEACHING, /* yes: for a class */
	SETTING_WHO,      /* maps this? asking, answered, refused: see question.h */
	SETTING_PAST,     /* yes: one that is made up (sequence.h), in place of a process */
	SETTING_PAGES,    /* yes: tests/fixtures/pages has those of the process */
	SETTING_VIEW,
	SETTING_SIDE, /* no: without the side panel */
	SETTING_ASCII,
	SETTING_LANGUAGE, /* ko: as po/ko.po has it */
	SETTING_PAUSED,
	SETTING_FILTER,
	SETTING_FIND,
	SETTING_MESSAGE,
	SETTING_PROMPT,
	SETTING_TYPED,
	SETTING_KEYS,
	SETTING_SIZES,
	SETTING_SWEEP, /* "110x40": every size up to this must paint, whatever it looks like */
	SETTINGS,
};

struct story {
	char values[SETTINGS][192];
};

/* Complains on standard error. */
bool story_read(struct story *story, const char *path);
/* "" where it is not said. */
const char *story_text(const struct story *story, enum setting setting);
bool story_says(const struct story *story, enum setting setting, const char *word);
/* The words of a setting one after the other; false at the end. Start with *at == NULL. */
bool story_word(
	const struct story *story, enum setting setting, const char **at, char *out, size_t size);
