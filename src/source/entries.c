/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "entries.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "strata/units.h"

#define CHUNK 8192

/* false when there was no room for all. */
static bool take_names(const char *bytes, size_t length, size_t most, struct entries *entries)
{
	for (size_t at = 0; at < length;) {
		const struct dirent64 *entry = (const void *)(bytes + at);
		char *end;
		long number = strtol(entry->d_name, &end, 10);
		at += entry->d_reclen;
		if (*end != '\0')
			continue;
		if (entries->count == most)
			return false;
		entries->numbers[entries->count++] = (int)number;
	}
	return true;
}

/* Since Linux 6.2 the size of the directory of descriptors is their number. */
static uint64_t total_of(int fd)
{
	struct stat status;
	bool is_told = fstat(fd, &status) == 0 && status.st_size > 0;
	return is_told ? (uint64_t)status.st_size : UNKNOWN;
}

static int compare(const void *left, const void *right)
{
	int a = *(const int *)left, b = *(const int *)right;
	return (a > b) - (a < b);
}

int entries_list(int dir, const char *name, size_t most, struct entries *entries)
{
	_Alignas(struct dirent64) char bytes[CHUNK];
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	entries->count = 0;
	bool is_whole = true;
	ssize_t got;
	do
		got = getdents64(fd, bytes, sizeof bytes);
	while (got > 0 && (is_whole = take_names(bytes, (size_t)got, most, entries)));
	int error = got < 0 ? -errno : 0;
	entries->total = is_whole ? entries->count : total_of(fd);
	close(fd);
	qsort(entries->numbers, entries->count, sizeof *entries->numbers, compare);
	return error;
}
