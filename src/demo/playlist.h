/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Playlists: demos in the order of a lesson. At the end of one the viewer goes on to the next. */
#pragma once

#include "demo/demo.h"

#define PLAYLIST_DEMOS 16

struct playlist {
	const char *id; /* where an ID of a demo may stand: "class" */
	const char *title, *summary;
	const char *demos[PLAYLIST_DEMOS]; /* IDs, ended by NULL */
};

extern const struct playlist playlist_table[];
extern const size_t playlist_count;

const struct playlist *playlist_find(const char *id);
size_t playlist_length(const struct playlist *playlist);
/* The demo at a place of it; NULL behind the end. */
const struct demo *playlist_demo(const struct playlist *playlist, size_t place);
unsigned playlist_minutes(const struct playlist *playlist);
