/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A picture is the viewer's screen without a terminal: what is known of one process, gathered sample
 * by sample, painted as the viewer would paint it. */
#pragma once

#include "app/config.h"
#include "app/journal.h"
#include "ui/canvas.h"
#include "ui/theme.h"

struct picture {
	struct past *past;
	struct history *history;
	struct journal journal;
	const struct snapshot *now, *before; /* one reference each; NULL */
	struct replay_scene replay;          /* of a recording: its bounds; first_ns 0: live */
};

/* 0 or -ENOMEM. */
int picture_init(struct picture *picture);
void picture_finish(struct picture *picture);
/* The next sample. */
int picture_add(struct picture *picture, const struct snapshot *snapshot);
/* The view of the settings, on a canvas of its size; -ENODATA without a sample. */
int picture_paint(const struct picture *picture, const struct settings *settings,
	const struct theme *theme, struct canvas *canvas);
