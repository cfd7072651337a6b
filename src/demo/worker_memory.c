/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/worker_private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define BATCH_PAGES 256
#define LONGEST_WAIT_MS 5000 /* less than the viewer takes for a hang */
#define MOST_MAPS (16 << 10) /* what is read of a list of mappings: twice what a worker has */
#define THP "/sys/kernel/mm/transparent_hugepage/enabled"

/* A file of /proc or /sys, NUL-terminated; as much of it as fits; empty when it cannot be read. */
static void read_small(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	for (ssize_t got = 1; fd >= 0 && got > 0 && length < size - 1; length += (size_t)got)
		if ((got = read(fd, text + length, size - 1 - length)) < 0)
			break;
	text[length] = '\0';
	if (fd >= 0)
		close(fd);
}

size_t worker_unit(struct worker *worker, enum worker_pages pages)
{
	char enabled[64];
	if (pages != PAGES_HUGE)
		return worker_number(worker, "page");
	read_small(THP, enabled, sizeof enabled);
	size_t huge = worker_number(worker, "huge_page");
	if (!huge || strstr(enabled, "[never]"))
		worker_skip(worker, N_("transparent huge pages are switched off on this machine"));
	return huge;
}

size_t worker_size(const struct worker *worker, size_t unit)
{
	return (worker_number(worker, "size") + unit - 1) / unit * unit;
}

static char *map(struct worker *worker, size_t size, int flags)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | flags, -1, 0);
	if (memory == MAP_FAILED)
		worker_skip(worker, N_("the kernel gives no more memory to this process"));
	return memory;
}

/* A kernel without huge pages knows no advice on them; any other that splits mappings will do. */
void worker_set_apart(void *memory, size_t size)
{
	if (madvise(memory, size, MADV_NOHUGEPAGE) < 0)
		madvise(memory, size, MADV_DONTDUMP);
}

void *worker_share(struct worker *worker, size_t size)
{
	void *memory = map(worker, size, MAP_SHARED);
	worker_set_apart(memory, size);
	return memory;
}

/* Kernels before 6.7 do not align large mappings: maps more and gives the ends back. */
static char *map_huge(struct worker *worker, size_t size)
{
	size_t huge = worker_unit(worker, PAGES_HUGE);
	prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
	char *memory = map(worker, size + huge, MAP_PRIVATE);
	size_t head = -(uintptr_t)memory % huge;
	if (head)
		munmap(memory, head);
	munmap(memory + head + size, huge - head);
	madvise(memory + head, size, MADV_HUGEPAGE);
	return memory + head;
}

char *worker_map(struct worker *worker, size_t size, enum worker_pages pages)
{
	if (pages == PAGES_HUGE)
		return map_huge(worker, size);
	char *memory =
		map(worker, size, MAP_PRIVATE | (pages == PAGES_POPULATED ? MAP_POPULATE : 0));
	if (pages == PAGES_PLAIN)
		madvise(memory, size, MADV_DONTDUMP);
	else
		worker_set_apart(memory, size);
	return memory;
}

/* Unless the viewer speaks: then it said QUIT. */
void worker_pace(struct worker *worker, uint64_t rate, size_t bytes)
{
	struct pollfd viewer = { .fd = worker->fd, .events = POLLIN };
	uint64_t wait_ms = 1000 * (uint64_t)bytes / rate;
	if (poll(&viewer, 1, wait_ms < LONGEST_WAIT_MS ? (int)wait_ms : LONGEST_WAIT_MS) > 0)
		worker_listen(worker);
}

/* Calls `visit` for pieces of the memory: one piece, or batches at the rate that was set. */
static void go_through(struct worker *worker, size_t size, size_t page,
	void (*visit)(uintptr_t memory, size_t size, size_t page), uintptr_t memory)
{
	uint64_t rate = worker->is_child ? 0 : worker_number(worker, "rate");
	size_t batch = rate ? BATCH_PAGES * page : size;
	for (size_t at = 0; at < size; at += batch) {
		size_t piece = size - at < batch ? size - at : batch;
		visit(memory + at, piece, page);
		if (!rate)
			continue;
		worker_value(worker, "touched_kib", (int64_t)((at + piece) >> 10));
		worker_pace(worker, rate, piece);
	}
}

static void write_pages(uintptr_t memory, size_t size, size_t page)
{
	for (size_t at = 0; at < size; at += page)
		*(volatile char *)(memory + at) = 1;
}

static void read_pages(uintptr_t memory, size_t size, size_t page)
{
	for (size_t at = 0; at < size; at += page)
		(void)*(const volatile char *)(memory + at);
}

void worker_touch(struct worker *worker, volatile char *memory, size_t size)
{
	go_through(worker, size, worker_unit(worker, PAGES_SMALL), write_pages, (uintptr_t)memory);
}

void worker_read(struct worker *worker, const volatile char *memory, size_t size)
{
	go_through(worker, size, worker_unit(worker, PAGES_SMALL), read_pages, (uintptr_t)memory);
}

void worker_limit_stack(struct worker *worker, size_t size)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_STACK, &limit) == 0) {
		limit.rlim_cur = size;
		if (setrlimit(RLIMIT_STACK, &limit) == 0)
			return;
	}
	worker_skip(worker, N_("the stack of a process may not grow that large here (ulimit -Hs)"));
}

void worker_scramble(char *bytes, size_t size)
{
	uint32_t state = 2463534242;
	for (size_t i = 0; i < size; i++) {
		state ^= state << 13;
		state ^= state >> 17;
		state ^= state << 5;
		bytes[i] = (char)(state | 1);
	}
}

uint64_t worker_virtual_size(struct worker *worker)
{
	char statm[128];
	read_small("/proc/self/statm", statm, sizeof statm);
	return strtoull(statm, NULL, 10) * worker_unit(worker, PAGES_SMALL);
}

int64_t worker_meminfo(const char *key)
{
	char meminfo[4096];
	read_small("/proc/meminfo", meminfo, sizeof meminfo);
	const char *found = strstr(meminfo, key);
	return found ? strtoll(found + strlen(key), NULL, 10) : -1;
}

size_t worker_rows(pid_t pid, const char *name)
{
	char path[40], maps[MOST_MAPS];
	size_t rows = 0, length = strlen(name);
	snprintf(path, sizeof path, "/proc/%d/maps", pid);
	read_small(path, maps, sizeof maps);
	for (const char *at = maps; (at = strstr(at, name)); at += length)
		rows += at[-1] == '/' && (at[length] == '\n' || at[length] == ' ');
	return rows;
}
