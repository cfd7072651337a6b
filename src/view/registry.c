/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <strings.h>

#include "view/view.h"

extern const struct view view_map, view_regions, view_pages, view_compare, view_events, view_growth,
	view_process, view_timeline;

const struct view *const view_registry[] = {
	&view_map,
	&view_regions,
	&view_pages,
	&view_timeline,
	&view_growth,
	&view_compare,
	&view_events,
	&view_process,
};

const size_t view_count = sizeof view_registry / sizeof view_registry[0];

const struct view *view_find(const char *name)
{
	for (size_t i = 0; i < view_count; i++)
		if (strcasecmp(view_registry[i]->name, name) == 0 ||
			strcasecmp(view_registry[i]->title, name) == 0)
			return view_registry[i];
	return NULL;
}
