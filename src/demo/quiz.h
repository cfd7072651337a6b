/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The quiz: questions as they are asked in interviews and textbooks, each decided by a demo that runs
 * to a certain step. What is right is measured; the answer says why. */
#pragma once

#include "demo/demo.h"

#define QUIZ_SETTINGS 3

struct quiz_question {
	const char *id;                      /* "q3" */
	const char *question;                /* as an interviewer asks it */
	const char *demo;                    /* the ID of the one that decides */
	const char *settings[QUIZ_SETTINGS]; /* "size=16M", ended by NULL */
	unsigned step;                       /* that decides, from 1 */
	struct demo_prediction prediction;   /* what the learner says of that step */
	unsigned right;     /* the choice the answer speaks of; of a typed number 0 */
	const char *answer; /* in three sentences */
};

/* First what interviewers ask, then the others. */
size_t quiz_count(void);
const struct quiz_question *quiz_at(size_t index);
/* quiz_count() where there is none. */
size_t quiz_find(const char *id);
