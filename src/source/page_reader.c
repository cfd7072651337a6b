/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int page_reader_create(const struct page_reader_options *options, struct page_reader **ret_reader)
{
	char name[32];
	snprintf(name, sizeof name, "/proc/%d", (int)options->pid);
	int dir = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	struct page_reader *reader = calloc(1, sizeof *reader);
	if (!reader) {
		close(dir);
		return -ENOMEM;
	}
	reader->dir = dir;
	reader->page_size = (uint64_t)sysconf(_SC_PAGESIZE);
	reader->probe = page_probe_run();
	reader->scan.is_missing = options->without_scan;
	reader->entries.page_size = reader->page_size;
	reader->entries.zero_frame = reader->probe.zero_frame;
	*ret_reader = reader;
	return 0;
}

void page_reader_destroy(struct page_reader *reader)
{
	if (!reader)
		return;
	page_maps_finish(&reader->maps);
	close(reader->dir);
	free(reader);
}

void page_reader_show_written(struct page_reader *reader, bool is_shown)
{
	reader->shows_written = is_shown && reader->probe.has_soft_dirty;
}

int page_reader_begin(struct page_reader *reader)
{
	int fd = openat(reader->dir, "pagemap", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	page_entries_reset(&reader->entries, fd);
	reader->scan.fd = fd;
	reader->scan.longest_ns = 0;
	return 0;
}

void page_reader_end(struct page_reader *reader)
{
	close(reader->scan.fd);
}
