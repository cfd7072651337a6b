/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recording without a terminal: strata record, and strata run --record where there is none. */
#pragma once

#include "app/journal.h"
#include "app/tape.h"
#include "app/vigil.h"

struct cli;

/* strata record PID… -o FILE */
int record_run(const struct cli *cli);

/* A recording that tells what happens from sample to sample by itself. */
struct record {
	const struct cli *cli;
	struct tape *tape; /* NULL: not begun */
	struct journal journal;
	const struct snapshot *last[VIGIL_TARGETS]; /* one reference each; NULL */
	bool has_many;                              /* processes: events say of which they are */
};

/* 0, or -errno after a complaint. */
int record_begin(struct record *record);
/* The next sample of process `index`; 0, or -errno when the recording has ended. */
int record_take(struct record *record, size_t index, const struct snapshot *snapshot);
/* An exit status, after a summary or a complaint. */
int record_end(struct record *record);

/* Ends a tape and says what has become of it. An exit status. */
int record_finish(struct tape *tape, const char *path);
