/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the demos about the heap do with malloc: blocks that lie in piles, and the questions and orders
 * that only glibc knows. Elsewhere the orders do nothing and the answers are 0: those demos need
 * "libc=glibc".
 *
 * glibc hands out blocks behind a header of 8 bytes, in chunks of whole 16 bytes. */
#pragma once

#include <stddef.h>

struct worker;

/* A block that knows the one below: a pile needs no room of its own. */
struct block {
	struct block *below;
};

/* malloc; skips the demo when there is no more memory. */
void *worker_malloc(struct worker *worker, size_t size);
/* Puts `count` blocks of `size` bytes onto a pile (NULL an empty one), every page of them written.
 * Returns the new top: the block that came last. */
struct block *worker_pile(struct worker *worker, struct block *top, size_t count, size_t size);
/* Goes down a pile and frees all blocks but every `kept`th; all of them with 0. Returns what is left. */
struct block *worker_thin(struct block *top, size_t kept);

/* The value free_kib: what malloc holds and nobody uses, be there pages behind it or not. */
void heap_say_free(struct worker *worker);
/* Gives back to the kernel every whole page that is free (malloc_trim). */
void heap_trim(void);
/* From here on blocks of `size` bytes and more are mappings of their own, for good. */
void heap_map_from(int size);
