/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/worker_heap.h"

#include <malloc.h>
#include <stdlib.h>

#include "demo/worker.h"

void *worker_malloc(struct worker *worker, size_t size)
{
	void *block = malloc(size);
	if (!block)
		worker_skip(worker, N_("malloc gives no more memory"));
	return block;
}

struct block *worker_pile(struct worker *worker, struct block *top, size_t count, size_t size)
{
	size_t page = worker_unit(worker, PAGES_SMALL);
	for (size_t i = 0; i < count; i++) {
		struct block *block = worker_malloc(worker, size);
		for (size_t at = 0; at < size; at += page)
			((volatile char *)block)[at] = 1;
		block->below = top;
		top = block;
	}
	return top;
}

struct block *worker_thin(struct block *top, size_t kept)
{
	struct block *left = NULL, **end = &left;
	for (size_t i = 0; top; i++) {
		struct block *block = top;
		top = block->below;
		if (kept == 0 || i % kept != kept - 1) {
			free(block);
			continue;
		}
		*end = block;
		end = &block->below;
	}
	*end = NULL;
	return left;
}

#ifdef __GLIBC__

static size_t free_bytes(void)
{
	return mallinfo2().fordblks;
}

void heap_trim(void)
{
	malloc_trim(0);
}

void heap_map_from(int size)
{
	mallopt(M_MMAP_THRESHOLD, size);
}

#else

static size_t free_bytes(void)
{
	return 0;
}

void heap_trim(void)
{
}

void heap_map_from(int size)
{
	(void)size;
}

#endif

void heap_say_free(struct worker *worker)
{
	worker_value(worker, "free_kib", (int64_t)(free_bytes() >> 10));
}
