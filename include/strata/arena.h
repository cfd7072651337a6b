/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An arena is memory that is given back all at once.
 *
 * Model: a chain of blocks; arena_take() cuts from the newest block and adds a block when it is
 * full. Nothing is freed singly. Everything one snapshot owns lives in one arena, so dropping the
 * snapshot is one call, and reusing its memory for the next sample (arena_reset) allocates nothing.
 * Not thread-safe: one owner at a time. */
#pragma once

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *newest; /* blocks in use, newest first */
	struct arena_block *spare;  /* blocks kept by arena_reset() for reuse */
};

/* An empty arena; the first arena_take() allocates. */
void arena_init(struct arena *arena);
/* Frees every block. The arena is as after arena_init(). */
void arena_finish(struct arena *arena);
/* Forgets everything taken but keeps the blocks for the next round. */
void arena_reset(struct arena *arena);

/* `size` bytes, zeroed, aligned for any type; NULL when memory is exhausted. */
void *arena_take(struct arena *arena, size_t size);
/* The last thing taken, `old_size` bytes at `memory`, made `new_size` bytes: in place where it can
 * be, else copied to a new place. `memory` NULL takes anew. NULL when memory is exhausted. */
void *arena_resize(struct arena *arena, void *memory, size_t old_size, size_t new_size);
/* A copy of `length` bytes with a NUL behind them (the bytes may hold NULs); NULL on exhaustion. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
/* Bytes held from the system, used or spare: what the arena costs. */
size_t arena_footprint(const struct arena *arena);
