/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"

static void take_mapping(const struct reader *reader, struct columns *columns, struct row *row)
{
	struct region *region = &row->region;
	row->first = take_number(columns, INT64_MAX);
	region->start = take_bits(columns);
	row->last = take_known(columns, INT64_MAX);
	region->end = take_bits(columns);
	region->offset = take_bits(columns);
	region->inode = take_bits(columns);
	region->device_major = (uint32_t)take_number(columns, UINT32_MAX);
	region->device_minor = (uint32_t)take_number(columns, UINT32_MAX);
	region->permissions = (uint8_t)take_number(columns, 15);
	region->kind = (uint8_t)reader_kind(reader, take_number(columns, INT64_MAX));
	region->deleted = take_flag(columns);
	region->stale = take_flag(columns);
	row->path = take_reference(columns);
	row->module = take_reference(columns);
	row->parts = take_reference(columns);
	row->flags = take_reference(columns);
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		region->counters[counter] = take_known(columns, BYTES_MOST);
}

static int make_room(struct reader *reader, size_t count)
{
	if (count <= reader->capacity)
		return 0;
	if (count > REGIONS_MOST)
		return -EUCLEAN;
	size_t capacity = reader->capacity ? 2 * reader->capacity : 128;
	struct row *rows = reallocarray(reader->rows, capacity, sizeof *rows);
	if (!rows)
		return -ENOMEM;
	reader->rows = rows;
	struct row *spare = reallocarray(reader->spare, capacity, sizeof *spare);
	if (!spare)
		return -ENOMEM;
	reader->spare = spare;
	reader->capacity = capacity;
	return 0;
}

/* Those that begin at the samples from `from` on and hold at `number`, put behind reader->rows. */
static int add_rows(struct reader *reader, uint64_t from, uint64_t number, size_t *ret_count)
{
	int error = 0;
	size_t count = reader->row_count;
	sqlite3_stmt *statement = reader_begin(reader, QUERY_REGIONS, reader->place->id);
	sqlite3_bind_int64(statement, 2, (sqlite3_int64)from);
	sqlite3_bind_int64(statement, 3, (sqlite3_int64)number);
	while (!error && sqlite3_step(statement) == SQLITE_ROW) {
		error = make_room(reader, count + 1);
		if (error)
			break;
		struct columns columns = columns_take(statement);
		take_mapping(reader, &columns, &reader->rows[count++]);
		error = columns.is_damaged ? -EUCLEAN : 0;
	}
	*ret_count = count - reader->row_count;
	return reader_end(reader, statement, error);
}

static void drop_ended(struct reader *reader, uint64_t number)
{
	size_t kept = 0;
	for (size_t i = 0; i < reader->row_count; i++)
		if (reader->rows[i].last >= number) {
			if (kept != i)
				reader->rows[kept] = reader->rows[i];
			kept++;
		}
	reader->row_count = kept;
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	return (left->region.start > right->region.start) -
	       (left->region.start < right->region.start);
}

/* Merges the `count` rows behind reader->rows, sorted, into them. */
static void merge(struct reader *reader, size_t count)
{
	const struct row *old = reader->rows, *old_end = old + reader->row_count;
	const struct row *new = old_end, *new_end = new + count;
	struct row *out = reader->spare;
	while (old < old_end || new < new_end) {
		bool is_old = new == new_end || (old < old_end && compare_rows(old, new) <= 0);
		*out++ = is_old ? *old++ : *new ++;
	}
	struct row *rows = reader->rows;
	reader->rows = reader->spare;
	reader->spare = rows;
	reader->row_count += count;
}

static bool are_sane(const struct reader *reader)
{
	uint64_t from = 0, total = 0;
	for (size_t i = 0; i < reader->row_count; i++) {
		const struct region *region = &reader->rows[i].region;
		if (region->start < from || region->start >= region->end)
			return false;
		from = region->end;
		for (unsigned counter = 0; counter < COUNTERS; counter++)
			if (region->counters[counter] != UNKNOWN)
				total += region->counters[counter];
		if (total > BYTES_MOST)
			return false;
	}
	return true;
}

int reader_rows(struct reader *reader, uint64_t chapter, uint64_t number)
{
	size_t added = 0;
	bool goes_on = reader->rows_chapter == chapter && reader->rows_number <= number;
	uint64_t from = goes_on ? reader->rows_number + 1 : chapter;
	if (!goes_on)
		reader->row_count = 0;
	reader->rows_chapter = 0; /* nothing, should this fail */
	drop_ended(reader, number);
	int error = add_rows(reader, from, number, &added);
	if (error)
		return error;
	if (added > 0) {
		qsort(reader->rows + reader->row_count, added, sizeof *reader->rows, compare_rows);
		merge(reader, added);
	}
	reader->rows_chapter = chapter;
	reader->rows_number = number;
	return are_sane(reader) ? 0 : -EUCLEAN;
}
