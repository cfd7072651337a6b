/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the fuzz targets of the two region parsers share: feeding text in pieces, and what holds of
 * every table of regions whatever the text was. */
#pragma once

#include "fuzz.h"
#include "strata/snapshot.h"

/* Feeds `text` as a source would that reads `step` bytes at a time: what was not used comes again. */
static inline void feed_in_pieces(size_t (*feed)(void *parser, const char *bytes, size_t length),
	void *parser, const char *text, size_t size, size_t step)
{
	for (size_t start = 0, end = 0; end < size;) {
		end = size - end < step ? size : end + step;
		char *exact = malloc(end - start); /* so that a byte too far is seen */
		PROMISE(exact);
		memcpy(exact, text + start, end - start);
		size_t used = feed(parser, exact, end - start);
		PROMISE(used <= end - start);
		PROMISE(used == 0 || exact[used - 1] == '\n');
		free(exact);
		start += used;
	}
}

static inline void check_table(const struct region_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct region *region = &table->regions[i];
		PROMISE(region->start < region->end);
		PROMISE(i == 0 || table->regions[i - 1].end <= region->start);
		PROMISE(strlen(region->path) <= region->path_length);
	}
}

static inline void check_same(const struct region_table *a, const struct region_table *b)
{
	PROMISE(a->count == b->count);
	for (size_t i = 0; i < a->count; i++) {
		const struct region *left = &a->regions[i], *right = &b->regions[i];
		PROMISE(left->start == right->start && left->end == right->end);
		PROMISE(left->inode == right->inode && left->offset == right->offset);
		PROMISE(left->deleted == right->deleted);
		PROMISE(left->path_length == right->path_length);
		PROMISE(memcmp(left->path, right->path, left->path_length) == 0);
		PROMISE(memcmp(left->counters, right->counters, sizeof(left->counters)) == 0);
		PROMISE(!left->flags == !right->flags);
		PROMISE(!left->flags || strcmp(left->flags, right->flags) == 0);
	}
}

static inline struct region_table *sealed(struct region_table *table)
{
	region_table_seal(table);
	check_table(table);
	return table;
}

/* Text in one piece and in several says the same. The first byte says how large the pieces are. */
static inline void check_pieces(
	struct region_table *(*parse)(const char *text, size_t size, size_t step),
	const uint8_t *data, size_t size)
{
	if (size == 0)
		return;
	const char *text = (const char *)data + 1;
	struct region_table *whole = parse(text, size - 1, size);
	struct region_table *pieces = parse(text, size - 1, data[0] + 1u);
	check_same(whole, pieces);
	region_table_unref(whole);
	region_table_unref(pieces);
}
