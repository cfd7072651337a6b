/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A step of a real demo for the screen: its own texts, in any language, and what it expects, which
 * holds. The figures are made by hand. */
#pragma once

#include "demo/run.h"
#include "story.h"
#include "view/scene.h"

/* The demo and step that the story names, or its question of the quiz, steps of the usual variant counted from 1; the lesson made by
 * hand where it names none. Complains on standard error. */
bool lecture_read(struct demo_run *run, struct quiz_sheet *quiz, const struct story *story);
