/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two tables the quiz is made of. */
#pragma once

#include "demo/quiz.h"

#define QUIZ_INTERVIEW 7
#define QUIZ_MORE 20

extern const struct quiz_question quiz_interview[QUIZ_INTERVIEW];
extern const struct quiz_question quiz_more[QUIZ_MORE];
