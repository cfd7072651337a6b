/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "app/themes.h"
#include "app/viewer.h"
#include "strata/translate.h"

#define THEME "high-contrast"

static void show_theme(struct viewer *viewer, const char *name)
{
	char error[256];
	struct theme theme;
	if (themes_load(name, &theme, error, sizeof error) < 0) {
		viewer_say(viewer, "%s", error);
		return;
	}
	viewer->theme = theme;
	screen_set_theme(&viewer->theme);
}

void teach_toggle(struct viewer *viewer)
{
	bool is_on = viewer->frame.is_teaching = !viewer->frame.is_teaching;
	show_theme(viewer, is_on ? THEME : viewer->settings.theme);
	viewer_say(viewer, "%s",
		is_on ? _("for a class: high contrast, fewer panes, larger figures")
		      : _("for one reader"));
	viewer->is_stale = true;
}
