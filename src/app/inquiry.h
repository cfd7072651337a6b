/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An inquiry asks all processes who maps a thing, on a thread of its own: it may take seconds, and
 * neither the screen nor the sampler's beat waits for it.
 *
 * One inquiry is one question and one answer. Destroying it ends the search behind the process that
 * is being asked, without waiting for that. Everything here belongs to the thread that created it. */
#pragma once

#include <stdbool.h>

#include "strata/mappers.h"

struct inquiry;

/* How far it has come. */
struct inquiry_progress {
	struct mappers_tally tally;
	bool has_ended;
	int error;                    /* positive errno: why there is no answer; 0 */
	const struct mappers *answer; /* once it has ended; lives as long as the inquiry */
};

/* Starts asking; the options but their callback are taken, their proc_root must outlive it. */
int inquiry_create(const struct mappers_options *options, struct inquiry **ret_inquiry);
void inquiry_destroy(struct inquiry *inquiry); /* NULL is fine */
/* Readable when there is progress to look at. */
int inquiry_fd(const struct inquiry *inquiry);
void inquiry_look(struct inquiry *inquiry, struct inquiry_progress *ret_progress);
