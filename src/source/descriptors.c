/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "entries.h"
#include "resources.h"
#include "status.h"

#define MQUEUE_MAGIC 0x19800202 /* of the file system of POSIX message queues */

/* What a link says of things that have no path. */
static const struct {
	const char *start;
	enum descriptor_kind kind;
} targets[] = {
	{ "pipe:[", DESCRIPTOR_PIPE },
	{ "socket:[", DESCRIPTOR_SOCKET },
	{ "/memfd:", DESCRIPTOR_MEMORY },
	{ "anon_inode:[eventfd]", DESCRIPTOR_EVENT },
	{ "anon_inode:[eventpoll]", DESCRIPTOR_EPOLL },
	{ "anon_inode:[timerfd]", DESCRIPTOR_TIMER },
	{ "anon_inode:[signalfd]", DESCRIPTOR_SIGNAL },
	{ "anon_inode:inotify", DESCRIPTOR_WATCH },
	{ "anon_inode:[fanotify]", DESCRIPTOR_WATCH },
	{ "anon_inode:[pidfd]", DESCRIPTOR_PROCESS },
	{ "pidfd:[", DESCRIPTOR_PROCESS },
	{ "/dev/", DESCRIPTOR_DEVICE },
	{ "/", DESCRIPTOR_FILE },
};

static enum descriptor_kind kind_of_target(const char *target)
{
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
		if (strncmp(target, targets[i].start, strlen(targets[i].start)) == 0)
			return targets[i].kind;
	return DESCRIPTOR_OTHER;
}

static enum descriptor_kind kind_of_mode(unsigned mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return DESCRIPTOR_FILE;
	case S_IFDIR:
		return DESCRIPTOR_FOLDER;
	case S_IFCHR:
	case S_IFBLK:
		return DESCRIPTOR_DEVICE;
	case S_IFIFO:
		return DESCRIPTOR_FIFO;
	default:
		return DESCRIPTOR_OTHER;
	}
}

/* A path may be of anything. Nothing is asked of a file system over the network. */
static void look_at_file(struct reading *reading, const char *path, struct descriptor *descriptor)
{
	struct statx status;
	if (statx(reading->files_dir, path, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT,
		    STATX_TYPE | STATX_INO, &status))
		return;
	descriptor->kind = kind_of_mode(status.stx_mode);
	descriptor->inode = status.stx_ino;
}

/* Queues are called "/name", as files in the root directory are. */
static bool may_be_queue(const struct descriptor *descriptor)
{
	return descriptor->kind == DESCRIPTOR_FILE && !strchr(descriptor->target + 1, '/');
}

/* "QSIZE:129 NOTIFY:0 ..." of the file open at `fd`, without a name. */
static uint64_t read_queue_size(struct reading *reading, int fd)
{
	char name[32];
	static const char key[] = "QSIZE:";
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	if (buffer_load(reading->buffer, AT_FDCWD, name) ||
		strncmp(reading->buffer->bytes, key, sizeof key - 1) != 0)
		return UNKNOWN;
	return strtoull(reading->buffer->bytes + sizeof key - 1, NULL, 10);
}

/* Taken without opening, so that nothing but a queue can be opened by mistake. */
static void look_at_queue(struct reading *reading, const char *path, struct descriptor *descriptor)
{
	struct statfs system;
	int fd = openat(reading->files_dir, path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstatfs(fd, &system) == 0 && system.f_type == MQUEUE_MAGIC) {
		descriptor->kind = DESCRIPTOR_QUEUE;
		descriptor->queued = read_queue_size(reading, fd);
	}
	close(fd);
}

static void take_locks(struct reading *reading, char *text, const char *path)
{
	char *rest = text;
	for (char *line; (line = strsep(&rest, "\n"));)
		if (strncmp(line, "lock:", 5) == 0)
			locks_add(reading, line + 5 + strspn(line + 5, " \t"), path);
}

static uint64_t find_number(const char *text, const char *key, int base)
{
	const char *value = status_find(text, key);
	return value ? strtoull(value, NULL, base) : UNKNOWN;
}

static int take_info(struct reading *reading, struct descriptor *descriptor)
{
	char path[32];
	snprintf(path, sizeof path, "fdinfo/%d", descriptor->number);
	int error = buffer_load(reading->buffer, reading->files_dir, path);
	if (error == -EACCES || error == -EPERM)
		return snapshot_add_gap(reading->snapshot, "fdinfo", -error);
	if (error)
		return 0;
	char *text = reading->buffer->bytes;
	uint64_t inode = find_number(text, "ino", 10);
	descriptor->position = find_number(text, "pos", 10);
	descriptor->flags = find_number(text, "flags", 8);
	if (inode != UNKNOWN)
		descriptor->inode = inode;
	if (descriptor->kind == DESCRIPTOR_EVENT)
		descriptor->queued = find_number(text, "eventfd-count", 16);
	take_locks(reading, text, descriptor->target);
	return 0;
}

/* -ENOENT when it has been closed meanwhile. */
static int take_descriptor(struct reading *reading, struct descriptor *descriptor)
{
	char path[32];
	snprintf(path, sizeof path, "fd/%d", descriptor->number);
	int error = buffer_load_link(reading->buffer, reading->files_dir, path);
	if (error)
		return error == -ENOMEM ? error : -ENOENT;
	const struct buffer *buffer = reading->buffer;
	descriptor->target = arena_copy(&reading->snapshot->arena, buffer->bytes, buffer->length);
	if (!descriptor->target)
		return -ENOMEM;
	descriptor->kind = kind_of_target(descriptor->target);
	descriptor->inode = 0;
	descriptor->position = descriptor->flags = UNKNOWN;
	descriptor->queued = descriptor->unsent = UNKNOWN;
	bool is_path = descriptor->target[0] == '/' && descriptor->kind != DESCRIPTOR_MEMORY;
	if (is_path && reading->is_this_machine)
		look_at_file(reading, path, descriptor);
	if (is_path && reading->is_this_machine && may_be_queue(descriptor))
		look_at_queue(reading, path, descriptor);
	return take_info(reading, descriptor);
}

int descriptors_take(struct reading *reading)
{
	struct resources *resources = reading->resources;
	struct entries *entries = reading->entries;
	resources->descriptor_total = UNKNOWN;
	int error = entries_list(reading->files_dir, "fd", RESOURCES_DESCRIPTORS, entries);
	if (error)
		return snapshot_add_gap(reading->snapshot, "fd", -error);
	resources->descriptor_total = entries->total;
	resources->descriptors = arena_take(
		&reading->snapshot->arena, entries->count * sizeof *resources->descriptors);
	if (!resources->descriptors)
		return -ENOMEM;
	for (size_t i = 0; i < entries->count; i++) {
		struct descriptor *next = &resources->descriptors[resources->descriptor_count];
		next->number = entries->numbers[i];
		error = take_descriptor(reading, next);
		if (error == -ENOMEM)
			return error;
		resources->descriptor_count += error == 0;
	}
	return 0;
}
