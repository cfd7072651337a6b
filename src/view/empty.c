/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/panel.h"

#include "demo/run.h"
#include "strata/translate.h"
#include "view/words.h"

/* Title and explanation, one a line. */
struct words {
	const char *title, *text;
};

static struct words reason(const struct scene *scene, const struct view *view)
{
	const struct snapshot *now = scene->now;
	if (scene->processes)
		return (struct words){ _("no process fits"), _("Escape drops the filter.") };
	if (!now && scene->demo && scene->demo->state == RUN_SKIPPED)
		return (struct words){ _("nothing to see"), _("This demo cannot run here.") };
	if (!now && scene->replay)
		return (struct words){ _("not there"),
			_("At this moment of the recording there is no sample of this process.") };
	if (!now)
		return (struct words){ _("reading"), _("The first sample is on its way.") };
	if (scene->state->filter[0] && now->table->count)
		return (struct words){ _("nothing fits the filter"), _("Escape drops it.") };
	if (now->process.is_kernel_thread)
		return (struct words){ _("a kernel thread"),
			_("It runs in the kernel's own address space: there is no memory of its "
			  "own to show.") };
	if (now->life == LIFE_ZOMBIE)
		return (struct words){ _("a zombie"),
			_("It has exited and its memory has been given back; only its exit status "
			  "waits for the parent to fetch it.") };
	if (snapshot_gap(now, "maps"))
		return (struct words){ words_error(snapshot_gap(now, "maps")),
			_("The map of another user's process is not for everybody. Run strata as "
			  "that user, or as root. The figures above come from files that all may "
			  "read.") };
	return (struct words){ _("nothing yet"),
		view->nothing ? translate(view->nothing) : _("There is nothing in this list.") };
}

void panel_empty(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area)
{
	struct words words = reason(scene, frame->view);
	int width = area.width < 60 ? area.width - 4 : 56;
	struct rect box = { area.x + (area.width - width) / 2, area.y + area.height / 3, width,
		area.height - area.height / 3 };
	canvas_text(canvas, box.x, box.y, box.width, PEN_BOLD(ROLE_TITLE), words.title);
	box.y += 2;
	box.height -= 2;
	canvas_wrap(canvas, box, PEN(ROLE_TEXT), words.text);
}
