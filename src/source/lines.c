/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 16384 /* longer than any line of these tables */

/* Hands out the whole lines and moves what is left to the front; returns its length. */
static size_t take_lines(char *bytes, size_t length, lines_take *take, void *context)
{
	char *at = bytes, *end = bytes + length, *newline;
	for (; (newline = memchr(at, '\n', (size_t)(end - at))); at = newline + 1) {
		*newline = '\0';
		take(context, at);
	}
	size_t left = (size_t)(end - at);
	memmove(bytes, at, left);
	return left < CHUNK ? left : 0;
}

int lines_read(int dir, const char *name, lines_take *take, void *context)
{
	char bytes[CHUNK];
	size_t length = 0, sum = 0;
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ssize_t got = 1;
	while (sum < LINES_MOST && (got = read(fd, bytes + length, CHUNK - length)) > 0) {
		sum += (size_t)got;
		length = take_lines(bytes, length + (size_t)got, take, context);
	}
	int error = got < 0 ? -errno : 0;
	close(fd);
	return error;
}

size_t lines_split(char *line, char **words, size_t most)
{
	size_t count = 0;
	for (char *at = line + strspn(line, " "); *at && count < most; at += strspn(at, " ")) {
		words[count++] = at;
		if (count == most)
			break;
		at += strcspn(at, " ");
		if (*at)
			*at++ = '\0';
	}
	return count;
}
