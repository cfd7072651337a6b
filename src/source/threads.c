/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "entries.h"
#include "resources.h"
#include "status.h"

#define SECOND 1000000000ull

enum stat_field {
	STAT_USER_TIME = 14,
	STAT_SYSTEM_TIME = 15,
	STAT_NICE = 19,
	STAT_RT_PRIORITY = 40,
	STAT_POLICY = 41,
};

/* sched(7) */
static const char *const policies[] = {
	[0] = "other",
	[1] = "fifo",
	[2] = "rr",
	[3] = "batch",
	[5] = "idle",
	[6] = "deadline",
	[7] = "ext",
};

/* A file of the thread into the buffer. */
static int load(struct reading *reading, pid_t tid, const char *name)
{
	char path[48];
	snprintf(path, sizeof path, "task/%d/%s", (int)tid, name);
	return buffer_load(reading->buffer, reading->dir, path);
}

static void take_scheduling(struct scheduling *scheduling, const struct stat_line *line)
{
	uint64_t policy = line->fields[STAT_POLICY];
	bool is_known = policy < sizeof policies / sizeof *policies && policies[policy];
	scheduling->policy = is_known ? policies[policy] : "";
	scheduling->nice = (int)(int64_t)line->fields[STAT_NICE];
	scheduling->priority = line->fields[STAT_RT_PRIORITY];
}

static int take_stat(struct reading *reading, struct thread *thread)
{
	struct stat_line line;
	int error = load(reading, thread->tid, "stat");
	if (!error)
		error = status_split(reading->buffer->bytes, reading->buffer->length, &line);
	if (error)
		return error;
	uint64_t ticks = line.fields[STAT_USER_TIME] + line.fields[STAT_SYSTEM_TIME];
	thread->cpu_ns = ticks * (SECOND / (uint64_t)sysconf(_SC_CLK_TCK));
	thread->state = line.state;
	thread->name = arena_copy(&reading->snapshot->arena, line.name, line.name_length);
	if (thread->tid == reading->snapshot->process.pid)
		take_scheduling(&reading->resources->scheduling, &line);
	return thread->name ? 0 : -ENOMEM;
}

static uint64_t find_number(const char *text, const char *key, int base)
{
	const char *value = status_find(text, key);
	return value ? strtoull(value, NULL, base) : UNKNOWN;
}

static void take_status(struct reading *reading, struct thread *thread)
{
	bool is_there = load(reading, thread->tid, "status") == 0;
	const char *text = is_there ? reading->buffer->bytes : "";
	thread->voluntary = find_number(text, "voluntary_ctxt_switches", 10);
	thread->nonvoluntary = find_number(text, "nonvoluntary_ctxt_switches", 10);
	thread->pending = find_number(text, "SigPnd", 16);
	thread->blocked = find_number(text, "SigBlk", 16);
}

/* What it waits in. The kernel says "0" both when it runs and when it does not tell. */
static int take_wait(struct reading *reading, struct thread *thread)
{
	thread->wait = "";
	if (load(reading, thread->tid, "wchan") == 0 && strcmp(reading->buffer->bytes, "0") != 0)
		thread->wait = reading_copy(reading, reading->buffer->bytes);
	return thread->wait ? 0 : -ENOMEM;
}

static int take_call(struct reading *reading, struct thread *thread)
{
	thread->call = "";
	int error = load(reading, thread->tid, "syscall");
	if (error == -EACCES || error == -EPERM)
		return snapshot_add_gap(reading->snapshot, "syscall", -error);
	if (!error)
		thread->call = system_call_text(reading->snapshot, reading->buffer->bytes);
	return thread->call ? 0 : -ENOMEM;
}

/* What runs waits for nothing, and threads of the kernel call nobody. */
static int take_doing(struct reading *reading, struct thread *thread)
{
	thread->wait = thread->call = "";
	if (thread->state == 'R')
		return 0;
	int error = take_wait(reading, thread);
	return error || reading->snapshot->process.is_kernel_thread ? error
								    : take_call(reading, thread);
}

static int take_thread(struct reading *reading, struct thread *thread)
{
	int error = take_stat(reading, thread);
	if (error)
		return error;
	take_status(reading, thread);
	return take_doing(reading, thread);
}

int threads_take(struct reading *reading)
{
	struct resources *resources = reading->resources;
	struct entries *entries = reading->entries;
	uint64_t total = reading->snapshot->metrics[METRIC_THREADS];
	resources->thread_total = total;
	int error = entries_list(reading->dir, "task", RESOURCES_THREADS, entries);
	if (error)
		return snapshot_add_gap(reading->snapshot, "task", -error);
	size_t size = entries->count * sizeof *resources->threads;
	resources->threads = arena_take(&reading->snapshot->arena, size);
	if (!resources->threads)
		return -ENOMEM;
	for (size_t i = 0; i < entries->count; i++) {
		struct thread *thread = &resources->threads[resources->thread_count];
		thread->tid = entries->numbers[i];
		error = take_thread(reading, thread);
		if (error == -ENOMEM)
			return error;
		/* One that has ended meanwhile is not there. */
		resources->thread_count += error == 0;
	}
	return 0;
}
