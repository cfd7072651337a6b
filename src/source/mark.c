/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mark.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

bool mark_ends(const char *path, size_t length)
{
	return length > MARK_LENGTH && path[0] == '/' &&
	       memcmp(path + length - MARK_LENGTH, MARK, MARK_LENGTH) == 0;
}

bool mark_is_name(int dir, const char *path, uint64_t inode)
{
	/* The device is not compared: some file systems show another one in maps than in stat. */
	char name[PATH_MAX];
	struct stat status;
	int length = snprintf(name, sizeof name, "root%s" MARK, path);
	return length < (int)sizeof name &&
	       fstatat(dir, name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) == 0 &&
	       status.st_ino == inode;
}
