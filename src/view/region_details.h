/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines below an expanded row of the Regions view: all counters of smaps, the decoded VmFlags, the
 * parts. Each is a row of its own; `first` is the region, `count` which line of its tag. */
#pragma once

#include "view/scene.h"

enum regions_tag {
	TAG_REGION,
	TAG_COUNTERS,
	TAG_FLAGS,
	TAG_PART,
};

void region_add_details(struct view_state *state, const struct region *region, struct row row);
void region_paint_detail(
	const struct scene *scene, struct canvas *canvas, struct rect line, const struct row *row);
