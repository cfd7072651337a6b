/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "veil.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct alias {
	char text[VEIL_TEXT];
	char path[];
};

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct alias *)a)->path, ((const struct alias *)b)->path);
}

int veil_init(struct veil *veil, bool is_on)
{
	*veil = (struct veil){ .is_on = is_on };
	if (is_on && getrandom(&veil->key, sizeof veil->key, 0) != (ssize_t)sizeof veil->key)
		return -EIO;
	return 0;
}

void veil_finish(struct veil *veil)
{
	tdestroy(veil->aliases, free);
	veil->aliases = NULL;
}

static const char *alias_of(struct veil *veil, const char *path)
{
	size_t size = strlen(path) + 1;
	struct alias *alias = malloc(sizeof *alias + size);
	if (!alias)
		return NULL;
	memcpy(alias->path, path, size);
	struct alias *const *found = tsearch(alias, &veil->aliases, compare);
	if (!found || *found != alias) {
		free(alias);
		return found ? (*found)->text : NULL;
	}
	snprintf(alias->text, sizeof alias->text, "/file-%u", ++veil->count);
	return alias->text;
}

const char *veil_path(struct veil *veil, const char *path, uint64_t inode, char out[VEIL_TEXT])
{
	if (!veil->is_on || !*path)
		return path;
	if (inode != 0 || *path != '[')
		return alias_of(veil, path);
	size_t length = strcspn(path, ":");
	if (path[length] == '\0')
		return path;
	snprintf(out, VEIL_TEXT, "%.*s]", (int)(length < 20 ? length : 20), path);
	return out;
}

const char *veil_name(const struct veil *veil, const char *name)
{
	return veil->is_on ? "" : name;
}
