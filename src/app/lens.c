/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "app/viewer.h"
#include "strata/translate.h"
#include "view/words.h"

/* The lenses, from the key to what came of it. Nothing is written before the user has said y. */

static const struct {
	const char *question; /* with the digit and the process */
	const char *missing;  /* the kernel keeps no such marks */
	const char *wiped;
} texts[LENSES] = {
	[LENS_REFERENCED] = { N_("write %s to /proc/%d/clear_refs, to count Referenced anew? y/n "),
		N_("this kernel has no clear_refs: Referenced cannot count anew"),
		N_("reference marks wiped: Referenced counts from here") },
	[LENS_WRITTEN] = { N_("write %s to /proc/%d/clear_refs, to see what is written? y/n "),
		N_("this kernel keeps no soft-dirty marks (CONFIG_MEM_SOFT_DIRTY)"),
		N_("write marks wiped: Pages marks what is written from here") },
};

void lens_ask(struct viewer *viewer, enum lens lens)
{
	const struct watched *shown = &viewer->watched[viewer->shown];
	char question[PROMPT_TEXT];
	if (!shown->now || shown->ended_wall_ns) {
		viewer_say(viewer, "%s", _("there is no living process on the screen"));
		return;
	}
	if (!lens_is_kept(lens)) {
		viewer_say(viewer, "%s", translate(texts[lens].missing));
		return;
	}
	snprintf(question, sizeof question, translate(texts[lens].question), lens_digit(lens),
		(int)shown->pid);
	viewer->wiping = (struct wiping){ shown->pid, lens };
	prompt_open(&viewer->prompt, PROMPT_CONFIRM, question);
}

void lens_wipe_now(struct viewer *viewer)
{
	/* While the question stood another process may have come on the screen. */
	if (viewer->watched[viewer->shown].pid == viewer->wiping.pid)
		sampler_wipe(viewer->sampler, viewer->shown, viewer->wiping.lens);
}

void lens_receive(struct viewer *viewer, struct watched *watched, const struct arrival *arrival)
{
	for (enum lens lens = 0; lens < LENSES; lens++) {
		if (!arrival->has_wiped[lens])
			continue;
		if (arrival->wipe_error[lens]) {
			viewer_say(viewer, _("clear_refs of process %d was not written: %s"),
				(int)watched->pid, words_error(arrival->wipe_error[lens]));
			continue;
		}
		watched->wiped_wall_ns[lens] = viewer_wall();
		watch_note(viewer, translate(texts[lens].wiped));
	}
}
