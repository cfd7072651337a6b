/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/target.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli.h"
#include "strata/export.h"
#include "strata/processes.h"
#include "strata/translate.h"

static bool is_number(const char *text)
{
	const char *digits = text + (*text == '-' || *text == '+');
	return *digits != '\0' && digits[strspn(digits, "0123456789")] == '\0';
}

static int find_by_id(const char *text, pid_t *ret_pid)
{
	errno = 0;
	long long id = strtoll(text, NULL, 10);
	if (id <= 0)
		return -EINVAL;
	if (errno || id > INT_MAX)
		return -ESRCH;
	*ret_pid = (pid_t)id;
	return 0;
}

/* Is this the file name of its executable? comm is cut at 15 bytes and the process may change it. */
static bool runs_file(pid_t pid, const char *name)
{
	static const char deleted[] = " (deleted)"; /* replaced since it was started */
	char link[64], path[PATH_MAX];              /* the kernel gives no longer links */
	snprintf(link, sizeof(link), "/proc/%d/exe", (int)pid);
	ssize_t length = readlink(link, path, sizeof(path) - 1);
	if (length <= 0)
		return false;
	path[length] = '\0';
	const char *slash = strrchr(path, '/');
	const char *file = slash ? slash + 1 : path;
	size_t bytes = strlen(name);
	return strncmp(file, name, bytes) == 0 &&
	       (file[bytes] == '\0' || strcmp(file + bytes, deleted) == 0);
}

static bool is_called(const struct process_entry *entry, const char *name)
{
	return strcmp(entry->comm, name) == 0 || runs_file(entry->pid, name);
}

/* Keeps of the list what is called `name`. */
static void keep_called(struct process_list *list, const char *name)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].pid != getpid() && is_called(&list->entries[i], name))
			list->entries[kept++] = list->entries[i];
	list->count = kept;
}

int target_find(const char *text, pid_t *ret_pid)
{
	if (is_number(text))
		return find_by_id(text, ret_pid);
	struct process_list list;
	int result = process_list_init(&list);
	if (result < 0)
		return result;
	keep_called(&list, text);
	if (list.count == 1)
		*ret_pid = list.entries[0].pid;
	else
		result = list.count == 0 ? -ESRCH : -ENOTUNIQ;
	process_list_finish(&list);
	return result;
}

static void list_called(const char *name)
{
	struct process_list list;
	if (process_list_init(&list) < 0)
		return;
	keep_called(&list, name);
	const struct export_options options = { .format = EXPORT_TEXT };
	export_processes(&list, &options, stderr);
	process_list_finish(&list);
}

int target_complain(const char *text, int error)
{
	switch (error) {
	case -EINVAL:
		cli_complain(_("%s: not a process ID: they are whole numbers from 1"), text);
		return CLI_USAGE;
	case -ESRCH:
		cli_complain(
			_("%s: no such process; 'strata list' shows what can be watched"), text);
		return CLI_FAILED;
	case -ENOTUNIQ:
		cli_complain(_("%s: several processes have this name; give the ID of one"), text);
		list_called(text);
		return CLI_FAILED;
	default:
		cli_complain(_("%s: the list of processes could not be read: %s"), text,
			strerror(-error));
		return CLI_FAILED;
	}
}
