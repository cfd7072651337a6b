/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stddef.h>
#include <sys/vfs.h>

#define DIRECTORY "/var/tmp" /* of the usual ones the one that is hardly ever in memory */

const char *disk_kind(void)
{
	static const struct {
		unsigned long magic;
		const char *name;
	} kinds[] = {
		{ EXT4_SUPER_MAGIC, "disk" },
		{ XFS_SUPER_MAGIC, "disk" },
		{ BTRFS_SUPER_MAGIC, "disk" },
		{ F2FS_SUPER_MAGIC, "disk" },
		{ TMPFS_MAGIC, "tmpfs" },
		{ RAMFS_MAGIC, "ramfs" },
		{ OVERLAYFS_SUPER_MAGIC, "overlay" },
		{ NFS_SUPER_MAGIC, "nfs" },
	};
	struct statfs system;
	if (statfs(DIRECTORY, &system) < 0)
		return "other";
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if ((unsigned long)system.f_type == kinds[i].magic)
			return kinds[i].name;
	return "other";
}

int disk_file(void)
{
	int fd = open(DIRECTORY, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	return fd < 0 ? -errno : fd;
}
