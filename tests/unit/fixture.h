/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recorded and hand-made text of /proc under tests/fixtures/proc/CASE/4242. FIXTURES, where that
 * is, comes from the build. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#define FIXTURE_PID 4242
#define FIXTURE_ROOM (1 << 18) /* more than any file of them has */

/* The whole file with a NUL behind it, in FIXTURE_ROOM bytes to be freed. */
static inline char *fixture_load(const char *name, const char *file, size_t *ret_length)
{
	char path[512];
	snprintf(path, sizeof path, FIXTURES "/proc/%s/%d/%s", name, FIXTURE_PID, file);
	FILE *stream = fopen(path, "re");
	if (!stream)
		abort();
	char *text = calloc(FIXTURE_ROOM, 1);
	if (!text)
		abort();
	*ret_length = fread(text, 1, FIXTURE_ROOM - 1, stream);
	fclose(stream);
	return text;
}
