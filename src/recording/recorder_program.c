/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "recorder.h"

/* The numbers of a program in the order of their columns, from start_wall_ns on. */
#define NUMBERS 9

static void numbers_of(const struct process *process, uint64_t out[NUMBERS])
{
	const uint64_t numbers[NUMBERS] = {
		process->start_wall_ns,
		process->start_code,
		process->end_code,
		process->start_data,
		process->end_data,
		process->start_brk,
		process->start_stack,
		process->stack_limit,
		process->exec_count,
	};
	memcpy(out, numbers, sizeof numbers);
}

/* Arguments lie one behind the other, each with its NUL. */
static size_t cmdline_length(const struct process *process)
{
	if (process->cmdline_count == 0)
		return 0;
	const char *last = process->cmdline[process->cmdline_count - 1];
	return (size_t)(last - process->cmdline[0]) + strlen(last) + 1;
}

static bool is_same_cmdline(const struct process *a, const struct process *b)
{
	size_t length = cmdline_length(a);
	return length == cmdline_length(b) &&
	       (length == 0 || memcmp(a->cmdline[0], b->cmdline[0], length) == 0);
}

static bool is_same(const struct process *a, const struct process *b)
{
	uint64_t numbers_a[NUMBERS], numbers_b[NUMBERS];
	numbers_of(a, numbers_a);
	numbers_of(b, numbers_b);
	return memcmp(numbers_a, numbers_b, sizeof numbers_a) == 0 && a->ppid == b->ppid &&
	       a->inner_pid == b->inner_pid && a->uid == b->uid &&
	       a->exe_deleted == b->exe_deleted && a->is_kernel_thread == b->is_kernel_thread &&
	       strcmp(a->user, b->user) == 0 && strcmp(a->comm, b->comm) == 0 &&
	       strcmp(a->exe, b->exe) == 0 && is_same_cmdline(a, b);
}

/* Numbers of its strings. */
struct names {
	uint64_t user, comm, exe;
};

static int write_names(
	struct recorder *recorder, const struct process *process, struct names *ret_names)
{
	const struct veil *veil = &recorder->veil;
	char alias[VEIL_TEXT];
	const char *exe = veil_path(&recorder->veil, process->exe, 1, alias);
	int error = exe ? recorder_name(recorder, exe, &ret_names->exe) : -ENOMEM;
	if (!error)
		error = recorder_name(recorder, veil_name(veil, process->user), &ret_names->user);
	if (!error)
		error = recorder_name(recorder, veil_name(veil, process->comm), &ret_names->comm);
	return error;
}

int recorder_program(
	struct recorder *recorder, struct recorded *recorded, const struct snapshot *snapshot)
{
	const struct process *process = &snapshot->process;
	if (recorded->last && is_same(&recorded->last->process, process))
		return 0;
	struct names names;
	uint64_t numbers[NUMBERS];
	int error = write_names(recorder, process, &names);
	if (error)
		return error;
	recorded->program = ++recorder->programs;
	struct columns columns = columns_put(recorder->statements[STATEMENT_PROGRAM]);
	put_number(&columns, recorded->program);
	put_number(&columns, recorded->id);
	put_number(&columns, (uint64_t)process->ppid);
	put_number(&columns, (uint64_t)process->inner_pid);
	put_number(&columns, process->uid);
	put_reference(&columns, names.user);
	put_reference(&columns, names.comm);
	put_reference(&columns, names.exe);
	put_number(&columns, process->exe_deleted);
	if (recorder->veil.is_on || process->cmdline_count == 0)
		put_reference(&columns, 0);
	else
		put_bytes(&columns, process->cmdline[0], cmdline_length(process));
	put_number(&columns, process->is_kernel_thread);
	numbers_of(process, numbers);
	for (unsigned i = 0; i < NUMBERS; i++)
		put_known(&columns, numbers[i]);
	return database_do(columns.statement);
}
