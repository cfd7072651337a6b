/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "app/viewer.h"

#define FLASH_NS 400000000ull
#define FADE_NS 500000000ull /* after that */

void pages_drop_baseline(struct watched *watched)
{
	page_look_finish(&watched->pages_baseline);
	page_record_unref(watched->record);
	watched->record = NULL;
}

void pages_forget(struct watched *watched)
{
	page_look_finish(&watched->pages);
	page_look_finish(&watched->pages_before);
	pages_drop_baseline(watched);
	watched->wish = (struct page_wish){ 0 };
}

static void flash(struct viewer *viewer)
{
	viewer->pages_flash_until_ns = viewer_clock() + FLASH_NS;
	viewer->pages_fade_until_ns = viewer->pages_flash_until_ns + FADE_NS;
}

void pages_accept(struct viewer *viewer, struct watched *watched, const struct page_look *look)
{
	/* Of one that has ended the last picture stays: by now there is nothing to see. */
	struct page_look late = *look;
	if (watched->ended_wall_ns) {
		page_look_finish(&late);
		return;
	}
	viewer->is_stale |= look->sought_turn != watched->pages.sought_turn;
	if (page_look_differs(look, &watched->pages)) {
		page_look_finish(&watched->pages_before);
		watched->pages_before = watched->pages;
		if (watched == &viewer->watched[viewer->shown])
			flash(viewer);
	} else {
		page_look_finish(&watched->pages);
	}
	watched->pages = *look;
	viewer->is_dirty = true;
}

/* What is wished for, as it was at the baseline. */
static void look_back(struct watched *watched)
{
	struct page_look look = { .clock_ns = watched->pages_baseline.clock_ns };
	if (!watched->record)
		return;
	for (; look.count < watched->wish.count; look.count++) {
		struct page_map *map = NULL;
		page_record_look(watched->record, &watched->wish.windows[look.count], &map);
		look.maps[look.count] = map;
	}
	page_look_finish(&watched->pages_baseline);
	watched->pages_baseline = look;
}

void pages_accept_record(
	struct viewer *viewer, struct watched *watched, const struct page_record *record)
{
	page_record_unref(watched->record);
	watched->record = record;
	look_back(watched);
	viewer->is_dirty = true;
}

/* What is on the screen is there at once; all of it comes when it has been read. */
void pages_set_baseline(struct viewer *viewer, size_t place)
{
	struct watched *watched = &viewer->watched[place];
	pages_drop_baseline(watched);
	watched->pages_baseline = page_look_ref(&watched->pages);
	if (watched->pid && !watched->ended_wall_ns)
		sampler_record(viewer->sampler, place);
}

/* The place of the so-manieth companion, as viewer_scene() counts them. */
static size_t place_of_companion(const struct viewer *viewer, size_t companion)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (i != viewer->shown && viewer->watched[i].now && companion-- == 0)
			return i;
	return SIZE_MAX;
}

static void wish_for(struct viewer *viewer, size_t place, const struct page_wish *wish)
{
	struct watched *watched = &viewer->watched[place];
	if (!watched->pid || memcmp(wish, &watched->wish, sizeof *wish) == 0)
		return;
	watched->wish = *wish;
	look_back(watched);
	sampler_look(viewer->sampler, place, wish);
}

void pages_wish(struct viewer *viewer)
{
	if (viewer->travel_ns)
		return;
	const struct view *view = viewer->frame.view;
	struct scene scene = viewer_scene(viewer, viewer_clock());
	struct page_wish wish = { 0 }, none = { 0 };
	size_t partner = SIZE_MAX;
	if (view->look && scene.now && !scene.processes)
		view->look(&scene,
			frame_view_area(&scene, &viewer->frame, viewer->canvas.width,
				viewer->canvas.height),
			&wish);
	if (view->partner && scene.now && !scene.processes)
		partner = place_of_companion(viewer, view->partner(&scene));
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		wish_for(viewer, i, i == viewer->shown || i == partner ? &wish : &none);
}
