/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who maps this? The overlay that shows who does, and what can be asked for at all. */
#pragma once

#include "view/view.h"

/* The region a question is about: the one under the cursor, or of a block the first with a file;
 * NULL where there is none. */
const struct region *who_region(const struct scene *scene, const struct view *view);
/* Can other processes be asked for it? Not where it has no device and inode. */
bool who_can_be_asked(const struct region *region);
/* Why not, as a sentence or two. */
void who_reason(const struct region *region, char *out, size_t size);
