/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Region tables written by hand, as lines of /proc/PID/maps; for tests. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "strata/snapshot.h"

static inline uint8_t from_maps_permissions(const char *text)
{
	return (uint8_t)((text[0] == 'r' ? PERMISSION_READ : 0) |
			 (text[1] == 'w' ? PERMISSION_WRITE : 0) |
			 (text[2] == 'x' ? PERMISSION_EXECUTE : 0) |
			 (text[3] == 's' ? PERMISSION_SHARED : 0));
}

static inline void from_maps_line(struct region_table *table, const char *line, size_t length)
{
	static const char deleted[] = " (deleted)";
	unsigned long long start, end, offset, inode;
	unsigned major, minor;
	char permissions[5];
	int name = 0;
	char *copy = arena_copy(&table->arena, line, length);
	if (sscanf(copy, "%llx-%llx %4s %llx %x:%x %llu %n", &start, &end, permissions, &offset,
		    &major, &minor, &inode, &name) != 7)
		abort();
	struct region *region = region_table_add(table);
	region->start = start;
	region->end = end;
	region->offset = offset;
	region->device_major = major;
	region->device_minor = minor;
	region->inode = inode;
	region->permissions = from_maps_permissions(permissions);
	size_t bytes = strlen(copy + name), mark = sizeof deleted - 1;
	region->deleted = bytes > mark && strcmp(copy + name + bytes - mark, deleted) == 0;
	region->path_length = (uint32_t)(region->deleted ? bytes - mark : bytes);
	region->path = arena_copy(&table->arena, copy + name, region->path_length);
}

/* One region per line; to be given back with region_table_unref(). */
static inline struct region_table *from_maps(const char *text)
{
	struct region_table *table = region_table_create();
	while (*text) {
		size_t length = strcspn(text, "\n");
		from_maps_line(table, text, length);
		text += length + (text[length] == '\n');
	}
	return table;
}
