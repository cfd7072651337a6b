/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sink takes text for a stream: a large buffer in front of it, and numbers without printf.
 *
 * The first write that fails stays in `error` (-errno); whatever is written after it is dropped, so
 * callers look once, at sink_finish(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define SINK_ROOM 65536

struct sink {
	FILE *stream;
	bool is_ascii; /* sink_text() and sink_safe() write ASCII alone */
	int error;
	size_t used;
	char bytes[SINK_ROOM];
};

void sink_init(struct sink *sink, FILE *stream, bool is_ascii);
/* Writes what is left; 0 or the first error. */
int sink_finish(struct sink *sink);

void sink_bytes(struct sink *sink, const char *bytes, size_t length);
void sink_string(struct sink *sink, const char *string);
void sink_character(struct sink *sink, char character);
void sink_blanks(struct sink *sink, int count);
void sink_decimal(struct sink *sink, uint64_t number);
/* At least `digits` digits, as the kernel writes addresses. */
void sink_hexadecimal(struct sink *sink, uint64_t number, int digits);

/* Text of the program's own: in ASCII, dashes and dots become "-" and what is left '?'. */
void sink_text(struct sink *sink, const char *text);
/* Raw bytes made safe to show (text.h). A character equal to `doubled` is written twice. */
void sink_safe(struct sink *sink, const char *raw, size_t length, char doubled);
