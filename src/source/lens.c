/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lens.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "page_probe.h"

/* Documentation/filesystems/proc.rst, clear_refs. */
static const char *const digits[] = {
	[LENS_REFERENCED] = "1",
	[LENS_WRITTEN] = "4",
};
static_assert(sizeof digits / sizeof *digits == LENSES, "a digit for each lens");

const char *lens_digit(enum lens lens)
{
	return digits[lens];
}

bool lens_is_kept(enum lens lens)
{
	if (access("/proc/self/clear_refs", F_OK) != 0)
		return false;
	return lens == LENS_REFERENCED || page_probe_run().has_soft_dirty;
}

int lens_wipe(int dir, enum lens lens)
{
	int fd = openat(dir, "clear_refs", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	int error = write(fd, digits[lens], 1) == 1 ? 0 : -errno;
	close(fd);
	return error;
}
