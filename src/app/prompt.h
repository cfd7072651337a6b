/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A prompt is one line being typed at the foot of the screen: its label, its text, its end. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROMPT_TEXT 128

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_FIND,
	PROMPT_FILTER,
	PROMPT_GO_TO,
	PROMPT_PARAMETER,  /* of a demo: "size=64M" */
	PROMPT_CONFIRM,    /* its text is a question: y is yes, any other key no */
	PROMPT_PIN,        /* one letter */
	PROMPT_FILE,       /* where to keep what is shown */
	PROMPT_REPLACE,    /* as PROMPT_CONFIRM: may a file be replaced? */
	PROMPT_PREDICTION, /* what the learner says of a step */
	PROMPT_TIME,       /* of a recording */
	PROMPT_TOPIC,      /* words that topics must have */
	PROMPTS,
};

enum prompt_answer {
	PROMPT_TYPING,    /* the key was taken */
	PROMPT_DONE,      /* Enter */
	PROMPT_CANCELLED, /* Escape, or Backspace in an empty line */
};

struct prompt {
	enum prompt_kind kind;
	char text[PROMPT_TEXT]; /* UTF-8 */
	size_t length;
};

void prompt_open(struct prompt *prompt, enum prompt_kind kind, const char *text);
void prompt_close(struct prompt *prompt);
/* A key as in view/command.h. */
enum prompt_answer prompt_key(struct prompt *prompt, int key);
/* Is it a question, answered by y or no? */
bool prompt_is_question(const struct prompt *prompt);
/* "find: "; NULL for PROMPT_NONE. */
const char *prompt_label(const struct prompt *prompt);

/* An address in hex, with or without 0x and underscores. */
bool prompt_address(const char *text, uint64_t *ret_address);
