/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_CAPACITY 16384
#define ROOM 8192 /* offered to each read(): more than the page the kernel fills */

void buffer_init(struct buffer *buffer)
{
	*buffer = (struct buffer){ 0 };
}

void buffer_finish(struct buffer *buffer)
{
	free(buffer->bytes);
	buffer_init(buffer);
}

static int make_room(struct buffer *buffer)
{
	if (buffer->capacity - buffer->length >= ROOM)
		return 0;
	size_t capacity = buffer->capacity ? 2 * buffer->capacity : FIRST_CAPACITY;
	char *bytes = realloc(buffer->bytes, capacity);
	if (!bytes)
		return -ENOMEM;
	buffer->bytes = bytes;
	buffer->capacity = capacity;
	return 0;
}

/* Appends what one read() gives: its size, 0 at the end, or -errno. Leaves room for a NUL. */
static ssize_t append(struct buffer *buffer, int fd)
{
	int error = make_room(buffer);
	if (error)
		return error;
	ssize_t got =
		read(fd, buffer->bytes + buffer->length, buffer->capacity - buffer->length - 1);
	if (got < 0)
		return -errno;
	buffer->length += (size_t)got;
	return got;
}

int buffer_load(struct buffer *buffer, int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ssize_t got;
	buffer->length = 0;
	do
		got = append(buffer, fd);
	while (got > 0);
	close(fd);
	if (got == 0)
		buffer->bytes[buffer->length] = '\0';
	return (int)got;
}

int buffer_load_link(struct buffer *buffer, int dir, const char *name)
{
	buffer->length = 0;
	for (;;) {
		int error = make_room(buffer);
		if (error)
			return error;
		ssize_t got = readlinkat(dir, name, buffer->bytes, buffer->capacity);
		if (got < 0)
			return -errno;
		buffer->length = (size_t)got;
		if (buffer->length < buffer->capacity)
			break;
	}
	buffer->bytes[buffer->length] = '\0';
	return 0;
}

int buffer_stream(struct buffer *buffer, int fd, buffer_feed *feed, void *context)
{
	ssize_t got;
	buffer->length = 0;
	while ((got = append(buffer, fd)) > 0) {
		size_t used = feed(context, buffer->bytes, buffer->length);
		buffer->length -= used;
		memmove(buffer->bytes, buffer->bytes + used, buffer->length);
	}
	return (int)got;
}
