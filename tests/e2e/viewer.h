/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The viewer under test: started on a target, looked at, ended. */
#pragma once

#include "target.h"
#include "vt.h"

/* strata on `target` with more words (NULL-terminated; NULL none) in a terminal of this size (0, 0:
 * 24 by 80); its first picture of the regions is there. */
void viewer_open(struct vt *vt, const struct target *target, const char *const *words, int rows,
	int columns);
/* The same with variables of the environment. */
void viewer_open_with(struct vt *vt, const struct target *target, const char *const *words,
	const char *const *variables);
/* Has it left the terminal as it was: screen, cursor, mouse, paste, keys, line discipline? */
void viewer_check_restored(const struct vt *vt);
/* Takes the next step of a lesson, `number` of `count`, without an answer to what it may ask, and waits
 * until it was judged. */
void viewer_step(struct vt *vt, unsigned number, unsigned count);
/* Types q, waits for status 0 and a restored terminal, checks every byte that was written. */
void viewer_quit(struct vt *vt);
/* Nothing but ours was written to the terminal. */
void viewer_check_wire(const struct vt *vt);
