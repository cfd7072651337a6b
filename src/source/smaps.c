/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "smaps.h"

#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define ZERO "       0 kB\n" /* how most values stand behind their key */
#define ZERO_LENGTH (sizeof ZERO - 1)
#define COLUMN 8 /* of a value, right-aligned; larger ones are wider */
#define UNIT " kB\n"
#define UNIT_LENGTH (sizeof UNIT - 1)
#define ADDRESS 17 /* digits and dash of the longest */
#define FLAGS "VmFlags:"
#define FLAGS_LENGTH (sizeof FLAGS - 1)

void smaps_init(struct smaps_parser *parser, struct region_table *table)
{
	*parser = (struct smaps_parser){ 0 };
	maps_init(&parser->maps, table);
}

#define EACH(byte) (0x0101010101010101ull * (byte))

/* A number of up to eight digits right-aligned in eight columns; false for anything else. */
static bool parse_column(const char *column, uint64_t *ret_number)
{
	uint64_t bytes;
	memcpy(&bytes, column, sizeof bytes);
	bytes = le64toh(bytes);
	uint64_t not_blank = bytes ^ EACH(' ');
	if (not_blank == 0)
		return false;
	unsigned blanks = (unsigned)__builtin_ctzll(not_blank) & ~7u;
	bytes |= EACH('0') & ((1ull << blanks) - 1);
	uint64_t above_nine = (bytes + EACH(6)) & EACH(0xf0);
	if (((bytes & EACH(0xf0)) | above_nine >> 4) != EACH(0x33))
		return false;
	/* Neighbours are joined: digits to pairs, pairs to fours, fours to the number. */
	bytes = (bytes & EACH(0x0f)) * (10 * 256 + 1) >> 8;
	bytes = (bytes & 0x00ff00ff00ff00ff) * (100 * 65536 + 1) >> 16;
	*ret_number = (bytes & 0x0000ffff0000ffff) * (10000 * 4294967296ull + 1) >> 32;
	return true;
}

/* A number of any width, between blanks and a byte that is no digit: what is behind it, or NULL. */
static const char *parse_number(const char *at, const char *end, uint64_t *ret_number)
{
	uint64_t number = 0;
	while (at < end && *at == ' ')
		at++;
	const char *digits = at;
	for (unsigned digit; at < end && (digit = (unsigned char)*at - '0') < 10; at++)
		if (__builtin_mul_overflow(number, 10, &number) ||
			__builtin_add_overflow(number, digit, &number))
			return NULL;
	*ret_number = number;
	return at > digits ? at : NULL;
}

/* Reads "   123 kB" and its newline; returns what is behind, NULL when something else stands there. */
static const char *parse_value(const char *at, const char *end, uint64_t *ret_bytes)
{
	uint64_t value;
	if (end - at > COLUMN && at[COLUMN] == ' ' && parse_column(at, &value))
		at += COLUMN;
	else
		at = parse_number(at, end, &value);
	if (!at || (size_t)(end - at) < UNIT_LENGTH || memcmp(at, UNIT, UNIT_LENGTH) != 0 ||
		__builtin_mul_overflow(value, 1024, &value))
		return NULL;
	*ret_bytes = value;
	return at + UNIT_LENGTH;
}

/* What is behind the line that has the expected key, NULL when its value is not one. */
static inline const char *take_value(
	const struct smaps_key *key, struct region *region, const char *at, const char *end)
{
	if (key->counter < COUNTERS) {
		if (memcmp(at, ZERO, ZERO_LENGTH) != 0)
			return parse_value(at, end, &region->counters[key->counter]);
		region->counters[key->counter] = 0;
		return at + ZERO_LENGTH;
	}
	if (memcmp(at + COLUMN, UNIT, UNIT_LENGTH) == 0)
		return at + COLUMN + UNIT_LENGTH;
	const char *newline = memchr(at, '\n', (size_t)(end - at));
	return newline ? newline + 1 : NULL;
}

/* Takes lines as long as each has the expected key in the expected columns, and returns what is
 * behind them. Nearly all lines are such: no search, no look-up. */
