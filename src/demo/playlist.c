/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/playlist.h"

#include <string.h>

const struct playlist playlist_table[] = {
	{ "class", N_("A class of 50 minutes"),
		N_("Where memory is, where it comes from, who shares it, and what goes wrong"),
		{ "segments", "malloc-grow", "heap-textbook", "demand", "zero-page", "cow-fork",
			"shared-private", "threads", "stack-overflow", "race" } },
	{ "homework", N_("What a class leaves for at home"),
		N_("Files as memory, memory given back, huge pages, bytes in a pipe"),
		{ "file-fault", "malloc-trim", "thp", "ipc-buffers" } },
};
const size_t playlist_count = sizeof playlist_table / sizeof playlist_table[0];

const struct playlist *playlist_find(const char *id)
{
	for (size_t i = 0; i < playlist_count; i++)
		if (strcmp(playlist_table[i].id, id) == 0)
			return &playlist_table[i];
	return NULL;
}

size_t playlist_length(const struct playlist *playlist)
{
	size_t length = 0;
	while (length < PLAYLIST_DEMOS && playlist->demos[length])
		length++;
	return length;
}

const struct demo *playlist_demo(const struct playlist *playlist, size_t place)
{
	return place < playlist_length(playlist) ? demo_find(playlist->demos[place]) : NULL;
}

unsigned playlist_minutes(const struct playlist *playlist)
{
	unsigned minutes = 0;
	for (size_t i = 0; i < playlist_length(playlist); i++)
		minutes += playlist_demo(playlist, i)->minutes;
	return minutes;
}
