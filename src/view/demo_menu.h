/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may be started in the pane of the demos: the demos by group, the playlists, the quiz. */
#pragma once

#include "demo/playlist.h"

#define MENU_REASON 160
#define MENU_MOST 64

struct menu_entry {
	const char *group; /* stands above the first of its entries */
	const char *id, *title, *summary;
	unsigned minutes;
	const struct demo *demo;         /* either this */
	const struct playlist *playlist; /* or this, or the quiz */
	char reason[MENU_REASON];        /* why it cannot run here; "" */
};

/* The catalogue as entries, `reason` left empty. At most MENU_MOST. */
size_t demo_menu(struct menu_entry entries[MENU_MOST]);
