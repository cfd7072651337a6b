/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/protocol.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int protocol_receive(struct protocol_reader *reader, int fd, int flags)
{
	memmove(reader->bytes, reader->bytes + reader->start, reader->end - reader->start);
	reader->end -= reader->start;
	reader->start = 0;
	size_t room = sizeof reader->bytes - reader->end;
	if (room == 0)
		return -EMSGSIZE;
	ssize_t got;
	do
		got = recv(fd, reader->bytes + reader->end, room, flags);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -errno;
	reader->end += (size_t)got;
	return (int)got;
}

char *protocol_take_line(struct protocol_reader *reader)
{
	char *line = reader->bytes + reader->start;
	char *newline = memchr(line, '\n', reader->end - reader->start);
	if (!newline)
		return NULL;
	*newline = '\0';
	reader->start = (size_t)(newline - reader->bytes) + 1;
	return line;
}

char *protocol_word(char **line)
{
	char *word = *line;
	if (!word || !*word)
		return NULL;
	char *blank = strchr(word, ' ');
	*line = blank ? blank + 1 : word + strlen(word);
	if (blank)
		*blank = '\0';
	return word;
}

bool protocol_number(const char *word, int64_t *ret_number)
{
	const char *digits = word && *word == '-' ? word + 1 : word;
	if (!digits || !*digits || digits[strspn(digits, "0123456789")])
		return false;
	errno = 0;
	long long number = strtoll(word, NULL, 10);
	if (errno)
		return false;
	*ret_number = number;
	return true;
}

bool protocol_address(const char *word, uint64_t *ret_address)
{
	if (!word || strncmp(word, "0x", 2) != 0)
		return false;
	size_t digits = strspn(word + 2, "0123456789abcdef");
	if (digits == 0 || digits > 16 || word[2 + digits])
		return false;
	*ret_address = strtoull(word, NULL, 16);
	return true;
}

static void append(struct protocol_line *line, const char *bytes, size_t length)
{
	size_t room = sizeof line->bytes - 1 - line->length;
	if (length > room)
		length = room;
	memcpy(line->bytes + line->length, bytes, length);
	line->length += length;
}

struct protocol_line protocol_begin(const char *verb)
{
	struct protocol_line line = { .length = 0 };
	append(&line, verb, strlen(verb));
	return line;
}

void protocol_add(struct protocol_line *line, const char *word)
{
	append(line, " ", 1);
	append(line, word, strlen(word));
}

/* Adds a number in `base`, behind `prefix`. */
static void add_digits(
	struct protocol_line *line, const char *prefix, uint64_t number, unsigned base)
{
	char digits[24];
	size_t at = sizeof digits;
	do
		digits[--at] = "0123456789abcdef"[number % base];
	while (number /= base);
	protocol_add(line, prefix);
	append(line, digits + at, sizeof digits - at);
}

void protocol_add_number(struct protocol_line *line, int64_t number)
{
	uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
	add_digits(line, number < 0 ? "-" : "", magnitude, 10);
}

void protocol_add_address(struct protocol_line *line, uint64_t address)
{
	add_digits(line, "0x", address, 16);
}

int protocol_send(struct protocol_line *line, int fd, int flags)
{
	line->bytes[line->length++] = '\n';
	for (size_t sent = 0; sent < line->length;) {
		ssize_t length =
			send(fd, line->bytes + sent, line->length - sent, flags | MSG_NOSIGNAL);
		if (length < 0 && errno != EINTR)
			return -errno;
		if (length > 0)
			sent += (size_t)length;
	}
	return 0;
}
