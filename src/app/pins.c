/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "app/replay.h"
#include "app/viewer.h"
#include "strata/translate.h"

/* Pins: moments with a letter. Their pictures are kept, however far back they are. */

static void forget(struct pin *pin)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		snapshot_unref(pin->pictures[i]);
	*pin = (struct pin){ 0 };
}

void pins_forget(struct viewer *viewer)
{
	for (size_t i = 0; i < PINS; i++)
		forget(&viewer->pins[i]);
	viewer->pin_count = 0;
}

/* A place may hold another process by now. */
static bool is_of(const struct snapshot *picture, const struct watched *watched)
{
	return picture && picture->process.pid == watched->pid &&
	       picture->process.start_ticks == watched->start_ticks;
}

const struct snapshot *pins_picture(
	const struct viewer *viewer, const struct pin *pin, const struct watched *watched)
{
	const struct snapshot *picture = pin->pictures[watched - viewer->watched];
	return is_of(picture, watched) ? picture : NULL;
}

const struct snapshot *pins_picture_at(
	const struct viewer *viewer, const struct watched *watched, uint64_t clock_ns)
{
	for (size_t i = 0; i < viewer->pin_count; i++)
		if (viewer->pins[i].clock_ns == clock_ns)
			return pins_picture(viewer, &viewer->pins[i], watched);
	return NULL;
}

static const struct pin *pin_at(const struct viewer *viewer, uint64_t wall_ns)
{
	for (size_t i = 0; i < viewer->pin_count; i++)
		if (viewer->pins[i].wall_ns == wall_ns)
			return &viewer->pins[i];
	return NULL;
}

static void set(struct viewer *viewer, const struct snapshot *shown)
{
	char text[32];
	struct pin *pin = &viewer->pins[viewer->pin_count];
	*pin = (struct pin){ .name = (char)('A' + viewer->pin_count),
		.wall_ns = shown->wall_ns,
		.clock_ns = viewer->travel_ns ? viewer->travel_ns : shown->clock_ns };
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		const struct snapshot *picture = travel_picture(viewer, &viewer->watched[i]);
		pin->pictures[i] = picture ? snapshot_ref(picture) : NULL;
	}
	viewer->pin_marks[viewer->pin_count] = (struct pin_mark){ pin->name, pin->clock_ns };
	viewer->pin_count++;
	snprintf(text, sizeof text, _("pin %c"), pin->name);
	journal_note(&viewer->journal, pin->wall_ns, text);
	viewer_say(viewer, _("pin %c: ' %c goes back to it, D tells what differs"), pin->name,
		pin->name);
	viewer->is_stale = true;
}

void pins_set(struct viewer *viewer)
{
	const struct snapshot *shown = travel_picture(viewer, &viewer->watched[viewer->shown]);
	if (!shown)
		return;
	const struct pin *there = pin_at(viewer, shown->wall_ns);
	if (there)
		viewer_say(viewer, _("this moment is pin %c already"), there->name);
	else if (viewer->pin_count == PINS)
		viewer_say(viewer, _("there is a pin for each letter already"));
	else
		set(viewer, shown);
}

void pins_ask(struct viewer *viewer)
{
	if (viewer->pin_count > 0)
		prompt_open(&viewer->prompt, PROMPT_PIN, "");
	else
		viewer_say(viewer, _("there is no pin yet: p sets one"));
}

void pins_go_to(struct viewer *viewer, const char *letter)
{
	size_t index = (size_t)((*letter & ~0x20) - 'A');
	if (index >= viewer->pin_count)
		viewer_say(viewer, _("there is no pin %s"), letter);
	else if (viewer->replay)
		replay_seek(viewer, viewer->pins[index].clock_ns);
	else
		travel_to(viewer, viewer->pins[index].clock_ns);
}
