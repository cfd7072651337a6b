/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The large variables of the demo `segments`. They are in a worker of its own, strata-segments, lest
 * every other demo's memory have them too; elsewhere their addresses are NULL. */
#pragma once

#define SEGMENTS_PROGRAM "strata-segments"
#define SEGMENTS_DATA (4 << 20)
#define SEGMENTS_BSS (16 << 20)
#define SEGMENTS_PAGE (64 << 10) /* the largest page there may be: .bss begins within one */

extern char segments_data[SEGMENTS_DATA]; /* initialised: .data */
extern char segments_bss[SEGMENTS_BSS +
			 SEGMENTS_PAGE]; /* not initialised: .bss, behind all small variables */
