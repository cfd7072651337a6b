/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The map's rows, highest address first, as textbooks draw it: edges of user space, regions, gaps
 * between them, and blocks that fold many regions into one row: the regions of a module, or a long
 * run of mappings that belong to none. An open block is followed by its regions, a region opened by
 * its parts. A demo's markers stand below the region that holds them.
 *
 * row.value is the start address, row.size the bytes covered; `first` and `count` are region indexes.
 * A part has its region in `first` and its own index in `count`, a marker its index in `first`. */
#pragma once

#include "view/scene.h"

enum map_tag {
	MAP_EDGE_TOP, /* end of user space */
	MAP_EDGE_BOTTOM,
	MAP_GAP,
	MAP_REGION,
	MAP_MODULE, /* a block: the regions of a module */
	MAP_RUN,    /* a block: many regions of no module */
	MAP_CHILD,  /* a region of an open block */
	MAP_PART,
	MAP_MARKER,
};

/* What state_is_open() knows a row by; 0 when it cannot be opened. */
uint64_t map_key(const struct scene *scene, const struct row *row);
/* Opening all leaves parts alone. */
bool map_is_open(const struct scene *scene, const struct view_state *state, const struct row *row);
void map_arrange(const struct scene *scene, struct view_state *state);
void map_paint(const struct scene *scene, struct canvas *canvas, struct rect area);
void map_look(const struct scene *scene, struct rect area, struct page_wish *wish);
size_t map_row_at(const struct scene *scene, struct rect area, int y);