static const char *take_expected(struct smaps_parser *parser, const char *line, const char *end)
{
	const struct smaps_key *key = parser->keys + parser->next;
	const struct smaps_key *last = parser->keys + parser->key_count;
	while (key < last && (size_t)(end - line) >= SMAPS_KEY + ZERO_LENGTH &&
		memcmp(line, key->text, SMAPS_KEY) == 0) {
		const char *behind = take_value(key, parser->region, line + SMAPS_KEY, end);
		if (!behind)
			break;
		line = behind;
		key++;
	}
	parser->next = (unsigned)(key - parser->keys);
	return line;
}

static uint8_t counter_of(const char *key, size_t length)
{
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		if (strlen(counter_table[counter].key) == length &&
			memcmp(counter_table[counter].key, key, length) == 0)
			return (uint8_t)counter;
	return COUNTERS;
}

/* After a line that was not the expected one: what follows it in a record? Unknown to the first
 * record, it is learnt if its key fills the columns. */
static void learn(struct smaps_parser *parser, const char *line, size_t key_length, uint8_t counter)
{
	for (unsigned i = 0; i < parser->key_count; i++)
		if (memcmp(line, parser->keys[i].text, SMAPS_KEY) == 0) {
			parser->next = i + 1;
			return;
		}
	if (parser->maps.table->count > 1 || parser->key_count == SMAPS_KEYS)
		return;
	for (size_t i = key_length + 1; i < SMAPS_KEY; i++)
		if (line[i] != ' ')
			return;
	struct smaps_key *key = &parser->keys[parser->key_count++];
	memcpy(key->text, line, SMAPS_KEY);
	key->counter = counter;
	parser->next = parser->key_count;
}

static void take_counter(struct smaps_parser *parser, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);
	if (!colon)
		return;
	size_t key_length = (size_t)(colon - line);
	uint8_t counter = counter_of(line, key_length);
	uint64_t value;
	if (counter < COUNTERS && parse_value(colon + 1, line + length + 1, &value))
		parser->region->counters[counter] = value;
	if (length >= SMAPS_KEY)
		learn(parser, line, key_length, counter);
}

static void take_flags(struct smaps_parser *parser, const char *text, size_t length)
{
	while (length > 0 && *text == ' ') {
		text++;
		length--;
	}
	while (length > 0 && text[length - 1] == ' ')
		length--;
	struct smaps_flags *set = &parser->flags[maps_hash(0, text, length) % SMAPS_FLAG_SETS];
	if (!set->text || set->length != length || memcmp(set->text, text, length) != 0) {
		const char *copy = arena_copy(&parser->maps.table->arena, text, length);
		if (!copy) {
			parser->maps.error = -ENOMEM;
			return;
		}
		*set = (struct smaps_flags){ .text = copy, .length = length };
	}
	parser->region->flags = set->text;
}

/* A record begins with an address and a dash: no key does. */
static bool is_record(const char *line, size_t length)
{
	bool is_digit = (*line >= '0' && *line <= '9') || (*line >= 'a' && *line <= 'f');
	return is_digit && memchr(line, '-', length < ADDRESS ? length : ADDRESS);
}

static void take_line(struct smaps_parser *parser, const char *line, size_t length)
{
	if (is_record(line, length)) {
		parser->region = maps_add_line(&parser->maps, line, length);
		parser->next = parser->region ? 0 : SMAPS_KEYS;
	} else if (!parser->region) {
		return;
	} else if (length >= FLAGS_LENGTH && memcmp(line, FLAGS, FLAGS_LENGTH) == 0) {
		take_flags(parser, line + FLAGS_LENGTH, length - FLAGS_LENGTH);
	} else {
		take_counter(parser, line, length);
	}
}

size_t smaps_feed(void *context, const char *bytes, size_t length)
{
	struct smaps_parser *parser = context;
	const char *line = bytes, *end = bytes + length;
	for (;;) {
		line = take_expected(parser, line, end);
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		if (!newline)
			break;
		take_line(parser, line, (size_t)(newline - line));
		line = newline + 1;
	}
	return (size_t)(line - bytes);
}
