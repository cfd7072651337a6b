/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/viewer.h"

void menu_open(struct viewer *viewer)
{
	viewer->menu_count = demo_menu(viewer->menu);
	for (size_t i = 0; i < viewer->menu_count; i++) {
		struct menu_entry *entry = &viewer->menu[i];
		if (entry->demo)
			runner_can_run(entry->demo, entry->reason, sizeof entry->reason);
	}
	viewer->frame.overlay = OVERLAY_DEMOS;
	viewer->frame.overlay_list = (struct list){ 0 };
}

void menu_enter(struct viewer *viewer)
{
	size_t selected = viewer->frame.overlay_list.selected;
	if (selected >= viewer->menu_count)
		return;
	const struct menu_entry *entry = &viewer->menu[selected];
	if (entry->playlist)
		lesson_open_playlist(viewer, entry->playlist);
	else if (entry->demo)
		lesson_open(viewer, entry->demo);
	else
		quiz_open(viewer);
}
