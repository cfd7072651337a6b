/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_probe.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "page_bits.h"

static uint64_t entry_of(int fd, const volatile char *address, long page_size)
{
	uint64_t entry = 0;
	off_t offset = (off_t)((uintptr_t)address / (uintptr_t)page_size * sizeof entry);
	return pread(fd, &entry, sizeof entry, offset) == sizeof entry ? entry : 0;
}

struct page_probe page_probe_run(void)
{
	struct page_probe probe = { 0 };
	long page_size = sysconf(_SC_PAGESIZE);
	size_t size = 2 * (size_t)page_size;
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	volatile char *pages =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (fd >= 0 && pages != MAP_FAILED) {
		/* Read, the first is the page of zeros; written, the second is new and so dirty. */
		pages[page_size] = pages[0];
		probe.zero_frame = entry_of(fd, pages, page_size) & PAGE_ENTRY_FRAME;
		probe.has_soft_dirty =
			entry_of(fd, pages + page_size, page_size) & PAGE_ENTRY_SOFT_DIRTY;
	}
	if (pages != MAP_FAILED)
		munmap((void *)(uintptr_t)pages, size);
	if (fd >= 0)
		close(fd);
	return probe;
}
