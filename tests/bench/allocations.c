/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The allocator's own functions, counted. glibc offers the originals under other names. */
#include "bench.h"

#include <stdlib.h>

static _Thread_local size_t count;

size_t allocations(void)
{
	return count;
}

#ifdef __GLIBC__
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
	count++;
	return __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
	count++;
	return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size)
{
	count++;
	return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	count++;
	return __libc_memalign(alignment, size);
}
#endif
