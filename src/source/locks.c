/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "resources.h"

/* "1: -> FLOCK ADVISORY WRITE 4121 fe:00:1234 0 EOF": the arrow only where it is waited for. */
enum word {
	WORD_NUMBER,
	WORD_TYPE,
	WORD_ADVICE,
	WORD_MODE,
	WORD_PID,
	WORD_FILE,
	WORD_START,
	WORD_END,
	WORDS,
};

static bool parse(char *line, struct file_lock *ret_lock)
{
	char *all[WORDS + 1], **words = all;
	size_t count = lines_split(line, all, WORDS + 1);
	struct file_lock lock = { .path = "" };
	if (count > WORD_TYPE && strcmp(words[WORD_TYPE], "->") == 0) {
		lock.is_waiting = true;
		words++;
		count--;
	}
	if (count < WORDS)
		return false;
	const char *inode = strrchr(words[WORD_FILE], ':');
	snprintf(lock.type, sizeof lock.type, "%s", words[WORD_TYPE]);
	lock.is_write = strcmp(words[WORD_MODE], "WRITE") == 0;
	lock.pid = (pid_t)strtol(words[WORD_PID], NULL, 10);
	lock.inode = inode ? strtoull(inode + 1, NULL, 10) : 0;
	lock.start = strtoull(words[WORD_START], NULL, 10);
	lock.end =
		strcmp(words[WORD_END], "EOF") == 0 ? UNKNOWN : strtoull(words[WORD_END], NULL, 10);
	*ret_lock = lock;
	return true;
}

static bool is_same(const struct file_lock *a, const struct file_lock *b)
{
	return a->inode == b->inode && a->start == b->start && a->end == b->end &&
	       a->is_waiting == b->is_waiting && a->pid == b->pid && strcmp(a->type, b->type) == 0;
}

/* Two descriptors of one open file show the same lock. */
static void add(struct reading *reading, const struct file_lock *lock)
{
	for (size_t i = 0; i < reading->lock_count; i++)
		if (is_same(&reading->locks[i], lock))
			return;
	if (reading->lock_count < RESOURCES_LOCKS)
		reading->locks[reading->lock_count++] = *lock;
}

void locks_add(struct reading *reading, char *line, const char *path)
{
	struct file_lock lock;
	if (!parse(line, &lock))
		return;
	lock.path = path;
	add(reading, &lock);
}

static const char *path_of(const struct resources *resources, uint64_t inode)
{
	for (size_t i = 0; i < resources->descriptor_count; i++)
		if (resources->descriptors[i].inode == inode &&
			resources->descriptors[i].kind == DESCRIPTOR_FILE)
			return resources->descriptors[i].target;
	return "";
}

static void take_line(void *context, char *line)
{
	struct reading *reading = context;
	struct file_lock lock;
	if (!parse(line, &lock) || lock.pid != reading->snapshot->process.pid)
		return;
	lock.path = path_of(reading->resources, lock.inode);
	add(reading, &lock);
}

/* What is held stands with the descriptors, where these may be read; what is waited for, and all
 * else, in the table of all locks. */
int locks_take(struct reading *reading)
{
	struct resources *resources = reading->resources;
	int error = lines_read(reading->dir, "../locks", take_line, reading);
	if (error && reading->is_this_machine &&
		snapshot_add_gap(reading->snapshot, "locks", -error))
		return -ENOMEM;
	size_t size = reading->lock_count * sizeof *resources->locks;
	resources->locks = arena_take(&reading->snapshot->arena, size);
	if (!resources->locks)
		return -ENOMEM;
	memcpy(resources->locks, reading->locks, size);
	resources->lock_count = reading->lock_count;
	return 0;
}
