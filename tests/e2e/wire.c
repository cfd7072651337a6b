/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void wire_init(struct wire *wire)
{
	*wire = (struct wire){ 0 };
}

void wire_finish(struct wire *wire)
{
	free(wire->bytes);
	*wire = (struct wire){ 0 };
}

static void set_mode(struct wire *wire, char final)
{
	if (final != 'h' && final != 'l')
		return;
	if (wire->parameter < WIRE_MODES)
		wire->modes[wire->parameter] = final == 'h';
	if (wire->parameter == 2026 && final == 'l')
		wire->frames++;
}

/* Two modes may share one final byte: ncurses writes "\033[?1006;1000h" for the mouse. */
static void follow_private(struct wire *wire, char byte)
{
	if (byte >= '0' && byte <= '9') {
		wire->parameter = wire->parameter * 10 + (unsigned)(byte - '0');
	} else if (byte == ';') {
		wire->earlier = wire->parameter;
		wire->parameter = 0;
	} else {
		set_mode(wire, byte);
		if (wire->earlier) {
			wire->parameter = wire->earlier;
			set_mode(wire, byte);
		}
		wire->state = WIRE_GROUND;
	}
}

static void follow(struct wire *wire, char byte)
{
	switch (wire->state) {
	case WIRE_GROUND:
		wire->state = byte == '\033' ? WIRE_ESCAPE : WIRE_GROUND;
		break;
	case WIRE_ESCAPE:
		wire->state = byte == '[' ? WIRE_CSI : WIRE_GROUND;
		break;
	case WIRE_CSI:
		wire->state = byte == '?' ? WIRE_PRIVATE : WIRE_GROUND;
		wire->parameter = wire->earlier = 0;
		break;
	case WIRE_PRIVATE:
		follow_private(wire, byte);
		break;
	}
}

void wire_add(struct wire *wire, const char *bytes, size_t length)
{
	if (wire->length + length + 1 > wire->capacity) {
		wire->capacity = (wire->length + length + 1) * 2;
		wire->bytes = realloc(wire->bytes, wire->capacity);
		if (!wire->bytes)
			abort();
	}
	memcpy(wire->bytes + wire->length, bytes, length);
	wire->length += length;
	wire->bytes[wire->length] = '\0';
	for (size_t i = 0; i < length; i++)
		follow(wire, bytes[i]);
}

bool wire_has(const struct wire *wire, const char *bytes, size_t length)
{
	return wire->length && memmem(wire->bytes, wire->length, bytes, length);
}

bool wire_is_ascii(const struct wire *wire)
{
	for (size_t i = 0; i < wire->length; i++)
		if ((unsigned char)wire->bytes[i] >= 0x80)
			return false;
	return true;
}

/* Blinking and hidden text are looks strata has not: they are how a stranger's sequence is known. */
static bool is_look_of_ours(const char *parameters, size_t length)
{
	char copy[64];
	if (length >= sizeof(copy))
		return false;
	memcpy(copy, parameters, length);
	copy[length] = '\0';
	int skip = 0;
	bool is_colour = false;
	for (char *rest = copy, *word; (word = strsep(&rest, ";:"));) {
		long value = strtol(word, NULL, 10);
		if (is_colour)
			skip = value == 5 ? 1 : 3;
		else if (skip)
			skip--;
		else if (value == 5 || value == 6 || value == 8)
			return false;
		is_colour = !is_colour && !skip && (value == 38 || value == 48);
	}
	return true;
}

static bool is_one_of(char byte, const char *set)
{
	return byte && strchr(set, byte);
}

/* Length of the escape sequence at `at`, or 0 when it is none of ours. */
static size_t sequence_length(const char *at, size_t left)
{
	if (left < 2)
		return 0;
	if (is_one_of(at[1], "()"))
		return left > 2 && is_one_of(at[2], "B0") ? 3 : 0;
	if (is_one_of(at[1], "=>78M"))
		return 2;
	if (at[1] != '[')
		return 0;
	size_t length = 2 + strspn(at + 2, "?>0123456789;:");
	bool is_cursor_shape = at[2] == '?' && at[length] == 'c'; /* of the Linux console */
	if (length >= left || !(is_cursor_shape || is_one_of(at[length], "mHJKdGABCDhlrLMP@XSTbt")))
		return 0;
	if (at[length] == 'm' && !is_look_of_ours(at + 2, length - 2))
		return 0;
	return length + 1;
}

/* Length of the UTF-8 character at `at`; 0 when it is invalid or must not be shown. */
static size_t character_length(const unsigned char *at, size_t left)
{
	size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
	if (at[0] < 0xc2 || at[0] > 0xf4 || length > left)
		return 0;
	uint32_t character = at[0] & (0x7f >> length);
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (at[i] & 0x3f);
	}
	bool is_c1 = character < 0xa0;
	bool is_bidi = (character >= 0x202a && character <= 0x202e) ||
		       (character >= 0x2066 && character <= 0x2069) || character == 0x200e ||
		       character == 0x200f || character == 0x61c;
	bool is_invisible = (character >= 0x200b && character <= 0x200d) || character == 0x2060 ||
			    character == 0xfeff || character == 0xad ||
			    (character >= 0xe0000 && character <= 0xe007f);
	bool is_surrogate = character >= 0xd800 && character <= 0xdfff;
	return is_c1 || is_bidi || is_invisible || is_surrogate ? 0 : length;
}

static size_t good_length(const char *at, size_t left)
{
	unsigned char byte = (unsigned char)at[0];
	if (byte == 033)
		return sequence_length(at, left);
	if (byte >= 0x80)
		return character_length((const unsigned char *)at, left);
	return (byte >= ' ' && byte < 0x7f) || is_one_of(at[0], "\r\n\b\t\016\017");
}

bool wire_fault(const struct wire *wire, char *out, size_t size)
{
	for (size_t i = 0; i < wire->length;) {
		size_t length = good_length(wire->bytes + i, wire->length - i);
		if (!length) {
			int used = snprintf(out, size, "byte %zu of %zu:", i, wire->length);
			for (size_t j = i; j < wire->length && j < i + 12; j++)
				used += snprintf(out + used, size - (size_t)used, " %02x",
					(unsigned char)wire->bytes[j]);
			return true;
		}
		i += length;
	}
	return false;
}
