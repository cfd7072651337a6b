/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/worker_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "demo/disk.h"

#define PIECE 16384 /* of a file that is being written; fits into the stack that is in use */

/* Room for the file and as much again, so that no demo fills a disk. */
static bool has_room(int fd, size_t size)
{
	struct statvfs system;
	return fstatvfs(fd, &system) == 0 &&
	       (uint64_t)system.f_bavail * system.f_frsize / 2 >= size;
}

static bool fill(int fd, size_t size)
{
	char piece[PIECE];
	worker_scramble(piece, sizeof piece); /* a page that is not stored is not read either */
	for (size_t at = 0; at < size;) {
		size_t rest = size - at;
		ssize_t put = pwrite(fd, piece, rest < PIECE ? rest : PIECE, (off_t)at);
		if (put < 0 && errno != EINTR)
			return false;
		at += put > 0 ? (size_t)put : 0;
	}
	return fdatasync(fd) == 0;
}

int worker_file(struct worker *worker, size_t size)
{
	int fd = disk_file();
	if (fd < 0)
		worker_skip(worker, N_("no file can be made in /var/tmp"));
	if (!has_room(fd, size))
		worker_skip(worker, N_("the disk of /var/tmp has too little room"));
	if (!fill(fd, size))
		worker_skip(worker, N_("the file in /var/tmp cannot be written"));
	return fd;
}

void worker_evict(int fd)
{
	fdatasync(fd); /* pages that are not written yet would stay */
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
}
