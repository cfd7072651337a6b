/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sink.h"

#include <errno.h>
#include <string.h>

#include "strata/text.h"

#define LONGEST_NUMBER 20

void sink_init(struct sink *sink, FILE *stream, bool is_ascii)
{
	sink->stream = stream;
	sink->is_ascii = is_ascii;
	sink->error = 0;
	sink->used = 0;
}

static void flush(struct sink *sink)
{
	errno = 0;
	bool is_written =
		sink->error || fwrite(sink->bytes, 1, sink->used, sink->stream) == sink->used;
	if (!is_written)
		sink->error = errno ? -errno : -EIO;
	sink->used = 0;
}

int sink_finish(struct sink *sink)
{
	flush(sink);
	if (!sink->error && fflush(sink->stream) != 0)
		sink->error = -errno;
	return sink->error;
}

/* Room for `length` bytes, which must be fewer than SINK_ROOM. */
static char *room_for(struct sink *sink, size_t length)
{
	if (sink->used + length > SINK_ROOM)
		flush(sink);
	return sink->bytes + sink->used;
}

void sink_bytes(struct sink *sink, const char *bytes, size_t length)
{
	while (length > 0) {
		size_t part = length < SINK_ROOM ? length : SINK_ROOM;
		memcpy(room_for(sink, part), bytes, part);
		sink->used += part;
		bytes += part;
		length -= part;
	}
}

void sink_string(struct sink *sink, const char *string)
{
	sink_bytes(sink, string, strlen(string));
}

void sink_character(struct sink *sink, char character)
{
	*room_for(sink, 1) = character;
	sink->used++;
}

void sink_blanks(struct sink *sink, int count)
{
	while (count-- > 0)
		sink_character(sink, ' ');
}

void sink_decimal(struct sink *sink, uint64_t number)
{
	char digits[LONGEST_NUMBER], *at = digits + sizeof(digits);
	do {
		*--at = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	sink_bytes(sink, at, (size_t)(digits + sizeof(digits) - at));
}

void sink_hexadecimal(struct sink *sink, uint64_t number, int digits)
{
	char text[LONGEST_NUMBER], *at = text + sizeof(text);
	do {
		*--at = "0123456789abcdef"[number & 0xF];
		number >>= 4;
	} while (number > 0 || text + sizeof(text) - at < digits);
	sink_bytes(sink, at, (size_t)(text + sizeof(text) - at));
}

static void put_ascii(struct sink *sink, char32_t character)
{
	bool is_sign = character == U'–' || character == U'·';
	sink_character(sink, is_sign ? '-' : '?');
}

void sink_text(struct sink *sink, const char *text)
{
	size_t length = strlen(text);
	for (size_t at = 0, bytes; at < length; at += bytes) {
		char32_t character = text_decode(text + at, length - at, &bytes);
		if (sink->is_ascii && character > 0x7F)
			put_ascii(sink, character);
		else
			sink_bytes(sink, text + at, bytes);
	}
}

static bool is_plain(char byte)
{
	return byte >= 0x20 && byte < 0x7F;
}

static void put_safe(struct sink *sink, const char *raw, size_t bytes, char32_t character)
{
	bool is_byte = bytes == 1; /* not UTF-8: plain ASCII does not come here */
	if (is_byte || sink->is_ascii || !text_is_safe(character))
		sink_character(sink, '?');
	else
		sink_bytes(sink, raw, bytes);
}

void sink_safe(struct sink *sink, const char *raw, size_t length, char doubled)
{
	size_t at = 0;
	while (at < length) {
		size_t run = at;
		while (run < length && is_plain(raw[run]) && raw[run] != doubled)
			run++;
		sink_bytes(sink, raw + at, run - at);
		at = run;
		if (at == length)
			break;
		if (doubled && raw[at] == doubled) {
			sink_bytes(sink, (char[]){ doubled, doubled }, 2);
			at++;
			continue;
		}
		size_t bytes;
		char32_t character = text_decode(raw + at, length - at, &bytes);
		put_safe(sink, raw + at, bytes, character);
		at += bytes;
	}
}
