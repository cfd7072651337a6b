/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "strata/translate.h"

/* The bytes that SQLite locks of a database in use (fileformat2, "The Lock-Byte Page"). */
#define LOCK_BYTES 0x40000000
#define LOCK_LENGTH 512

static bool is_in_use(const char *path)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTES, .l_len = LOCK_LENGTH
	};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	bool is_locked = fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	close(fd);
	return is_locked;
}

/* Takes away the file that is there. Were it being written, its writer would go on beside the new
 * one, in files of the same names. */
static int remove_old(const char *path)
{
	struct stat status;
	if (lstat(path, &status) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISREG(status.st_mode))
		return -EINVAL;
	if (is_in_use(path))
		return -EBUSY;
	return unlink(path) == 0 || errno == ENOENT ? 0 : -errno;
}

int place_take(const char *path, bool is_replacing)
{
	int error = is_replacing ? remove_old(path) : 0;
	if (error)
		return error;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static const char *reason(int error)
{
	switch (error) {
	case -EEXIST:
		return _("it exists already; --force replaces it");
	case -EBUSY:
		return _("another program has it open; give another name");
	case -EINVAL:
		return _("it is no file; give another name");
	case -ENOENT:
		return _("there is no such folder");
	case -ENOSPC:
		return _("the disk is full");
	default:
		return strerror(-error);
	}
}

void place_complain(const char *path, int error, char line[RECORDING_ERROR])
{
	snprintf(line, RECORDING_ERROR, _("%s: no recording can be written there: %s"), path,
		reason(error));
}
