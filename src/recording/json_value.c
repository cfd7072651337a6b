/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "json_value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "strata/text.h"
#include "strata/units.h"

#define LAYOUT (JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

static void escape_unit(struct printbuf *out, unsigned unit)
{
	char text[8];
	snprintf(text, sizeof(text), "\\u%04x", unit & 0xFFFF);
	printbuf_memappend(out, text, 6);
}

static void escape(struct printbuf *out, const char *text, size_t bytes, char32_t character)
{
	bool is_byte = bytes == 1 && character == 0xFFFD;
	if (is_byte)
		escape_unit(out, 0xDC00 | (unsigned char)text[0]);
	else if (character == '"' || character == '\\')
		printbuf_memappend(out, (char[]){ '\\', (char)character }, 2);
	else if (text_is_safe(character))
		printbuf_memappend(out, text, (int)bytes);
	else if (character < 0x10000)
		escape_unit(out, (unsigned)character);
	else {
		escape_unit(out, 0xD800 | (unsigned)(character - 0x10000) >> 10);
		escape_unit(out, 0xDC00 | (unsigned)(character & 0x3FF));
	}
}

static int serialize_string(struct json_object *object, struct printbuf *out, int level, int flags)
{
	(void)level, (void)flags;
	const char *text = json_object_get_string(object);
	size_t length = (size_t)json_object_get_string_len(object);
	printbuf_memappend(out, "\"", 1);
	for (size_t at = 0, bytes; at < length; at += bytes) {
		char32_t character = text_decode(text + at, length - at, &bytes);
		escape(out, text + at, bytes, character);
	}
	return printbuf_memappend(out, "\"", 1);
}

static struct json_object *made(struct sink *sink, struct json_object *value)
{
	if (!value && !sink->error)
		sink->error = -ENOMEM;
	return value;
}

struct json_object *value_object(struct sink *sink)
{
	return made(sink, json_object_new_object());
}

struct json_object *value_list(struct sink *sink)
{
	return made(sink, json_object_new_array());
}

struct json_object *value_string(struct sink *sink, const char *raw, size_t length)
{
	struct json_object *value = made(sink, json_object_new_string_len(raw, (int)length));
	if (value)
		json_object_set_serializer(value, serialize_string, NULL, NULL);
	return value;
}

/* A value that found no place. */
static void drop(struct sink *sink, struct json_object *value)
{
	json_object_put(value);
	made(sink, NULL);
}

void value_append(struct sink *sink, struct json_object *list, struct json_object *value)
{
	if (!list || json_object_array_add(list, value) < 0)
		drop(sink, value);
}

void value_add(
	struct sink *sink, struct json_object *object, const char *key, struct json_object *value)
{
	unsigned how = JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT;
	if (!object || json_object_object_add_ex(object, key, value, how) < 0)
		drop(sink, value);
}

void value_add_string(
	struct sink *sink, struct json_object *object, const char *key, const char *raw)
{
	value_add(sink, object, key, value_string(sink, raw, strlen(raw)));
}

void value_add_number(
	struct sink *sink, struct json_object *object, const char *key, uint64_t number)
{
	bool is_known = number != UNKNOWN;
	value_add(sink, object, key, is_known ? made(sink, json_object_new_uint64(number)) : NULL);
}

void value_add_boolean(struct sink *sink, struct json_object *object, const char *key, bool boolean)
{
	value_add(sink, object, key, made(sink, json_object_new_boolean(boolean)));
}

void value_add_address(
	struct sink *sink, struct json_object *object, const char *key, uint64_t address)
{
	char text[24];
	snprintf(text, sizeof(text), "0x%" PRIx64, address);
	value_add_string(sink, object, key, text);
}

void value_put(struct sink *sink, struct json_object *value)
{
	size_t length = 0;
	const char *text = json_object_to_json_string_length(value, LAYOUT, &length);
	if (made(sink, value) && text)
		sink_bytes(sink, text, length);
	json_object_put(value);
}
