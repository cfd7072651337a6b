/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "reader.h"

/* Bytes of arguments, a NUL behind each. */
static int split_cmdline(struct snapshot *snapshot, const char *bytes, size_t length)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++)
		count += bytes[i] == '\0';
	if (length == 0)
		return 0;
	if (bytes[length - 1] != '\0')
		return -EUCLEAN;
	const char **arguments = arena_take(&snapshot->arena, (count + 1) * sizeof *arguments);
	const char *at = arena_copy(&snapshot->arena, bytes, length);
	if (!arguments || !at)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++, at += strlen(at) + 1)
		arguments[i] = at;
	snapshot->process.cmdline = arguments;
	snapshot->process.cmdline_count = count;
	return 0;
}

static int take_cmdline(struct columns *columns, struct snapshot *snapshot)
{
	int column = columns->next++;
	int type = sqlite3_column_type(columns->statement, column);
	if (type == SQLITE_NULL)
		return 0;
	if (type != SQLITE_BLOB)
		return -EUCLEAN;
	const char *bytes = sqlite3_column_blob(columns->statement, column);
	return split_cmdline(
		snapshot, bytes, (size_t)sqlite3_column_bytes(columns->statement, column));
}

static int take_names(struct reader *reader, struct columns *columns, struct snapshot *snapshot)
{
	struct process *process = &snapshot->process;
	const char **texts[] = { &process->user, &process->comm, &process->exe };
	int error = 0;
	for (size_t i = 0; !error && i < sizeof texts / sizeof *texts; i++) {
		size_t length;
		error = names_get(&reader->names, take_reference(columns), &snapshot->arena,
			texts[i], &length);
	}
	return error;
}

static void take_numbers(struct columns *columns, struct process *process)
{
	process->start_wall_ns = take_known(columns, UINT64_MAX);
	process->start_code = take_known(columns, UINT64_MAX);
	process->end_code = take_known(columns, UINT64_MAX);
	process->start_data = take_known(columns, UINT64_MAX);
	process->end_data = take_known(columns, UINT64_MAX);
	process->start_brk = take_known(columns, UINT64_MAX);
	process->start_stack = take_known(columns, UINT64_MAX);
	process->stack_limit = take_known(columns, UINT64_MAX);
	process->exec_count = (unsigned)take_number(columns, UINT_MAX);
}

static int take_program(struct reader *reader, struct columns *columns, struct snapshot *snapshot)
{
	struct process *process = &snapshot->process;
	process->ppid = (pid_t)take_number(columns, INT_MAX);
	process->inner_pid = (pid_t)take_number(columns, INT_MAX);
	process->uid = (uid_t)take_number(columns, UINT32_MAX);
	int error = take_names(reader, columns, snapshot);
	process->exe_deleted = take_flag(columns);
	if (!error)
		error = take_cmdline(columns, snapshot);
	process->is_kernel_thread = take_flag(columns);
	take_numbers(columns, process);
	return error;
}

int reader_program(struct reader *reader, uint64_t program, struct snapshot *snapshot)
{
	sqlite3_stmt *statement = reader_begin(reader, QUERY_PROGRAM, program);
	sqlite3_bind_int64(statement, 2, (sqlite3_int64)reader->place->id);
	struct columns columns = columns_take(statement);
	int result = sqlite3_step(statement);
	int error = result == SQLITE_ROW ? take_program(reader, &columns, snapshot) : -EUCLEAN;
	if (!error && columns.is_damaged)
		error = -EUCLEAN;
	return reader_end(reader, statement, error);
}
