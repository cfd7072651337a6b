/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "resources.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "entries.h"
#include "status.h"

#define FILES "Max open files"

static uint64_t read_mask(const char *status, const char *key)
{
	const char *value = status_find(status, key);
	return value ? strtoull(value, NULL, 16) : 0;
}

static void take_signals(struct reading *reading, const char *status)
{
	struct signal_sets *signals = &reading->resources->signals;
	const char *queued = status_find(status, "SigQ");
	char *slash;
	signals->are_known = status_find(status, "SigBlk");
	signals->pending = read_mask(status, "SigPnd");
	signals->shared_pending = read_mask(status, "ShdPnd");
	signals->blocked = read_mask(status, "SigBlk");
	signals->ignored = read_mask(status, "SigIgn");
	signals->caught = read_mask(status, "SigCgt");
	signals->queued = queued ? strtoull(queued, &slash, 10) : UNKNOWN;
	signals->queue_limit = queued && *slash == '/' ? strtoull(slash + 1, NULL, 10) : UNKNOWN;
}

static int take_restrictions(struct reading *reading, const char *status)
{
	struct scheduling *scheduling = &reading->resources->scheduling;
	const char *privileges = status_find(status, "NoNewPrivs");
	const char *seccomp = status_find(status, "Seccomp");
	const char *cpus = status_find(status, "Cpus_allowed_list");
	scheduling->no_new_privileges = privileges ? strtoull(privileges, NULL, 10) : UNKNOWN;
	scheduling->seccomp = seccomp ? strtoull(seccomp, NULL, 10) : UNKNOWN;
	scheduling->cpus = cpus ? reading_copy(reading, cpus) : "";
	return scheduling->cpus ? 0 : -ENOMEM;
}

static int take_status(struct reading *reading)
{
	if (buffer_load(reading->buffer, reading->dir, "status"))
		return 0;
	take_signals(reading, reading->buffer->bytes);
	return take_restrictions(reading, reading->buffer->bytes);
}

static void take_limits(struct reading *reading)
{
	int error = buffer_load(reading->buffer, reading->dir, "limits");
	const char *line = error ? NULL : strstr(reading->buffer->bytes, FILES);
	uint64_t limit = line ? strtoull(line + sizeof FILES - 1, NULL, 10) : 0;
	reading->resources->descriptor_limit = limit ? limit : UNKNOWN;
}

const char *reading_copy(struct reading *reading, const char *text)
{
	return arena_copy(&reading->snapshot->arena, text, strcspn(text, "\n"));
}

/* In the order in which they need each other. */
static int take_all(struct reading *reading)
{
	static int (*const parts[])(struct reading *) = {
		take_status,
		threads_take,
		descriptors_take,
		sockets_take,
		locks_take,
		message_queues_take,
	};
	int error = 0;
	take_limits(reading);
	for (size_t i = 0; i < sizeof parts / sizeof *parts && !error; i++)
		error = parts[i](reading);
	return error;
}

int resources_take(
	const struct describer *describer, bool is_this_machine, struct snapshot *snapshot)
{
	struct arena *arena = &snapshot->arena;
	struct reading reading = {
		.buffer = describer->buffer,
		.dir = describer->dir,
		.files_dir = describe_memory_dir(describer),
		.is_this_machine = is_this_machine,
		.snapshot = snapshot,
		.resources = arena_take(arena, sizeof *reading.resources),
		.entries = arena_take(
			arena, sizeof *reading.entries + RESOURCES_DESCRIPTORS * sizeof(int)),
	};
	if (!reading.resources || !reading.entries)
		return -ENOMEM;
	reading.resources->scheduling = (struct scheduling){ .policy = "",
		.cpus = "",
		.priority = UNKNOWN,
		.no_new_privileges = UNKNOWN,
		.seccomp = UNKNOWN };
	size_t first_gap = snapshot->gap_count;
	int error = take_all(&reading);
	if (error)
		return error;
	reading.resources->gap_count = snapshot->gap_count - first_gap;
	if (snapshot->gap_count > first_gap)
		reading.resources->gaps = snapshot->gaps + first_gap;
	snapshot->resources = reading.resources;
	return 0;
}
