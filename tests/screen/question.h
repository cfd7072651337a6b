/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The question who maps a thing, as the overlay shows it: "asking", "answered" (from the recorded
 * processes of the fixture "shared") or "refused". */
#pragma once

#include "view/scene.h"

struct question {
	struct asked asked;
	struct mappers answer;
	char reason[512];
};

/* `first` is the process on the screen. */
bool question_init(struct question *question, const char *how, const char *fixtures, pid_t first);
void question_finish(struct question *question);
