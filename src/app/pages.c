/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "app/viewer.h"

#define FLASH_NS 600000000ull

void pages_forget(struct watched *watched)
{
	page_look_finish(&watched->pages);
	page_look_finish(&watched->pages_before);
	page_look_finish(&watched->pages_baseline);
	watched->wish = (struct page_wish){ 0 };
}

void pages_accept(struct viewer *viewer, struct watched *watched, const struct page_look *look)
{
	if (page_look_differs(look, &watched->pages)) {
		page_look_finish(&watched->pages_before);
		watched->pages_before = watched->pages;
		if (watched == &viewer->watched[viewer->shown])
			viewer->pages_flash_until_ns = viewer_clock() + FLASH_NS;
	} else {
		page_look_finish(&watched->pages);
	}
	watched->pages = *look;
	viewer->is_dirty = true;
}

void pages_set_baseline(struct watched *watched)
{
	page_look_finish(&watched->pages_baseline);
	watched->pages_baseline = page_look_ref(&watched->pages);
}

void pages_wish(struct viewer *viewer)
{
	const struct view *view = viewer->frame.view;
	struct watched *watched = &viewer->watched[viewer->shown];
	struct scene scene = viewer_scene(viewer, viewer_clock());
	struct page_wish wish = { 0 };
	if (view->look && scene.now && !scene.processes)
		view->look(&scene,
			frame_view_area(&scene, &viewer->frame, viewer->canvas.width,
				viewer->canvas.height),
			&wish);
	if (!watched->pid || memcmp(&wish, &watched->wish, sizeof wish) == 0)
		return;
	watched->wish = wish;
	sampler_look(viewer->sampler, viewer->shown, &wish);
}
