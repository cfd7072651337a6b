/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK 2048
#define LARGEST_BLOCK (256 * 1024) /* a larger block is made only for a larger thing */

struct arena_block {
	struct arena_block *older;
	size_t capacity, used;
	alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
	*arena = (struct arena){ 0 };
}

static void free_blocks(struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;
		free(block);
		block = older;
	}
}

void arena_finish(struct arena *arena)
{
	free_blocks(arena->newest);
	free_blocks(arena->spare);
	arena_init(arena);
}

void arena_reset(struct arena *arena)
{
	/* The oldest block comes to lie on top: the next round uses them in the same order. */
	while (arena->newest) {
		struct arena_block *block = arena->newest;
		arena->newest = block->older;
		block->older = arena->spare;
		arena->spare = block;
	}
}

static struct arena_block *take_spare(struct arena *arena, size_t size)
{
	for (struct arena_block **at = &arena->spare; *at; at = &(*at)->older) {
		struct arena_block *block = *at;
		if (block->capacity >= size) {
			*at = block->older;
			return block;
		}
	}
	return NULL;
}

static struct arena_block *make_block(const struct arena *arena, size_t size)
{
	size_t capacity = arena->newest ? 2 * arena->newest->capacity : FIRST_BLOCK;
	if (capacity > LARGEST_BLOCK)
		capacity = LARGEST_BLOCK;
	if (capacity < size)
		capacity = size;
	if (capacity > SIZE_MAX - sizeof(struct arena_block))
		return NULL;
	struct arena_block *block = malloc(sizeof *block + capacity);
	if (block)
		block->capacity = capacity;
	return block;
}

static bool add_block(struct arena *arena, size_t size)
{
	struct arena_block *block = take_spare(arena, size);
	if (!block)
		block = make_block(arena, size);
	if (!block)
		return false;
	block->used = 0;
	block->older = arena->newest;
	arena->newest = block;
	return true;
}

static void *cut(struct arena *arena, size_t size, size_t alignment)
{
	struct arena_block *block = arena->newest;
	size_t at = block ? (block->used + alignment - 1) & ~(alignment - 1) : 0;
	if (!block || at > block->capacity || block->capacity - at < size) {
		if (!add_block(arena, size))
			return NULL;
		block = arena->newest;
		at = 0;
	}
	block->used = at + size;
	return block->bytes + at;
}

void *arena_take(struct arena *arena, size_t size)
{
	void *memory = cut(arena, size, alignof(max_align_t));
	return memory ? memset(memory, 0, size) : NULL;
}

static bool resize_in_place(
	struct arena_block *block, char *memory, size_t old_size, size_t new_size)
{
	if (!block || memory + old_size != block->bytes + block->used)
		return false;
	size_t at = block->used - old_size;
	if (block->capacity - at < new_size)
		return false;
	block->used = at + new_size;
	if (new_size > old_size)
		memset(memory + old_size, 0, new_size - old_size);
	return true;
}

void *arena_resize(struct arena *arena, void *memory, size_t old_size, size_t new_size)
{
	if (!memory)
		return arena_take(arena, new_size);
	if (resize_in_place(arena->newest, memory, old_size, new_size))
		return memory;
	void *moved = arena_take(arena, new_size);
	return moved ? memcpy(moved, memory, old_size < new_size ? old_size : new_size) : NULL;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = length < SIZE_MAX ? cut(arena, length + 1, 1) : NULL;
	if (!copy)
		return NULL;
	memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

static size_t footprint_of(const struct arena_block *block)
{
	size_t sum = 0;
	for (; block; block = block->older)
		sum += sizeof *block + block->capacity;
	return sum;
}

size_t arena_footprint(const struct arena *arena)
{
	return footprint_of(arena->newest) + footprint_of(arena->spare);
}
