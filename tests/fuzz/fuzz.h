/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every fuzz target shares. A target is one function; with clang it is driven by libFuzzer,
 * without it by replay.c over the corpus, so that what was once found stays found everywhere. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise of the module; unlike assert() it holds in every build. */
#define PROMISE(condition)                                                                         \
	do {                                                                                       \
		if (!(condition))                                                                  \
			abort();                                                                   \
	} while (0)

/* The input as text with a NUL behind it, to be freed. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	PROMISE(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}
