/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "describe.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "children.h"
#include "clock.h"
#include "mark.h"
#include "member.h"
#include "status.h"

#define SECOND 1000000000ull

void describe_init(
	struct describer *describer, int dir, struct buffer *buffer, bool is_this_machine)
{
	*describer = (struct describer){ .buffer = buffer, .dir = dir, .member = -1 };
	if (is_this_machine)
		describer->boot_wall_ns = clock_now(CLOCK_REALTIME) - clock_now(CLOCK_BOOTTIME);
}

static void drop_member(struct describer *describer)
{
	if (describer->member >= 0)
		close(describer->member);
	describer->member = -1;
}

void describe_finish(struct describer *describer)
{
	drop_member(describer);
	free(describer->user);
}

int describe_memory_dir(const struct describer *describer)
{
	return describer->member >= 0 ? describer->member : describer->dir;
}

/* Where a file cannot be read that becomes a gap. Says whether it is in the buffer. */
static bool load(struct describer *describer, const char *name, struct snapshot *snapshot)
{
	int error = buffer_load(describer->buffer, describe_memory_dir(describer), name);
	if (error)
		snapshot_add_gap(snapshot, name, -error);
	return error == 0;
}

static int take_stat(struct describer *describer, struct snapshot *snapshot)
{
	struct buffer *buffer = describer->buffer;
	int error = buffer_load(buffer, describer->dir, "stat");
	if (!error)
		error = status_take_stat(snapshot, buffer->bytes, buffer->length);
	if (!error && describer->boot_wall_ns)
		snapshot->process.start_wall_ns =
			describer->boot_wall_ns +
			snapshot->process.start_ticks * (SECOND / (uint64_t)sysconf(_SC_CLK_TCK));
	return error;
}

/* The first thread, which speaks for the process, has ended or is about to. */
static bool has_ended(const struct process *process)
{
	return process->state == 'Z' || process->is_exiting;
}

/* Where the first thread has ended and another lives, that is asked for all about memory. */
static void find_member(struct describer *describer, struct snapshot *snapshot)
{
	struct buffer *buffer = describer->buffer;
	bool is_needed = has_ended(&snapshot->process) && snapshot->metrics[METRIC_THREADS] > 1;
	if (!is_needed || (describer->member >= 0 && !member_is_alive(describer->member, buffer)))
		drop_member(describer);
	if (is_needed && describer->member < 0)
		describer->member = member_open(describer->dir, buffer);
	if (describer->member >= 0)
		status_take_addresses(snapshot, buffer->bytes, buffer->length);
}

static int copy_string(struct snapshot *snapshot, const char *text, const char **ret_copy)
{
	const char *copy = arena_copy(&snapshot->arena, text, strlen(text));
	if (!copy)
		return -ENOMEM;
	*ret_copy = copy;
	return 0;
}

/* Asking who a user is may take long: done once. */
static int take_user(struct describer *describer, struct snapshot *snapshot)
{
	struct buffer *buffer = describer->buffer;
	if (!describer->user || describer->uid != snapshot->process.uid) {
		struct passwd entry, *found = NULL;
		getpwuid_r(snapshot->process.uid, &entry, buffer->bytes, buffer->capacity, &found);
		free(describer->user);
		describer->user = strdup(found ? found->pw_name : "");
		describer->uid = snapshot->process.uid;
	}
	if (!describer->user)
		return -ENOMEM;
	return copy_string(snapshot, describer->user, &snapshot->process.user);
}

static bool is_marked(int dir, char *path, size_t length)
{
	struct stat status;
	if (!mark_ends(path, length))
		return false;
	path[length - MARK_LENGTH] = '\0';
	if (fstatat(dir, "exe", &status, 0) == 0 && mark_is_name(dir, path, status.st_ino)) {
		path[length - MARK_LENGTH] = MARK[0];
		return false;
	}
	return true;
}

static int take_exe(
	struct describer *describer, const struct snapshot *last, struct snapshot *snapshot)
{
	int dir = describe_memory_dir(describer);
	struct buffer *buffer = describer->buffer;
	struct process *process = &snapshot->process;
	if (has_ended(process) && describer->member < 0)
		return last ? copy_string(snapshot, last->process.exe, &process->exe) : 0;
	if (process->is_kernel_thread)
		return 0;
	int error = buffer_load_link(buffer, dir, "exe");
	if (error)
		return snapshot_add_gap(snapshot, "exe", -error);
	process->exe_deleted = is_marked(dir, buffer->bytes, buffer->length);
	return copy_string(snapshot, buffer->bytes, &process->exe);
}

static int copy_cmdline(const struct process *from, struct snapshot *to)
{
	/* Arguments lie one behind the other, each with its NUL. */
	if (from->cmdline_count == 0)
		return 0;
	const char *last = from->cmdline[from->cmdline_count - 1];
	size_t length = (size_t)(last - from->cmdline[0]) + strlen(last) + 1;
	return status_take_cmdline(to, from->cmdline[0], length);
}

static bool is_same_program(const struct process *a, const struct process *b)
{
	return a->start_code == b->start_code && strcmp(a->comm, b->comm) == 0 &&
	       strcmp(a->exe, b->exe) == 0;
}

static int take_program(struct describer *describer, struct snapshot *snapshot)
{
	struct buffer *buffer = describer->buffer;
	if (load(describer, "limits", snapshot))
		status_take_limits(snapshot, buffer->bytes);
	if (!load(describer, "cmdline", snapshot))
		return 0;
	return status_take_cmdline(snapshot, buffer->bytes, buffer->length);
}

/* What a sample of the same program has found already. */
static int copy_program(const struct snapshot *last, struct snapshot *snapshot)
{
	snapshot->process.stack_limit = last->process.stack_limit;
	return copy_cmdline(&last->process, snapshot);
}

static bool has_program(const struct snapshot *last, const struct snapshot *snapshot)
{
	return is_same_program(&last->process, &snapshot->process) &&
	       !snapshot_gap(last, "limits") && !snapshot_gap(last, "cmdline");
}

static void take_status(struct describer *describer, struct snapshot *snapshot)
{
	struct stat status;
	if (load(describer, "status", snapshot))
		status_take_status(snapshot, describer->buffer->bytes);
	else if (fstat(describer->dir, &status) == 0)
		snapshot->process.uid = status.st_uid;
}

int describe_process(struct describer *describer, const struct snapshot *last, bool has_executed,
	struct snapshot *snapshot)
{
	int error = take_stat(describer, snapshot);
	if (error)
		return error;
	find_member(describer, snapshot);
	take_status(describer, snapshot);
	error = children_take(describer->buffer, describer->dir, last, snapshot);
	if (!error)
		error = take_user(describer, snapshot);
	if (!error)
		error = take_exe(describer, last, snapshot);
	if (error)
		return error;
	bool is_over = has_ended(&snapshot->process) && describer->member < 0;
	if (last && (is_over || (!has_executed && has_program(last, snapshot))))
		return copy_program(last, snapshot);
	return take_program(describer, snapshot);
}

int describe_again(const struct snapshot *from, struct snapshot *to)
{
	to->process = from->process;
	to->process.children = NULL;
	to->process.child_count = 0;
	memcpy(to->metrics, from->metrics, sizeof to->metrics);
	int error = copy_string(to, from->process.comm, &to->process.comm);
	if (!error)
		error = copy_string(to, from->process.user, &to->process.user);
	if (!error)
		error = copy_string(to, from->process.exe, &to->process.exe);
	return error ? error : copy_cmdline(&from->process, to);
}
