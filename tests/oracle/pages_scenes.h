/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scenes: memory made by a process that knows what stands behind each of its pages. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define SCENE_MOST 1024 /* pages */
#define SCENES_MOST 32

struct scene {
	const char *title;
	/* In the process: makes the memory and returns where it begins; NULL where it cannot. */
	char *(*make)(size_t page);
	/* Each page by a letter, "R8.4": as many; see letter_of(). */
	const char *expected;
	unsigned attributes;     /* enum page_attribute, of all that is present */
	bool needs_scan;         /* entries take it for another thing, whoever reads them */
	bool is_told_by_entries; /* all of it, to everybody */
};

extern const struct scene scenes[];
extern const size_t scene_count;

/* A private anonymous mapping, written nowhere. */
char *scene_map(size_t size);
