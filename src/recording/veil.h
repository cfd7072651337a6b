/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A veil hides names in an anonymous recording: "/usr/bin/vi" becomes "/file-1", everywhere the same,
 * so that it is still seen what belongs together. Names of the kernel's own making ("[heap]") stay,
 * without what a process may have added to them ("[anon:secret]"). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define VEIL_TEXT 32

struct veil {
	bool is_on; /* otherwise everything is shown as it is */
	void *aliases;
	unsigned count;
	uint64_t key; /* random, kept nowhere: hashes of names tell nothing without it */
};

int veil_init(struct veil *veil, bool is_on);
void veil_finish(struct veil *veil);
/* What to write for a path; `inode` 0 where it is the kernel's own name. Holds as long as the veil,
 * or until the next call; NULL when memory is exhausted. */
const char *veil_path(struct veil *veil, const char *path, uint64_t inode, char out[VEIL_TEXT]);
/* What to write for another name: nothing. */
const char *veil_name(const struct veil *veil, const char *name);
