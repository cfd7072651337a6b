/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "recorder.h"

/* A table being written beside the one before it. */
struct writing {
	struct recorder *recorder;
	struct recorded *recorded;
	const struct region_table *table;
	bool is_chapter;
	bool is_stale; /* what its regions are by themselves (reading.is_stale) */
};

static bool are_equal(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same_mapping(const struct region *a, const struct region *b)
{
	return a->start == b->start && a->end == b->end && a->offset == b->offset &&
	       a->inode == b->inode && a->device_major == b->device_major &&
	       a->device_minor == b->device_minor && a->permissions == b->permissions &&
	       a->kind == b->kind && a->deleted == b->deleted;
}

/* Is it in the file as it is? Its strings and parts are, where they have the same numbers. */
static bool is_stored(const struct writing *writing, const struct region *old,
	const struct stored *before, const struct region *region, const struct stored *now)
{
	return is_same_mapping(old, region) && region->stale == writing->is_stale &&
	       before->path == now->path && before->module == now->module &&
	       before->flags == now->flags && before->parts == now->parts &&
	       memcmp(old->counters, region->counters, sizeof region->counters) == 0;
}

/* The number of a text that is often that of the same region before. */
static int text_of(struct recorder *recorder, const char *old, uint64_t old_id, const char *text,
	uint64_t *ret_id)
{
	if (old && are_equal(old, text)) {
		*ret_id = old_id;
		return 0;
	}
	return recorder_text(recorder, text, ret_id);
}

static int path_of(struct recorder *recorder, const char *old, uint64_t old_id, const char *path,
	uint64_t inode, uint64_t *ret_id)
{
	char alias[VEIL_TEXT];
	if (old && are_equal(old, path)) {
		*ret_id = old_id;
		return 0;
	}
	const char *shown = veil_path(&recorder->veil, path, inode, alias);
	return shown ? recorder_name(recorder, shown, ret_id) : -ENOMEM;
}

/* Numbers of what it points at, taken over from `old` (NULL: none) where that has the same. */
static int store(struct recorder *recorder, const struct region *old, const struct stored *before,
	const struct region *region, struct stored *now)
{
	static const struct region nothing = { 0 };
	static const struct stored not_stored;
	const struct region *like = old ? old : &nothing;
	const struct stored *ids = old ? before : &not_stored;
	*now = (struct stored){ 0 };
	/* A name of the kernel's own may become a file's, which is veiled otherwise. */
	bool is_like = like->inode == region->inode;
	int error = path_of(recorder, is_like ? like->path : NULL, ids->path, region->path,
		region->inode, &now->path);
	if (!error)
		error = path_of(
			recorder, like->module, ids->module, region->module, 1, &now->module);
	if (!error && region->flags)
		error = text_of(recorder, like->flags, ids->flags, region->flags, &now->flags);
	if (!error)
		error = recorder_parts(recorder, old, ids->parts, region, &now->parts);
	return error;
}

static int write_region(
	const struct writing *writing, const struct region *region, const struct stored *stored)
{
	struct columns columns = columns_put(writing->recorder->statements[STATEMENT_REGION]);
	put_number(&columns, writing->recorded->id);
	put_number(&columns, stored->first);
	put_number(&columns, region->start);
	put_reference(&columns, 0);
	put_number(&columns, region->end);
	put_number(&columns, region->offset);
	put_number(&columns, region->inode);
	put_number(&columns, region->device_major);
	put_number(&columns, region->device_minor);
	put_number(&columns, region->permissions);
	put_number(&columns, region->kind);
	put_number(&columns, region->deleted);
	put_number(&columns, region->stale);
	put_reference(&columns, stored->path);
	put_reference(&columns, stored->module);
	put_reference(&columns, stored->parts);
	put_reference(&columns, stored->flags);
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		put_known(&columns, region->counters[counter]);
	writing->recorded->chapter_rows++;
	return database_do(columns.statement);
}

/* The row of a region ends with the sample before this one; at a chapter's end it ends by itself. */
static int end_region(
	const struct writing *writing, const struct region *old, const struct stored *before)
{
	if (writing->is_chapter)
		return 0;
	struct columns columns = columns_put(writing->recorder->statements[STATEMENT_END_REGION]);
	put_number(&columns, writing->recorded->number - 1);
	put_number(&columns, writing->recorded->id);
	put_number(&columns, before->first);
	put_number(&columns, old->start);
	return database_do(columns.statement);
}

static int write_if_new(const struct writing *writing, const struct region *old,
	const struct stored *before, const struct region *region, struct stored *now)
{
	int error = store(writing->recorder, old, before, region, now);
	if (error)
		return error;
	if (old && !writing->is_chapter && is_stored(writing, old, before, region, now)) {
		now->first = before->first;
		return 0;
	}
	if (old)
		error = end_region(writing, old, before);
	now->first = writing->recorded->number;
	return error ? error : write_region(writing, region, now);
}

/* Goes through both tables in order of address. */
static int write_table(const struct writing *writing, const struct region_table *last)
{
	const struct region_table *table = writing->table;
	const struct stored *stored = writing->recorded->stored;
	size_t at = 0, count = last ? last->count : 0;
	int error = 0;
	for (size_t i = 0; !error && i < table->count; i++) {
		const struct region *region = &table->regions[i];
		for (; !error && at < count && last->regions[at].start < region->start; at++)
			error = end_region(writing, &last->regions[at], &stored[at]);
		bool is_there = at < count && last->regions[at].start == region->start;
		if (!error)
			error = write_if_new(writing, is_there ? &last->regions[at] : NULL,
				&stored[at], region, &writing->recorded->fresh[i]);
		at += is_there;
	}
	for (; !error && at < count; at++)
		error = end_region(writing, &last->regions[at], &stored[at]);
	return error;
}

static int make_room(struct recorded *recorded, size_t count)
{
	size_t capacity = recorded->capacity ? recorded->capacity : 64;
	while (capacity <= count)
		capacity *= 2;
	if (capacity == recorded->capacity)
		return 0;
	struct stored *stored = reallocarray(recorded->stored, capacity, sizeof *stored);
	if (!stored)
		return -ENOMEM;
	recorded->stored = stored;
	struct stored *fresh = reallocarray(recorded->fresh, capacity, sizeof *fresh);
	if (!fresh)
		return -ENOMEM;
	recorded->fresh = fresh;
	recorded->capacity = capacity;
	return 0;
}

static int write_reading(const struct writing *writing)
{
	const struct region_table *table = writing->table;
	struct recorded *recorded = writing->recorded;
	struct columns columns = columns_put(writing->recorder->statements[STATEMENT_READING]);
	recorded->reading = recorded->number;
	put_number(&columns, recorded->id);
	put_number(&columns, recorded->reading);
	put_number(&columns, table->layout ^ writing->recorder->veil.key);
	put_number(&columns, table->counters_clock_ns);
	put_number(&columns, writing->is_stale);
	put_reference(&columns, recorded->modules);
	put_number(&columns, table->count);
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		put_known(&columns, table->sums[counter]);
	return database_do(columns.statement);
}

static int write_kind(const struct writing *writing, unsigned kind)
{
	const struct kind_total *total = &writing->table->kinds[kind];
	struct columns columns = columns_put(writing->recorder->statements[STATEMENT_KIND]);
	put_number(&columns, writing->recorded->id);
	put_number(&columns, writing->recorded->number);
	put_number(&columns, kind);
	put_number(&columns, total->regions);
	put_number(&columns, total->size);
	put_known(&columns, total->rss);
	put_known(&columns, total->pss);
	put_known(&columns, total->uss);
	put_known(&columns, total->swap);
	return database_do(columns.statement);
}

static int write_kinds(const struct writing *writing, const struct region_table *last)
{
	static const struct kind_total none;
	int error = 0;
	for (unsigned kind = 0; !error && kind < REGION_KINDS; kind++) {
		const struct kind_total *total = &writing->table->kinds[kind];
		const struct kind_total *before =
			last && !writing->is_chapter ? &last->kinds[kind] : &none;
		if (memcmp(total, before, sizeof *total) != 0)
			error = write_kind(writing, kind);
	}
	return error;
}

static bool has_stale(const struct region_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->regions[i].stale)
			return true;
	return false;
}

static int write_new_table(struct writing *writing)
{
	struct recorded *recorded = writing->recorded;
	writing->is_stale = has_stale(writing->table);
	int error = recorder_modules(writing->recorder, recorded, writing->table);
	return error ? error : write_reading(writing);
}

int recorder_regions(
	struct recorder *recorder, struct recorded *recorded, const struct region_table *table)
{
	const struct region_table *last = recorded->last ? recorded->last->table : NULL;
	struct writing writing = {
		.recorder = recorder,
		.recorded = recorded,
		.table = table,
		.is_chapter = recorded->chapter == recorded->number,
	};
	if (table == last && !writing.is_chapter)
		return 0;
	int error = make_room(recorded, table->count);
	if (!error && table != last)
		error = write_new_table(&writing);
	if (!error)
		error = write_table(&writing, last);
	if (!error)
		error = write_kinds(&writing, last);
	struct stored *stored = recorded->stored;
	recorded->stored = recorded->fresh;
	recorded->fresh = stored;
	return error;
}
