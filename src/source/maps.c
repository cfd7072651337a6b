/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "maps.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "mark.h"

#define NAME_COLUMN 73

void maps_init(struct maps_parser *parser, struct region_table *table)
{
	*parser = (struct maps_parser){ .table = table, .path = "" };
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15;
	return hash ^ hash >> 32;
}

uint64_t maps_hash(uint64_t hash, const char *bytes, size_t length)
{
	/* Two halves, so that neither waits for the other. */
	uint64_t other = length, words[2];
	for (; length >= sizeof words; bytes += sizeof words, length -= sizeof words) {
		memcpy(words, bytes, sizeof words);
		hash = mix(hash, words[0]);
		other = mix(other, words[1]);
	}
	words[0] = words[1] = 0;
	memcpy(words, bytes, length);
	return mix(mix(hash, words[0]), mix(other, words[1]));
}

uint64_t maps_layout(const char *text, size_t length)
{
	uint64_t layout = 0;
	const char *end = text + length, *newline;
	for (; (newline = memchr(text, '\n', (size_t)(end - text))); text = newline + 1)
		layout = maps_hash(layout, text, (size_t)(newline - text));
	return layout;
}

/* What a hex digit is worth, plus one; 0: it is none. */
static const uint8_t digit_values[256] = {
	['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16,
};

/* Digits end at the latest at the newline behind the line. */
static bool take_hex(const char **at, uint64_t *ret_number)
{
	uint64_t number = 0;
	const char *digit = *at;
	for (unsigned value; (value = digit_values[(unsigned char)*digit]); digit++)
		number = number << 4 | (value - 1);
	size_t digits = (size_t)(digit - *at);
	*at = digit;
	*ret_number = number;
	return digits > 0 && digits <= 2 * sizeof number;
}

static bool take_decimal(const char **at, uint64_t *ret_number)
{
	uint64_t number = 0;
	const char *digits = *at;
	for (unsigned digit; (digit = (unsigned char)**at - '0') < 10; ++*at)
		if (__builtin_mul_overflow(number, 10, &number) ||
			__builtin_add_overflow(number, digit, &number))
			return false;
	*ret_number = number;
	return *at > digits;
}

static bool take_byte(const char **at, char byte)
{
	return *(*at)++ == byte;
}

static bool take_permissions(const char **at, const char *end, uint8_t *ret_permissions)
{
	static const struct {
		char set, clear;
		uint8_t permission;
	} letters[] = {
		{ 'r', '-', PERMISSION_READ },
		{ 'w', '-', PERMISSION_WRITE },
		{ 'x', '-', PERMISSION_EXECUTE },
		{ 's', 'p', PERMISSION_SHARED },
	};
	uint8_t permissions = 0;
	if (end - *at < 4)
		return false;
	for (unsigned i = 0; i < 4; i++) {
		char letter = (*at)[i];
		if (letter == letters[i].set)
			permissions |= letters[i].permission;
		else if (letter != letters[i].clear)
			return false;
	}
	*at += 4;
	*ret_permissions = permissions;
	return true;
}

static bool take_device(const char **at, struct region *region)
{
	uint64_t major, minor;
	if (!take_hex(at, &major) || !take_byte(at, ':') || !take_hex(at, &minor))
		return false;
	region->device_major = (uint32_t)major;
	region->device_minor = (uint32_t)minor;
	return major <= UINT32_MAX && minor <= UINT32_MAX;
}

/* The name, if any, of a line whose inode ends at `at`. */
static const char *find_name(const char *line, const char *at, const char *end)
{
	const char *column = at - line + 2 > NAME_COLUMN ? at + 2 : line + NAME_COLUMN;
	while (at < end && at < column && *at == ' ')
		at++;
	return at;
}

static bool parse_line(const char *line, const char *end, struct region *region)
{
	const char *at = line;
	if (!take_hex(&at, &region->start) || !take_byte(&at, '-') ||
		!take_hex(&at, &region->end) || !take_byte(&at, ' ') ||
		!take_permissions(&at, end, &region->permissions) || !take_byte(&at, ' ') ||
		!take_hex(&at, &region->offset) || !take_byte(&at, ' ') ||
		!take_device(&at, region) || !take_byte(&at, ' ') ||
		!take_decimal(&at, &region->inode))
		return false;
	region->path = find_name(line, at, end);
	region->path_length = (uint32_t)(end - region->path);
	return region->path > at || at == end;
}

/* Moves the path from the text into the arena of the table. */
static bool keep_path(struct maps_parser *parser, struct region *region)
{
	region->deleted = mark_ends(region->path, region->path_length);
	if (region->deleted)
		region->path_length -= MARK_LENGTH;
	if (region->path_length == 0) {
		region->path = "";
		return true;
	}
	if (region->path_length != parser->path_length ||
		memcmp(region->path, parser->path, region->path_length) != 0) {
		char *copy = arena_copy(&parser->table->arena, region->path, region->path_length);
		if (!copy)
			return false;
		parser->path = copy;
		parser->path_length = region->path_length;
	}
	region->path = parser->path;
	return true;
}

/* What has changed while it was read may overlap: the line read last is the newer truth. */
static struct region *take_back_older(struct region_table *table)
{
	struct region *newest = &table->regions[table->count - 1], *place = newest;
	while (place > table->regions && place[-1].end > newest->start)
		place--;
	if (place < newest) {
		*place = *newest;
		table->count = (size_t)(place - table->regions) + 1;
	}
	return place;
}

struct region *maps_add_line(struct maps_parser *parser, const char *line, size_t length)
{
	parser->layout = maps_hash(parser->layout, line, length);
	struct region *region = region_table_add(parser->table);
	if (!region) {
		parser->error = -ENOMEM;
		return NULL;
	}
	bool is_region = parse_line(line, line + length, region) && region->start < region->end;
	if (!is_region || !keep_path(parser, region)) {
		parser->malformed += !is_region;
		parser->error = is_region ? -ENOMEM : parser->error;
		parser->table->count--;
		return NULL;
	}
	return take_back_older(parser->table);
}

size_t maps_feed(void *context, const char *bytes, size_t length)
{
	struct maps_parser *parser = context;
	const char *at = bytes, *end = bytes + length, *newline;
	for (; (newline = memchr(at, '\n', (size_t)(end - at))); at = newline + 1)
		maps_add_line(parser, at, (size_t)(newline - at));
	return (size_t)(at - bytes);
}

int maps_undelete(struct region_table *table, struct region *region)
{
	char *path = arena_take(&table->arena, region->path_length + sizeof MARK);
	if (!path)
		return -ENOMEM;
	memcpy(path, region->path, region->path_length);
	memcpy(path + region->path_length, MARK, sizeof MARK);
	region->path = path;
	region->path_length += MARK_LENGTH;
	region->deleted = false;
	return 0;
}
