/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pages_scenes.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "strata/pages.h"

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

#define PAGES 64

char *scene_map(size_t size)
{
	char *base = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (base == MAP_FAILED)
		return NULL;
	madvise(base, size, MADV_NOHUGEPAGE);
	return base;
}

static void write_pages(char *base, size_t page, size_t from, size_t to, size_t step)
{
	for (size_t i = from; i < to; i += step)
		((volatile char *)base)[i * page] = (char)(i + 1);
}

static void read_pages(const char *base, size_t page, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		(void)((const volatile char *)base)[i * page];
}

static char *make_written(size_t page)
{
	char *base = scene_map(PAGES * page);
	write_pages(base, page, 0, 16, 1);
	write_pages(base, page, 63, 64, 1);
	return base;
}

static char *make_read(size_t page)
{
	char *base = scene_map(PAGES * page);
	read_pages(base, page, 8, 24);
	write_pages(base, page, 16, 17, 1);
	return base;
}

/* Every page of a file read, every fourth written. */
static char *make_private_file(size_t page)
{
	FILE *file = tmpfile();
	if (!file || ftruncate(fileno(file), (off_t)(PAGES * page)) != 0)
		return NULL;
	char *base = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fileno(file), 0);
	read_pages(base, page, 0, PAGES);
	write_pages(base, page, 0, PAGES, 4);
	return base;
}

static char *make_private_memfd(size_t page)
{
	int fd = memfd_create("pages", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, (off_t)(PAGES * page)) != 0)
		return NULL;
	char *base = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	write_pages(base, page, 0, PAGES, 2);
	read_pages(base, page, 0, PAGES);
	return base;
}

static char *make_private_zeros(size_t page)
{
	int fd = open("/dev/zero", O_RDWR | O_CLOEXEC);
	char *base = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	if (base == MAP_FAILED)
		return NULL;
	write_pages(base, page, 0, 8, 1);
	return base;
}

static char *make_shared(size_t page)
{
	char *base =
		mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (base == MAP_FAILED)
		return NULL;
	write_pages(base, page, 0, 8, 1);
	return base;
}

/* A fork that writes a part of what it got, says so, and waits for its end. */
static void fork_writer(char *base, size_t page, size_t from, size_t to, size_t step)
{
	int done[2];
	char byte = 0;
	if (pipe2(done, O_CLOEXEC) != 0)
		abort();
	pid_t pid = fork();
	if (pid < 0)
		abort();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		write_pages(base, page, from, to, step);
		if (write(done[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	if (read(done[0], &byte, 1) != 1)
		abort();
}

static char *make_forked(size_t page)
{
	char *base = scene_map(PAGES * page);
	write_pages(base, page, 0, PAGES, 1);
	fork_writer(base, page, 0, PAGES / 2, 1);
	return base;
}

static char *make_forked_alternating(size_t page)
{
	char *base = scene_map(PAGES * page);
	write_pages(base, page, 0, PAGES, 1);
	fork_writer(base, page, 0, 8, 2);
	return base;
}

static char *make_forked_copies(size_t page)
{
	char *base = make_private_file(page);
	if (base)
		fork_writer(base, page, 0, 8, 4);
	return base;
}

static char *make_forked_shared(size_t page)
{
	char *base = make_shared(page);
	if (base)
		fork_writer(base, page, 4, 12, 1);
	return base;
}

static char *make_freed(size_t page)
{
	char *base = scene_map(PAGES * page);
	write_pages(base, page, 0, 16, 1);
	return madvise(base, 8 * page, MADV_FREE) == 0 ? base : NULL;
}

static char *make_dropped(size_t page)
{
	char *base = scene_map(PAGES * page);
	write_pages(base, page, 0, PAGES, 1);
	madvise(base + 16 * page, 16 * page, MADV_DONTNEED);
	return base;
}

static char *make_closed(size_t page)
{
	char *base = mmap(NULL, PAGES * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return base == MAP_FAILED ? NULL : base;
}

static char *make_closed_later(size_t page)
{
	char *base = scene_map(PAGES * page);
	write_pages(base, page, 0, 8, 1);
	return mprotect(base, PAGES * page, PROT_NONE) == 0 ? base : NULL;
}

static char *make_guarded(size_t page)
{
	char *base = scene_map(PAGES * page);
	write_pages(base, page, 0, 8, 1);
	return madvise(base + 4 * page, 8 * page, MADV_GUARD_INSTALL) == 0 ? base : NULL;
}

static char *make_locked(size_t page)
{
	char *base = scene_map(PAGES * page);
	write_pages(base, page, 0, 8, 1);
	return mlock2(base, PAGES * page, MLOCK_ONFAULT) == 0 ? base : NULL;
}

static char *make_huge(size_t page)
{
	size_t size = 512 * page;
	char *room =
		mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED)
		return NULL;
	char *base = room + (size - (uintptr_t)room % size) % size;
	/* Whatever stands beside it would be of the same region. */
	madvise(base, size, MADV_HUGEPAGE);
	write_pages(base, page, 0, 1, 1);
	return base;
}

static char *make_hugetlb(size_t page)
{
	char *base = mmap(NULL, 512 * page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
	if (base == MAP_FAILED)
		return NULL;
	write_pages(base, page, 0, 1, 1);
	return base;
}

static char *make_huge_zeros(size_t page)
{
	char *base = make_huge(page);
	if (!base || madvise(base, 512 * page, MADV_DONTNEED) != 0)
		return NULL;
	read_pages(base, page, 0, 1);
	return base;
}

static char *make_swapped(size_t page)
{
	char *base = scene_map(PAGES * page);
	unsigned char in_core[PAGES];
	write_pages(base, page, 0, PAGES, 1);
	if (madvise(base, 8 * page, MADV_PAGEOUT) != 0 || mincore(base, 8 * page, in_core) != 0)
		return NULL;
	for (unsigned i = 0; i < 8; i++)
		if (in_core[i] & 1)
			return NULL;
	return base;
}

const struct scene scenes[] = {
	{ "pages written", make_written, "R16.47R1" },
	{ "pages read and never written", make_read, ".8Z8R1Z7.40" },
	{ "a private file, every fourth page written", make_private_file,
		"C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3C1F3" },
	{ "private memory of a file descriptor", make_private_memfd, "C1F1C1F1C1F1C1F1" },
	{ "a private mapping of /dev/zero", make_private_zeros, "R8.56" },
	{ "shared memory of one process", make_shared, "R8.56" },
	{ "half written after a fork", make_forked, "R32S32" },
	{ "every second page written after a fork", make_forked_alternating, "R1S1R1S1R1S1R1S57" },
	{ "copies of a file after a fork", make_forked_copies, "C1F3C1F3S1F3S1F3" },
	{ "shared memory after a fork", make_forked_shared, "R4S4.56" },
	{ "MADV_FREE", make_freed, "R16.48" },
	{ "MADV_DONTNEED", make_dropped, "R16.16R32" },
	{ "a mapping without access", make_closed, "G64" },
	{ "a mapping that lost its access", make_closed_later, "R8G56" },
	{ "MADV_GUARD_INSTALL", make_guarded, "R4G8.52" },
	{ "mlock", make_locked, "R8.56", PAGE_LOCKED },
	{ "a huge page", make_huge, "R512", PAGE_HUGE },
	{ "a huge page of zeros", make_huge_zeros, "Z512", PAGE_HUGE, .needs_scan = true },
	{ "hugetlb", make_hugetlb, "R512", PAGE_HUGE, .is_told_by_entries = true },
	{ "swap", make_swapped, "W8R56" },
};
const size_t scene_count = sizeof scenes / sizeof scenes[0];
