/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions of a lesson and of the quiz, and the catalogue, for the screen. */
#pragma once

#include "demo/run.h"
#include "view/demo_menu.h"
#include "view/scene.h"

/* The sheet of this question, and which step of which demo decides it. */
bool asking_quiz(struct quiz_sheet *sheet, const char *question, char id[32], size_t *step);
/* What becomes of the question of the run's step, or of the quiz: "asked", "right", "wrong"; "" for
 * none. False where there is no question. */
bool asking_pose(struct demo_run *run, struct quiz_sheet *sheet, const char *how);
/* Some demos, one of which cannot run. */
size_t asking_menu(struct menu_entry entries[MENU_MOST]);
