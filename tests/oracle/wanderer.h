/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A wanderer is a process whose mappings are made, moved, cut and joined at random, deed by deed, and
 * which keeps a log of where each of its pages came from. The log knows nothing of regions: what
 * became of them follows from what became of their pages. The same seed makes the same life. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#define WANDERER_PAGES 2048
#define WANDERER_FREE UINT32_MAX
#define WANDERER_NEW (UINT32_MAX - 1)

struct wanderer_log {
	/* For each page of the range: nothing there, new since the last request, or the page that it
	 * was when that began. */
	uint32_t origin[WANDERER_PAGES];
	char deeds[1024]; /* of the last request, in words */
};

struct wanderer {
	pid_t pid;
	uint64_t base; /* of the range; its first and last page stay unmapped */
	uint64_t page;
	const struct wanderer_log *log;
	int request, answer;
};

void wanderer_start(struct wanderer *wanderer, uint64_t seed);
/* Does so many deeds; returns when they are done. */
void wanderer_act(struct wanderer *wanderer, unsigned deeds);
void wanderer_end(struct wanderer *wanderer);
