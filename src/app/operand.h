/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An operand names pictures of a process: a live one (PID or NAME), a recording, or a file with one
 * snapshot as JSON. What exists as a file with a '/' or a '.' in its name is a file.
 *
 * A recording may be followed by a moment: FILE@+90s after its start, FILE@-10s before its end,
 * FILE@22:31:02 on the day it began, FILE@2026-11-20T22:31:02; and by a process: FILE#PID. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "strata/recording.h"
#include "strata/snapshot.h"

enum operand_kind {
	OPERAND_LIVE,
	OPERAND_RECORDING,
	OPERAND_SNAPSHOT,
};

struct operand {
	enum operand_kind kind;
	const char *text;            /* as given */
	pid_t pid;                   /* live */
	struct recording *recording; /* a recording, and its process */
	size_t process;
	bool has_moment;
	uint64_t wall_ns;          /* the moment */
	struct snapshot *snapshot; /* a file with one */
};

/* Opens it, or complains on standard error and returns the exit status, not 0. */
int operand_open(const char *text, struct operand *ret_operand);
void operand_close(struct operand *operand);
/* One picture: of a live process now; of a recording at the moment given, else its first or last. 0 and
 * a reference, or the exit status after a complaint. */
int operand_picture(const struct operand *operand, bool is_first, struct snapshot **ret_snapshot);
/* Hands each sample of a recording to `take`, in order. 0, what `take` returned below 0, or -errno. */
int operand_play(const struct operand *operand,
	int (*take)(void *context, size_t index, const struct snapshot *snapshot), void *context);
