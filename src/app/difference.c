/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "app/viewer.h"
#include "strata/translate.h"

/* What the picture on the screen may be held against: the baseline, then the pins. */
struct candidate {
	const struct snapshot *picture;
	char name; /* of the pin; 0 */
};

static size_t list_candidates(const struct viewer *viewer, struct candidate candidates[PINS + 1])
{
	const struct watched *shown = &viewer->watched[viewer->shown];
	size_t count = 0;
	if (shown->baseline)
		candidates[count++] = (struct candidate){ shown->baseline, 0 };
	for (size_t i = viewer->pin_count; i-- > 0;) {
		const struct snapshot *picture = pins_picture(viewer, &viewer->pins[i], shown);
		if (picture)
			candidates[count++] = (struct candidate){ picture, viewer->pins[i].name };
	}
	return count;
}

/* What only was looked at differs in no way that anyone wants to know. */
static bool is_worth_a_line(const struct difference *difference)
{
	static const enum counter counters[] = { COUNTER_RSS, COUNTER_PRIVATE_DIRTY, COUNTER_SWAP };
	int64_t change = 0;
	if (difference->what != DIFFERENCE_COUNTERS)
		return true;
	for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
		if (difference_counter(difference, counters[i], &change) && change != 0)
			return true;
	return false;
}

static void find(struct differing *differing)
{
	size_t count, kept = 0;
	if (difference_find(differing->before->table, differing->after->table, &differing->list,
		    &count) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		if (is_worth_a_line(&differing->list[i]))
			differing->list[kept++] = differing->list[i];
	differing->count = kept;
}

void difference_drop(struct viewer *viewer)
{
	struct differing *differing = &viewer->differing;
	free(differing->list);
	snapshot_unref(differing->before);
	snapshot_unref(differing->after);
	*differing = (struct differing){ 0 };
}

/* Pictures never change: where both are the same, so is the difference. */
void difference_follow(struct viewer *viewer)
{
	struct candidate candidates[PINS + 1];
	struct differing *differing = &viewer->differing;
	int count = (int)list_candidates(viewer, candidates);
	const struct snapshot *after = travel_picture(viewer, &viewer->watched[viewer->shown]);
	if (viewer->frame.overlay != OVERLAY_DIFFERENCE || count == 0 || !after) {
		difference_drop(viewer);
		return;
	}
	int at = (viewer->frame.against % count + count) % count;
	if (differing->before == candidates[at].picture && differing->after == after)
		return;
	difference_drop(viewer);
	differing->before = snapshot_ref(candidates[at].picture);
	differing->after = snapshot_ref(after);
	differing->name = candidates[at].name;
	find(differing);
}

void difference_open(struct viewer *viewer)
{
	struct candidate candidates[PINS + 1];
	if (list_candidates(viewer, candidates) == 0) {
		viewer_say(viewer, _("b sets a baseline, p a pin: then D tells what differs"));
		return;
	}
	viewer->frame.overlay = OVERLAY_DIFFERENCE;
	viewer->frame.overlay_list = (struct list){ 0 };
	viewer->frame.against = 0;
	viewer->is_stale = true;
}

void difference_enter(struct viewer *viewer)
{
	size_t selected = viewer->frame.overlay_list.selected;
	if (selected >= viewer->differing.count)
		return;
	const struct region *after = viewer->differing.list[selected].after;
	if (!after) {
		viewer_say(viewer, _("it is there no more"));
		return;
	}
	viewer->frame.overlay = OVERLAY_NONE;
	obey_go_to(viewer, after->start);
}
