/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "recorder.h"

/* The beginning of a row of a list. Positions go down to 0, so that it is seen when one is lost. */
static struct columns begin_row(struct recorder *recorder, enum statement statement, uint64_t list,
	size_t index, size_t count)
{
	struct columns columns = columns_put(recorder->statements[statement]);
	put_number(&columns, list);
	put_number(&columns, count - 1 - index);
	return columns;
}

static uint64_t new_list(struct recorder *recorder, size_t count)
{
	return count ? ++recorder->lists : 0;
}

static bool are_same_children(const struct process *a, const struct process *b)
{
	if (a->child_count != b->child_count)
		return false;
	for (size_t i = 0; i < a->child_count; i++)
		if (a->children[i].pid != b->children[i].pid ||
			strcmp(a->children[i].comm, b->children[i].comm) != 0)
			return false;
	return true;
}

int recorder_children(
	struct recorder *recorder, struct recorded *recorded, const struct snapshot *snapshot)
{
	const struct process *process = &snapshot->process;
	int error = 0;
	if (recorded->last && are_same_children(&recorded->last->process, process))
		return 0;
	recorded->children = new_list(recorder, process->child_count);
	for (size_t i = 0; !error && i < process->child_count; i++) {
		uint64_t comm;
		error = recorder_name(
			recorder, veil_name(&recorder->veil, process->children[i].comm), &comm);
		struct columns columns = begin_row(
			recorder, STATEMENT_CHILD, recorded->children, i, process->child_count);
		put_number(&columns, (uint64_t)process->children[i].pid);
		put_reference(&columns, error ? 0 : comm);
		if (!error)
			error = database_do(columns.statement);
	}
	return error;
}

static bool are_same_gaps(const struct snapshot *a, const struct snapshot *b)
{
	if (a->gap_count != b->gap_count)
		return false;
	for (size_t i = 0; i < a->gap_count; i++)
		if (a->gaps[i].error != b->gaps[i].error ||
			strcmp(a->gaps[i].what, b->gaps[i].what) != 0)
			return false;
	return true;
}

int recorder_gaps(
	struct recorder *recorder, struct recorded *recorded, const struct snapshot *snapshot)
{
	int error = 0;
	if (recorded->last && are_same_gaps(recorded->last, snapshot))
		return 0;
	recorded->gaps = new_list(recorder, snapshot->gap_count);
	for (size_t i = 0; !error && i < snapshot->gap_count; i++) {
		const struct gap *gap = &snapshot->gaps[i];
		struct columns columns =
			begin_row(recorder, STATEMENT_GAP, recorded->gaps, i, snapshot->gap_count);
		put_text(&columns, gap->what, strlen(gap->what));
		put_number(&columns, (uint64_t)gap->error);
		error = database_do(columns.statement);
	}
	return error;
}

static bool are_same_modules(const struct region_table *a, const struct region_table *b)
{
	if (a->module_count != b->module_count)
		return false;
	for (size_t i = 0; i < a->module_count; i++) {
		const struct module *left = &a->modules[i], *right = &b->modules[i];
		if (a->regions[left->first].start != b->regions[right->first].start ||
			a->regions[left->last].start != b->regions[right->last].start ||
			left->bias != right->bias ||
			left->is_executable_file != right->is_executable_file ||
			strcmp(left->path, right->path) != 0)
			return false;
	}
	return true;
}

static int write_module(
	struct recorder *recorder, uint64_t list, size_t position, const struct region_table *table)
{
	const struct module *module = &table->modules[position];
	char alias[VEIL_TEXT];
	uint64_t path;
	const char *shown = veil_path(&recorder->veil, module->path, 1, alias);
	int error = shown ? recorder_name(recorder, shown, &path) : -ENOMEM;
	if (error)
		return error;
	struct columns columns =
		begin_row(recorder, STATEMENT_MODULE, list, position, table->module_count);
	put_reference(&columns, path);
	put_number(&columns, table->regions[module->first].start);
	put_number(&columns, table->regions[module->last].start);
	put_known(&columns, module->bias);
	put_number(&columns, module->is_executable_file);
	return database_do(columns.statement);
}

int recorder_modules(
	struct recorder *recorder, struct recorded *recorded, const struct region_table *table)
{
	int error = 0;
	if (recorded->last && are_same_modules(recorded->last->table, table))
		return 0;
	recorded->modules = new_list(recorder, table->module_count);
	for (size_t i = 0; !error && i < table->module_count; i++)
		error = write_module(recorder, recorded->modules, i, table);
	return error;
}

static const char *name_of(const struct region_part *part)
{
	return part->name ? part->name : "";
}

static bool are_same_parts(const struct region *a, const struct region *b)
{
	if (a->part_count != b->part_count)
		return false;
	for (uint32_t i = 0; a->parts != b->parts && i < a->part_count; i++) {
		const struct region_part *left = &a->parts[i], *right = &b->parts[i];
		if (left->start != right->start || left->end != right->end ||
			left->kind != right->kind || strcmp(name_of(left), name_of(right)) != 0)
			return false;
	}
	return true;
}

int recorder_parts(struct recorder *recorder, const struct region *old, uint64_t old_list,
	const struct region *region, uint64_t *ret_list)
{
	int error = 0;
	if (old && are_same_parts(old, region)) {
		*ret_list = old_list;
		return 0;
	}
	*ret_list = new_list(recorder, region->part_count);
	for (uint32_t i = 0; !error && i < region->part_count; i++) {
		const struct region_part *part = &region->parts[i];
		uint64_t name;
		error = recorder_name(recorder, veil_name(&recorder->veil, name_of(part)), &name);
		struct columns columns =
			begin_row(recorder, STATEMENT_PART, *ret_list, i, region->part_count);
		put_number(&columns, part->start);
		put_number(&columns, part->end);
		put_number(&columns, part->kind);
		put_reference(&columns, error ? 0 : name);
		if (!error)
			error = database_do(columns.statement);
	}
	return error;
}
