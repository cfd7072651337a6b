/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "processes_fill.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "hidden.h"

#define FIRST_ENTRIES 256
#define FIRST_TEXT 512
#define LONGEST_USER_RECORD 4096

struct process_entry *processes_add(struct process_list *list)
{
	size_t size = sizeof(*list->entries);
	/* Grows at every power of two. */
	bool is_full = list->count == 0 ||
		       (list->count >= FIRST_ENTRIES && (list->count & (list->count - 1)) == 0);
	if (is_full) {
		size_t room = list->count ? 2 * list->count : FIRST_ENTRIES;
		struct process_entry *entries =
			arena_resize(&list->arena, list->entries, list->count * size, room * size);
		if (!entries)
			return NULL;
		list->entries = entries;
	}
	struct process_entry *entry = &list->entries[list->count++];
	*entry = (struct process_entry){ 0 };
	return entry;
}

static int open_file(int proc, pid_t pid, const char *name)
{
	char path[64];
	snprintf(path, sizeof(path), "%d/%s", (int)pid, name);
	int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* The whole of a file of a process, NUL-terminated in the arena; "" when it cannot be read, NULL on
 * exhaustion. */
static char *read_text(
	int proc, pid_t pid, const char *name, struct arena *arena, size_t *ret_length)
{
	size_t length = 0, room = FIRST_TEXT;
	char *text = arena_take(arena, room);
	int fd = open_file(proc, pid, name);
	ssize_t got = fd < 0 ? 0 : 1;
	while (text && got > 0) {
		got = read(fd, text + length, room - length - 1);
		length += got > 0 ? (size_t)got : 0;
		if (length + 1 == room) {
			text = arena_resize(arena, text, room, 2 * room);
			room *= 2;
		}
	}
	if (fd >= 0)
		close(fd);
	if (!text)
		return NULL;
	text[length] = '\0';
	*ret_length = length;
	return arena_resize(arena, text, room, length + 1);
}

static const char *read_comm(int proc, pid_t pid, struct arena *arena)
{
	size_t length;
	char *comm = read_text(proc, pid, "comm", arena, &length);
	if (comm && length > 0 && comm[length - 1] == '\n')
		comm[length - 1] = '\0';
	return comm;
}

static const char *read_cmdline(int proc, pid_t pid, struct arena *arena)
{
	size_t length;
	char *cmdline = read_text(proc, pid, "cmdline", arena, &length);
	if (!cmdline)
		return NULL;
	while (length > 0 && cmdline[length - 1] == '\0')
		length--;
	for (size_t i = 0; i < length; i++)
		if (cmdline[i] == '\0')
			cmdline[i] = ' ';
	return cmdline;
}

/* Users are few and their data base may be slow: each is asked for once. */
static const char *user_of(struct process_list *list, const struct process_entry *entry)
{
	for (const struct process_entry *at = list->entries; at < entry; at++)
		if (at->uid == entry->uid)
			return at->user;
	char record[LONGEST_USER_RECORD];
	struct passwd passwd, *found = NULL;
	getpwuid_r(entry->uid, &passwd, record, sizeof(record), &found);
	return found ? arena_copy(&list->arena, found->pw_name, strlen(found->pw_name)) : "";
}

/* What opening its maps says: the kernel asks for permission there, not at each read. */
static int watch_error(int proc, pid_t pid)
{
	int fd = open_file(proc, pid, "maps");
	if (fd < 0)
		return -fd;
	close(fd);
	return 0;
}

static int complete(struct process_list *list, int proc)
{
	uid_t own = geteuid();
	for (struct process_entry *entry = list->entries; entry < list->entries + list->count;
		entry++) {
		entry->is_own = entry->uid == own;
		entry->user = user_of(list, entry);
		entry->comm = read_comm(proc, entry->pid, &list->arena);
		entry->cmdline = read_cmdline(proc, entry->pid, &list->arena);
		entry->error = watch_error(proc, entry->pid);
		if (!entry->user || !entry->comm || !entry->cmdline)
			return -ENOMEM;
	}
	return 0;
}

/* Processes that ended while the list was made are not in it. */
static void drop_gone(struct process_list *list)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].error != ENOENT && list->entries[i].error != ESRCH)
			list->entries[kept++] = list->entries[i];
	list->count = kept;
}

static uint64_t rss_or_none(const struct process_entry *entry)
{
	return entry->rss == UNKNOWN ? 0 : entry->rss;
}

static int compare(const void *left, const void *right)
{
	const struct process_entry *a = left, *b = right;
	if (a->is_kernel_thread != b->is_kernel_thread)
		return a->is_kernel_thread ? 1 : -1;
	if (a->is_own != b->is_own)
		return a->is_own ? -1 : 1;
	if (rss_or_none(a) != rss_or_none(b))
		return rss_or_none(a) > rss_or_none(b) ? -1 : 1;
	return (a->pid > b->pid) - (a->pid < b->pid);
}

int process_list_init(struct process_list *list)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	uint64_t wall_ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	*list = (struct process_list){ .wall_ns = wall_ns };
	arena_init(&list->arena);
	int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (proc < 0)
		return -errno;
	list->is_partial = hidden_are_some(proc);
	int result = processes_fill(list);
	if (result == 0)
		result = complete(list, proc);
	close(proc);
	if (result < 0) {
		process_list_finish(list);
		return result;
	}
	drop_gone(list);
	if (list->count > 0)
		qsort(list->entries, list->count, sizeof(*list->entries), compare);
	return 0;
}

void process_list_finish(struct process_list *list)
{
	arena_finish(&list->arena);
	list->entries = NULL;
	list->count = 0;
}
