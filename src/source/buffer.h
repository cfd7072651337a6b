/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A buffer reads files of /proc: raw read(2) into memory that is kept for the next file.
 *
 * Two ways: buffer_load() for a whole file, buffer_stream() for one too large to hold, handed on
 * chunk by chunk. The kernel gives at most a page of maps or smaps at each read(), and longer only
 * for a longer record: the buffer grows as records demand, never beyond. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct buffer {
	char *bytes; /* after buffer_load(): the file, with a NUL behind it */
	size_t length;
	size_t capacity;
};

void buffer_init(struct buffer *buffer);
void buffer_finish(struct buffer *buffer);

/* Reads the file `name` of the directory `dir`; 0 or -errno (of opening or of reading). */
int buffer_load(struct buffer *buffer, int dir, const char *name);
/* Reads the link `name` of the directory `dir`, of whatever length; 0 or -errno. */
int buffer_load_link(struct buffer *buffer, int dir, const char *name);

/* Takes the bytes from the front that it can use and returns how many: whole lines. The rest comes
 * again, with more behind it. */
typedef size_t buffer_feed(void *context, const char *bytes, size_t length);

/* Feeds the file open at `fd` to `feed`; 0 or -errno. What is left at its end, an unfinished line,
 * is `length` bytes at `bytes`. */
int buffer_stream(struct buffer *buffer, int fd, buffer_feed *feed, void *context);
