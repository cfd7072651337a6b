/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prose.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "strata/text.h"

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

void prose_bytes(struct prose *prose, uint64_t bytes)
{
	char text[UNITS_TEXT];
	prose_add(prose, "%s", units_bytes(bytes, UNITS_WIDE, text));
}

void prose_delta(struct prose *prose, int64_t bytes)
{
	char text[UNITS_TEXT];
	prose_add(prose, "%s", units_delta(bytes, UNITS_WIDE, text));
}

void prose_count(struct prose *prose, uint64_t count)
{
	char text[UNITS_TEXT];
	prose_add(prose, "%s", units_count(count, UNITS_WIDE, text));
}

void prose_address(struct prose *prose, uint64_t address)
{
	char text[UNITS_TEXT];
	prose_add(prose, "%s", units_address(address, text));
}

void prose_counted(struct prose *prose, uint64_t count, const char *noun)
{
	prose_count(prose, count);
	prose_add(prose, " %s%s", noun, count == 1 ? "" : "s");
}

void prose_name(struct prose *prose, const char *path)
{
	char name[NAME_SIZE];
	const char *slash = path[0] == '/' ? strrchr(path, '/') : NULL;
	const char *last = slash ? slash + 1 : path;
	text_sanitise(last, strlen(last), name, sizeof name);
	prose_add(prose, "%s", name);
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

void prose_region(struct prose *prose, const struct region *region)
{
	const char *kind = region_kind_name(region->kind);
	if (is_singular(region->kind)) {
		prose_add(prose, "%s", kind);
	} else if (region->module[0]) {
		prose_name(prose, region->module);
		prose_add(prose, " %s", kind);
	} else if (has_telling_path(region)) {
		prose_name(prose, region->path);
	} else {
		prose_add(prose, "%s ", kind);
		prose_address(prose, region->start);
	}
}
