/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "reader.h"

static int fill_region(struct reader *reader, const struct row *row, struct region_table *table,
	struct region *region)
{
	size_t length;
	*region = row->region;
	region->module = "";
	region->flags = NULL;
	/* What began before this reading was carried over into it. */
	if (row->first < reader->reading.first)
		region->stale = reader->reading.is_stale;
	int error = names_get(&reader->names, row->path, &table->arena, &region->path, &length);
	region->path_length = (uint32_t)length;
	if (!error && row->flags)
		error = names_get(
			&reader->names, row->flags, &table->arena, &region->flags, &length);
	if (!error && row->module)
		error = names_get(
			&reader->names, row->module, &table->arena, &region->module, &length);
	return error ? error : reader_parts(reader, row->parts, table, region);
}

static int fill(struct reader *reader, struct region_table *table)
{
	int error = 0;
	/* Equal texts become one, so a region's module is the string of that module. */
	names_begin(&reader->names);
	for (size_t i = 0; !error && i < reader->row_count; i++) {
		struct region *region = region_table_add(table);
		error = region ? fill_region(reader, &reader->rows[i], table, region) : -ENOMEM;
	}
	if (!error)
		error = reader_modules(reader, reader->reading.modules, table);
	return error;
}

int reader_table(struct reader *reader, struct region_table **ret_table)
{
	struct region_table *table = pool_table(&reader->pool);
	int error = table ? fill(reader, table) : -ENOMEM;
	if (error) {
		region_table_unref(table);
		return error;
	}
	table->layout = reader->reading.layout;
	table->counters_clock_ns = reader->reading.counters_clock_ns;
	region_table_seal(table);
	/* Where the layout is newer than the counters, sums are not those of these regions. */
	memcpy(table->sums, reader->reading.sums, sizeof table->sums);
	*ret_table = table;
	return 0;
}
