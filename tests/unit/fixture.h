/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recorded and hand-made text of /proc under tests/fixtures/proc/CASE/4242. FIXTURES, where that
 * is, comes from the build. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#define FIXTURE_PID 4242

/* The whole file with a NUL behind it, to be freed. */
static inline char *fixture_load(const char *name, const char *file, size_t *ret_length)
{
	char path[512];
	snprintf(path, sizeof path, FIXTURES "/proc/%s/%d/%s", name, FIXTURE_PID, file);
	FILE *stream = fopen(path, "re");
	if (!stream)
		abort();
	size_t capacity = 1 << 18;
	char *text = malloc(capacity);
	*ret_length = fread(text, 1, capacity - 1, stream);
	text[*ret_length] = '\0';
	fclose(stream);
	return text;
}
