/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON values of json-c, made for a sink. A value is owned by the object or list it is added to;
 * value_put() writes the outermost and gives all back. Running out of memory is the sink's error:
 * NULL is a value, null. */
#pragma once

#include <json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sink.h"

struct json_object *value_object(struct sink *sink);
struct json_object *value_list(struct sink *sink);
/* Raw bytes. What must not reach a terminal leaves as a \u escape; a byte that is not UTF-8 as the
 * lone surrogate U+DC80 to U+DCFF, from which the byte can be had back. */
struct json_object *value_string(struct sink *sink, const char *raw, size_t length);
void value_append(struct sink *sink, struct json_object *list, struct json_object *value);

/* Members, in this order in the output; `key` must be constant. */
void value_add(
	struct sink *sink, struct json_object *object, const char *key, struct json_object *value);
void value_add_string(
	struct sink *sink, struct json_object *object, const char *key, const char *raw);
/* UNKNOWN is null. */
void value_add_number(
	struct sink *sink, struct json_object *object, const char *key, uint64_t number);
void value_add_boolean(
	struct sink *sink, struct json_object *object, const char *key, bool boolean);
/* "0x…", for it may not fit into a double. */
void value_add_address(
	struct sink *sink, struct json_object *object, const char *key, uint64_t address);

void value_put(struct sink *sink, struct json_object *value);
