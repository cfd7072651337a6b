/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <limits.h>

#include "reader.h"

#define FIRST_CAPACITY 4

/* A list is read row by row into an array that grows in an arena. */
struct list {
	struct arena *arena;
	const struct region_table *table; /* of modules; NULL */
	void *rows;
	size_t count, capacity, size; /* size: bytes of a row */
};

/* Room for one row more; NULL when memory is exhausted. */
static void *add_row(struct list *list)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : FIRST_CAPACITY;
		void *rows = arena_resize(list->arena, list->rows, list->capacity * list->size,
			capacity * list->size);
		if (!rows)
			return NULL;
		list->rows = rows;
		list->capacity = capacity;
	}
	return (char *)list->rows + list->count++ * list->size;
}

/* What `take` makes of each row of the list `id`. None may be missing: it ends with position 0. */
static int read_list(struct reader *reader, enum query query, uint64_t id, struct list *list,
	int (*take)(struct reader *reader, struct columns *columns, struct list *list))
{
	int error = 0;
	uint64_t left = LIST_MOST; /* rows that must come, once there was one */
	if (id == 0)
		return 0;
	sqlite3_stmt *statement = reader_begin(reader, query, id);
	while (!error && sqlite3_step(statement) == SQLITE_ROW) {
		struct columns columns = columns_take(statement);
		uint64_t position = take_number(&columns, left - 1);
		error = list->count == 0 || position == left - 1 ? take(reader, &columns, list)
								 : -EUCLEAN;
		left = position;
		if (!error && columns.is_damaged)
			error = -EUCLEAN;
		if (left == 0)
			break;
	}
	return reader_end(reader, statement, !error && left > 0 ? -EUCLEAN : error);
}

static int take_name(
	struct reader *reader, struct columns *columns, struct arena *arena, const char **ret_name)
{
	size_t length;
	return names_get(&reader->names, take_reference(columns), arena, ret_name, &length);
}

static int take_child(struct reader *reader, struct columns *columns, struct list *list)
{
	struct process_child *child = add_row(list);
	if (!child)
		return -ENOMEM;
	child->pid = (pid_t)take_number(columns, INT_MAX);
	return take_name(reader, columns, list->arena, &child->comm);
}

int reader_children(struct reader *reader, uint64_t id, struct snapshot *snapshot)
{
	struct list list = { .arena = &snapshot->arena, .size = sizeof(struct process_child) };
	int error = read_list(reader, QUERY_CHILDREN, id, &list, take_child);
	if (!error && list.count > PROCESS_CHILDREN)
		error = -EUCLEAN;
	if (error)
		return error;
	snapshot->process.children = list.rows;
	snapshot->process.child_count = list.count;
	return 0;
}

static int take_gap(struct reader *reader, struct columns *columns, struct list *list)
{
	(void)reader;
	size_t length;
	const char *what = take_text(columns, &length);
	struct gap *gap = add_row(list);
	if (!gap)
		return -ENOMEM;
	gap->what = arena_copy(list->arena, what, length);
	gap->error = (int)take_number(columns, INT_MAX);
	return gap->what ? 0 : -ENOMEM;
}

int reader_gaps(struct reader *reader, uint64_t id, struct snapshot *snapshot)
{
	struct list list = { .arena = &snapshot->arena, .size = sizeof(struct gap) };
	int error = read_list(reader, QUERY_GAPS, id, &list, take_gap);
	if (error)
		return error;
	snapshot->gaps = list.rows;
	snapshot->gap_count = list.count;
	return 0;
}

static int take_part(struct reader *reader, struct columns *columns, struct list *list)
{
	struct region_part *part = add_row(list);
	if (!part)
		return -ENOMEM;
	part->start = take_bits(columns);
	part->end = take_bits(columns);
	part->kind = reader_kind(reader, take_number(columns, INT64_MAX));
	return take_name(reader, columns, list->arena, &part->name);
}

/* Sorted, apart from each other, inside the region. */
static bool are_parts_sane(
	const struct region *region, const struct region_part *parts, size_t count)
{
	uint64_t from = region->start;
	for (size_t i = 0; i < count; i++) {
		if (parts[i].start < from || parts[i].start >= parts[i].end)
			return false;
		from = parts[i].end;
	}
	return from <= region->end;
}

int reader_parts(
	struct reader *reader, uint64_t id, struct region_table *table, struct region *region)
{
	struct list list = { .arena = &table->arena, .size = sizeof(struct region_part) };
	int error = read_list(reader, QUERY_PARTS, id, &list, take_part);
	if (!error && !are_parts_sane(region, list.rows, list.count))
		error = -EUCLEAN;
	if (error)
		return error;
	region->parts = list.rows;
	region->part_count = (uint32_t)list.count;
	return 0;
}

/* The index of the region that starts there, or the count of regions. */
static uint32_t index_of(const struct region_table *table, uint64_t start)
{
	const struct region *region = region_find(table->regions, table->count, start);
	bool is_there = region && region->start == start;
	return (uint32_t)(is_there ? (size_t)(region - table->regions) : table->count);
}

static int take_module(struct reader *reader, struct columns *columns, struct list *list)
{
	struct module *module = add_row(list);
	if (!module)
		return -ENOMEM;
	int error = take_name(reader, columns, list->arena, &module->path);
	module->first = index_of(list->table, take_bits(columns));
	module->last = index_of(list->table, take_bits(columns));
	module->bias = take_known(columns, UINT64_MAX);
	module->is_executable_file = take_flag(columns);
	if (module->first > module->last || module->last >= list->table->count)
		columns->is_damaged = true;
	return error;
}

int reader_modules(struct reader *reader, uint64_t id, struct region_table *table)
{
	struct list list = {
		.arena = &table->arena, .table = table, .size = sizeof(struct module)
	};
	int error = read_list(reader, QUERY_MODULES, id, &list, take_module);
	if (error)
		return error;
	table->modules = list.rows;
	table->module_count = list.count;
	return 0;
}
