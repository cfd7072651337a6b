/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list by reading /proc, for systems without libproc2. */
#include "processes_fill.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PF_KTHREAD 0x00200000 /* include/linux/sched.h; stat(5), field 9 */
#define ROOM 4096             /* stat is shorter; of status the first lines are wanted */

/* Fields of stat behind the name, numbered as in proc_pid_stat(5). */
enum stat_field {
	STAT_PPID = 4,
	STAT_FLAGS = 9,
	STAT_THREADS = 20,
	STAT_VSIZE = 23,
	STAT_RSS = 24,
	STAT_FIELDS,
};

static bool read_start(int proc, pid_t pid, const char *name, char text[ROOM])
{
	char path[64];
	snprintf(path, sizeof(path), "%d/%s", (int)pid, name);
	int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t length = read(fd, text, ROOM - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	return length > 0;
}

static void read_stat(int proc, struct process_entry *entry)
{
	char text[ROOM];
	entry->state = '?';
	entry->rss = entry->vsz = UNKNOWN;
	/* The name may hold anything, brackets too: the last one ends it. */
	char *at = read_start(proc, entry->pid, "stat", text) ? strrchr(text, ')') : NULL;
	if (!at || strlen(at) < 4)
		return;
	entry->state = at[2];
	at += 3;
	unsigned long long fields[STAT_FIELDS] = { 0 };
	for (size_t field = STAT_PPID; field < STAT_FIELDS; field++)
		fields[field] = strtoull(at, &at, 10);
	entry->ppid = (pid_t)fields[STAT_PPID];
	entry->is_kernel_thread = fields[STAT_FLAGS] & PF_KTHREAD;
	entry->threads = (unsigned)fields[STAT_THREADS];
	entry->vsz = fields[STAT_VSIZE];
	entry->rss = fields[STAT_RSS] * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* The effective user: the second number of its line. */
static void read_uid(int proc, struct process_entry *entry)
{
	char text[ROOM];
	entry->uid = (uid_t)-1;
	char *line = read_start(proc, entry->pid, "status", text) ? strstr(text, "\nUid:") : NULL;
	if (!line)
		return;
	char *at = line + strlen("\nUid:");
	strtoul(at, &at, 10);
	entry->uid = (uid_t)strtoul(at, &at, 10);
}

static int fill_from(DIR *directory, struct process_list *list)
{
	for (struct dirent *item; (item = readdir(directory));) {
		char *end;
		long pid = strtol(item->d_name, &end, 10);
		if (pid <= 0 || *end != '\0')
			continue;
		struct process_entry *entry = processes_add(list);
		if (!entry)
			return -ENOMEM;
		entry->pid = (pid_t)pid;
		read_stat(dirfd(directory), entry);
		read_uid(dirfd(directory), entry);
	}
	return 0;
}

int processes_fill(struct process_list *list)
{
	DIR *directory = opendir("/proc");
	if (!directory)
		return -errno;
	int result = fill_from(directory, list);
	closedir(directory);
	return result;
}
