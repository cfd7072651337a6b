/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/text.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

/* What the first byte of a sequence says: its length, its own bits, and the smallest code point
 * that needs so many bytes (a smaller one is overlong, which is invalid). */
struct lead {
	unsigned char mask, value;
	size_t bytes;
	char32_t smallest;
};

static const struct lead leads[] = {
	{ 0x80, 0x00, 1, 0 },
	{ 0xE0, 0xC0, 2, 0x80 },
	{ 0xF0, 0xE0, 3, 0x800 },
	{ 0xF8, 0xF0, 4, 0x10000 },
};

static const struct lead *lead_of(unsigned char byte)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++)
		if ((byte & leads[i].mask) == leads[i].value)
			return &leads[i];
	return NULL;
}

static bool is_scalar(char32_t character)
{
	return character <= 0x10FFFF && (character < 0xD800 || character > 0xDFFF);
}

char32_t text_decode(const char *text, size_t length, size_t *ret_bytes)
{
	const struct lead *lead = lead_of((unsigned char)text[0]);
	*ret_bytes = 1;
	if (!lead || lead->bytes > length)
		return REPLACEMENT;
	char32_t character = (unsigned char)text[0] & (unsigned char)~lead->mask;
	for (size_t i = 1; i < lead->bytes; i++) {
		if (((unsigned char)text[i] & 0xC0) != 0x80)
			return REPLACEMENT;
		character = character << 6 | ((unsigned char)text[i] & 0x3F);
	}
	if (character < lead->smallest || !is_scalar(character))
		return REPLACEMENT;
	*ret_bytes = lead->bytes;
	return character;
}

size_t text_encode(char32_t character, char out[4])
{
	size_t bytes = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
	for (size_t i = bytes; i-- > 1; character >>= 6)
		out[i] = (char)(0x80 | (character & 0x3F));
	out[0] = (char)(leads[bytes - 1].value | character);
	return bytes;
}

int text_width(const char *text, size_t length)
{
	int width = 0;
	for (size_t at = 0, bytes; at < length; at += bytes) {
		int columns = text_character_width(text_decode(text + at, length - at, &bytes));
		width += columns > 0 ? columns : 0;
	}
	return width;
}

size_t text_fit(const char *text, size_t length, int columns, int *ret_width)
{
	size_t at = 0;
	int width = 0;
	for (size_t bytes; at < length; at += bytes) {
		int wanted = text_character_width(text_decode(text + at, length - at, &bytes));
		if (wanted > 0 && wanted > columns - width)
			break;
		width += wanted > 0 ? wanted : 0;
	}
	if (ret_width)
		*ret_width = width;
	return at;
}

size_t text_sanitise(const char *raw, size_t length, char *out, size_t size)
{
	size_t written = 0;
	for (size_t at = 0, bytes; at < length; at += bytes) {
		char32_t character = text_decode(raw + at, length - at, &bytes);
		/* A byte that is not UTF-8 reads as one byte of U+FFFD; a real U+FFFD has three. */
		bool is_shown =
			text_is_safe(character) && !(character == REPLACEMENT && bytes == 1);
		size_t wanted = is_shown ? bytes : 1;
		if (written + wanted >= size)
			break;
		memcpy(out + written, is_shown ? raw + at : "?", wanted);
		written += wanted;
	}
	if (size > 0)
		out[written] = '\0';
	return written;
}

/* Where the longest end of `text` begins that fits into `columns` and starts with a base. */
static size_t tail_start(const char *text, size_t length, int columns)
{
	int left = text_width(text, length);
	size_t at = 0;
	for (size_t bytes; at < length; at += bytes) {
		int width = text_character_width(text_decode(text + at, length - at, &bytes));
		if (left <= columns && width != 0)
			break;
		left -= width > 0 ? width : 0;
	}
	return at;
}

/* Appends what fits of `text`, as whole characters; returns the new length of `out`. */
static size_t append(char *out, size_t used, size_t size, const char *text, size_t length)
{
	return used + text_sanitise(text, length, out + used, size - used);
}

size_t text_shorten(const char *text, const char *mark, int columns, char *out, size_t size)
{
	size_t length = strlen(text);
	if (size == 0)
		return 0;
	if (text_width(text, length) <= columns)
		return append(out, 0, size, text, length);

	int room = columns - text_width(mark, strlen(mark));
	if (room < 0)
		return append(out, 0, size, text, text_fit(text, length, columns, NULL));
	/* Two thirds for the end: of a path it is the file. */
	size_t start = tail_start(text, length, room - room / 3);
	size_t used = append(out, 0, size, text, text_fit(text, length, room / 3, NULL));
	used = append(out, used, size, mark, strlen(mark));
	return append(out, used, size, text + start, length - start);
}
