/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/who.h"

#include <stdio.h>
#include <string.h>

#include "app/viewer.h"
#include "strata/translate.h"

static void drop(struct question *question)
{
	inquiry_destroy(question->inquiry);
	*question = (struct question){ 0 };
}

static void start(struct viewer *viewer, const struct region *region)
{
	struct question *question = &viewer->question;
	const struct mappers_options options = {
		.device_major = region->device_major,
		.device_minor = region->device_minor,
		.inode = region->inode,
		.first = viewer->watched[viewer->shown].pid,
	};
	snprintf(question->name, sizeof question->name, "%s", region->path);
	question->asked.error = -inquiry_create(&options, &question->inquiry);
}

static void refuse(struct question *question, const struct region *region)
{
	char address[UNITS_TEXT];
	snprintf(question->name, sizeof question->name, "%s %s", region_kind_name(region->kind),
		units_address(region->start, address));
	who_reason(region, question->reason, sizeof question->reason);
	question->asked.reason = question->reason;
}

void who_ask(struct viewer *viewer)
{
	struct question *question = &viewer->question;
	struct scene scene = viewer_scene(viewer, viewer_clock());
	const struct region *region = who_region(&scene, viewer->frame.view);
	if (!region) {
		viewer_say(viewer, _("put the cursor on a region to see who else maps it"));
		return;
	}
	drop(question);
	question->asked.name = question->name;
	if (who_can_be_asked(region))
		start(viewer, region);
	else
		refuse(question, region);
	viewer->frame.overlay = OVERLAY_WHO;
	viewer->frame.overlay_list = (struct list){ 0 };
}

void who_receive(struct viewer *viewer)
{
	struct question *question = &viewer->question;
	struct inquiry_progress progress;
	if (!question->inquiry || question->asked.answer)
		return;
	inquiry_look(question->inquiry, &progress);
	question->asked.tally = progress.tally;
	question->asked.answer = progress.answer;
	question->asked.error = progress.error;
	viewer->is_dirty = true;
}

void who_follow(struct viewer *viewer)
{
	if (viewer->frame.overlay != OVERLAY_WHO)
		drop(&viewer->question);
}

void who_enter(struct viewer *viewer)
{
	const struct mappers *answer = viewer->question.asked.answer;
	size_t selected = viewer->frame.overlay_list.selected;
	if (!answer || selected >= answer->tally.found)
		return;
	pid_t pid = answer->entries[selected].pid;
	viewer->frame.overlay = OVERLAY_NONE;
	if (pid != viewer->watched[viewer->shown].pid)
		watch_instead(viewer, pid);
}
