/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/segments_image.h"

__attribute__((aligned(4096))) char segments_data[SEGMENTS_DATA] = { 1 };
/* Common variables are what the linker puts last; not aligned, lest the small ones before it be. */
__attribute__((common)) char segments_bss[SEGMENTS_BSS + SEGMENTS_PAGE];
