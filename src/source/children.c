/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "children.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *known_name(const struct snapshot *last, pid_t pid)
{
	const struct process *process = last ? &last->process : NULL;
	for (size_t i = 0; process && i < process->child_count; i++)
		if (process->children[i].pid == pid)
			return process->children[i].comm;
	return NULL;
}

/* What one that is already gone was called is not known any more. */
static const char *read_name(struct buffer *buffer, int dir, pid_t pid)
{
	char path[40];
	snprintf(path, sizeof path, "../%d/comm", (int)pid);
	if (buffer_load(buffer, dir, path) < 0)
		return "";
	buffer->bytes[strcspn(buffer->bytes, "\n")] = '\0';
	return buffer->bytes;
}

static size_t parse(const char *text, pid_t pids[PROCESS_CHILDREN])
{
	size_t count = 0;
	for (char *end; count < PROCESS_CHILDREN; text = end) {
		long pid = strtol(text, &end, 10);
		if (end == text)
			break;
		pids[count++] = (pid_t)pid;
	}
	return count;
}

int children_take(
	struct buffer *buffer, int dir, const struct snapshot *last, struct snapshot *snapshot)
{
	struct process *process = &snapshot->process;
	pid_t pids[PROCESS_CHILDREN];
	char path[48];
	snprintf(path, sizeof path, "task/%d/children", (int)process->pid);
	if (buffer_load(buffer, dir, path) < 0)
		return 0;
	size_t count = parse(buffer->bytes, pids);
	if (count == 0)
		return 0;
	struct process_child *children = arena_take(&snapshot->arena, count * sizeof *children);
	for (size_t i = 0; children && i < count; i++) {
		const char *name = known_name(last, pids[i]);
		name = name ? name : read_name(buffer, dir, pids[i]);
		children[i].pid = pids[i];
		children[i].comm = arena_copy(&snapshot->arena, name, strlen(name));
		if (!children[i].comm)
			return -ENOMEM;
	}
	process->children = children;
	process->child_count = children ? count : 0;
	return children ? 0 : -ENOMEM;
}
