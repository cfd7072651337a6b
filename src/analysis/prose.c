/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prose.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"

#define NAME_SIZE 48 /* bytes of a name in a sentence, NUL included */

struct prose prose_begin(char *out, size_t size)
{
	out[0] = '\0';
	return (struct prose){ .out = out, .size = size };
}

/* A character that lost its end would be invalid UTF-8. */
static size_t whole_characters(const char *text, size_t length)
{
	size_t start = length;
	while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == 0 || (unsigned char)text[start - 1] < 0x80)
		return length;
	size_t bytes;
	text_decode(text + start - 1, length - start + 1, &bytes);
	return bytes > 1 && start - 1 + bytes == length ? length : start - 1;
}

void prose_add(struct prose *prose, const char *format, ...)
{
	size_t room = prose->size - prose->length;
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(prose->out + prose->length, room, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	if ((size_t)length < room) {
		prose->length += (size_t)length;
		return;
	}
	prose->length = whole_characters(prose->out, prose->size - 1);
	prose->out[prose->length] = '\0';
	prose->size = prose->length + 1; /* what comes now would not follow what was said */
}

const char *prose_counted(uint64_t count, const char *one, const char *many, char out[PROSE_WORDS])
{
	snprintf(out, PROSE_WORDS, translate_many(one, many, count), PROSE_COUNT(count));
	return out;
}

const char *prose_name(const char *path, char out[PROSE_WORDS])
{
	const char *slash = path[0] == '/' ? strrchr(path, '/') : NULL;
	const char *last = slash ? slash + 1 : path;
	text_sanitise(last, strlen(last), out, NAME_SIZE);
	return out;
}

/* Kinds of which a process has one, so that the kind is the name. */
static bool is_singular(enum region_kind kind)
{
	return kind == REGION_HEAP || kind == REGION_STACK || kind == REGION_VDSO ||
	       kind == REGION_VSYSCALL;
}

/* The path of shared anonymous memory is the kernel's and says nothing. */
static bool has_telling_path(const struct region *region)
{
	return region->path[0] && strcmp(region->path, "/dev/zero") != 0;
}

const char *prose_region(const struct region *region, char out[PROSE_WORDS])
{
	const char *kind = region_kind_name(region->kind);
	if (is_singular(region->kind))
		snprintf(out, PROSE_WORDS, "%s", kind);
	else if (region->module[0])
		snprintf(out, PROSE_WORDS, "%s %s", PROSE_NAME(region->module), kind);
	else if (has_telling_path(region))
		prose_name(region->path, out);
	else
		snprintf(out, PROSE_WORDS, "%s %s", kind, PROSE_ADDRESS(region->start));
	return out;
}
