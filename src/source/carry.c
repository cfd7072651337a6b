/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "carry.h"

#include <errno.h>
#include <string.h>

/* Copies strings into an arena; neighbours that shared one share the copy. */
struct copier {
	struct arena *arena;
	const char *from, *to;
};

static const char *copy(struct copier *copier, const char *string)
{
	if (string && string != copier->from) {
		copier->to = *string ? arena_copy(copier->arena, string, strlen(string)) : "";
		copier->from = copier->to ? string : NULL;
	}
	return string ? copier->to : NULL;
}

static bool is_same(const struct region *a, const struct region *b)
{
	return a->start == b->start && a->end == b->end && a->offset == b->offset &&
	       a->inode == b->inode && a->device_major == b->device_major &&
	       a->device_minor == b->device_minor && a->permissions == b->permissions &&
	       a->deleted == b->deleted && strcmp(a->path, b->path) == 0;
}

int carry_counters(const struct region_table *from, struct region_table *to)
{
	struct copier flags = { .arena = &to->arena };
	const struct region *old = from->regions, *old_end = old + from->count;
	struct region *end = to->regions + to->count;
	for (struct region *region = to->regions; region < end; region++) {
		while (old < old_end && old->start < region->start)
			old++;
		if (old == old_end)
			break;
		if (!is_same(old, region))
			continue;
		memcpy(region->counters, old->counters, sizeof region->counters);
		region->flags = copy(&flags, old->flags);
		region->stale = true;
		if (old->flags && !region->flags)
			return -ENOMEM;
	}
	to->counters_clock_ns = from->counters_clock_ns;
	return 0;
}

static int carry_modules(const struct region_table *from, struct region_table *to)
{
	if (from->module_count == 0)
		return 0;
	to->modules = arena_take(&to->arena, from->module_count * sizeof *to->modules);
	if (!to->modules)
		return -ENOMEM;
	to->module_count = from->module_count;
	for (size_t i = 0; i < from->module_count; i++) {
		const char *path = from->modules[i].path;
		to->modules[i] = from->modules[i];
		to->modules[i].path = arena_copy(&to->arena, path, strlen(path));
		if (!to->modules[i].path)
			return -ENOMEM;
	}
	return 0;
}

/* The path in `to` of the module that is called `path` in `from`; else `path` itself. */
static const char *find_module(
	const struct region_table *from, const struct region_table *to, const char *path)
{
	for (size_t i = 0; i < from->module_count; i++)
		if (from->modules[i].path == path)
			return to->modules[i].path;
	return path;
}

static int carry_parts(struct copier *names, const struct region *from, struct region *to)
{
	if (from->part_count == 0)
		return 0;
	struct region_part *parts = arena_take(names->arena, from->part_count * sizeof *parts);
	if (!parts)
		return -ENOMEM;
	for (uint32_t i = 0; i < from->part_count; i++) {
		parts[i] = from->parts[i];
		parts[i].name = copy(names, from->parts[i].name);
		if (from->parts[i].name && !parts[i].name)
			return -ENOMEM;
	}
	to->parts = parts;
	to->part_count = from->part_count;
	return 0;
}

static int carry_region(
	struct copier *names, struct copier *paths, const struct region *from, struct region *to)
{
	to->kind = from->kind;
	if (to->deleted != from->deleted) {
		to->deleted = from->deleted;
		to->path = copy(paths, from->path);
		to->path_length = from->path_length;
	}
	return to->path ? carry_parts(names, from, to) : -ENOMEM;
}

int carry_findings(const struct region_table *from, struct region_table *to)
{
	struct copier names = { .arena = &to->arena }, paths = { .arena = &to->arena };
	const char *old = "", *module = "";
	int error = carry_modules(from, to);
	for (size_t i = 0; !error && i < to->count; i++) {
		if (from->regions[i].module != old) {
			old = from->regions[i].module;
			module = find_module(from, to, old);
			if (module == old)
				module = arena_copy(&to->arena, old, strlen(old));
		}
		to->regions[i].module = module;
		error = module ? carry_region(&names, &paths, &from->regions[i], &to->regions[i])
			       : -ENOMEM;
	}
	return error;
}
